"""The font of a printed page: only the characters it needs, and no second name for any of them.

With the whole font, programs that write PDF name the glyph of 日 by its radical U+2F47, so that searching and copying
break; a font that does not know U+2E80–2FDF leaves them no choice.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from layers.page.font import han_face

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "GridCommand Print"
RADICALS = range(0x2E80, 0x2FE0)
LATIN = (*range(0x20, 0x250), *range(0x2010, 0x2040), *range(0x2190, 0x2194), 0x2212)  # dashes, arrows, the true minus
NAMES = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "")}


def print_font(characters: Iterable[str]) -> bytes:
    """An OpenType font, FAMILY, of these characters and the Latin ones; takes seconds, never on the GUI thread."""
    from fontTools import subset  # 0.2 s and 20 MB, which no seat should wait for when it opens

    wanted = {ord(character) for character in characters} | set(LATIN)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = sorted(NAMES)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx"]
    with han_face() as font:
        maker = subset.Subsetter(options)
        maker.populate(unicodes=sorted(wanted.difference(RADICALS)))
        maker.subset(font)
        _rename(font)
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()


def _rename(font: TTFont) -> None:
    for record in list(font["name"].names):
        font["name"].setName(NAMES[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)

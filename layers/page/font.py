"""The few characters of a page as a font inside it: a machine without a Chinese font shows no boxes."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

import noto_cjk_sans_otc

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FACE = "Noto Sans CJK SC"  # of the faces in the collection: the same character looks otherwise in Japan
FAMILY = "GridCommand Han"
MOST_FACES = 32
PLAIN = 0x2E80  # every browser has letters and signs below; Chinese begins here


def font_style(texts: Iterable[str]) -> str:
    """CSS that brings the Chinese of these texts (WOFF, about 0.2 kB a character); empty where there is none."""
    wanted = {character for text in texts for character in text if ord(character) >= PLAIN}
    if not wanted:
        return ""
    data = base64.b64encode(_woff(wanted)).decode("ascii")
    return f'@font-face {{ font-family: "{FAMILY}"; src: url("data:font/woff;base64,{data}") format("woff"); }}'


def _woff(wanted: Iterable[str]) -> bytes:
    from fontTools import subset  # 0.2 s and 20 MB, which no seat should wait for when it opens

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = []
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx"]
    with han_face() as font:
        maker = subset.Subsetter(options)
        maker.populate(unicodes=[ord(character) for character in wanted])
        maker.subset(font)
        font.flavor = "woff"
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()


def han_face() -> TTFont:
    """The bundled font's face for mainland China, opened lazily; the caller closes it."""
    from fontTools.ttLib import TTFont  # as above

    path = str(noto_cjk_sans_otc.FONT_PATH)
    for number in range(MOST_FACES):
        font = TTFont(path, fontNumber=number, lazy=True)
        if font["name"].getDebugName(1) == FACE:
            return font
        font.close()
    raise LookupError(FACE)

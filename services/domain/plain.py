"""Plain words: what a text may hold at any door, whoever brings it."""

from __future__ import annotations

import re

# controls but tab and line break, marks that turn the direction of what follows, half characters
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Words without what is not seen or turns them round; line breaks stay, spaces at the ends don't."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()

"""Characters that people write for each other in names: 酂/酇, 太丘/太邱, 侯岭/候岭 are the same places."""

from __future__ import annotations

import unicodedata

# each is written for the one at its right; simplified and traditional forms, and the slips of keyboards
_PAIRS = (
    "酇酂 邱丘 候侯 芒茫 亭停 莊庄 闫阎 閻阎 於于 傅付 甯宁 廿念 陽阳 馬马 龍龙 裏里 裡里 後后 臺台 榖谷 穀谷 堌固 崮固"
)
VARIANTS = {pair[0]: pair[1] for pair in _PAIRS.split()}
_TABLE = str.maketrans(VARIANTS)


def fold(text: str) -> str:
    """A name as it is compared: lower case, half width, one character for those written for each other."""
    return unicodedata.normalize("NFKC", text).lower().translate(_TABLE)

"""The four levels as shapes and characters: three cues that always travel together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LevelLook:
    """One level's looks. Lengths are fractions of the glyph's box; `char_dy` moves the character down."""

    key: str
    rank: int
    shape: str
    symbol: str
    char_zh: str
    char_en: str
    name_zh: str
    name_en: str
    width: float
    height: float
    radius: float
    char_scale: float
    char_dy: float

    def char(self, lang: str) -> str:
        """The character inside the shape."""
        return self.char_zh if lang.startswith("zh") else self.char_en

    def name(self, lang: str) -> str:
        """What the level is called, without its colour."""
        return self.name_zh if lang.startswith("zh") else self.name_en


def level_from(key: str, table: Mapping[str, Any]) -> LevelLook:
    """The level of that name from the tokens' table of levels."""
    looks = table[key]
    return LevelLook(key=key, **looks, **table["geometry"][looks["shape"]])

"""The design tokens: the one source of colours, sizes and durations, read once and passed around."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from layers.style.levels import LevelLook, level_from
from layers.style.palette import Palette

TOKENS = Path(__file__).resolve().parents[2] / "resources" / "style" / "tokens.toml"
MILLIRADIANS = 0.290888  # one minute of arc
Table = Mapping[str, Any]


class TokenError(KeyError):
    """Asked for a token that is not written down, or that is no such kind of value."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens, read-only. A path is a dotted name as in the file ("space.row_two_line", "type.operator.body")."""

    table: Table
    palettes: Mapping[str, Palette]
    levels: tuple[LevelLook, ...]

    def palette(self, theme: str) -> Palette:
        """The colours of "dark" or "light"."""
        try:
            return self.palettes[theme]
        except KeyError:
            raise TokenError(f"theme.{theme}") from None

    def level(self, rank: int) -> LevelLook:
        """Shape and names of a severity: 1 red … 4 blue."""
        return self.levels[rank - 1]

    def number(self, path: str) -> float:
        """A size in px at 1x, a duration in ms or a share; of a type size, the size."""
        value = self._at(path)
        if isinstance(value, Mapping):
            value = value.get("size")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TokenError(path)
        return float(value)

    def numbers(self, path: str) -> tuple[float, ...]:
        """A list of sizes."""
        value = self._at(path)
        if not isinstance(value, tuple):
            raise TokenError(path)
        return tuple(float(item) for item in value)

    def text(self, path: str) -> str:
        """A name: a font family, the path of a colour."""
        value = self._at(path)
        if not isinstance(value, str):
            raise TokenError(path)
        return value

    def texts(self, path: str) -> tuple[str, ...]:
        """A list of names."""
        value = self._at(path)
        if not isinstance(value, tuple):
            raise TokenError(path)
        return tuple(str(item) for item in value)

    def type_size(self, seat: str, role: str) -> tuple[float, float]:
        """Size and line height in px at 1x of "operator" or "briefing" text."""
        value = self._at(f"type.{seat}.{role}")
        if not isinstance(value, Mapping):
            raise TokenError(f"type.{seat}.{role}")
        return float(value["size"]), float(value["line"])

    def em_px(self, arcmin: float, distance_m: float, pitch_mm: float, *, digits: bool = False) -> float:
        """The em in px that is seen as `arcmin` minutes of arc from `distance_m` at a pixel pitch of `pitch_mm`.

        Measured on the face of a Han character, or on the height of a digit for figures.
        """
        face = self.number("type.digit_height" if digits else "type.han_face")
        return arcmin * distance_m * MILLIRADIANS / pitch_mm / face

    def _at(self, path: str) -> Any:
        value: Any = self.table
        for step in path.split("."):
            if not isinstance(value, Mapping) or step not in value:
                raise TokenError(path)
            value = value[step]
        return value


def load_tokens(path: Path = TOKENS) -> Tokens:
    """Reads the tokens; raises OSError or TOMLDecodeError, as without them nothing can be drawn."""
    table = _frozen(tomllib.loads(path.read_text(encoding="utf-8")))
    levels = tuple(level_from(name, table["level"]) for name in table["level"]["order"])
    palettes = {name: Palette.of(name, theme) for name, theme in table["theme"].items()}
    return Tokens(table, MappingProxyType(palettes), levels)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value

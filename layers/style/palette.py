"""The colours of one theme, as 0xffRRGGBB numbers that kernels and painters share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

LEVELS = ("red", "orange", "yellow", "blue")
PARTS = ("fill", "ink", "on", "tint", "edge")


@dataclass(frozen=True, slots=True)
class LevelColours:
    """A level's colours: of shapes, of text, of the character in the shape, of one row or card, of the outline."""

    fill: int
    ink: int
    on: int
    tint: int
    edge: int


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by dotted name ("surface.panel", "map.land"), the four levels, and the ramps of choropleths."""

    name: str
    colours: Mapping[str, int]
    levels: tuple[LevelColours, ...]
    ramps: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, name: str, theme: Mapping[str, Any]) -> Palette:
        """From the table of a theme."""
        colours = dict(_flat(theme))
        levels = tuple(LevelColours(**{part: colours[f"level.{level}.{part}"] for part in PARTS}) for level in LEVELS)
        ramps = {ramp: tuple(argb(text) for text in steps) for ramp, steps in theme["ramp"].items()}
        return cls(name, MappingProxyType(colours), levels, MappingProxyType(ramps))

    def colour(self, path: str) -> int:
        """0xffRRGGBB of a dotted name; raises KeyError for one that is not written down."""
        return self.colours[path]

    def level(self, rank: int) -> LevelColours:
        """The colours of a severity: 1 red … 4 blue."""
        return self.levels[rank - 1]

    def dimmed(self, brightness: float) -> Palette:
        """The same palette at a brightness of 0–1, every colour by the one factor."""
        colours = {path: _dim(colour, brightness) for path, colour in self.colours.items()}
        levels = tuple(
            LevelColours(**{part: _dim(getattr(level, part), brightness) for part in PARTS}) for level in self.levels
        )
        ramps = {name: tuple(_dim(colour, brightness) for colour in steps) for name, steps in self.ramps.items()}
        return Palette(self.name, MappingProxyType(colours), levels, MappingProxyType(ramps))

    def ramp(self, name: str) -> tuple[int, ...]:
        """The classes of "seq", "demand" or "diverging", low to high."""
        return self.ramps[name]


def argb(text: str) -> int:
    """0xffRRGGBB of a written colour."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(text)
    return 0xFF000000 | int(text[1:], 16)


def channels(colour: int) -> tuple[int, int, int]:
    """Red, green and blue, 0–255."""
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _dim(colour: int, brightness: float) -> int:
    red, green, blue = (round(channel * brightness) for channel in channels(colour))
    return colour & 0xFF000000 | red << 16 | green << 8 | blue


def _flat(table: Mapping[str, Any], path: str = "") -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{path}{key}.")
        elif isinstance(value, str):
            found.append((f"{path}{key}", argb(value)))
    return found

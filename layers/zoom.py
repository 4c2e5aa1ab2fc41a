"""Semantic zoom: what is coloured, outlined and named at which scale."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from services.domain.areas import Level

TOWN_FROM, GRID_FROM = 2.2, 16.0  # times the scale at which the whole city fits


class Zoom(IntEnum):
    """How near the view is."""

    CITY = 1
    TOWN = 2
    GRID = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What one zoom shows: the level in colours, the levels of lines over it, and those named, first ones first."""

    fill: Level
    over: tuple[Level, ...]
    named: tuple[Level, ...]
    dots: bool


WANTED = {
    Zoom.CITY: Shown(Level.VILLAGE, (Level.TOWN, Level.CITY), (Level.TOWN,), dots=True),
    Zoom.TOWN: Shown(Level.GRID, (Level.VILLAGE, Level.TOWN), (Level.TOWN, Level.VILLAGE), dots=False),
    Zoom.GRID: Shown(Level.GRID, (Level.VILLAGE, Level.TOWN), (Level.VILLAGE, Level.GRID), dots=False),
}


def zoom_of(scale: float, fitting: float) -> Zoom:
    """The zoom of a scale, given the scale at which the city fits (both px per metre)."""
    nearer = scale / fitting if fitting > 0 else 1.0
    return Zoom.GRID if nearer >= GRID_FROM else Zoom.TOWN if nearer >= TOWN_FROM else Zoom.CITY


def shown(zoom: Zoom, there: Collection[int]) -> Shown:
    """What a zoom shows of the levels that there are; a missing level is replaced by the next coarser one."""
    wanted = WANTED[zoom]
    coarser = [level for level in sorted(Level, reverse=True) if level <= wanted.fill and int(level) in there]
    finer = [level for level in Level if int(level) in there]
    fill = coarser[0] if coarser else finer[0]
    over = tuple(level for level in wanted.over if int(level) in there and level < fill)
    named = tuple(level for level in wanted.named if int(level) in there) or (fill,)
    return Shown(fill, over, named, wanted.dots)


def pinned(level: Level, there: Collection[int]) -> Shown:
    """What a map shows that stays with one level at every scale, as a page does."""
    over = tuple(coarser for coarser in sorted(Level, reverse=True) if coarser < level and int(coarser) in there)
    return Shown(level, over[:2], (level,), dots=True)

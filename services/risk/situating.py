"""Where a situation lies and what it is called, from the key that it was counted under."""

from __future__ import annotations

import numpy as np

from services.domain.areas import Level
from services.domain.incidents import UNLOCATED, Place, PlaceStatus
from services.domain.scenarios import Per, Scenario
from services.risk.spots import node_place
from services.risk.world import Signals, World

SAID_AGAIN = 4.0  # what goes on by itself is found again so many times within the time that its warning lasts
LEVELS = {Per.TOWN: Level.TOWN, Per.VILLAGE: Level.VILLAGE, Per.GRID: Level.GRID}


def name_of(scenario: Scenario, world: World, key: int) -> str:
    """The name of a situation, the same for as long as it is the same one; of areas by code, since ids change."""
    match scenario.per:
        case Per.CITY:
            return "city"
        case Per.SPOT:
            x, y = node_place(key, scenario.parameters.get("radius_m", 200.0))
            return f"spot:{x:.0f}:{y:.0f}"
        case Per.SUBJECT:
            return f"subject:{world.subjects.name(key)}"
        case _:
            return f"{scenario.per}:{world.areas.codes[key]}"


def area_place(world: World, index: int) -> Place:
    """The place that an area is, without a point."""
    ids: dict[Level, int] = {}
    for row in world.areas.path(index):
        ids[Level(int(world.areas.level[row]))] = int(world.areas.ids[row])
    return Place(PlaceStatus.LOCATED, None, None, ids.get(Level.TOWN), ids.get(Level.VILLAGE), ids.get(Level.GRID))


def place_of(scenario: Scenario, world: World, key: int, members: Signals) -> tuple[Place, float | None]:
    """The place of a situation and its radius in metres: an area, a circle, or where its newest member is.

    `members` are its signals, oldest first; the middle of a spot is the middle of what happened there.
    """
    if scenario.per in LEVELS:
        return area_place(world, key), None
    located = members[np.isfinite(members["x"])]
    if not len(located):
        return UNLOCATED, None
    if scenario.per is Per.SPOT:
        lon, lat = float(located["lon"].mean()), float(located["lat"].mean())
        return _areas(world, located[-1], lon, lat), scenario.parameters.get("radius_m", 200.0)
    if scenario.per is Per.CITY:
        return Place(PlaceStatus.LOCATED), None
    newest = located[-1]
    return _areas(world, newest, float(newest["lon"]), float(newest["lat"])), None


def still_at(scenario: Scenario, begun: float, now: float, known: bool) -> float:
    """The newest fact of what goes on by itself (overdue, silent): its beginning, when that is news; else this moment.

    `begun` NaN: nobody knows since when. `known`: it was told before.
    """
    news = not known and begun <= now < begun + scenario.lasts.total_seconds() / 2
    return begun if news else now


def standing_place(world: World, row: Signals) -> Place:
    """The place of one row of STANDING, or of a signal."""
    lon, lat = float(row["lon"]), float(row["lat"])
    ids = [int(world.areas.ids[row[name]]) if row[name] >= 0 else None for name in ("town", "village", "grid")]
    if not np.isfinite(lon):
        return Place(PlaceStatus.LOCATED, None, None, *ids) if any(ids) else UNLOCATED
    return Place(PlaceStatus.LOCATED if any(ids) else PlaceStatus.OUTSIDE, lon, lat, *ids)


def _areas(world: World, row: Signals, lon: float, lat: float) -> Place:
    ids = [int(world.areas.ids[row[name]]) if row[name] >= 0 else None for name in ("town", "village", "grid")]
    return Place(PlaceStatus(int(row["place"])), lon, lat, *ids)


def homes_of(scenario: Scenario, world: World, key: int, members: Signals) -> float:
    """Households within reach: of the area, or of the grid around a spot."""
    if scenario.per in LEVELS:
        return float(world.homes[key])
    if scenario.per is Per.CITY or not len(members):
        return 0.0
    grid = int(members["grid"][-1])
    return float(world.homes[grid]) if grid >= 0 else 0.0

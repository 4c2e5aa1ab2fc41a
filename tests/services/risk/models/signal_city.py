"""A city made by hand for the tests of models that look at years: towns, villages, grids a kilometre apart, signals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from services.domain.areas import Level
from services.domain.incidents import PlaceStatus
from services.domain.scenarios import ModelKind, Per, Scenario
from services.live.area_table import AreaTable
from services.risk.world import SIGNAL, World

ZONE = ZoneInfo("Asia/Shanghai")
TOWNS, VILLAGES, GRIDS = 6, 8, 5  # of the city, a town, a village
TODAY = date(2026, 11, 23)  # a Monday
NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE).timestamp()
WEEK = np.array([1.6, 1.0, 1.0, 1.0, 0.9, 0.7, 0.6])
DAY = 86_400.0


def a_world() -> World:
    """The city: its areas first, then towns, villages, grids, each level in order."""
    levels = [Level.CITY] + [Level.TOWN] * TOWNS + [Level.VILLAGE] * TOWNS * VILLAGES
    levels += [Level.GRID] * TOWNS * VILLAGES * GRIDS
    parents = [-1] + [0] * TOWNS + [1 + at // VILLAGES for at in range(TOWNS * VILLAGES)]
    parents += [1 + TOWNS + at // GRIDS for at in range(TOWNS * VILLAGES * GRIDS)]
    count = len(levels)
    areas = AreaTable(
        ids=np.arange(1000, 1000 + count), level=np.array(levels, np.uint8), kind=np.ones(count, np.uint8),
        households=np.where(np.array(levels) == Level.GRID, 300, 0).astype(np.int32),
        parent=np.array(parents, np.int32), marks=np.zeros(count, np.uint8),
        codes=tuple(f"A{at:04d}" for at in range(count)), names=tuple(f"area {at}" for at in range(count)),
        index={1000 + at: at for at in range(count)},
    )  # fmt: skip
    return World(areas, ZONE, (116.4, 33.9), {"fever": 0, "other": 1}, {"health": 0, "hotline": 1})


def grid_place(grid: Any) -> tuple[Any, Any]:
    """x and y in metres of a grid's middle, by its number among grids: a field of rows, towns side by side."""
    town, rest = np.divmod(grid, VILLAGES * GRIDS)
    village, one = np.divmod(rest, GRIDS)
    return (town * VILLAGES + village) * 1000.0, one * 1000.0


def signals(world: World, at: Any, grid: Any, kind: int = 0, first: int = 1) -> Any:
    """Signals of moments (seconds) in grids (numbers among grids), ids in order of time."""
    at, grid = np.asarray(at, float), np.asarray(grid, np.int64)
    order = np.argsort(at, kind="stable")
    at, grid = at[order], grid[order]
    found = np.zeros(len(at), SIGNAL)
    found["id"], found["at"], found["kind"], found["value"] = first + np.arange(len(at)), at, kind, 1.0
    found["place"] = int(PlaceStatus.LOCATED)
    found["grid"] = 1 + TOWNS + TOWNS * VILLAGES + grid
    found["village"] = world.areas.parent[found["grid"]]
    found["town"] = world.areas.parent[found["village"]]
    found["x"], found["y"] = grid_place(grid)
    places = [world.lonlat(float(x), float(y)) for x, y in zip(found["x"], found["y"], strict=True)]
    found["lon"], found["lat"] = np.array(places).reshape(-1, 2).T
    return found


def years(world: World, by_day: Any, *, days: int = 730, seed: int = 1, until: float = NOON) -> Any:
    """Signals of the last days up to a moment: `by_day` (grids,) in the mean, more on Mondays, by daylight."""
    dice, rates = np.random.default_rng(seed), np.asarray(by_day, float)
    first = TODAY - timedelta(days=days)
    at, grid = [], []
    for back in range(days + 1):
        day = first + timedelta(days=back)
        came = dice.poisson(rates * WEEK[day.weekday()])
        where = np.repeat(np.arange(len(rates)), came)
        start = datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp()
        at.append(start + 3_600 * np.clip(dice.normal(13, 4, len(where)), 0, 23.9))
        grid.append(where)
    moments, places = np.concatenate(at), np.concatenate(grid)
    return signals(world, moments[moments <= until], places[moments <= until])


def a_scenario(model: ModelKind, per: Per, window: timedelta, **parameters: float) -> Scenario:
    """A scenario that listens to fever."""
    return Scenario(
        code="test.fever", campaign="test", name_zh="发热", name_en="Fever", purpose_zh="试", purpose_en="Test",
        model=model, kinds=("fever",), per=per, window=window, owner="health", category="hospital",
        lasts=timedelta(days=7), harm=0.6, parameters=parameters,
    )  # fmt: skip

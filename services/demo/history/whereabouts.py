"""Where made-up incidents happen: by where people live and by what it is about, often at the same spots again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import AreaKind
from services.domain.catalogue import Category
from services.domain.incidents import PlaceStatus

if TYPE_CHECKING:
    from services.demo.ground.areas import Ground
    from services.demo.history.incidents import World
    from services.demo.history.stories import Told

HOT_SHARE, HOT_SPOTS = 0.3, 320
HOT_METRES = (30.0, 110.0)
KINDS = ("urban", "seat", "rural", "special")
AWAY = 0.18  # degrees that an incident outside lies beyond the city's bounds


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Columns of n: `status` (PlaceStatus), `grid` row or -1, `lon`, `lat`, `spot` (a number that picks its name),
    `at_home` (told of somebody's home).

    `named` and `said` hold what stories fixed, by incident row.
    """

    status: NDArray[np.int64]
    grid: NDArray[np.intp]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    spot: NDArray[np.int64]
    at_home: NDArray[np.bool_]
    named: dict[int, str]
    said: dict[int, str]

    def area_ids(self, ground: Ground) -> dict[str, list[int | None]]:
        """The columns town_id, village_id and grid_id."""
        village = ground.borders.village_of_grid[self.grid]
        town = ground.borders.town_of_village[village]
        inside = (self.grid >= 0).tolist()

        def known(ids: NDArray[np.int64]) -> list[int | None]:
            return [ident if there else None for ident, there in zip(ids.tolist(), inside, strict=True)]

        return {
            "town_id": known(ground.towns[town]),
            "village_id": known(ground.villages[village]),
            "grid_id": known(ground.grids[self.grid]),
        }

    def spot_names(self, world: World) -> list[str]:
        """The name of each spot, as people say it."""
        spots = world.telling.spots
        lists = [[spots[kind], spots[f"home_{kind}"]] for kind in KINDS]
        kinds, homes = _kinds(world.ground)[self.grid].tolist(), self.at_home.tolist()
        found = [
            lists[kind][home][n % len(lists[kind][home])]
            for kind, home, n in zip(kinds, homes, self.spot.tolist(), strict=True)
        ]
        for row, name in self.named.items():
            found[row] = name
        return found

    def addresses(self, world: World) -> list[str]:
        """Town, village and spot; without a place only what was said: nothing."""
        ground = world.ground
        villages = ground.borders.village_of_grid[self.grid].tolist()
        towns = ground.borders.town_of_village[villages].tolist()
        spots = self.spot_names(world)
        return [
            f"{ground.town_names[town]}{ground.village_names[village]}{_apart(spot)}" if grid >= 0 else ""
            for town, village, spot, grid in zip(towns, villages, spots, self.grid.tolist(), strict=True)
        ]


def whereabouts(
    world: World, category: NDArray[np.intp], leaves: Sequence[Category], told: Told, rng: np.random.Generator
) -> Whereabouts:
    """A place for each incident; some have none, a few lie outside."""
    count, history = len(category), world.profile.history
    grid, spot = _grids(world, category, leaves, rng)
    place = world.places.anywhere(grid, rng)
    hot, hot_spot, hot_place = _hot(world, grid, rng)
    spread = rng.uniform(*HOT_METRES, len(hot))
    place[hot] = world.places.near(grid[hot], hot_place, spread, rng)
    spot[hot] = hot_spot
    grid[told.rows] = told.grids
    place[told.rows] = world.places.near(told.grids, told.places, np.full(len(told.rows), 18.0), rng)
    status = np.full(count, int(PlaceStatus.LOCATED))
    loose = np.setdiff1d(np.arange(count), told.rows)
    lost = rng.choice(loose, round(history.unlocated * count), replace=False)
    out = rng.choice(np.setdiff1d(loose, lost), round(history.outside * count), replace=False)
    status[lost], status[out] = int(PlaceStatus.UNLOCATED), int(PlaceStatus.OUTSIDE)
    place[out] = _outside(world, len(out), rng)
    grid[lost] = grid[out] = -1
    named = dict(zip(told.rows.tolist(), told.spots, strict=True))
    at_home = np.array([leaf.code in world.telling.at_home for leaf in leaves])[category]
    return Whereabouts(status, grid, place[:, 0], place[:, 1], spot, at_home, named, told.said)


def _apart(spot: str) -> str:
    """A spot after a name: figures don't stick to it."""
    return f" {spot}" if spot[:1].isdigit() else spot


def _kinds(ground: Ground) -> NDArray[np.intp]:
    """For each grid the row of `KINDS` that its spots come from."""
    village = ground.borders.village_of_grid
    street = np.array([code[6:9] < "100" for code in ground.town_codes])[ground.borders.town_of_village[village]]
    kind = np.where(ground.grid_kind == AreaKind.RURAL, KINDS.index("rural"), KINDS.index("seat"))
    kind = np.where((ground.grid_kind == AreaKind.URBAN) & street, KINDS.index("urban"), kind)
    return np.where(ground.grid_kind == AreaKind.SPECIAL, KINDS.index("special"), kind)


def _grids(
    world: World, category: NDArray[np.intp], leaves: Sequence[Category], rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """A grid for each incident: by households and the grid's own luck, and whether the category is met there."""
    ground = world.ground
    weight = (ground.households + 25.0) * rng.lognormal(0.0, 0.55, len(ground.grids))
    town = ground.borders.town_of_village[ground.borders.village_of_grid]
    weight *= rng.lognormal(0.0, 0.25, len(ground.towns))[town]
    rural = ground.grid_kind == AreaKind.RURAL
    grid = np.zeros(len(category), dtype=np.intp)
    for row, leaf in enumerate(leaves):
        members = np.flatnonzero(category == row)
        where = world.telling.where.get(leaf.code)
        fit = {None: np.ones(len(rural)), AreaKind.RURAL: np.where(rural, 1.0, 0.03)}.get(
            where, np.where(rural, 0.12, 1.0)
        )
        chance = np.cumsum(weight * fit)
        grid[members] = np.searchsorted(chance, rng.uniform(0, chance[-1], len(members)), side="right")
    return np.minimum(grid, len(rural) - 1), rng.integers(0, 1_000, len(category))


def _hot(
    world: World, grid: NDArray[np.intp], rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.float64]]:
    """Incidents drawn to a hot spot of their own town: rows, the spot's number, its place; changes `grid`."""
    ground = world.ground
    town = ground.borders.town_of_village[ground.borders.village_of_grid]
    rural = ground.grid_kind == AreaKind.RURAL
    chance = (ground.households + 40.0) / (ground.households + 40.0).sum()
    spots = np.sort(rng.choice(len(rural), min(HOT_SPOTS, len(rural)), replace=False, p=chance))
    pull = np.minimum(rng.pareto(1.6, len(spots)) + 0.5, 5.0)
    hot = np.flatnonzero(rng.uniform(size=len(grid)) < HOT_SHARE)
    chosen = np.full(len(hot), -1, dtype=np.intp)
    for one in range(len(ground.towns)):
        for side in (False, True):
            here = np.flatnonzero((town[spots] == one) & (rural[spots] == side))
            members = np.flatnonzero((town[grid[hot]] == one) & (rural[grid[hot]] == side))
            if len(here) and len(members):
                chosen[members] = rng.choice(here, len(members), p=pull[here] / pull[here].sum())
    hot, chosen = hot[chosen >= 0], chosen[chosen >= 0]
    centre = world.places.anywhere(spots, rng)
    grid[hot] = spots[chosen]
    return hot, (spots[chosen] * 7).astype(np.int64), centre[chosen]


def _outside(world: World, count: int, rng: np.random.Generator) -> NDArray[Any]:
    """Places beyond the city's bounds, where a wrong coordinate may lie."""
    west, south, east, north = world.ground.borders.city.bounds
    side = rng.integers(0, 4, count)
    x, y = rng.uniform(west, east, count), rng.uniform(south, north, count)
    off = rng.uniform(0.02, AWAY, count)
    x = np.where(side == 0, west - off, np.where(side == 1, east + off, x))
    y = np.where(side == 2, south - off, np.where(side == 3, north + off, y))
    return np.round(np.column_stack([x, y]), 6)

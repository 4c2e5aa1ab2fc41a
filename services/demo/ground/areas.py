"""The rows of a demo city's areas: codes, names, kinds and households round the invented borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.demo.ground.borders import Borders
from services.demo.profile import Profile, VillageName
from services.domain.areas import AreaKind, Level

BUILT_UP = frozenset({"core", "fringe", "centre"})
SPECIAL_ENDINGS = ("产业园", "物流园", "商务楼", "写字楼", "工业园", "建材市场")
# provisional codes stand at the end of the ranges for communities and villages, where no public list has any
PROVISIONAL_COMMUNITY, PROVISIONAL_VILLAGE = 199, 999


@dataclass(frozen=True, slots=True)
class Ground:
    """The areas as other parts of the making need them: ids by row, and what each grid is like.

    `columns` are those of the areas table; `grid_kind` AreaKind by grid row; `city`, `towns`, `villages`, `grids` are
    ids; `labels`: for each village row its town's and its own name.
    """

    columns: dict[str, Sequence[Any]]
    city: int
    towns: NDArray[np.int64]
    villages: NDArray[np.int64]
    grids: NDArray[np.int64]
    borders: Borders
    grid_kind: NDArray[np.int8]
    households: NDArray[np.int64]
    village_names: tuple[str, ...]
    town_names: tuple[str, ...]
    town_codes: tuple[str, ...]


def areas_of(profile: Profile, borders: Borders, rng: np.random.Generator, first_id: int = 1) -> Ground:
    """All areas, city first, ids in this order from `first_id` on."""
    villages = [village for town in profile.towns for village in profile.villages_of(town.code)]
    codes = _village_codes(villages)
    grid_kind = _grid_kinds(villages, borders, profile.figures["special_grids"], rng)
    homes = _households(grid_kind, villages, borders, rng)
    in_village = np.bincount(borders.village_of_grid, homes, len(villages)).astype(np.int64)
    in_town = np.bincount(borders.town_of_village, in_village, len(profile.towns)).astype(np.int64)
    counts = (1, len(profile.towns), len(villages), len(borders.grids))
    city, towns, villages_, grids = np.split(np.arange(first_id, first_id + sum(counts)), np.cumsum(counts)[:-1])
    kinds = [AreaKind.URBAN if village.setting in BUILT_UP else AreaKind.RURAL for village in villages]
    grid_codes, grid_names = _grid_names(codes, borders.village_of_grid, grid_kind, rng)
    total = sum(counts)
    provisional = np.array([not village.code for village in villages])
    columns: dict[str, Sequence[Any]] = {
        "id": list(range(first_id, first_id + total)),
        "level": np.repeat([int(level) for level in Level], counts).tolist(),
        "code": [profile.city.code, *(town.code for town in profile.towns), *codes, *grid_codes],
        "name": [profile.city.name_zh, *(t.name for t in profile.towns), *(v.name for v in villages), *grid_names],
        "kind": [
            int(AreaKind.URBAN),
            *(int(AreaKind.URBAN if town.is_subdistrict else AreaKind.RURAL) for town in profile.towns),
            *map(int, kinds),
            *grid_kind.tolist(),
        ],
        "parent_id": [
            None,
            *[int(city[0])] * len(towns),
            *towns[borders.town_of_village].tolist(),
            *villages_[borders.village_of_grid].tolist(),
        ],
        "households": [int(homes.sum()), *in_town.tolist(), *in_village.tolist(), *homes.tolist()],
        "provisional": [
            *[False] * (1 + len(towns)), *provisional.tolist(), *provisional[borders.village_of_grid].tolist()
        ],
        "geometry": shapely.to_wkb(
            np.concatenate([[borders.city], borders.towns, borders.villages, borders.grids])
        ).tolist(),
        "derived": [False] * total,
        "synthetic": [True] * total,
        "origin": [profile.origin] * total,
        "valid_from": ["2000-01-01"] * total,
    }  # fmt: skip
    return Ground(
        columns, int(city[0]), towns, villages_, grids, borders, grid_kind, homes,
        tuple(v.name for v in villages), tuple(t.name for t in profile.towns), tuple(t.code for t in profile.towns),
    )  # fmt: skip


def _village_codes(villages: Sequence[VillageName]) -> list[str]:
    """Public codes where there are; else free ones counted down from the ends of the ranges, town by town."""
    taken = {village.code for village in villages}
    found = []
    for village in villages:
        code = village.code
        number = PROVISIONAL_COMMUNITY if village.name.endswith("社区") else PROVISIONAL_VILLAGE
        while not code or (code in taken and code != village.code):
            code = f"{village.town[:9]}{number:03d}"
            number -= 1
        taken.add(code)
        found.append(code)
    return found


def _grid_kinds(
    villages: Sequence[VillageName], borders: Borders, special: int, rng: np.random.Generator
) -> NDArray[np.int8]:
    """Urban in communities and at town seats, else rural; some of the urban ones are parks and office buildings."""
    built = np.array([village.setting in BUILT_UP for village in villages])[borders.village_of_grid]
    kind = np.where(built, int(AreaKind.URBAN), int(AreaKind.RURAL)).astype(np.int8)
    urban = np.flatnonzero(built) if built.any() else np.arange(len(kind))
    kind[rng.choice(urban, min(special, len(urban)), replace=False)] = int(AreaKind.SPECIAL)
    return kind


def _households(
    kind: NDArray[np.int8], villages: Sequence[VillageName], borders: Borders, rng: np.random.Generator
) -> NDArray[np.int64]:
    """300–500 in an urban grid; a villager group of 45–170 in a rural one; next to none in a park."""
    urban = rng.integers(300, 501, len(kind))
    rural = np.clip(rng.normal(88, 24, len(kind)), 45, 170).astype(np.int64)
    edge = np.array([village.setting == "edge" for village in villages])[borders.village_of_grid]
    rural = np.where(edge, rural + 45, rural)
    park = rng.integers(0, 60, len(kind))
    return np.where(kind == AreaKind.URBAN, urban, np.where(kind == AreaKind.RURAL, rural, park)).astype(np.int64)


def _grid_names(
    codes: Sequence[str], village_of_grid: NDArray[np.intp], kind: NDArray[np.int8], rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    """Grid codes (the village's and three digits) and names; a special grid says what it is."""
    first = np.searchsorted(village_of_grid, village_of_grid)
    number = np.arange(len(village_of_grid)) - first + 1
    endings = rng.integers(0, len(SPECIAL_ENDINGS), len(kind))
    found_codes, names = [], []
    for village, n, sort, ending in zip(
        village_of_grid.tolist(), number.tolist(), kind.tolist(), endings.tolist(), strict=True
    ):
        found_codes.append(f"{codes[village]}{n:03d}")
        names.append(f"{n:02d}网格" + (f"（{SPECIAL_ENDINGS[ending]}）" if sort == AreaKind.SPECIAL else ""))
    return found_codes, names

"""Invented rows of base records, with the flaws of real registers mixed in; reproducible slice by slice."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from services.demo.history.telling import Telling
from services.demo.records.ground import RecordGround
from services.demo.records.plan import FLAWS, RecordsPlan, Rows, Slice
from services.geo.shifts import gcj02_from_wgs84
from services.records.categories import RecordCategory
from services.records.taking import Batch

DAY = 86_400_000
LATELY = (0.01, 0.5)  # of its time
NEVER = 0.004  # the share of those to be looked at that nobody ever did
FAR = (0.3, 2.5)  # degrees that a wrong coordinate lies beyond the city's bounds
# how registers write an area: by its code, in full, or as a village alone where that tells which
BY_CODE, IN_FULL = 0.5, 0.9
NONE, SHIFTED, CONTRADICTS = len(FLAWS), FLAWS.index("shifted"), FLAWS.index("contradicts")
BLANK = [FLAWS.index(flaw) for flaw in ("no_coordinates", "unknown_area", "ambiguous", "no_address")]


def make_rows(
    plan: RecordsPlan,
    part: Slice,
    ground: RecordGround,
    telling: Telling,
    categories: Mapping[str, RecordCategory],
    now_millis: int,
    seed: int,
) -> Batch:
    """The rows of a slice, made from the seed, the entry and where the slice begins."""
    rows, count = plan.rows[part.entry], part.end - part.begin
    rng = np.random.default_rng((seed, 6, part.entry, part.begin))
    grid = ground.choose(rows.where, count, rng)
    flaw = np.searchsorted(np.cumsum(rows.flaws), rng.uniform(size=count), side="right")
    if not ground.shared_names:  # no name is ambiguous here
        flaw[flaw == FLAWS.index("ambiguous")] = NONE
    lon, lat = _coordinates(ground.points(grid, rng), flaw, ground, rng)
    said = np.where(flaw == CONTRADICTS, ground.elsewhere(grid, rng), grid)
    due = categories[rows.category].due_days if rows.category in categories else 0
    return Batch(
        key=[f"{rows.category[:2].upper()}{number:08d}" for number in range(part.begin + 1, part.end + 1)],
        category=[rows.category] * count,
        name=_names(rows, grid, ground, telling, categories, rng),
        lon=lon,
        lat=lat,
        stated=_stated(said, flaw, ground, plan.gone, rng),
        checked_at=_checked(due, rows.late if part.begin == 0 else None, count, now_millis, rng),
        due_days=[due] * count,
        attributes=_attributes(rows, count, rng),
    )


def _coordinates(
    points: NDArray[np.float64], flaw: NDArray[np.intp], ground: RecordGround, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lon, lat = points[:, 0].copy(), points[:, 1].copy()
    shifted = flaw == SHIFTED
    lon[shifted], lat[shifted] = (np.round(part, 6) for part in gcj02_from_wgs84(lon[shifted], lat[shifted]))
    west, south, east, north = ground.bounds
    out = np.flatnonzero(flaw == FLAWS.index("outside"))
    side = rng.integers(0, 2, len(out)) == 0
    lon[out] = np.round(np.where(side, west - rng.uniform(*FAR, len(out)), east + rng.uniform(*FAR, len(out))), 6)
    lat[out] = np.round(rng.uniform(south, north, len(out)), 6)
    zero = flaw == FLAWS.index("zero_coordinates")
    lon[zero] = lat[zero] = 0.0
    blank = np.isin(flaw, BLANK)
    lon[blank] = lat[blank] = math.nan
    return lon, lat


def _stated(
    grid: NDArray[np.intp], flaw: NDArray[np.intp], ground: RecordGround, gone: Sequence[str], rng: np.random.Generator
) -> list[str]:
    """What the register writes: a code, town and village, or the village alone."""
    how = rng.uniform(size=len(grid))
    # what is to be found out must be said clearly; a village's name alone may be that of several
    how = np.where((flaw == NONE) | (how < BY_CODE), how, np.minimum(how, IN_FULL - 1e-9))
    codes, villages, towns = ground.village_codes, ground.village_names, ground.town_names
    stated = [
        codes[row] if share < BY_CODE else f"{towns[row]}{villages[row]}" if share < IN_FULL else villages[row]
        for row, share in zip(grid.tolist(), how.tolist(), strict=True)
    ]
    for row in np.flatnonzero(flaw == FLAWS.index("no_address")).tolist():
        stated[row] = ""
    for name, known in (("unknown_area", gone), ("ambiguous", ground.shared_names)):
        at = np.flatnonzero(flaw == FLAWS.index(name)) if known else np.zeros(0, np.intp)
        for row, choice in zip(at.tolist(), rng.integers(0, max(1, len(known)), len(at)).tolist(), strict=True):
            stated[row] = known[choice]
    return stated


def _names(
    rows: Rows,
    grid: NDArray[np.intp],
    ground: RecordGround,
    telling: Telling,
    categories: Mapping[str, RecordCategory],
    rng: np.random.Generator,
) -> list[str]:
    if rows.name == "person":
        return telling.names(len(grid), rng)
    if rows.name != "place":
        return [""] * len(grid)
    known = categories.get(rows.category)
    what = known.name_zh if known is not None else rows.category
    number = rng.integers(1, 60, len(grid)).tolist()
    return [f"{ground.village_names[row]}{what}{n:02d}" for row, n in zip(grid.tolist(), number, strict=True)]


def _checked(due: int, late: float | None, count: int, now: int, rng: np.random.Generator) -> list[int | None]:
    """When each was last looked at: most within their time, a share of them longer ago, a few never.

    None for the share: all of them lately, since no story is told of them and nothing is true that a model would find.
    """
    if due == 0:
        return [None] * count
    if late is None:
        return list((now - rng.uniform(*LATELY, count) * due * DAY).astype(np.int64).tolist())
    ago = np.where(rng.uniform(size=count) < late, rng.uniform(1.02, 2.4, count), rng.beta(1.3, 1.6, count) * 0.98)
    at = (now - ago * due * DAY).astype(np.int64).tolist()
    never = (rng.uniform(size=count) < NEVER).tolist()
    return [None if unseen else moment for moment, unseen in zip(at, never, strict=True)]


def _attributes(rows: Rows, count: int, rng: np.random.Generator) -> list[str]:
    if not rows.attribute:
        return [""] * count
    return [f'{{"{rows.attribute}":{value}}}' for value in rng.integers(rows.low, rows.high + 1, count).tolist()]

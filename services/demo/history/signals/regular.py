"""What reports by the clock, and falls silent: one by one, or all of a village when its network is down."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.demo.history.signals.heard import Heard, words
from services.demo.history.signals.plan import Regular
from services.demo.history.signals.stage import CITY_GRIDS, DAY, Rows, Stage
from services.demo.history.signals.truths import Truth
from services.domain.scenarios import Per

DAYS = 410  # that the platform has heard of such things: a year of back-tests and its window
OF_VILLAGE = 5  # things that stand together in the villages whose network fails
APART = 12  # reports between two silences of one thing
JITTER = 0.06  # of a day


def regular(stage: Stage, plan: Regular) -> tuple[Heard, list[Truth]]:
    """A report a day of each thing but for its silences, and those silences that are true stories."""
    rng = stage.rng
    part = min(1.0, stage.share) ** 0.5
    grid, names = _things(stage, plan, part)
    count = len(grid)
    place = stage.places.anywhere(grid, rng)
    every = plan.scenario.parameters.get("every_hours", 24.0) / 24 * DAY
    phase = rng.uniform(0, 1, count)
    days = min(DAYS, stage.world.profile.history.days)
    ticks = np.arange(int(days * DAY / every))
    at = stage.now - ((ticks[None, :] + phase[:, None]) * every).astype(np.int64)
    at = at - (np.abs(rng.normal(0, JITTER, at.shape)) * every).astype(np.int64)
    kept, truths = _silences(stage, plan, grid, names, place, at, every, part)
    row, tick = np.nonzero(kept)
    when = at[row, tick]
    low, high = plan.value
    value = np.round(rng.uniform(low, high, len(row)), 2)
    source = plan.scenario.sources[0]
    subject = words([names[one] for one in row.tolist()], len(row))
    return Heard(words(plan.kind, len(row)), words(source, len(row)), when, grid[row], place[row], subject,
                 value), truths  # fmt: skip


def _things(stage: Stage, plan: Regular, part: float) -> tuple[Rows, list[str]]:
    """Where each stands and what it is called; some villages have several."""
    alone = max(4, round(plan.count * len(stage.ground.grids) / CITY_GRIDS))
    groups = round(plan.group * part) if plan.group else 0
    grid = stage.grids(plan.where, alone)
    for home in stage.grids(plan.where, groups).tolist():
        mine = np.flatnonzero(stage.village == stage.village[home])
        grid = np.concatenate([grid, mine[stage.rng.integers(0, len(mine), OF_VILLAGE)]])
    numbers: dict[int, int] = {}
    names = []
    for village in stage.village[grid].tolist():
        numbers[village] = numbers.get(village, 0) + 1
        town = stage.ground.town_names[stage.ground.borders.town_of_village[village]]
        names.append(f"thing:{town}{stage.ground.village_names[village]}{plan.thing}{numbers[village]:02d}")
    return grid, names


def _silences(
    stage: Stage, plan: Regular, grid: Rows, names: list[str], place: NDArray[np.float64], at: NDArray[np.int64],
    every: float, part: float,
) -> tuple[NDArray[np.bool_], list[Truth]]:  # fmt: skip
    """Which reports came after all, and the truth of those silences that lasted."""
    rng, factor = stage.rng, plan.scenario.parameters.get("factor", 3.0)
    kept, truths = np.ones(at.shape, np.bool_), list[Truth]()
    groups = round(plan.group * part) if plan.group else 0
    alone = len(grid) - groups * OF_VILLAGE
    wanted = [(plan.gap, False, True)] * round(plan.many * part) + [(plan.gap, True, True)] * round(plan.now * part)
    wanted += [((0.4 * factor, 0.8 * factor), False, False)] * round(plan.near * part)
    for number, (gap, alive, is_true) in enumerate(wanted):
        rows = np.array([number % alone])
        truth = _silence(stage, plan, rows, at, kept, float(rng.uniform(*gap)), every, alive)
        if is_true and truth is not None:
            truths.append(_truth(plan, int(grid[rows[0]]), place[rows[0]], names[rows[0]], *truth))
    for group in range(groups):
        rows = alone + group * OF_VILLAGE + np.arange(OF_VILLAGE)
        truth = _silence(stage, plan, rows, at, kept, float(rng.uniform(*plan.gap)), every, False)
        if truth is not None:
            truths.append(_truth(plan, int(grid[rows[0]]), place[rows[0]], "", *truth))
    return kept, truths


def _silence(
    stage: Stage, plan: Regular, rows: Rows, at: NDArray[np.int64], kept: NDArray[np.bool_], gap: float, every: float,
    alive: bool,
) -> tuple[int, int | None, int] | None:  # fmt: skip
    """Takes the reports of a stretch of time away; returns when it began, when harm came of it, when it ended."""
    rng = stage.rng
    length = int(gap * every)
    latest = stage.now - length - int(every)
    earliest = int(at.min()) + 12 * int(every)
    if earliest >= latest:
        return None
    begin = stage.now - length if alive else int(rng.integers(earliest, latest))
    end = stage.now if alive else begin + length
    gone = (at[rows] > begin) & (at[rows] <= end)
    around = (at[rows] > begin - APART * int(every)) & (at[rows] <= end + APART * int(every))
    if (around & ~kept[rows]).any():
        return None  # it was silent just before or after: nothing that anybody could have learned of it
    kept[rows] &= ~gone
    last = int(np.where((at[rows] <= begin), at[rows], 0).max())
    harm = int(last + (end - last) * rng.uniform(0.8, 1.0)) if not alive and rng.uniform() < 0.4 else None
    return last, harm, end + int(every)


def _truth(
    plan: Regular, grid: int, place: NDArray[np.float64], name: str, begin: int, harm: int | None, end: int
) -> Truth:
    """Of one thing; of a village where all in it fell silent (no name)."""
    where = None if not name else (float(place[0]), float(place[1]))
    radius = 1_500.0 if not name else None
    middle = where or (float(place[0]), float(place[1]))
    return Truth(plan.scenario, grid, middle, radius if plan.scenario.per is Per.SUBJECT else None, name, begin, harm,
                 end)  # fmt: skip

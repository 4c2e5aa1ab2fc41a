"""What stands in the base records: most was looked after lately; some was left alone, and that is true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.history.signals.heard import Heard, joined, words
from services.demo.history.signals.plan import Watched
from services.demo.history.signals.stage import DAY, Stage
from services.demo.history.signals.truths import Truth
from services.risk.standing import record_kinds

LATE = 1.0  # of its time: from there on somebody was there after all, or it is a story
FRESH = (0.05, 0.9)
FORGOTTEN = 1.5  # of its time after which a story has been left alone


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of `queries.records.standing` as arrays: `grid` rows (-1: none), `checked` in milliseconds (-1: never)."""

    ids: NDArray[np.int64]
    category: tuple[str, ...]
    grid: NDArray[np.intp]
    place: NDArray[np.float64]
    checked: NDArray[np.int64]
    due: NDArray[np.float64]

    @classmethod
    def of(cls, columns: Sequence[Sequence[Any]], grids: NDArray[np.int64]) -> Standing:
        """From the columns of the query; `grids` are the ids of the grids by row."""
        ids, _, category, lon, lat, _, _, grid, checked, due = columns
        row = {ident: at for at, ident in enumerate(grids.tolist())}
        place = np.array([[x if x is not None else np.nan, y if y is not None else np.nan]
                          for x, y in zip(lon, lat, strict=True)], float).reshape(-1, 2)  # fmt: skip
        return cls(
            np.array(ids, np.int64), tuple(category), np.array([row.get(one, -1) for one in grid], np.intp), place,
            np.array([-1 if at is None else at for at in checked], np.int64), np.array(due, float),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """Visits and inspections as signals, when each record was seen last, and which were forgotten in truth."""

    heard: Heard
    seen: Mapping[int, datetime]
    truths: list[Truth]


def watched(stage: Stage, plan: Sequence[Watched], standing: Standing) -> LookedAfter:
    """One visit to each thing that needs it but for those that are stories."""
    parts, seen, truths = list[Heard](), dict[int, datetime](), list[Truth]()
    left = np.ones(len(standing.ids), np.bool_)
    for one in plan:
        kinds = record_kinds([one.scenario])
        mine = np.flatnonzero([category in kinds for category in standing.category])
        mine = mine[left[mine]]
        left[mine] = False
        heard, when = _visits(stage, one, standing, mine, truths)
        parts.append(heard)
        seen |= {int(standing.ids[row]): datetime.fromtimestamp(at / 1000, UTC) for row, at in when.items()}
    return LookedAfter(joined(parts), seen, truths)


def _visits(
    stage: Stage, one: Watched, standing: Standing, mine: NDArray[np.intp], truths: list[Truth]
) -> tuple[Heard, dict[int, int]]:
    rng, now = stage.rng, stage.now
    part = min(1.0, stage.share) ** 0.5
    span = standing.due[mine] * DAY
    ago = (now - standing.checked[mine]) / span
    late = np.flatnonzero(
        (ago > max(FORGOTTEN, one.scenario.parameters.get("factor", 0.0))) & (standing.checked[mine] >= 0)
    )
    homes = np.where(standing.grid[mine] >= 0, stage.ground.households[standing.grid[mine]], 0)
    late = late[homes[late] > 0]
    crowded = late[np.argsort(-homes[late], kind="stable")][: max(len(late) // 2, 1)]  # where somebody would be hurt
    told = np.zeros(len(mine), np.bool_)
    told[rng.choice(crowded, min(len(crowded), round(one.now * part)), replace=False)] = True
    fresh = now - (rng.uniform(*FRESH, len(mine)) * span).astype(np.int64)
    at = np.where(((ago > LATE) | (standing.checked[mine] < 0)) & ~told, fresh, standing.checked[mine])
    for row in np.flatnonzero(told).tolist():
        record = int(mine[row])
        place = (float(standing.place[record, 0]), float(standing.place[record, 1]))
        truths.append(
            Truth(one.scenario, int(standing.grid[record]), place if np.isfinite(place).all() else None, None,
                  f"record:{standing.ids[record]}", int(at[row] + span[row]), None, now + int(span[row]))
        )  # fmt: skip
    count = len(mine)
    subject = words([f"record:{ident}" for ident in standing.ids[mine].tolist()], count)
    places = np.where(np.isfinite(standing.place[mine]), standing.place[mine], stage.middles[standing.grid[mine]])
    heard = Heard(words(one.kind, count), words(one.source, count), at, standing.grid[mine], places, subject,
                  np.ones(count))  # fmt: skip
    return heard, dict(zip(mine.tolist(), at.tolist(), strict=True))

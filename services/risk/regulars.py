"""Subjects from which something is expected: since when they are silent, and when that becomes too long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import Per, Scenario
from services.risk.hazards import chosen_rows, positions, record_kinds
from services.risk.world import Signals, World

DAY, HOUR = 86_400.0, 3_600.0
PLACED = np.dtype(
    [("subject", "i8"), ("lon", "f8"), ("lat", "f8"), ("town", "i4"), ("village", "i4"), ("grid", "i4")]
)  # fmt: skip
PLACE = ("lon", "lat", "town", "village", "grid")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Regulars:
    """Subjects of one scenario as columns: those of base records first and for good, then those that were learned.

    `every`: how often each is expected, seconds (NaN: not expected); `stated`: when the base record says that it was
    heard last (NaN: never; a time to come holds from then on); `heard`: by signals (−inf: not yet), `newest` the id of
    that signal.
    """

    rows: NDArray[Any]
    every: Floats
    stated: Floats
    heard: Floats
    newest: Ints
    fixed: int
    factor: float
    learned: dict[int, int] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, scenario: Scenario, world: World) -> Regulars:
        """Those of the base records; nothing heard yet."""
        standing = chosen_rows(scenario, world)
        rows = np.zeros(len(standing), PLACED)
        for name in rows.dtype.names or ():
            rows[name] = standing[name]
        hours = scenario.parameters.get("every_hours", 0.0)
        due = np.where(standing["due_days"] > 0, standing["due_days"].astype(np.float64) * DAY, np.nan)
        every = np.full(len(rows), hours * HOUR) if hours > 0 else due
        never = np.full(len(rows), -np.inf)
        return cls(
            rows, every, standing["checked_at"].astype(np.float64), never, np.zeros(len(rows), np.int64), len(rows),
            factor_of(scenario),
        )  # fmt: skip

    def last(self, now: float) -> Floats:
        """When each was heard last; −inf for never."""
        return np.fmax(self.heard, np.where(self.stated <= now, self.stated, -np.inf))

    def known(self, now: float) -> Mask:
        """Which are expected: not those of which nothing is known yet."""
        unknown: Mask = np.isnan(self.every) | ((self.heard == -np.inf) & (self.stated > now))
        return ~unknown

    def hear(self, signals: Signals) -> Mask:
        """Takes signals of subjects that are in the base records; says which of the signals those are."""
        mine = np.zeros(len(signals), np.bool_)
        rows, at = positions(self.rows["subject"][: self.fixed], signals["subject"].astype(np.int64))
        mine[rows] = True
        for row, moment, ident in zip(
            at.tolist(), signals["at"][rows].tolist(), signals["id"][rows].tolist(), strict=True
        ):
            if (moment, ident) >= (self.heard[row], self.newest[row]):
                self.heard[row], self.newest[row] = moment, ident
        return mine

    def learn(self, subjects: Ints, every: Floats, last: Floats, newest: Signals) -> None:
        """Subjects that come so often, when each was heard last, and by which signal."""
        known = self.learned
        rows = [known.get(subject, -1) for subject in subjects.tolist()]
        for at, (subject, row) in enumerate(zip(subjects.tolist(), rows, strict=True)):
            if row < 0:
                rows[at] = known[subject] = self._new_row()
        where = np.array(rows, np.int64)
        self.every[where], self.heard[where], self.newest[where] = every, last, newest["id"]
        self.rows["subject"][where] = subjects
        for name in PLACE:
            self.rows[name][where] = newest[name]

    def unlearn(self, subjects: Ints) -> None:
        """Subjects that no longer come regularly."""
        for subject in subjects.tolist():
            row = self.learned.get(subject)
            if row is not None:
                self.every[row] = np.nan

    def forget(self) -> None:
        """Gives back the rows of learned subjects that are no longer expected."""
        gone = np.flatnonzero(np.isnan(self.every[self.fixed :]) & (self.rows["subject"][self.fixed :] != 0))
        for row in (gone + self.fixed).tolist():
            del self.learned[int(self.rows["subject"][row])]
            self.rows["subject"][row] = 0
            self.free.append(row)

    def _new_row(self) -> int:
        if not self.free:
            old, more = len(self.rows), max(16, len(self.rows) - self.fixed)
            self.rows = np.concatenate([self.rows, np.zeros(more, PLACED)])
            self.every = np.concatenate([self.every, np.full(more, np.nan)])
            self.stated = np.concatenate([self.stated, np.full(more, np.inf)])
            self.heard = np.concatenate([self.heard, np.full(more, -np.inf)])
            self.newest = np.concatenate([self.newest, np.zeros(more, np.int64)])
            self.free += range(old + more - 1, old - 1, -1)
        return self.free.pop()


def learns(scenario: Scenario) -> int:
    """After how many intervals a subject is expected; 0: only those of base records are."""
    if record_kinds(scenario.heard()):
        return 0
    return max(1, int(scenario.parameters.get("learn_least", 5.0)))


def factor_of(scenario: Scenario) -> float:
    """How many times the expected interval may pass."""
    return scenario.parameters.get("factor", 2.0)


def group_of(scenario: Scenario) -> int:
    """From how many silent at once they are one situation."""
    return max(1, int(scenario.parameters.get("group_least", 5.0)))


def block_level(per: Per) -> str:
    """The level of area within which silent subjects may be one situation."""
    return str(per) if per in {Per.TOWN, Per.VILLAGE} else "" if per is Per.CITY else str(Per.VILLAGE)

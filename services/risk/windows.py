"""A sliding window over events: what came in is counted by key, what grows too old falls out, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.risk.model import TABLE, Table

EVENT = np.dtype([("at", "f8"), ("key", "i8"), ("weight", "i8"), ("value", "f8"), ("id", "i8")])
Events = NDArray[Any]


@dataclass(slots=True)
class Sum:
    """What is counted under one key: events, their weight in thousandths, the newest time."""

    count: int = 0
    weight: int = 0
    last: float = -np.inf


class Window:
    """Events of the last `seconds`, by key. Late ones are put in their place of time; one too old is never counted."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.sums: dict[int, Sum] = {}
        self.touched: set[int] = set()
        self._log = np.zeros(256, EVENT)
        self._begin = self._end = 0
        self._now = -np.inf

    def __len__(self) -> int:
        return self._end - self._begin

    @property
    def events(self) -> Events:
        """The events within the window, oldest first; a view, only to be read."""
        return self._log[self._begin : self._end]

    def add(self, events: Events, now: float) -> None:
        """Takes events and moves the window on to now."""
        self._now = max(self._now, now)
        self.expire(now)
        fresh = events[events["at"] > self._now - self.seconds]
        if len(fresh):
            fresh = fresh[np.lexsort((fresh["id"], fresh["at"]))]
            self._append(fresh)
            for key, weight, at in zip(
                fresh["key"].tolist(), fresh["weight"].tolist(), fresh["at"].tolist(), strict=True
            ):
                found = self.sums.get(key)
                if found is None:
                    found = self.sums[key] = Sum()
                found.count += 1
                found.weight += weight
                found.last = max(found.last, at)
                self.touched.add(key)

    def expire(self, now: float) -> None:
        """Lets fall out what is no longer within the window."""
        self._now = max(self._now, now)
        live = self.events
        gone = int(np.searchsorted(live["at"], self._now - self.seconds, side="right"))
        if not gone:
            return
        for key, weight in zip(live["key"][:gone].tolist(), live["weight"][:gone].tolist(), strict=True):
            found = self.sums[key]
            found.count -= 1
            found.weight -= weight
            self.touched.add(key)
            if found.count == 0:
                del self.sums[key]
        self._begin += gone

    def of(self, key: int) -> Events:
        """The events of one key, oldest first."""
        live = self.events
        return np.asarray(live[live["key"] == key])

    def take_touched(self) -> set[int]:
        """The keys that were touched since the last call."""
        touched, self.touched = self.touched, set()
        return touched

    def table(self) -> Table:
        """What is counted, by key; counts in whole weights."""
        found = np.zeros(len(self.sums), TABLE)
        for row, (key, sums) in enumerate(sorted(self.sums.items())):
            found[row] = (key, sums.weight / 1000, sums.last)
        return found

    def _append(self, fresh: Events) -> None:
        live, count = self.events, len(self) + len(fresh)
        if self._end + len(fresh) > len(self._log):
            grown = np.zeros(max(256, 2 * count), EVENT)
            grown[: len(live)] = live
            self._log, self._begin, self._end = grown, 0, len(live)
        late = self._end > self._begin and fresh["at"][0] < self._log["at"][self._end - 1]
        self._log[self._end : self._end + len(fresh)] = fresh
        self._end += len(fresh)
        if late:
            live = self.events
            live[:] = live[np.lexsort((live["id"], live["at"]))]


def events_of(rows: NDArray[np.intp], keys: NDArray[np.int64], weights: NDArray[np.int64], signals: Any) -> Events:
    """Events of signals under keys."""
    found = np.zeros(len(rows), EVENT)
    found["at"], found["key"], found["id"] = signals["at"][rows], keys, signals["id"][rows]
    found["weight"], found["value"] = weights[rows], signals["value"][rows]
    return found


def tabled(keys: NDArray[np.int64], weights: NDArray[np.int64], at: NDArray[np.float64]) -> Table:
    """The table of events that are within a window, all at once."""
    known, where = np.unique(keys, return_inverse=True)
    found = np.zeros(len(known), TABLE)
    found["key"] = known
    found["count"] = np.bincount(where, weights, len(known)) / 1000 if len(known) else 0
    found["last"] = -np.inf
    np.maximum.at(found["last"], where, at)
    return found

"""The signals that a running model still needs, so that a finding can say what its members were."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.risk.world import SIGNAL, Signals


class Kept:
    """Signals of the last `seconds` by id; ids grow, but for those that were committed late."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._rows = np.zeros(256, SIGNAL)
        self._length = 0
        self._sorted = True

    def __len__(self) -> int:
        return self._length

    def add(self, signals: Signals, now: float) -> None:
        """Keeps signals; drops the too old when room is needed."""
        if not len(signals):
            return
        if self._length + len(signals) > len(self._rows):
            self._make_room(len(signals), now)
        end = self._length + len(signals)
        self._rows[self._length : end] = signals
        self._sorted = self._sorted and self._in_order(self._length, end)
        self._length = end

    def of(self, idents: NDArray[np.int64]) -> Signals:
        """The signals of these ids, oldest first, each once."""
        if not self._sorted:
            rows = self._rows[: self._length]
            rows.sort(order="id")
            self._sorted = True
        rows, wanted = self._rows[: self._length], np.unique(idents)
        at = np.searchsorted(rows["id"], wanted)
        inside = at < len(rows)
        found = rows[at[inside]]
        found = found[found["id"] == wanted[inside]]
        return np.asarray(found[np.lexsort((found["id"], found["at"]))])

    def _in_order(self, begin: int, end: int) -> bool:
        ids = self._rows["id"][max(0, begin - 1) : end]
        return bool((ids[1:] > ids[:-1]).all())

    def _make_room(self, more: int, now: float) -> None:
        live = self._rows[: self._length]
        live = live[live["at"] > now - self._seconds]
        grown = np.zeros(max(256, 2 * (len(live) + more)), SIGNAL)
        grown[: len(live)] = live
        self._rows, self._length = grown, len(live)

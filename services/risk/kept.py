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
        self._in_order = 0  # so many from the start are in the order of their ids

    def __len__(self) -> int:
        return self._length

    def add(self, signals: Signals, now: float) -> None:
        """Keeps signals; drops the too old when room is needed."""
        if not len(signals):
            return
        if self._length + len(signals) > len(self._rows):
            self._make_room(len(signals), now)
        begin, end = self._length, self._length + len(signals)
        self._rows[begin:end] = signals
        ids = self._rows["id"][max(0, begin - 1) : end]
        if self._in_order == begin and (ids[1:] > ids[:-1]).all():
            self._in_order = end
        self._length = end

    def of(self, idents: NDArray[np.int64]) -> Signals:
        """The signals of these ids, oldest first, each once."""
        self._order()
        rows, wanted = self._rows[: self._length], np.unique(idents)
        at = np.searchsorted(rows["id"], wanted)
        inside = at < len(rows)
        found = rows[at[inside]]
        found = found[found["id"] == wanted[inside]]
        return np.asarray(found[np.lexsort((found["id"], found["at"]))])

    def _order(self) -> None:
        """Brings ids in order; only what stands behind the first that came too late is moved."""
        if self._in_order == self._length:
            return
        ids = self._rows["id"]
        begin = int(np.searchsorted(ids[: self._in_order], ids[self._in_order : self._length].min()))
        tail = self._rows[begin : self._length]
        tail[:] = tail[np.argsort(tail["id"], kind="stable")]
        self._in_order = self._length

    def _make_room(self, more: int, now: float) -> None:
        self._order()
        live = self._rows[: self._length]
        live = live[live["at"] + self._seconds > now]
        grown = np.zeros(max(256, 2 * (len(live) + more)), SIGNAL)
        grown[: len(live)] = live
        self._rows, self._length, self._in_order = grown, len(live), len(live)

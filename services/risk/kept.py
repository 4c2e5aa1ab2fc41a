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
        self._ids = np.zeros(256, np.int64)  # apart, for a search through a field of rows copies it
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
        self._rows[begin:end], self._ids[begin:end] = signals, signals["id"]
        ids = self._ids[max(0, begin - 1) : end]
        if self._in_order == begin and (ids[1:] > ids[:-1]).all():
            self._in_order = end
        self._length = end

    def of(self, idents: NDArray[np.int64]) -> Signals:
        """The signals of these ids that are still here, oldest first, each once."""
        self._order()
        wanted, ids = np.unique(idents), self._ids[: self._length]
        at = np.searchsorted(ids, wanted)
        at = at[at < len(ids)]
        found = self._rows[at[np.isin(ids[at], wanted)]]
        return np.asarray(found[np.lexsort((found["id"], found["at"]))])

    def rows(self, idents: NDArray[np.int64]) -> Signals:
        """The signals of these ids in their order; each must be here."""
        self._order()
        return np.asarray(self._rows[np.searchsorted(self._ids[: self._length], idents)])

    def _order(self) -> None:
        """Brings ids in order; only what stands behind the first that came too late is moved."""
        if self._in_order == self._length:
            return
        ids = self._ids[: self._length]
        begin = int(np.searchsorted(ids[: self._in_order], ids[self._in_order :].min()))
        order = begin + np.argsort(ids[begin:], kind="stable")
        ids[begin:], self._rows[begin : self._length] = ids[order], self._rows[order]
        self._in_order = self._length

    def _make_room(self, more: int, now: float) -> None:
        self._order()
        live = self._rows[: self._length]
        live = live[live["at"] + self._seconds > now]
        self._rows = np.zeros(max(256, 2 * (len(live) + more)), SIGNAL)
        self._rows[: len(live)] = live
        self._ids = self._rows["id"].copy()
        self._length = self._in_order = len(live)

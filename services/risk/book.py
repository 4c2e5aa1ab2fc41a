"""What happened in each situation within its window, for all scenarios of one model at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.risk.world import Signals

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
BLOCK = 4096
_SALT = 0x9E3779B97F4A7C15  # an odd number with all bits in use: keys of different scenarios never meet
_COLUMNS = (
    ("at", np.float64), ("until", np.float64), ("slot", np.int64), ("id", np.int64), ("kind", np.int16),
    ("source", np.int16), ("weight", np.int64),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """Events of some slots, by slot in the order they were asked for, oldest first, as columns.

    `where` is the position of each event's slot in what was asked; `begin` the first event of each. Slots without
    events have none: `begin` of the next one is the same.
    """

    where: Ints
    begin: Ints
    at: Floats
    id: Ints
    kind: NDArray[np.int16]
    source: NDArray[np.int16]
    weight: Ints


class Book:
    """Events by slot: one for each key of each scenario. What leaves the window is taken out, exactly, at any order.

    Counts, weights (thousandths), newest times and the ids of the newest by slot are kept as columns; rows and slots
    that are empty are used again, so that nothing grows beyond what was within the windows at once.
    """

    def __init__(self, windows: Sequence[float]) -> None:
        self.windows = np.array(windows, np.float64)
        self._salts = np.array([(at * _SALT) & (2**64 - 1) for at in range(len(windows))], np.uint64).view(np.int64)
        self._slots: dict[int, int] = {}
        self._rows = np.zeros(0, np.int64)  # of slots with one event; most have no more
        self._many: dict[int, list[int]] = {}  # of those with more, as they came
        self._length = 0
        self._free_slots: list[int] = []
        self.scenario, self.key = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.count, self.weight, self.last = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        self.newest = np.zeros(0, np.int64)
        self._log: dict[str, NDArray[Any]] = {name: np.zeros(0, kind) for name, kind in _COLUMNS}
        self._first_out = np.zeros(0)
        self._free_rows: list[int] = []
        self._touched: list[Ints] = []

    def __len__(self) -> int:
        return int(self.count.sum())

    def add(self, which: Ints, keys: Ints, signals: Signals, weights: Ints, now: float) -> None:
        """Takes signals under a key of a scenario each (its place in `windows`); what is too old is left out."""
        self.expire(now)
        if not len(which):
            return
        until = signals["at"] + self.windows[which]
        fresh = until > now
        if not fresh.all():
            which, keys, weights, until = which[fresh], keys[fresh], weights[fresh], until[fresh]
            signals = signals[fresh]
            if not len(which):
                return
        slots = self._slots_of(which, keys)
        rows = self._rooms(len(slots))
        at = signals["at"]
        for name, column in (
            ("at", at), ("until", until), ("slot", slots), ("id", signals["id"]), ("kind", signals["kind"]),
            ("source", signals["source"]), ("weight", weights),
        ):  # fmt: skip
            self._log[name][rows] = column
        np.minimum.at(self._first_out, rows // BLOCK, until)
        self._enter(slots, rows)
        np.add.at(self.weight, slots, weights)
        before = self.last[slots]
        np.maximum.at(self.last, slots, at)
        self.newest[slots[self.last[slots] > before]] = -1
        newest = at == self.last[slots]  # of several at the same time the one with the highest id
        np.maximum.at(self.newest, slots[newest], signals["id"][newest])
        self._touched.append(slots)

    def expire(self, now: float) -> None:
        """Lets fall out what is no longer within its window."""
        for block in np.flatnonzero(self._first_out <= now).tolist():
            until = self._log["until"][block * BLOCK : (block + 1) * BLOCK]
            gone = np.flatnonzero(until <= now)
            until[gone] = np.inf
            self._first_out[block] = until.min()
            self._drop(gone + block * BLOCK)

    def touched(self) -> Ints:
        """The slots that were touched since they were released, each once, in order."""
        if not self._touched:
            return np.zeros(0, np.int64)
        found = np.unique(np.concatenate(self._touched))
        self._touched = [found]
        return found

    def release(self) -> None:
        """Forgets what was touched; empty slots may be given to other keys from now on."""
        touched = self.touched()
        for slot in touched[self.count[touched] == 0].tolist():
            del self._slots[self._mixed(int(self.scenario[slot]), int(self.key[slot]))]
            self._free_slots.append(slot)
        self._touched = []

    def slot(self, scenario: int, key: int) -> int | None:
        """The slot of a key, if anything is known of it."""
        return self._slots.get(self._mixed(scenario, key))

    def of_scenario(self, scenario: int) -> Ints:
        """The slots of a scenario that hold anything, by key."""
        slots = np.flatnonzero((self.scenario == scenario) & (self.count > 0))
        return np.asarray(slots[np.argsort(self.key[slots], kind="stable")])

    def past(self, slots: Ints) -> Past:
        """The events of slots, oldest first each."""
        counts = self.count[slots]
        total = int(counts.sum())
        begin = np.cumsum(counts) - counts
        rows = np.zeros(total, np.int64)
        one = counts == 1
        rows[begin[one]] = self._rows[slots[one]]
        more = np.flatnonzero(counts > 1)
        for slot, first, count in zip(slots[more].tolist(), begin[more].tolist(), counts[more].tolist(), strict=True):
            rows[first : first + count] = self._many[slot]
        where = np.repeat(np.arange(len(slots)), counts)
        at = self._log["at"][rows]
        if ((at[1:] <= at[:-1]) & (where[1:] == where[:-1])).any():
            order = np.lexsort((self._log["id"][rows], at, where))
            rows, at = rows[order], at[order]
        log = self._log
        return Past(
            where, begin, at, log["id"][rows], log["kind"][rows], log["source"][rows],
            log["weight"][rows],
        )  # fmt: skip

    def _enter(self, slots: Ints, rows: Ints) -> None:
        """Notes which rows are a slot's, and counts them."""
        before = self.count[slots]
        np.add.at(self.count, slots, 1)
        alone = (before == 0) & (self.count[slots] == 1)
        self._rows[slots[alone]] = rows[alone]
        others = ~alone
        for slot, row in zip(slots[others].tolist(), rows[others].tolist(), strict=True):
            held = self._many.get(slot)
            if held is None:
                # the first of a batch that brings several to an empty slot stands alone for a moment
                first = self._rows[slot]
                self._many[slot] = [row] if first < 0 else [int(first), row]
                self._rows[slot] = -1
            else:
                held.append(row)

    def _slots_of(self, which: Ints, keys: Ints) -> Ints:
        mixed: list[int] = (keys ^ self._salts[which]).tolist()
        known = self._slots
        found = np.array([known.get(one, -1) for one in mixed], np.int64)
        missing = np.flatnonzero(found < 0).tolist()
        if missing:
            free, first = self._free(len(missing)), []
            for at in missing:
                # the same new key may stand twice in one batch
                slot = known.get(mixed[at])
                if slot is None:
                    slot = known[mixed[at]] = free.pop()
                    first.append(at)
                found[at] = slot
            slots = found[first]
            self.scenario[slots], self.key[slots], self.last[slots] = which[first], keys[first], -np.inf
        return found

    def _free(self, count: int) -> list[int]:
        """The slots that may be given to new keys, at least so many."""
        more = count - len(self._free_slots)
        if more > 0:
            begin = self._length
            self._length += more
            self._free_slots = [*range(begin + more - 1, begin - 1, -1), *self._free_slots]
            if begin + more > len(self.count):
                longer = max(256, begin + more, 2 * len(self.count)) - len(self.count)
                self.scenario, self.key = _longer(self.scenario, longer), _longer(self.key, longer)
                self.count, self.weight = _longer(self.count, longer), _longer(self.weight, longer)
                self.newest = _longer(self.newest, longer)
                self._rows = np.concatenate([self._rows, np.full(longer, -1)])
                self.last = np.concatenate([self.last, np.zeros(longer)])
        return self._free_slots

    def _rooms(self, count: int) -> Ints:
        if len(self._free_rows) < count:
            old = len(self._log["at"])
            blocks = max(1, (max(count, old) + BLOCK - 1) // BLOCK)
            for name, kind in _COLUMNS:
                fill = np.full(blocks * BLOCK, np.inf if name == "until" else 0, kind)
                self._log[name] = np.concatenate([self._log[name], fill])
            self._first_out = np.concatenate([self._first_out, np.full(blocks, np.inf)])
            self._free_rows = [*range(old + blocks * BLOCK - 1, old - 1, -1), *self._free_rows]
        rows = self._free_rows[-count:]
        del self._free_rows[-count:]
        return np.array(rows[::-1], np.int64)

    def _drop(self, rows: Ints) -> None:
        slots = self._log["slot"][rows]
        several = self.count[slots] > 1
        for slot, row in zip(slots[several].tolist(), rows[several].tolist(), strict=True):
            held = self._many.get(slot)
            if held is None:
                self._rows[slot] = -1
                continue
            held.remove(row)
            if len(held) == 1:
                self._rows[slot] = held[0]
                del self._many[slot]
        self._rows[slots[~several]] = -1
        np.subtract.at(self.count, slots, 1)
        np.subtract.at(self.weight, slots, self._log["weight"][rows])
        self._free_rows += rows[::-1].tolist()
        self._touched.append(slots)

    def _mixed(self, scenario: int, key: int) -> int:
        return key ^ int(self._salts[scenario])


def _longer(column: Ints, more: int) -> Ints:
    return np.concatenate([column, np.zeros(more, np.int64)])

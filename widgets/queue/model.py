"""The queue as Qt sees it: positions in an order over the rows of the newest picture; no object per row."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from services.live.blocks import Blocks
from services.words import Words
from widgets.queue.row import RowLook

KEPT_LOOKS = 2_000
FRESH_MILLIS = 6_000
NO_ROWS = np.empty(0, np.int64)
Index = QModelIndex | QPersistentModelIndex
Describe = Callable[[Any], RowLook]


class QueueModel(QAbstractTableModel):
    """One column of incidents: `look` gives what a row shows, `age` its age in ms while it is new.

    `describe` makes a look from a record of the picture, for the rows on the screen alone.
    """

    def __init__(
        self, describe: Describe, words: Words, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._describe, self._words, self._clock = describe, words, clock
        self._incidents: Blocks | None = None
        self._rows: NDArray[np.int64] = NO_ROWS
        self._where: NDArray[np.int64] = NO_ROWS
        self._looks: dict[int, RowLook] = {}
        self._arrived: dict[int, float] = {}

    # ---- what a desk gives ---------------------------------------------------------------------------------------

    def arrange(self, incidents: Blocks, rows: NDArray[np.int64]) -> None:
        """Another order (rows of the incidents); what is selected stays selected where it is still there.

        Room is made and taken away at the end only, so that for the view the rest is one change of order.
        """
        if len(self._rows) and int(self._rows.max()) >= len(incidents):
            self._forget()  # a smaller city in the old one's place: its rows are others
        more = len(rows) - len(self._rows)
        self._incidents = incidents
        if more > 0:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(rows) - 1)
            self._rows = np.concatenate([self._rows, rows[:more]])
            self.endInsertRows()
        where = _places(rows, len(incidents))
        leaving = self._rows[where[self._rows] < 0][: max(0, -more)] if more < 0 else NO_ROWS
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()  # only now: a choice of several rows makes its own when it hears of it
        kept = [self.row_at(index.row()) for index in before]
        self._rows = np.concatenate([rows, leaving])
        self._where = _places(self._rows, len(incidents))
        self.changePersistentIndexList(before, [self._index_of_row(row) for row in kept])
        self.layoutChanged.emit()
        if more < 0:
            self.beginRemoveRows(QModelIndex(), len(rows), len(self._rows) - 1)
            self._rows, self._where = rows, where
            self.endRemoveRows()

    def _forget(self) -> None:
        self.beginResetModel()
        self._rows = self._where = NO_ROWS
        self._looks.clear()
        self._arrived.clear()
        self.endResetModel()

    def touch(self, incidents: Blocks, rows: NDArray[np.int64]) -> int:
        """The picture after some rows changed; tells the view of those alone and gives how many it told of."""
        self._incidents = incidents
        for row in rows.tolist():
            self._looks.pop(row, None)
        rows = rows[rows < len(self._where)]
        positions = np.sort(self._where[rows])
        positions = positions[positions >= 0]
        for first, last in _runs(positions):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
        return len(positions)

    def welcome(self, rows: NDArray[np.int64]) -> None:
        """These incidents have just come in: their rows are marked new for six seconds."""
        now = time.monotonic()
        self._arrived = {row: at for row, at in self._arrived.items() if (now - at) * 1000 < FRESH_MILLIS}
        self._arrived.update(dict.fromkeys(rows.tolist(), now))

    def retell(self) -> None:
        """Names or words are others now."""
        self._looks.clear()
        if len(self._rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def has(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of the picture's rows are in the queue."""
        found = np.zeros(len(rows), np.bool_)
        known = rows < len(self._where)
        found[known] = self._where[rows[known]] >= 0
        return found

    def differs(self, rows: NDArray[np.int64]) -> tuple[int, int]:
        """How many rows another order has that this one has not, and the other way round."""
        kept = int(self.has(rows).sum())
        return len(rows) - kept, len(self._rows) - kept

    # ---- what a view asks ----------------------------------------------------------------------------------------

    def row_at(self, position: int) -> int:
        """The picture's row at a position, -1 for none."""
        return int(self._rows[position]) if 0 <= position < len(self._rows) else -1

    def incident_at(self, position: int) -> int | None:
        """The incident at a position, without a look being made of it."""
        row = self.row_at(position)
        return None if row < 0 or self._incidents is None else int(self._incidents.row(row)["id"])

    def rows_between(self, first: int, last: int) -> NDArray[np.int64]:
        """The picture's rows at some positions, the last included."""
        return self._rows[max(0, first) : last + 1]

    def position_of(self, row: int) -> int:
        """Where a row of the picture stands, -1 when it is not in the queue."""
        return int(self._where[row]) if 0 <= row < len(self._where) else -1

    def has_fresh(self) -> bool:
        """Whether any row is still new."""
        now = time.monotonic()
        return any((now - at) * 1000 < FRESH_MILLIS for at in self._arrived.values())

    def look(self, position: int) -> RowLook | None:
        """What the row at a position shows."""
        row = self.row_at(position)
        if row < 0 or self._incidents is None:
            return None
        found = self._looks.get(row)
        if found is None:
            if len(self._looks) >= KEPT_LOOKS:
                self._looks.clear()
            found = self._looks[row] = self._describe(self._incidents.row(row))
        return found

    def age(self, position: int) -> float:
        """How long a row has been there in ms, while it is new; -1 else."""
        at = self._arrived.get(self.row_at(position))
        return -1.0 if at is None else (time.monotonic() - at) * 1000

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        look = self.look(index.row())
        if look is None or role == Qt.ItemDataRole.DisplayRole:
            return look.title if look else None
        return look.spoken(self._clock(), self._words, self._level(look.severity))

    def _level(self, severity: int) -> str:
        words = self._words
        return (words("Red"), words("Orange"), words("Yellow"), words("Blue"))[severity - 1]

    def _index_of_row(self, row: int) -> QModelIndex:
        position = self.position_of(row)
        return self.index(position, 0) if position >= 0 else QModelIndex()


def _places(rows: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """The position of each of the picture's rows, -1 for those that are not in the order."""
    where = np.full(length, -1, np.int64)
    where[rows] = np.arange(len(rows))
    return where


def _runs(positions: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Neighbouring positions taken together: (first, last) of each run."""
    if not len(positions):
        return []
    cuts = np.flatnonzero(np.diff(positions) > 1)
    first = positions[np.concatenate([[0], cuts + 1])]
    last = positions[np.concatenate([cuts, [len(positions) - 1]])]
    return list(zip(first.tolist(), last.tolist(), strict=True))

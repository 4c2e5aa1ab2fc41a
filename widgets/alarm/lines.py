"""The lines of a flood as Qt sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from widgets.alarm.looks import LineKind, LineLook

Index = QModelIndex | QPersistentModelIndex


class AlarmLines(QAbstractListModel):
    """One line each; a line keeps being current and chosen by its kind and key when the others change around it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[LineLook, ...] = ()

    def show_lines(self, lines: Sequence[LineLook]) -> None:
        """Other lines; those that only say something else keep their places."""
        now = tuple(lines)
        if [(one.kind, one.key) for one in now] == [(one.kind, one.key) for one in self._lines]:
            changed = [at for at, one in enumerate(now) if one != self._lines[at]]
            self._lines = now
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        places = {(one.kind, one.key): at for at, one in enumerate(now)}
        more = len(now) - len(self._lines)
        if more > 0:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(now) - 1)
            self._lines = (*self._lines, *now[:more])
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [places.get((self._lines[one.row()].kind, self._lines[one.row()].key), -1) for one in before]
        gone = len(self._lines) - len(now)
        self._lines = (*now, *self._lines[:gone]) if gone > 0 else now
        moved = [self.index(at) if at >= 0 else QModelIndex() for at in kept]
        self.changePersistentIndexList(before, moved)
        self.layoutChanged.emit()
        if gone > 0:
            self.beginRemoveRows(QModelIndex(), len(now), len(self._lines) - 1)
            self._lines = now
            self.endRemoveRows()

    def line(self, at: int) -> LineLook | None:
        """The line at a position."""
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def position_of(self, kind: LineKind, key: int) -> int:
        """Where a line stands, -1 for nowhere."""
        return next((at for at, one in enumerate(self._lines) if (one.kind, one.key) == (kind, key)), -1)

    def lines(self) -> tuple[LineLook, ...]:
        """All of them."""
        return self._lines

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = self.line(index.row())
        if found is None or found.kind is LineKind.HEAD:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.line(index.row())
        if found is None:
            return None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return found.spoken or found.title
        return found.title if role == Qt.ItemDataRole.DisplayRole else None

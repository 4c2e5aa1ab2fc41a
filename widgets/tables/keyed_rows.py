"""Rows that keep being current and chosen by their key while others come, go and move around them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class KeyedRows(QAbstractListModel):
    """One look each; who extends it says what tells them apart, and what is said of one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks: tuple[Any, ...] = ()

    def key_of(self, look: Any) -> Hashable:
        """What tells one from the others."""
        return look.key  # type: ignore[no-any-return]

    def spoken(self, look: Any) -> str:
        """One in words, for tips and readers of the screen."""
        return str(look.spoken)

    def put(self, looks: Sequence[Any]) -> None:
        """Other rows; those that only say something else keep their places."""
        now = tuple(looks)
        if [self.key_of(one) for one in now] == [self.key_of(one) for one in self._looks]:
            changed = [at for at, one in enumerate(now) if one != self._looks[at]]
            self._looks = now
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        places = {self.key_of(one): at for at, one in enumerate(now)}
        more = len(now) - len(self._looks)
        if more > 0:
            self.beginInsertRows(QModelIndex(), len(self._looks), len(now) - 1)
            self._looks = (*self._looks, *now[:more])
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [places.get(self.key_of(self._looks[one.row()]), -1) for one in before]
        gone = len(self._looks) - len(now)
        self._looks = (*now, *self._looks[:gone]) if gone > 0 else now
        self.changePersistentIndexList(before, [self.index(at) if at >= 0 else QModelIndex() for at in kept])
        self.layoutChanged.emit()
        if gone > 0:
            self.beginRemoveRows(QModelIndex(), len(now), len(self._looks) - 1)
            self._looks = now
            self.endRemoveRows()

    def look(self, at: int) -> Any:
        """The look at a position; None beyond them."""
        return self._looks[at] if 0 <= at < len(self._looks) else None

    def looks(self) -> tuple[Any, ...]:
        """All of them."""
        return self._looks

    def at_key(self, key: Hashable) -> int:
        """Where a key stands, -1 for nowhere."""
        return next((at for at, one in enumerate(self._looks) if self.key_of(one) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._looks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.look(index.row())
        if found is None:
            return None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.spoken(found)
        return found.title if role == Qt.ItemDataRole.DisplayRole else None

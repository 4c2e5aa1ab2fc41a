"""One sheet of words to be edited in place, with what is wrong and what was changed beside each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex
Cells = dict[str, str]
NUMBERED = 2  # a spreadsheet's first row is its head


@dataclass(frozen=True, slots=True)
class EditColumn:
    """A column: its key, title, width in px at 1x, what can be chosen as (value, words), and whether only that.

    `choices` None is free text. `fixed` keeps a saved cell from being edited: a code that others refer to.
    """

    key: str
    title: str
    width: float
    choices: tuple[tuple[str, str], ...] | None = None
    only: bool = False
    right: bool = False
    fixed: bool = False


class SheetModel(QAbstractTableModel):
    """Rows of words by column. `edited()` after a person changed, added or took out something."""

    edited = Signal()
    PROBLEM, CHANGED, COLUMN = (Qt.ItemDataRole.UserRole + n for n in (1, 2, 3))

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[EditColumn, ...] = ()
        self.rows: list[Cells] = []
        self.locked = True
        self._shown: Callable[[str, str], str] = lambda key, value: value
        self._problems: Mapping[tuple[int, str], str] = {}
        self._before: dict[tuple[str, ...], Cells] = {}
        self._identity: tuple[str, ...] = ()
        self._fixed = frozenset[str]()

    # ---- what it shows -------------------------------------------------------------------------------------------

    def show_sheet(self, columns: Sequence[EditColumn], rows: list[Cells], shown: Callable[[str, str], str]) -> None:
        """Another sheet, or the same in other words; the rows are edited where they are."""
        self.beginResetModel()
        self.columns, self.rows, self._shown = tuple(columns), rows, shown
        self._problems = {}
        self.endResetModel()

    def show_before(self, rows: Sequence[Cells], identity: tuple[str, ...]) -> None:
        """What was saved: cells that differ from it are marked, and codes in it stay as they are."""
        self._identity = identity
        self._before = {tuple(row.get(key, "") for key in identity): row for row in rows}
        codes = (column.key for column in self.columns if column.fixed)
        self._fixed = frozenset(row.get(key, "") for key in codes for row in rows)
        self._repaint()

    def show_problems(self, problems: Mapping[tuple[int, str], str]) -> None:
        """What is wrong, by row and column key ("" for the row as a whole)."""
        if problems != self._problems:
            self._problems = problems
            self._repaint()

    def problem_at(self, row: int, key: str) -> str:
        """What is wrong with a cell or its row; empty where nothing is."""
        return self._problems.get((row, key)) or self._problems.get((row, ""), "")

    # ---- what is done --------------------------------------------------------------------------------------------

    def add_row(self, cells: Cells | None = None) -> int:
        """A new row at the end; returns where."""
        at = len(self.rows)
        self.beginInsertRows(QModelIndex(), at, at)
        self.rows.append(dict.fromkeys((column.key for column in self.columns), "") | (cells or {}))
        self.endInsertRows()
        self.edited.emit()
        return at

    def take_row(self, row: int) -> None:
        """Takes a row out."""
        if 0 <= row < len(self.rows):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.rows[row]
            self.endRemoveRows()
            self.edited.emit()

    def may_take(self, row: int) -> bool:
        """Whether a row may be taken out: not one whose code others refer to."""
        codes = [column.key for column in self.columns if column.fixed]
        return not any(self.rows[row][key] in self._fixed for key in codes)

    # ---- Qt's questions ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, row = self.columns[index.column()], index.row()
        value = self.rows[row].get(column.key, "")
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._shown(column.key, value)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return self.problem_at(row, column.key) or self._shown(column.key, value)
            case Qt.ItemDataRole.AccessibleTextRole:
                problem = self.problem_at(row, column.key)
                return f"{column.title}: {self._shown(column.key, value)}" + (f" — {problem}" if problem else "")
            case SheetModel.PROBLEM:
                return self.problem_at(row, column.key)
            case SheetModel.CHANGED:
                return self._is_changed(row, column.key)
            case SheetModel.COLUMN:
                return column
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.locked:
            return False
        key, text = self.columns[index.column()].key, str(value)
        if self.rows[index.row()].get(key, "") == text:
            return False
        self.rows[index.row()][key] = text
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        column = self.columns[index.column()]
        fixed = column.fixed and self.rows[index.row()].get(column.key, "") in self._fixed
        return flags if self.locked or fixed else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].title if orientation is Qt.Orientation.Horizontal else section + NUMBERED

    def _is_changed(self, row: int, key: str) -> bool:
        before = self._before.get(tuple(self.rows[row].get(name, "") for name in self._identity))
        return before is None or before.get(key, "") != self.rows[row].get(key, "")

    def _repaint(self) -> None:
        if self.rows and self.columns:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

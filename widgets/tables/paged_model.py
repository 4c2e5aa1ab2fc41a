"""A long list of known length whose rows come page by page, from wherever they are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

PAGE = 200
KEPT = 50
COMING = "…"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its key for sorting ("" where it can't be sorted), its words, and whether it is right-aligned."""

    key: str
    words: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its id, one text for each column, its level (1 red … 4 blue, 0 none), and the columns that are overdue."""

    id: int
    cells: tuple[str, ...]
    rank: int = 0
    late: frozenset[int] = frozenset()
    spoken: str = ""


class PagedModel(QAbstractTableModel):
    """Rows of a list whose length is known from the start; asks for a page when one of its rows is looked at.

    `wanted(page)` asks; `take(page, rows)` answers, at any time. The pages looked at last are kept.
    """

    wanted = Signal(int)

    RANK = Qt.ItemDataRole.UserRole + 1
    LATE = Qt.ItemDataRole.UserRole + 2

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self._length = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._asked: set[int] = set()

    def start(self, length: int) -> None:
        """Another list of that length; nothing of it is known yet."""
        self.beginResetModel()
        self._length = length
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def say_heads(self, heads: Sequence[Head]) -> None:
        """The columns in another language; rows are asked for anew."""
        self._heads = tuple(heads)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(heads) - 1)
        self.start(self._length)

    def take(self, page: int, rows: Sequence[Row]) -> None:
        """The rows of a page."""
        self._asked.discard(page)
        first = page * PAGE
        if first >= self._length:
            return
        self._pages[page] = tuple(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        last = min(first + PAGE, self._length) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._heads) - 1))

    def failed(self, page: int) -> None:
        """A page did not come; it is asked for again when it is looked at again."""
        self._asked.discard(page)

    def row(self, at: int) -> Row | None:
        """A row, None while it is still on its way."""
        page, offset = divmod(at, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return None
        return rows[offset] if offset < len(rows) else None

    @property
    def heads(self) -> tuple[Head, ...]:
        """The columns."""
        return self._heads

    def _ask(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.wanted.emit(page)

    # ---- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._length

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._heads[index.column()].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        row = self.row(index.row())
        if row is None:
            return COMING if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return row.cells[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken or row.cells[index.column()]
            case self.RANK:
                return row.rank
            case self.LATE:
                return index.column() in row.late
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section].words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._heads[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

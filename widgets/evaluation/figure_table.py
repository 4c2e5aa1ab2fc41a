"""A table of figures: each cell that counts cases opens them; a share may carry its interval on one common scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets.kit.level_glyph import paint_level
from widgets.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PAD, SCALE, DOT, GLYPH, GLYPH_GAP = 8, 96, 4, 14, 6  # px at 1x
NAME_LEAST, EMPTY_PAD = 150, 32


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One cell: its text, all of it in words, whether cases stand behind it.

    `sort` orders the column (None comes last); `span` is (low, value, high) on a scale of 0–1, drawn beside the text,
    `clear` ±1 where the interval leaves the mean out; `level` (1 red … 4 blue) puts the shape of a severity before
    the text that names it.
    """

    text: str
    spoken: str = ""
    opens: bool = False
    sort: float | str | None = None
    span: tuple[float, float, float] | None = None
    clear: int = 0
    level: int | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row; `first` stays above all others (the whole), `apart` below them, however they are sorted."""

    cells: tuple[FigureCell, ...]
    first: bool = False
    apart: bool = False


class FigureRows(QAbstractTableModel):
    """Rows of figures, sorted by a column; what is not known comes last either way."""

    CELL = Qt.ItemDataRole.UserRole + 1

    def __init__(self) -> None:
        super().__init__()
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[FigureRow, ...] = ()
        self.order: list[int] = []
        self.mean: float | None = None
        self.least = 0.0

    def show(self, heads: Sequence[str], rows: Sequence[FigureRow], mean: float | None) -> None:
        """Other figures; `mean` is a line on the scale of intervals, which ends at 1."""
        lows = [cell.span[0] for row in rows for cell in row.cells if cell.span is not None]
        self.least = max(0.0, min(lows, default=0.0) - 0.01)
        self.beginResetModel()
        self._heads, self._rows, self.mean = tuple(heads), tuple(rows), mean
        self.order = list(range(len(rows)))
        self.endResetModel()

    def sort_by(self, column: int, descending: bool) -> None:
        """Puts the rows in the order of a column."""
        self.layoutAboutToBeChanged.emit()
        rows = self._rows
        ranked = [at for at in self.order if not rows[at].first and not rows[at].apart]
        known = [at for at in ranked if rows[at].cells[column].sort is not None]
        unknown = [at for at in ranked if rows[at].cells[column].sort is None]
        known.sort(key=lambda at: self._key(at, column), reverse=descending)
        first = [at for at, row in enumerate(rows) if row.first]
        self.order = [*first, *known, *unknown, *(at for at, row in enumerate(rows) if row.apart)]
        self.layoutChanged.emit()

    def cell(self, row: int, column: int) -> FigureCell:
        """A cell by where it stands now."""
        return self._rows[self.order[row]].cells[column]

    def is_ruled(self, row: int) -> bool:
        """Whether a line stands above a row: below the whole, and above what is apart."""
        if row == 0:
            return False
        here, above = self._rows[self.order[row]], self._rows[self.order[row - 1]]
        return above.first or (here.apart and not above.apart)

    def has_span(self, column: int) -> bool:
        """Whether intervals are drawn in a column."""
        return any(row.cells[column].span is not None for row in self._rows)

    def has_level(self, column: int) -> bool:
        """Whether severities stand in a column."""
        return any(row.cells[column].level is not None for row in self._rows)

    def reads_left(self, column: int) -> bool:
        """Whether a column is read from its left: names, words and severities; figures end at the right."""
        if column == 0 or self.has_level(column):
            return True
        return any(isinstance(row.cells[column].sort, str) for row in self._rows)

    def _key(self, at: int, column: int) -> tuple[bool, float, str]:
        sort = self._rows[at].cells[column].sort
        return (isinstance(sort, str), sort if isinstance(sort, (int, float)) else 0.0, str(sort))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index.row(), index.column())
        if role == self.CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.spoken or cell.text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if self.reads_left(section) else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class FigureTable(QTableView):
    """Shows `FigureRows`; `opened(row of the source, column)` on Enter or a double click on a cell that opens."""

    opened = Signal(int, int)

    def __init__(self, theme: Theme, rows: FigureRows, parent: QWidget | None = None, stretch: bool = True) -> None:
        super().__init__(parent)
        self._theme, self._rows, self._stretch = theme, rows, stretch
        self._by, self._descending = 0, False
        self._empty = ""
        self.setModel(rows)
        self.setItemDelegate(_Painter(theme, rows, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setSortIndicatorShown(True)
        heads.sectionClicked.connect(self.sort_by)
        self.doubleClicked.connect(self._open)
        rows.modelReset.connect(self.fit)
        theme.changed.connect(self.fit)
        self.fit()

    def sort_by(self, column: int) -> None:
        """Sorts by a column; the same one again turns the order."""
        self._descending = not self._descending if column == self._by else column > 0
        self._by = column
        self._sort()

    def fit(self) -> None:
        """Columns as wide as they need; the last takes the rest, where it may stretch."""
        self.verticalHeader().setDefaultSectionSize(self._theme.whole("space.row_dense"))
        heads = self.horizontalHeader()
        heads.setMinimumSectionSize(self._theme.whole(48))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setStretchLastSection(self._stretch)
        self._sort()

    def say_empty(self, sentence: str) -> None:
        """What it says in place of rows where there are none."""
        self._empty = sentence
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._rows.rowCount() or not self._empty:
            return
        painter, theme = QPainter(self.viewport()), self._theme
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.tertiary"))
        pad = theme.whole(EMPTY_PAD)
        box = self.viewport().rect().adjusted(pad, pad, -pad, -pad)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._empty)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._open(self.currentIndex())
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # a letter is a command of the window
            return
        super().keyPressEvent(event)

    def _sort(self) -> None:
        by = min(self._by, self._rows.columnCount() - 1)
        if by < 0:
            return
        self._rows.sort_by(by, self._descending)
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(by, order)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._rows.cell(index.row(), index.column()).opens:
            self.opened.emit(self._rows.order[index.row()], index.column())


class _Painter(QStyledItemDelegate):
    """Draws a figure, right-aligned, and its interval beside it on the column's one scale."""

    def __init__(self, theme: Theme, rows: FigureRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetricsF(self._theme.font("caption"))
        wide = metrics.horizontalAdvance(str(index.data())) + self._theme.px(2 * PAD) + 2
        if self._rows.has_span(index.column()):
            wide += self._theme.px(SCALE + PAD)
        if self._rows.has_level(index.column()):
            wide += self._theme.px(GLYPH + GLYPH_GAP)
        return QSize(
            round(max(wide, self._theme.px(NAME_LEAST) if index.column() == 0 else 0)),
            self._theme.whole("space.row_dense"),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = self._theme, QRectF(option.rect)
        cell: FigureCell = index.data(FigureRows.CELL)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent.quiet"))
        if self._rows.is_ruled(index.row()):
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), theme.colour("line.rule"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.primary" if cell.opens or index.column() == 0 else "text.secondary"))
        inner = box.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        if self._rows.has_span(index.column()):
            scale = QRectF(inner.left(), inner.top(), theme.px(SCALE), inner.height())
            inner.setLeft(scale.right() + theme.px(PAD))
            self._span(painter, cell, scale)
        if self._rows.has_level(index.column()):
            self._level(painter, cell, inner)
            inner.setLeft(inner.left() + theme.px(GLYPH + GLYPH_GAP))
        side = Qt.AlignmentFlag.AlignLeft if self._rows.reads_left(index.column()) else Qt.AlignmentFlag.AlignRight
        text = QFontMetricsF(painter.font()).elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width() + 1)
        painter.setPen(theme.colour("text.primary" if cell.opens or index.column() == 0 else "text.secondary"))
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _level(self, painter: QPainter, cell: FigureCell, inner: QRectF) -> None:
        """The shape alone: at this size the word beside it is the character."""
        if cell.level is None:
            return
        side = self._theme.px(GLYPH)
        box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
        paint_level(painter, box, cell.level, self._theme, "", character=False)

    def _at(self, share: float) -> float:
        """Where a share stands on the scale, 0–1."""
        return max(0.0, share - self._rows.least) / (1.0 - self._rows.least)

    def _span(self, painter: QPainter, cell: FigureCell, box: QRectF) -> None:
        theme, middle, mean = self._theme, box.center().y(), self._rows.mean
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mean is not None:
            at = box.left() + self._at(mean) * box.width()
            painter.setPen(QPen(theme.colour("chart.grid"), 1))
            painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
        if cell.span is None:
            return
        low, value, high = (box.left() + self._at(share) * box.width() for share in cell.span)
        ink = theme.colour("chart.ink" if cell.clear else "text.tertiary")
        painter.setPen(QPen(ink, theme.px(1.5)))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        painter.setBrush(ink if cell.clear else theme.colour("surface.panel"))
        painter.drawEllipse(QPointF(value, middle), theme.px(DOT), theme.px(DOT))

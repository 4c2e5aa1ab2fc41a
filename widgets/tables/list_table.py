"""A table of a long list: rows of one height, a glyph for the level, sorting by its heads, Enter opens a row."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from services.words import Words
from widgets.kit.level_glyph import LevelGlyphs
from widgets.tables.paged_model import PagedModel
from widgets.theme.theme import Theme

PAD = 8
GLYPH = 1.1  # of the height of the text
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListTable(QTableView):
    """Shows a `PagedModel`. `opened(row)` on Enter or a double click; `sorted(column, descending)` on a head."""

    opened = Signal(int)
    sorted = Signal(int, bool)
    looked_at = Signal(int)

    def __init__(self, theme: Theme, words: Words, model: PagedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._descending = True
        self._by = -1
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, words, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.setHighlightSections(False)
        heads.setStretchLastSection(False)
        heads.sectionClicked.connect(self._on_head)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_sorting(self, column: int, descending: bool) -> None:
        """Marks the column that the list is sorted by."""
        self._by, self._descending = column, descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(column, order)

    def set_widths(self, widths: tuple[float, ...]) -> None:
        """The widths of the columns in px at 1x; the widest takes what is left over."""
        heads = self.horizontalHeader()
        for column, width in enumerate(widths):
            heads.resizeSection(column, self._theme.whole(width))
        widest = max(range(len(widths)), key=widths.__getitem__)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)

    def go_to(self, row: int) -> None:
        """Puts the cursor on a row."""
        index = self.model().index(row, 0)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # a letter is a command of the window, not a search in the list
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.looked_at.emit(current.row())

    def _on_head(self, column: int) -> None:
        if not self.model().heads[column].key:
            self.show_sorting(self._by, self._descending)
            return
        self.show_sorting(column, not self._descending if column == self._by else False)
        self.sorted.emit(column, self._descending)

    def _restyle(self) -> None:
        height = round(self._theme.line_px("caption") + self._theme.px(PAD))
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(round(self._theme.line_px("caption") + self._theme.px(PAD)))


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of a row: the level as its glyph, what is overdue in the ink of red (its text says so too)."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._glyphs = LevelGlyphs(theme)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, box = self._theme, QRectF(option.rect)
        painter.save()
        self._ground(painter, option, index, box)
        painter.setFont(theme.font("caption"))
        inner = box.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        rank = index.data(PagedModel.RANK) if index.column() == 0 else 0
        if rank:
            side = GLYPH * theme.type_px("caption")
            ratio = painter.device().devicePixelRatioF()
            glyph = self._glyphs.pixmap(rank, side, ratio, self._words.lang)
            painter.drawPixmap(inner.topLeft() + QPointF(0, (inner.height() - side) / 2), glyph)
            inner.setLeft(inner.left() + side + theme.px(6))
        late = bool(index.data(PagedModel.LATE))
        painter.setPen(theme.level(1, "ink") if late else theme.colour(_tone(index.column())))
        metrics, room = QFontMetricsF(painter.font()), inner.width()
        text = metrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
        painter.restore()

    def _ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        box: QRectF,
    ) -> None:
        theme = self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent.quiet"))
            if index.column() == 0:
                bar = QRectF(box.left(), box.top(), theme.px("selection.bar_width"), box.height())
                painter.fillRect(bar, theme.colour("accent.base"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line.hair"))

    def displayText(self, value: object, locale: object) -> str:
        return str(value)


def _tone(column: int) -> str:
    return "text.primary" if column in (1, 2) else "text.secondary"

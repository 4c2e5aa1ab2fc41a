"""A sheet on the screen: edited in place, a mark beside each cell that is wrong or changed, filtered by words."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets.catalogue.sheet_model import EditColumn, SheetModel
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

PAD, MARK, CORNER, NUMBERS = 8, 13, 6, 48
Index = QModelIndex | QPersistentModelIndex


class SheetView(QTableView):
    """Shows a `SheetModel`. `looked_at(row, key)` when the cursor stands on a cell of the model (row -1: on none)."""

    looked_at = Signal(int, str)

    def __init__(self, theme: Theme, icons: Icons, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.sheet = theme, model
        self._filter = WordFilter(self)
        self._filter.setSourceModel(model)
        self.setModel(self._filter)
        self.setItemDelegate(CellDelegate(theme, icons, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._restyle)
        self._restyle()

    def fit(self) -> None:
        """Gives the columns of the sheet their widths."""
        for at, column in enumerate(self.sheet.columns):
            self.horizontalHeader().resizeSection(at, self._theme.whole(column.width))

    def search(self, words: str) -> None:
        """Only rows that hold these words in any cell."""
        self._filter.search(words)

    def go_to(self, row: int, key: str) -> None:
        """Puts the cursor on a cell of the model."""
        keys = [column.key for column in self.sheet.columns]
        index = self.sheet.index(row, keys.index(key) if key in keys else 0)
        if index.isValid():
            shown = self._filter.mapFromSource(index)
            if not shown.isValid():
                self._filter.search("")
                shown = self._filter.mapFromSource(index)
            self.setCurrentIndex(shown)
            self.scrollTo(shown)
            self.setFocus()

    def row(self) -> int:
        """The model's row under the cursor; -1 for none."""
        return self._filter.mapToSource(self.currentIndex()).row() if self.currentIndex().isValid() else -1

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        found = self._filter.mapToSource(current)
        key = self.sheet.columns[found.column()].key if found.isValid() else ""
        self.looked_at.emit(found.row() if found.isValid() else -1, key)

    def _restyle(self) -> None:
        height = round(self._theme.line_px("body") + self._theme.px(PAD))
        self.verticalHeader().setFixedWidth(self._theme.whole(NUMBERS))
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(height)
        self.fit()


class WordFilter(QSortFilterProxyModel):
    """Lets rows through that hold the words in any cell; what is being edited is not moved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setDynamicSortFilter(False)

    def search(self, words: str) -> None:
        """Other words."""
        self._words = tuple(words.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not self._words:
            return True
        model = self.sourceModel()
        cells = (str(model.index(row, at).data() or "") for at in range(model.columnCount()))
        text = " ".join(cells).casefold()
        return all(word in text for word in self._words)


class CellDelegate(QStyledItemDelegate):
    """Draws a cell: a corner where it was changed, an icon and a dashed line where it is wrong; offers choices."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent.quiet"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line.hair"))
        painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), theme.colour("line.hair"))
        if index.data(SheetModel.CHANGED):
            side = theme.px(CORNER)
            corner = [box.topLeft(), box.topLeft() + QPointF(side, 0), box.topLeft() + QPointF(0, side)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush("accent.base"))
            painter.drawPolygon(QPolygonF(corner))
        inner = box.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        if index.data(SheetModel.PROBLEM):
            self._mark(painter, inner)
        painter.setFont(theme.font("body"))
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        painter.setPen(theme.colour("text.primary" if editable else "text.secondary"))
        text = str(index.data() or "").replace("\n", " ")
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        painter.restore()

    def _mark(self, painter: QPainter, inner: QRectF) -> None:
        theme, size = self._theme, self._theme.px(MARK)
        ratio = painter.device().devicePixelRatioF()
        icon = self._icons.pixmap("refused", size, ratio, "text.primary")
        painter.drawPixmap(QPointF(inner.right() - size, inner.center().y() - size / 2), icon)
        inner.setRight(inner.right() - size - theme.px(4))
        pen = QPen(theme.colour("text.primary"), max(1.0, theme.px(1)), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        below = inner.bottom() - theme.px(4)
        painter.drawLine(QPointF(inner.left(), below), QPointF(inner.right(), below))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column: EditColumn = index.data(SheetModel.COLUMN)
        if column.choices is None:
            return QLineEdit(parent)
        box = QComboBox(parent)
        box.setEditable(not column.only)
        for value, words in column.choices:
            box.addItem(words, value)
        if not column.only:
            found = QCompleter([words for _, words in column.choices], box)
            found.setFilterMode(Qt.MatchFlag.MatchContains)
            found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            box.setCompleter(found)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text))
            if editor.isEditable():
                editor.setEditText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            at = editor.findText(editor.currentText())
            model.setData(index, editor.itemData(at) if at >= 0 else editor.currentText().strip())
        elif isinstance(editor, QLineEdit) and editor.text() != str(index.data(Qt.ItemDataRole.EditRole) or ""):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, self._theme.whole(24) if isinstance(editor, QComboBox) else 0, 0))

"""A handover sheet as a table: chapters with their lines, and a note beside each line while nobody has signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from services.words import Words
from widgets.kit.level_glyph import LevelGlyphs
from widgets.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TIME, NOTE = 3, 4
LONGEST = 2_000
SHARES = (0.24, 0.22, 0.16, 0.14)  # of the width; the note takes the rest
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: a chapter's head (no key: one text over the whole row), or a line with its four texts.

    `rank` is its level (0 none), `incident` what Enter opens, `late` whether its time is over.
    """

    texts: tuple[str, str, str, str]
    key: str = ""
    rank: int = 0
    incident: int | None = None
    late: bool = False


class SheetRows(QAbstractTableModel):
    """The rows with their notes; `typed(key, text)` while a person writes one, `noted(key, text)` when it is done."""

    ROW = Qt.ItemDataRole.UserRole + 1
    typed = Signal(str, str)
    noted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[SheetRow, ...] = ()
        self.notes: dict[str, str] = {}
        self.open = False

    def show(self, heads: Sequence[str], rows: Sequence[SheetRow], notes: Mapping[str, str], open_: bool) -> None:
        """Another sheet; `open_` says that notes may be written."""
        self.beginResetModel()
        self._heads, self._rows, self.notes, self.open = tuple(heads), tuple(rows), dict(notes), open_
        self.endResetModel()

    def row(self, at: int) -> SheetRow:
        """A row."""
        return self._rows[at]

    def place_of(self, key: str) -> int:
        """Where a line stands; -1 when it is not there."""
        return next((at for at, row in enumerate(self._rows) if row.key == key and key), -1)

    def heads(self) -> list[int]:
        """Where chapters begin."""
        return [at for at, row in enumerate(self._rows) if not row.key]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == self.ROW:
            return row
        shown = (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )  # fmt: skip
        if role not in shown:
            return None
        return self.notes.get(row.key, "") if index.column() == NOTE else row.texts[index.column()]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or index.column() != NOTE or not row.key:
            return False
        if self.notes.get(row.key, "") == str(value):
            return False
        self.notes[row.key] = str(value)
        self.dataChanged.emit(index, index)
        self.noted.emit(row.key, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = self.open and index.column() == NOTE and bool(self._rows[index.row()].key)
        return plain | Qt.ItemFlag.ItemIsEditable if editable else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._heads[section]
        return None


class SheetTable(QTableView):
    """Shows `SheetRows`; Enter opens a line's incident (`opened(id)`), typing on a line writes its note."""

    opened = Signal(int)

    def __init__(self, theme: Theme, words: Words, rows: SheetRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, rows
        self.setModel(rows)
        self.setItemDelegate(_Painter(theme, words, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        rows.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def write_note(self) -> None:
        """Begins to write the note of the chosen line."""
        at = self.currentIndex().row()
        if at >= 0 and self._rows.open and self._rows.row(at).key:
            index = self._rows.index(at, NOTE)
            self.setCurrentIndex(index)
            self.edit(index)

    def choose_first(self) -> None:
        """The first line is the chosen one."""
        heads = set(self._rows.heads())
        first = next((at for at in range(self._rows.rowCount()) if at not in heads), 0)
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(first, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex().row()
        if event.key() in ENTER and at >= 0:
            incident = self._rows.row(at).incident
            if incident is not None:
                self.opened.emit(incident)
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # a letter is a command of the window
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.clearSpans()
        for at in self._rows.heads():
            self.setSpan(at, 0, 1, self._rows.columnCount())
        self.horizontalHeader().setMinimumHeight(self._theme.whole("space.row_dense"))
        self.verticalHeader().setDefaultSectionSize(self._theme.whole("space.row_dense"))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        for column, share in enumerate(SHARES):
            if column < self._rows.columnCount():
                self.horizontalHeader().resizeSection(column, round(share * self.viewport().width()))


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._glyphs = LevelGlyphs(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.whole(80), self._theme.whole("space.row_dense"))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field, rows = QLineEdit(parent), index.model()
        key = index.data(SheetRows.ROW).key
        field.setMaxLength(LONGEST)
        field.setFrame(False)
        field.textEdited.connect(lambda text: rows.typed.emit(key, text))
        return field

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = self._theme, QRectF(option.rect)
        row: SheetRow = index.data(SheetRows.ROW)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and row.key:
            painter.fillRect(box, theme.colour("accent.quiet"))
        if not row.key:
            painter.fillRect(box, theme.colour("surface.base"))
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), theme.colour("line.rule"))
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if row.rank and index.column() == 0:
            inner.setLeft(self._glyph(painter, inner, row.rank) + theme.px(6))
        painter.setFont(theme.font("body" if not row.key else "caption"))
        painter.setPen(self._ink(row, index.column()))
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _ink(self, row: SheetRow, column: int) -> QColor:
        if row.late and column == TIME:
            return self._theme.level(1, "ink")
        strong = not row.key or column in (0, NOTE)
        return self._theme.colour("text.primary" if strong else "text.secondary")

    def _glyph(self, painter: QPainter, box: QRectF, rank: int) -> float:
        """Draws a level before the text; gives its right edge."""
        side = 1.3 * self._theme.type_px("caption")
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._glyphs.pixmap(rank, side, ratio, self._words.lang)
        painter.drawPixmap(QPointF(box.left(), box.top() + (box.height() - side) / 2), pixmap)
        return box.left() + side

"""The list of notices with what can be done: acknowledge, or acknowledge and open what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from services.words import Words
from widgets.inbox.looks import NoticeLook
from widgets.inbox.marks import paint_mark
from widgets.kit.row_painter import RIGHT, Index, RowPainter
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

NOWHERE = QModelIndex()
PAD, MARK, LINES = 14, 14, 3  # px at 1x; a message may take three lines
WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class NoticeRows(QAbstractListModel):
    """Notices in their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks: tuple[NoticeLook, ...] = ()

    def show_looks(self, looks: Sequence[NoticeLook]) -> None:
        """Other notices."""
        self.beginResetModel()
        self.looks = tuple(looks)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.looks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        look = self.looks[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return look.sentence
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " · ".join(part for part in (look.sentence, look.under, look.state) if part)
        return None


class NoticeDelegate(RowPainter):
    """Paints a notice: mark, sentence, under it when, what and from whom; its state at the right."""

    def __init__(self, rows: NoticeRows, theme: Theme, view: QListView) -> None:
        super().__init__(theme, view)
        self._rows, self._view = rows, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        high = self._text_height(self._rows.looks[index.row()]) + self._theme.line_px("caption") + self._theme.px(18)
        return QSize(self._theme.whole(320), round(high))

    def _row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, row: int) -> None:
        self._ground(painter, box, option)
        self._notice(painter, box, self._rows.looks[row])

    def _notice(self, painter: QPainter, row: QRectF, look: NoticeLook) -> None:
        theme, px = self._theme, self._theme.px
        mark = QRectF(row.left() + px(PAD), row.top() + px(11), px(MARK), px(MARK))
        paint_mark(painter, mark, theme, look.waits, look.urgent)
        text = row.adjusted(px(2 * PAD + MARK), px(8), -px(PAD), -px(6))
        painter.setFont(theme.font("lead"))
        painter.setPen(theme.colour("text.primary" if look.waits else "text.secondary"))
        high = self._text_height(look)
        painter.drawText(QRectF(text.left(), text.top(), text.width(), high), WRAP, look.sentence)
        line = QRectF(text.left(), text.top() + high, text.width(), theme.line_px("caption"))
        tone = "text.primary" if look.waits and look.urgent else "text.tertiary"
        state = self._text(painter, line, look.state, "caption", tone, RIGHT) + px(12) if look.state else 0.0
        self._text(painter, line.adjusted(0, 0, -state, 0), look.under, "caption", "text.tertiary")
        self._hair(painter, row.adjusted(0, 0, 0, -1), text.left())

    def _text_height(self, look: NoticeLook) -> float:
        metrics = QFontMetricsF(self._theme.font("lead"))
        wide = max(80.0, self._view.viewport().width() - self._theme.px(3 * PAD + MARK))
        needed = metrics.boundingRect(QRectF(0, 0, wide, 10_000), WRAP, look.sentence).height()
        return float(min(max(needed, metrics.lineSpacing()), LINES * 4 * metrics.lineSpacing()))


class NoticeList(QListView):
    """`opened(key)` by Enter, `taken(key)` by A."""

    opened = Signal(int)
    taken = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        looks = self.model().looks  # type: ignore[attr-defined]
        if 0 <= row < len(looks) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit(looks[row].key)
                return
            if event.key() == Qt.Key.Key_A:
                self.taken.emit(looks[row].key)
                return
        super().keyPressEvent(event)


class InboxView(QWidget):
    """Shows notices; `opened(key)`, `taken(key)`, `write_asked()`. What is current stays so when others come."""

    opened = Signal(int)
    taken = Signal(int)
    write_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.rows, self.list = NoticeRows(self), NoticeList()
        self.head, self.empty, self.note = QLabel(), QLabel(), QLabel()
        self.take, self.open, self.write = QPushButton(), QPushButton(), QPushButton()
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_notices(self, looks: Sequence[NoticeLook], head: str) -> None:
        """Other notices, under a head that counts them."""
        row = self.list.currentIndex().row()
        before = self.rows.looks[row].key if 0 <= row < len(self.rows.looks) else None
        self.rows.show_looks(looks)
        self.head.setText(head)
        keys = [look.key for look in looks]
        at = keys.index(before) if before in keys else min(max(row, 0), len(keys) - 1)
        if before is not None and before in keys and not looks[at].waits:
            at = next((n for n, look in enumerate(looks) if look.waits), at)  # on to the next that waits
        if keys:
            self.list.setCurrentIndex(self.rows.index(at))
        self.list.setVisible(bool(keys))
        self.empty.setVisible(not keys)
        self._on_current()

    def tell(self, sentence: str) -> None:
        """What came of it, or why not."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def current(self) -> NoticeLook | None:
        """The notice that is current."""
        row = self.list.currentIndex().row()
        return self.rows.looks[row] if 0 <= row < len(self.rows.looks) else None

    def _build(self) -> None:
        self.list.setModel(self.rows)
        self.list.setItemDelegate(NoticeDelegate(self.rows, self._theme, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.opened.connect(self.opened)
        self.list.taken.connect(self.taken)
        self.list.doubleClicked.connect(lambda index: self.opened.emit(self.rows.looks[index.row()].key))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        restyle(self.head, role="title")
        restyle(self.empty, tone="2")
        restyle(self.note, tone="2", role="caption")
        for label in (self.head, self.empty, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note.hide()
        self.take.clicked.connect(lambda: self._emit(self.taken))
        self.open.clicked.connect(lambda: self._emit(self.opened))
        self.write.clicked.connect(self.write_asked)
        self.open.setProperty("primary", True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.write)
        self._foot.addStretch(1)
        self._foot.addWidget(self.take)
        self._foot.addWidget(self.open)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.head, self.empty, self.list, self.note):
            self._column.addWidget(widget, 1 if widget in (self.list, self.empty) else 0)
        self._column.addLayout(self._foot)
        self.setFocusProxy(self.list)

    def _emit(self, signal: Any) -> None:
        look = self.current()
        if look is not None:
            signal.emit(look.key)

    def _on_current(self, *_: object) -> None:
        look = self.current()
        self.take.setEnabled(look is not None and look.waits)
        self.open.setEnabled(look is not None)

    def _say(self) -> None:
        words = self._words
        self.take.setText(words("Acknowledge (A)", ctx="notice"))
        self.open.setText(words("Acknowledge and open (Enter)", ctx="notice"))
        self.write.setText(words("Send a notice…"))
        self.empty.setText(
            words("Nothing was sent to you yet. Warnings of time, supervision orders and emergencies come here.")
        )
        self.list.setAccessibleName(words("Inbox"))

    def _dress(self) -> None:
        pad = self._theme.whole(PAD)
        for label in (self.head, self.empty, self.note):
            label.setContentsMargins(pad, self._theme.whole(10), pad, self._theme.whole(8))
        self._foot.setContentsMargins(pad, self._theme.whole(8), pad, self._theme.whole(12))
        self._foot.setSpacing(self._theme.whole(8))
        self.list.doItemsLayout()

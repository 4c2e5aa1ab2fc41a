"""A field to choose from many by typing: a part of the name, its English, or its pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from widgets.forms.looks import Option
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

AT_ONCE = 8
CODE = int(Qt.ItemDataRole.UserRole)


def matching(options: Sequence[Option], text: str) -> list[Option]:
    """The options that a person may mean, best first: exact initials or name, then beginnings, then parts."""
    word = text.strip().lower()
    if not word:
        return list(options)
    ranked: list[tuple[int, int, Option]] = []
    for at, option in enumerate(options):
        told = (option.name.lower(), *option.search)
        rank = min((_rank(word, one) for one in told), default=9)
        if rank < 9:
            ranked.append((rank, at, option))
    return [option for _, _, option in sorted(ranked, key=lambda found: found[:2])]


def _rank(word: str, told: str) -> int:
    if told == word:
        return 0
    if told.startswith(word):
        return 1
    return 2 if word in told and (len(word) > 1 or not word.isascii()) else 9


class ChoiceField(QLineEdit):
    """Sends `edited()` when something else was chosen; `value` is its code, None for nothing.

    While it is advised (filled by the program, not by a person) it wears the ring of the focus.
    """

    edited = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._options: tuple[Option, ...] = ()
        self._code: str | None = None
        self._list: QListWidget | None = None
        self.textEdited.connect(self._on_typed)
        self.destroyed.connect(self._close_list)

    def offer(self, options: Sequence[Option]) -> None:
        """Other things to choose from; what was chosen stays."""
        self._options = tuple(options)
        self._show_chosen()

    @property
    def value(self) -> str | None:
        """The chosen code."""
        return self._code

    def put(self, value: str | None) -> None:
        """Chooses without saying so; what is not offered chooses nothing."""
        self._code = value if any(option.code == value for option in self._options) else None
        self._show_chosen()

    def settle(self) -> None:
        """Takes the best of what is being typed."""
        if self.is_open() and self.text().strip():
            self._take_current()

    def is_open(self) -> bool:
        """Whether its list is shown."""
        return self._list is not None and self._list.isVisible()

    def shown(self) -> list[str]:
        """The names in the list while it is shown."""
        found = self._list
        return [found.item(at).text() for at in range(found.count())] if found is not None and self.is_open() else []

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and (self.is_open() or self.isModified()):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and self.is_open() and self.text().strip():
                self._take_current()  # and on to the next field
        elif event.type() in (QEvent.Type.Hide, QEvent.Type.Move):
            self._close_list()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open():
            self._take_current()
        elif key == Qt.Key.Key_Escape and (self.is_open() or self.isModified()):
            self._close_list()
            self._show_chosen()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
            self._close_list()
            self._show_chosen()
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.is_open() and not self.isReadOnly():
            self.selectAll()
            self._open(list(self._options))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.px(12)
        place = QRectF(self.width() - size - self._theme.px(7), (self.height() - size) / 2, size, size)
        QPainter(self).drawPixmap(place.topLeft(), self._icons.pixmap("caret", size, self.devicePixelRatioF()))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._choose(None)
        self._open(matching(self._options, text))

    def _open(self, options: Sequence[Option]) -> None:
        self._list = self._list or self._made_list()
        self._list.clear()
        for option in options:
            item = QListWidgetItem(f"{option.name}   {option.note}" if option.note else option.name)
            item.setData(CODE, option.code)
            self._list.addItem(item)
        if not options:
            self._list.hide()
            return
        at = next((n for n, option in enumerate(options) if option.code == self._code and not self.isModified()), 0)
        self._list.setCurrentRow(at)
        self._place(len(options))

    def _made_list(self) -> QListWidget:
        made = QListWidget(self.window())
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setProperty("overlay", True)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.itemClicked.connect(lambda _: self._take_current())
        return made

    def _place(self, count: int) -> None:
        found, window = self._list, self.window()
        assert found is not None
        row = max(self._theme.whole(28), found.sizeHintForRow(0))
        high = min(count, AT_ONCE) * row + 2
        below = self.mapTo(window, QPoint(0, self.height()))
        top = below.y() if below.y() + high <= window.height() else below.y() - self.height() - high
        found.setGeometry(below.x(), max(0, top), self.width(), high)
        found.show()
        found.raise_()
        found.scrollToItem(found.currentItem())

    def _move(self, step: int) -> None:
        if not self.is_open():
            self._open(matching(self._options, self.text()) if self.isModified() else list(self._options))
            return
        assert self._list is not None
        self._list.setCurrentRow(min(self._list.count() - 1, max(0, self._list.currentRow() + step)))

    def _take_current(self) -> None:
        item = self._list.currentItem() if self._list is not None else None
        self._close_list()
        if item is not None:
            self._choose(item.data(CODE))
        self._show_chosen()

    def _choose(self, code: str | None) -> None:
        if code != self._code:
            self._code = code
            self.edited.emit()

    def _show_chosen(self) -> None:
        name = next((option.name for option in self._options if option.code == self._code), "")
        if self.text() != name:
            self.setText(name)
            self.setCursorPosition(0)
        if self.hasFocus():
            self.selectAll()  # the next letter begins another choice
        self.setModified(False)

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None

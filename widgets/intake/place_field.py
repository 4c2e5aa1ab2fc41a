"""A field for a place: a name from the gazetteer, a street with a number, or coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from widgets.theme.theme import Theme

TYPING_MILLIS = 120
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class PlaceLook:
    """One place that may be meant: its name, and where and what it is."""

    name: str
    note: str = ""


class PlaceField(QLineEdit):
    """Asks with `asked(text)` while it is typed in; `picked(number)` when one of those offered was chosen.

    `returned(text)` when Enter was pressed with nothing to choose from.
    """

    asked = Signal(str)
    picked = Signal(int)
    returned = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list: QListWidget | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLIS)
        self._typing.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textEdited.connect(lambda _: self._typing.start())
        self.destroyed.connect(self.close_list)

    def put(self, text: str) -> None:
        """Other text, without asking."""
        self._typing.stop()
        self.close_list()
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def offer(self, places: Sequence[PlaceLook]) -> None:
        """What may be meant; an empty list closes what is shown."""
        if not places or not self.hasFocus():
            self.close_list()
            return
        found = self._list = self._list or self._made_list()
        found.clear()
        for place in places:
            found.addItem(QListWidgetItem(f"{place.name}   {place.note}".rstrip()))
        found.setCurrentRow(0)
        self._place(len(places))

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def shown(self) -> list[str]:
        """What stands in the list while it is shown."""
        found = self._list
        return [found.item(at).text() for at in range(found.count())] if found is not None and self.is_open() else []

    def close_list(self) -> None:
        """Takes the list away."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.is_open():
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and self.is_open():
                self._take()
        elif event.type() in (QEvent.Type.Hide, QEvent.Type.Move):
            self.close_list()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list is not None:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(self._list.count() - 1, max(0, self._list.currentRow() + step)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
            elif self.is_open():
                self._take()
            else:
                self._typing.stop()
                self.returned.emit(self.text())
        elif key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_list()
        super().focusOutEvent(event)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _made_list(self) -> QListWidget:
        made = QListWidget(self.window())
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setProperty("overlay", True)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.itemClicked.connect(lambda _: self._take())
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

    def _take(self) -> None:
        at = self._list.currentRow() if self._list is not None else -1
        self._typing.stop()
        self.close_list()
        if at >= 0:
            self.picked.emit(at)

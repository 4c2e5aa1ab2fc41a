"""The list of warnings: ↑ ↓ go, Enter opens, letters are what may be done with the one that is current."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from services.words import Words
from widgets.kit.marks import FRESH_STEPS
from widgets.risk.delegate import WarningDelegate
from widgets.risk.looks import WarningRow
from widgets.tables.keyed_rows import KeyedRows
from widgets.theme.theme import Theme

AT_WORK_SECONDS = 3.0
LETTERS = {
    Qt.Key.Key_A: "acknowledge",
    Qt.Key.Key_S: "shelve",
    Qt.Key.Key_R: "regrade",
    Qt.Key.Key_M: "merge",
    Qt.Key.Key_D: "dispatch",
    Qt.Key.Key_C: "close",
    Qt.Key.Key_G: "go",
}


class WarningList(QListView):
    """`chosen(id)` by a hand, `opened(id)`, `asked(order, id)`: a letter was pressed for what is current."""

    chosen = Signal(int)
    opened = Signal(int)
    asked = Signal(str, int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = KeyedRows(self)
        self._worked, self._quiet = -AT_WORK_SECONDS, False
        self.painter = WarningDelegate(self.rows, theme, words, self)
        self.setItemDelegate(self.painter)
        self.setModel(self.rows)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        step = round(theme.tokens.number("motion.fresh") / FRESH_STEPS)
        self._fading = QTimer(self, interval=step)
        self._fading.timeout.connect(self._fade)
        theme.changed.connect(self.doItemsLayout)

    def current(self) -> int | None:
        """The warning that is current."""
        found = self.rows.look(self.currentIndex().row())
        return None if found is None else int(found.key)

    def show_rows(self, looks: Sequence[WarningRow]) -> None:
        """Other rows; the current one stays so, and where it stands on the screen while a hand is at work."""
        before = self.currentIndex()
        top = self.visualRect(before).top() if before.isValid() else None
        self._quiet = True
        self.rows.put(looks)
        self._quiet = False
        now = self.currentIndex()
        if top is not None and now.isValid() and time.monotonic() - self._worked < AT_WORK_SECONDS:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(now).top() - top)
        if any(one.fresh_at for one in looks) and not self._fading.isActive():
            self._fading.start()

    def show_stale(self, stale: bool) -> None:
        """The line to the database is lost, or back."""
        self.painter.stale = stale
        self.viewport().update()

    def choose(self, key: int | None) -> None:
        """Makes a row current without saying so."""
        at = self.rows.at_key(key)
        self._quiet = True
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.rows.index(at) if at >= 0 else QModelIndex(), alone)
        self._quiet = False

    def event(self, event: QEvent) -> bool:
        """Letters that mean something here are not the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _letter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._worked = time.monotonic()
        current, order = self.current(), _letter(event)
        if current is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(current)
        elif order:
            if current is not None:
                self.asked.emit(order, current)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress):
            self._worked = time.monotonic()
        return super().viewportEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._quiet = True
        super().focusInEvent(event)  # Qt makes the first one current without marking it
        self._quiet = False
        if not self.selectionModel().hasSelection() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(max(0, self.currentIndex().row())))
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.currentIndex(), alone)
            self.chosen.emit(self.rows.look(self.currentIndex().row()).key)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        found = self.rows.look(current.row())
        if found is not None and not self._quiet:
            self.chosen.emit(found.key)

    def _open(self, at: int) -> None:
        found = self.rows.look(at)
        if found is not None:
            self.opened.emit(found.key)

    def _fade(self) -> None:
        now, span = time.monotonic() * 1000, self.painter.fresh_millis
        if not any(one.fresh_at and now - one.fresh_at < span for one in self.rows.looks()):
            self._fading.stop()
        self.viewport().update()


def _letter(event: QKeyEvent) -> str:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return LETTERS.get(Qt.Key(event.key()), "") if held == Qt.KeyboardModifier.NoModifier else ""

"""A flood in the place of the queue: the bar, then reds singly, then groups that open into their members."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QPushButton, QWidget

from services.words import Words
from widgets.alarm.bar import FloodBar
from widgets.alarm.delegate import AlarmDelegate
from widgets.alarm.lines import AlarmLines
from widgets.alarm.looks import FloodLook, LineKind, LineLook
from widgets.kit.region import Region
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

AT_WORK_SECONDS = 3.0


class AlarmList(QListView):
    """The list: `chosen(LineLook)` by a hand, `opened(LineLook)`, `turned(LineLook, open)`."""

    chosen = Signal(object)
    opened = Signal(object)
    turned = Signal(object, bool)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = AlarmLines(self)
        self._worked, self._quiet = -AT_WORK_SECONDS, False
        self.setItemDelegate(AlarmDelegate(self.lines, theme, words, self))
        self.setModel(self.lines)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme.changed.connect(self.doItemsLayout)

    def at_work(self) -> bool:
        """Whether a hand touched the list within the last three seconds."""
        return time.monotonic() - self._worked < AT_WORK_SECONDS

    def current(self) -> LineLook | None:
        """The line that is current."""
        return self.lines.line(self.currentIndex().row())

    def show_lines(self, lines: Sequence[LineLook]) -> None:
        """Other lines; the current one stays so, and where it stands on the screen while a hand is at work."""
        before = self.currentIndex()
        top = self.visualRect(before).top() if before.isValid() else None
        self._quiet = True
        self.lines.show_lines(lines)
        self._quiet = False
        now = self.currentIndex()
        if top is not None and now.isValid() and self.at_work():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(now).top() - top)

    def choose(self, kind: LineKind, key: int) -> None:
        """Makes a line current without saying so."""
        at = self.lines.position_of(kind, key)
        self._quiet = True
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.lines.index(at) if at >= 0 else QModelIndex(), alone)
        self._quiet = False

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress):
            self._worked = time.monotonic()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._worked = time.monotonic()
        found, key = self.current(), event.key()
        if found is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif found is not None and found.kind is LineKind.GROUP and key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.turned.emit(found, key == Qt.Key.Key_Right)
        elif found is not None and found.kind is LineKind.MEMBER and key == Qt.Key.Key_Left:
            self.turned.emit(found, False)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        had = self.currentIndex().isValid()
        self._quiet = True
        super().focusInEvent(event)
        if not had:  # Qt would choose the first, and take the case away that is being worked on
            self.selectionModel().clear()
        self._quiet = False

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        found = self.lines.line(current.row())
        if found is not None and not self._quiet:
            self.chosen.emit(found)

    def _open(self, at: int) -> None:
        found = self.lines.line(at)
        if found is not None and found.kind is LineKind.GROUP:
            self.turned.emit(found, not found.open)
        elif found is not None:
            self.opened.emit(found)


class AlarmPanel(Region):
    """The panel; `left()` when a person wants the rows of the queue back."""

    left = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.bar, self.list = FloodBar(theme), AlarmList(theme, words)
        self._hint, self._back = QLabel(), QPushButton()
        restyle(self._hint, tone="3", role="caption")
        restyle(self._back, flat=True, role="caption")
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._hint, 1)
        self._foot.addWidget(self._back)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(self._foot)
        self.setFocusProxy(self.list)
        self._back.clicked.connect(self.left)
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_flood(self, look: FloodLook, lines: Sequence[LineLook]) -> None:
        """The bar and all lines."""
        self.bar.show_look(look)
        self.list.show_lines(lines)

    def _say(self) -> None:
        words = self._words
        self.setAccessibleName(words("Flood of alarms"))
        self.list.setAccessibleName(words("Flood of alarms"))
        self._hint.setText(words("→ opens a group · A acknowledges it as one · H shelves it"))
        self._back.setText(words("Rows of the queue (F8)"))

    def _dress(self) -> None:
        theme = self._theme
        self._foot.setContentsMargins(theme.whole(12), theme.whole(4), theme.whole(8), theme.whole(4))

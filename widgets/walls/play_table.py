"""The scenes of a wall in their order: which of them are played, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from PySide6.QtWidgets import QPushButton as Button

from services.domain.scenes import LONGEST
from services.words import Words
from widgets.access.fields import TickedItems
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Turn:
    """A scene's place in the list: code and name, seconds (0: it stays), whether it is played."""

    code: str
    name: str
    seconds: int
    played: bool


class PlayTable(QWidget):
    """`chosen(code)` when another scene is looked at, `changed()` after order, time or choice; orders by name.

    Ctrl+↑ and Ctrl+↓ move the chosen one, Space plays it or not.
    """

    chosen = Signal(str)
    changed = Signal()
    copy_asked = Signal()
    remove_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._turns: list[Turn] = []
        self._list, self._seconds, self._unit = QListWidget(self), QSpinBox(self), QLabel(self)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setItemDelegate(TickedItems(theme, self._list))
        self._list.currentRowChanged.connect(self._on_row)
        self._list.itemChanged.connect(self._on_item)
        self._seconds.lineEdit().setTextMargins(theme.whole(6), 0, 0, 0)
        self._seconds.setRange(0, int(LONGEST))
        self._seconds.valueChanged.connect(self._on_seconds)
        self._up, self._down, self._copy, self._remove = (Button(self) for _ in range(4))
        self._up.clicked.connect(lambda: self.move_by(-1))
        self._down.clicked.connect(lambda: self.move_by(1))
        self._copy.clicked.connect(self.copy_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._up.setShortcut("Ctrl+Up")
        self._down.setShortcut("Ctrl+Down")
        gap = theme.whole(6)
        times, moves = QHBoxLayout(), QHBoxLayout()
        for part in (self._seconds, self._unit):
            times.addWidget(part)
        times.addStretch(1)
        for part in (self._up, self._down, self._copy, self._remove):
            moves.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self._list, 1)
        column.addLayout(times)
        column.addLayout(moves)
        self.setFocusProxy(self._list)
        self.say()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All scenes in their order."""
        return tuple(self._turns)

    @property
    def current(self) -> str:
        """The code of the scene that is looked at; "" for none."""
        at = self._list.currentRow()
        return self._turns[at].code if 0 <= at < len(self._turns) else ""

    def show_turns(self, turns: Sequence[Turn], current: str = "") -> None:
        """Other scenes; the current one stays where it is still there."""
        wanted = current or self.current
        self._turns = list(turns)
        self._list.blockSignals(True)
        self._list.clear()
        for turn in self._turns:
            item = QListWidgetItem(self._text(turn))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if turn.played else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        codes = [turn.code for turn in self._turns]
        self._list.setCurrentRow(codes.index(wanted) if wanted in codes else 0)
        self._list.blockSignals(False)
        self._show_seconds()

    def move_by(self, step: int) -> None:
        """Moves the chosen scene up or down."""
        at = self._list.currentRow()
        to = at + step
        if 0 <= at < len(self._turns) and 0 <= to < len(self._turns):
            self._turns[at], self._turns[to] = self._turns[to], self._turns[at]
            self.show_turns(self._turns, self._turns[to].code)
            self.changed.emit()

    def say(self) -> None:
        """The words of now."""
        words = self._words
        self._up.setText(words("Up", ctx="scene"))
        self._down.setText(words("Down", ctx="scene"))
        self._copy.setText(words("Copy", ctx="scene"))
        self._remove.setText(words("Remove", ctx="scene"))
        self._unit.setText(words("seconds; 0: it stays", ctx="scene"))
        self._list.setAccessibleName(words("Scenes in their order", ctx="scene"))
        self.show_turns(self._turns)

    def _text(self, turn: Turn) -> str:
        words = self._words
        time = words("{n} s", ctx="scene", n=turn.seconds) if turn.seconds else words("stays", ctx="scene")
        return f"{turn.name} · {time}" if turn.played else turn.name

    def _show_seconds(self) -> None:
        at = self._list.currentRow()
        self._seconds.setEnabled(0 <= at < len(self._turns) and self._turns[at].played)
        self._seconds.blockSignals(True)
        self._seconds.setValue(self._turns[at].seconds if 0 <= at < len(self._turns) else 0)
        self._seconds.blockSignals(False)

    def _on_row(self, at: int) -> None:
        self._show_seconds()
        if 0 <= at < len(self._turns):
            self.chosen.emit(self._turns[at].code)

    def _on_item(self, item: QListWidgetItem) -> None:
        at = self._list.row(item)
        turn, played = self._turns[at], item.checkState() is Qt.CheckState.Checked
        if played != turn.played:
            seconds = turn.seconds or 30
            self._turns[at] = Turn(turn.code, turn.name, seconds, played)
            self.show_turns(self._turns, turn.code)
            self.changed.emit()

    def _on_seconds(self, seconds: int) -> None:
        at = self._list.currentRow()
        turn = self._turns[at]
        self._turns[at] = Turn(turn.code, turn.name, seconds, turn.played)
        self._list.blockSignals(True)
        self._list.item(at).setText(self._text(self._turns[at]))
        self._list.blockSignals(False)
        self.changed.emit()

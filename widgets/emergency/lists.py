"""The three columns of a response: first steps to tick, the roll-call, the running log."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.access.fields import Tick
from widgets.emergency.looks import StepLook
from widgets.kit.plain import label
from widgets.panels.sections import TextLines
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


class Column(QWidget):
    """A head over a body that scrolls."""

    def __init__(self, theme: Theme, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel()
        restyle(self.head, tone="3", role="caption")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        held = QWidget()
        held.setProperty("panel", True)
        within = QVBoxLayout(held)
        within.setContentsMargins(0, 0, theme.whole(4), 0)
        within.addWidget(body)
        within.addStretch(1)
        area.setWidget(held)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.whole(16), theme.whole(10), theme.whole(12), theme.whole(10))
        self.column.setSpacing(theme.whole(8))
        self.column.addWidget(self.head)
        self.column.addWidget(area, 1)

    def name(self, head: str) -> None:
        """What it holds."""
        self.head.setText(head)
        self.setAccessibleName(head)


class StepList(QWidget):
    """`ticked(key)` when a step is done; what is done stays done."""

    ticked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._looks: tuple[StepLook, ...] = ()
        self.ticks: list[Tick] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.whole(10))

    def show_steps(self, looks: Sequence[StepLook], open_: bool) -> None:
        """Other steps; `open_`: they can be ticked."""
        if [look.text for look in looks] != [look.text for look in self._looks]:
            self._make(looks)
        self._looks = tuple(looks)
        for tick, under, look in zip(self.ticks, self._unders, looks, strict=True):
            tick.setChecked(look.done)
            tick.setEnabled(open_ and not look.done)
            under.setText(look.under)
            under.setVisible(bool(look.under))

    def tick(self, rank: int) -> None:
        """Ticks the step of that number, where it is open."""
        for look, tick in zip(self._looks, self.ticks, strict=True):
            if look.rank == rank and tick.isEnabled():
                tick.setChecked(True)
                self._on_clicked(look.key)

    def _make(self, looks: Sequence[StepLook]) -> None:
        _empty(self._column)
        self.ticks, self._unders = [], []
        for look in looks:
            tick, text, under = Tick(self._theme), label(look.text, wrap=True), label("", tone="3", role="caption")
            tick.setText(str(look.rank))
            tick.setAccessibleName(look.text)
            tick.clicked.connect(lambda _=False, key=look.key: self._on_clicked(key))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(text)
            words.addWidget(under)
            row = QHBoxLayout()
            row.setSpacing(self._theme.whole(8))
            row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            self._column.addLayout(row)
            self.ticks.append(tick)
            self._unders.append(under)

    def _on_clicked(self, key: int) -> None:
        at = next(n for n, look in enumerate(self._looks) if look.key == key)
        self.ticks[at].setEnabled(False)
        self.ticked.emit(key)


class RollList(QWidget):
    """Who was called: a full dot for those who are there, a hollow one for those who are not, and since when."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = TextLines(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)

    def show_roll(self, roll: Sequence[tuple[str, str, bool]]) -> None:
        """Others."""
        self.lines.show_lines([(f"{'●' if there else '○'} {name}", since) for name, since, there in roll])


def _empty(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            _empty(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()

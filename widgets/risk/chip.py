"""The warnings in the top bar: what nobody has acknowledged by level; where room is short, the worst level alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from services.words import Words
from widgets.kit.level_counts import LevelCounts
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


class WarningChip(QWidget):
    """`opened()` for the whole list, `picked(rank)` for one level of it (0 when it was the chosen one)."""

    opened = Signal()
    picked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._unseen: int | None = None
        self.name, self.levels = QPushButton(), LevelCounts(theme, words, 22)
        restyle(self.name, flat=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.whole(4))
        row.addWidget(self.name)
        row.addWidget(self.levels)
        self.name.clicked.connect(self.opened)
        self.levels.picked.connect(self.picked)
        follow(words, self, self._say)

    def show_counts(self, unseen: Sequence[int], standing: Sequence[int], time: str) -> None:
        """By level, red first: what nobody has acknowledged, of all that stand, at that time."""
        words, integer = self._words, self._words.formats.integer
        self._unseen = sum(unseen)
        self._say()
        self.levels.show_counts(unseen, time, None, words("unacknowledged warnings", ctx="warning"))
        told = words.plural(
            "{unseen} of {n} warning not acknowledged", "{unseen} of {n} warnings not acknowledged", sum(standing),
            ctx="warning", unseen=integer(sum(unseen)),
        )  # fmt: skip
        self.name.setToolTip(f"{told} · {time} · F5")
        self.name.setAccessibleName(told)

    def make_room(self, wide: bool) -> None:
        """Whether there is room for the counts beside the name."""
        self.levels.setVisible(wide)
        self._say()

    def _say(self) -> None:
        name = self._words("Warnings", ctx="map")
        self.name.setText(name if not self.levels.isHidden() else f"{name} {self._words.formats.integer(self._unseen)}")

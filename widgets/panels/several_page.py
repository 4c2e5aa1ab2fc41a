"""Several incidents chosen on the map: how many of each level, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.level_counts import LevelCounts
from widgets.panels.advice_panel import BulletLines
from widgets.panels.sections import PAD
from widgets.queue.view import QueueView
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


class SeveralPage(QWidget):
    """A head with counts over a list painted like the queue; the list is the view that a desk gives."""

    def __init__(self, view: QueueView, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self._theme, self._words = view, theme, words
        self._count = 0
        self._title, self.levels = QLabel(), LevelCounts(theme, words)
        restyle(self._title, role="heading")
        self._head, self._column = QVBoxLayout(), QVBoxLayout(self)
        self._head.addWidget(self._title)
        self._head.addWidget(self.levels, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._head)
        self._column.addWidget(view, 1)
        self._told = BulletLines(theme)
        self._told.hide()
        self._column.addWidget(self._told)
        self.setFocusProxy(view)
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_counts(self, counts: Sequence[int], time: str) -> None:
        """How many of each level were chosen, red first."""
        self._count = sum(counts)
        self.levels.show_counts(counts, time)
        self._say()

    def take_form(self, form: QWidget) -> None:
        """The form of a step for all of them, below the list."""
        self._column.addWidget(form)

    def tell(self, lines: Sequence[str]) -> None:
        """What came of a batch: how many were carried out, and each refusal."""
        self._told.show_lines(lines)

    def told(self) -> list[str]:
        """What stands there."""
        return self._told.lines()

    def _say(self) -> None:
        words = self._words
        self._title.setText(words.plural("{n} incident chosen", "{n} incidents chosen", self._count))
        self.setAccessibleName(self._title.text())

    def _dress(self) -> None:
        pad = self._theme.whole(PAD)
        self._head.setContentsMargins(pad, self._theme.whole(12), pad, self._theme.whole(10))
        self._head.setSpacing(self._theme.whole(8))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

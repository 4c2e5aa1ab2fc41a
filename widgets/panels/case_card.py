"""One case on a card: what, where, since when, who; its reports and its story. For reading, nothing can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.level_glyph import LevelGlyph
from widgets.kit.plain import label, rule
from widgets.theme.theme import Theme

GLYPH = 34
WIDTH = 420


@dataclass(frozen=True, slots=True)
class CardSection:
    """A part of a card: its head and its lines, each with a label and a text."""

    head: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in words: level (1 red … 4 blue), title, what stands under it, and its parts from above."""

    rank: int
    title: str
    under: str
    sections: tuple[CardSection, ...]


class CaseCard(QScrollArea):
    """Shows one card; a new one takes the place of the old one."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._card: CardText | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("panel", True)
        theme.changed.connect(self._build)

    def show_card(self, card: CardText) -> None:
        """Shows a card from its top."""
        self._card = card
        self._build()
        self.verticalScrollBar().setValue(0)
        self.setAccessibleName(f"{card.title} {card.under}")

    @property
    def card(self) -> CardText | None:
        """What is shown."""
        return self._card

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(WIDTH), self._theme.whole(WIDTH))

    def _build(self) -> None:
        if self._card is None:
            return
        page = QWidget()
        page.setProperty("panel", True)
        pad, gap = self._theme.whole(16), self._theme.whole(8)
        column = QVBoxLayout(page)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(gap)
        column.addLayout(self._head(self._card))
        for section in self._card.sections:
            column.addWidget(rule(self._theme, "line.hair"))
            column.addWidget(label(section.head, tone="3", role="caption"))
            column.addLayout(self._lines(section.lines))
        column.addStretch(1)
        self.setWidget(page)

    def _head(self, card: CardText) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(self._theme.whole(12))
        row.addWidget(LevelGlyph(self._theme, self._words, card.rank, GLYPH), 0, Qt.AlignmentFlag.AlignTop)
        words.setSpacing(self._theme.whole(2))
        words.addWidget(label(card.title, role="title", wrap=True))
        words.addWidget(label(card.under, tone="2", wrap=True))
        row.addLayout(words, 1)
        return row

    def _lines(self, lines: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.whole(12))
        grid.setVerticalSpacing(self._theme.whole(4))
        grid.setColumnStretch(1, 1)
        for at, (name, text) in enumerate(lines):
            grid.addWidget(label(name, tone="2", role="caption"), at, 0, Qt.AlignmentFlag.AlignTop)
            shown = label(text, role="caption", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(shown, at, 1)
        return grid

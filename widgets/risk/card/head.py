"""The head of the card: level, what it warns of, where and when, by which model and version; drill and demo."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.elided import Elided
from widgets.kit.level_glyph import LevelGlyph
from widgets.risk.card.looks import CardLook
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

GLYPH = 56


class Framed(QLabel):
    """A word in a frame, without colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        restyle(self, role="caption", tone="2")

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._theme.whole(14), self._theme.whole(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.pen("line.strong", 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(self._theme.colour("text.secondary"))
        painter.setFont(self._theme.font("caption"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class CardHead(QWidget):
    """Two lines beside the glyph, marks and the model at the right, a rule below."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.glyph = LevelGlyph(theme, words, 4, GLYPH)
        self.title, self.under, self.model = QLabel(), Elided(), Elided()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.drill, self.demo, self.ended = Framed(theme), Framed(theme), Framed(theme)
        restyle(self.title, role="figure")
        restyle(self.under, tone="2")
        restyle(self.model, tone="2", role="caption")
        self.model.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        marks, below, lines = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        marks.setSpacing(theme.whole(8))
        marks.addWidget(self.title, 1)
        for mark in (self.ended, self.drill, self.demo):
            marks.addWidget(mark)
        below.setSpacing(theme.whole(24))
        below.addWidget(self.under, 3)
        below.addWidget(self.model, 2)
        lines.setSpacing(theme.whole(2))
        lines.addLayout(marks)
        lines.addLayout(below)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.glyph)
        self._row.addLayout(lines, 1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_card(self, look: CardLook) -> None:
        """Another warning, or another state of it."""
        self.glyph.show_level(look.rank, look.hollow)
        self.title.setText(look.title)
        self.under.show_text(look.under)
        self.model.show_text(look.model)
        for mark, text in ((self.ended, look.ended), (self.drill, look.drill), (self.demo, look.demo)):
            mark.setText(text)
            mark.setVisible(bool(text))

    def _dress(self) -> None:
        theme = self._theme
        self._row.setContentsMargins(theme.whole(24), theme.whole(16), theme.whole(24), theme.whole(14))
        self._row.setSpacing(theme.whole(16))

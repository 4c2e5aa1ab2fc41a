"""A section of the card: its head, a note at the right, a rule, and what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.kit.elided import Elided
from widgets.risk.card.looks import SectionLook
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


class CardSection(QWidget):
    """Head and body under each other; the head's rule goes over the whole width."""

    def __init__(self, theme: Theme, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.body = theme, body
        self._head, self._note = QLabel(), Elided()
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._head, role="title")
        restyle(self._note, tone="3", role="caption")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._top, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._top.addWidget(self._head)
        self._top.addWidget(self._note, 1)
        self._column.addLayout(self._top)
        self._column.addWidget(body, 1)
        theme.changed.connect(self._dress)
        self._dress()

    def name(self, look: SectionLook) -> None:
        """What the section is, and a note on it."""
        self._head.setText(look.head)
        self._note.show_text(look.note)
        self.body.setAccessibleName(". ".join(filter(None, (look.head, look.note))))

    def paintEvent(self, event: object) -> None:
        y = self._head.geometry().bottom() + self._theme.px(5)
        QPainter(self).fillRect(QRectF(0, y, self.width(), 1), self._theme.colour("line.rule"))

    def _dress(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._theme.whole(12))
        self._top.setSpacing(self._theme.whole(12))

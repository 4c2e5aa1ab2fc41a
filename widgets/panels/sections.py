"""The parts that a detail page is made of: a head over its lines, lines of name and text, people, a story."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.elided import Elided
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PAD = 14  # px at 1x, from the edge of a panel to its text


class Section(QWidget):
    """A part of a page: a hairline, a head with a note at its right, and what belongs to it."""

    def __init__(self, theme: Theme, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.body = theme, body
        self._head, self._note = QLabel(), Elided()
        restyle(self._head, tone="3", role="caption")
        restyle(self._note, tone="3", role="caption")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._top = QHBoxLayout()
        self._top.addWidget(self._head)
        self._top.addWidget(self._note, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(body)
        theme.changed.connect(self._dress)
        self._dress()

    def name(self, head: str, note: str = "") -> None:
        """What the part is, and a note on it."""
        self._head.setText(head)
        self._note.show_text(note)
        self.body.setAccessibleName(head)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), self._theme.colour("line.hair"))

    def _dress(self) -> None:
        pad = self._theme.whole(PAD)
        self._column.setContentsMargins(pad, self._theme.whole(10), pad, self._theme.whole(10))
        self._column.setSpacing(self._theme.whole(6))


class TextLines(QWidget):
    """Lines of a short name and a text that wraps; labels are kept and filled again, none is made twice."""

    def __init__(self, theme: Theme, dots: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._dots = theme, dots
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._shown = 0
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Other lines: (name, text)."""
        while len(self._labels) < len(lines):
            self._add()
        self._shown = len(lines)
        for at, (name, text) in enumerate(self._labels):
            shown = at < len(lines)
            if shown:
                name.setText(lines[at][0])
                text.setText(lines[at][1])
            name.setVisible(shown)
            text.setVisible(shown)
        self.updateGeometry()

    def lines(self) -> list[tuple[str, str]]:
        """What stands there now."""
        return [(name.text(), text.text()) for name, text in self._labels[: self._shown]]

    def paintEvent(self, event: object) -> None:
        if not self._dots:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self._theme.px(2.5)
        for at, (name, text) in enumerate(self._labels[: self._shown]):
            painter.setBrush(self._theme.colour("text.primary" if at == 0 else "text.tertiary"))
            middle = name.y() + name.fontMetrics().height() / 2
            painter.drawEllipse(QPointF(text.x() - self._theme.px(12), middle), radius, radius)

    def _add(self) -> None:
        name, text = QLabel(self), QLabel(self)
        for label in (name, text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        restyle(name, tone="3", role="caption")
        row = len(self._labels)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        self._labels.append((name, text))

    def _dress(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self._theme.whole(26 if self._dots else 12))
        self._grid.setVerticalSpacing(self._theme.whole(4))

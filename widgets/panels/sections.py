"""The parts that a detail page is made of: a head over its lines, lines of name and text, people, a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.elided import Elided
from widgets.kit.marks import paint_hatch
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


@dataclass(frozen=True, slots=True)
class PersonLook:
    """A person near: who by role, how far, at what; `stale` hatches the age of the position."""

    who: str
    distance: str
    duty: str
    age: str
    stale: bool


class PeopleRows(QWidget):
    """People near, one line each: a full dot for a fresh position, a hollow one for an old."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._people: Sequence[PersonLook] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_people(self, people: Sequence[PersonLook]) -> None:
        """Other people."""
        self._people = people
        lines = (" ".join((one.who, one.distance, one.duty, one.age)) for one in people)
        self.setAccessibleDescription("\n".join(lines))
        self.setToolTip(self.accessibleDescription())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(240), len(self._people) * self._theme.whole("space.row_dense"))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("body"))
        metrics, high = QFontMetricsF(painter.font()), self._theme.px("space.row_dense")
        gap = self._theme.px(16)
        widths = [max((metrics.horizontalAdvance(t) for t in texts), default=0.0) for texts in self._columns()]
        for at, one in enumerate(self._people):
            top, right = at * high, float(self.width())
            cells = ((one.age, widths[2], one.stale), (one.duty, widths[1], False), (one.distance, widths[0], False))
            for text, width, stale in cells:
                self._cell(painter, text, QRectF(right - width, top, width, high), stale)
                right -= width + gap
            self._dot(painter, QPointF(self._theme.px(6), top + high / 2), one.stale)
            painter.setPen(self._theme.colour("text.primary"))
            room = QRectF(self._theme.px(20), top, max(0.0, right - self._theme.px(20)), high)
            shown = metrics.elidedText(one.who, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _cell(self, painter: QPainter, text: str, box: QRectF, stale: bool) -> None:
        """One figure of a person, at the right of its box; hatched around while stale."""
        if stale:
            wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
            hatched = box.adjusted(-self._theme.px(8), box.height() * 0.12, 0, -box.height() * 0.12)
            paint_hatch(painter, hatched, self._theme, QRectF(box.right() - wide, box.top(), wide, box.height()))
        painter.setPen(self._theme.colour("text.tertiary" if stale else "text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _columns(self) -> tuple[list[str], list[str], list[str]]:
        people = self._people
        return [one.distance for one in people], [one.duty for one in people], [one.age for one in people]

    def _dot(self, painter: QPainter, at: QPointF, hollow: bool) -> None:
        radius = self._theme.px(4.5)
        accent = self._theme.colour("accent.base")
        painter.setPen(QPen(accent, self._theme.px(1.5)) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else accent)
        painter.drawEllipse(at, radius - (0.75 if hollow else 0), radius - (0.75 if hollow else 0))

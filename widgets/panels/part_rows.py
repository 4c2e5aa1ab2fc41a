"""The areas below an area, one line each: name, open incidents as a bar with the overdue part, both counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class PartLook:
    """One line: its area (index; below 0 for what lies in none), name, counts as numbers and in words."""

    area: int
    name: str
    open: int
    overdue: int
    counts: str


class PartRows(QWidget):
    """Sends `picked(area)` for a line that was clicked, or chosen with ↑ ↓ and Enter."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: Sequence[PartLook] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_parts(self, parts: Sequence[PartLook]) -> None:
        """Other lines."""
        self._parts, self._at = parts, min(self._at, len(parts) - 1)
        self.setAccessibleDescription("\n".join(f"{part.name} {part.counts}" for part in parts))
        self.updateGeometry()
        self.update()

    def parts(self) -> Sequence[PartLook]:
        """What stands there now."""
        return self._parts

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(240), len(self._parts) * self._high())

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        theme, high = self._theme, self._high()
        painter.setFont(theme.font("body"))
        metrics = QFontMetricsF(painter.font())
        counts = max((metrics.horizontalAdvance(part.counts) for part in self._parts), default=0.0)
        most = max((part.open for part in self._parts), default=0)
        name, gap = self.width() * 0.36, theme.px(10)
        bar = max(0.0, self.width() - name - counts - 2 * gap)
        for at, part in enumerate(self._parts):
            row = QRectF(0, at * high, self.width(), high)
            if at == self._at:
                painter.fillRect(row, theme.colour("accent.quiet" if self.hasFocus() else "surface.pressed"))
            painter.setPen(theme.colour("text.primary" if part.area >= 0 else "text.secondary"))
            shown = metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, name)
            painter.drawText(QRectF(0, row.top(), name, high), Qt.AlignmentFlag.AlignVCenter, shown)
            self._bar(painter, QRectF(name + gap, row.top(), bar, high), part, most)
            painter.setPen(theme.colour("text.secondary"))
            box = QRectF(self.width() - counts, row.top(), counts, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, part.counts)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y()) // self._high())

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._go(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._go(max(0, self._at - 1))
            case Qt.Key.Key_Down:
                self._go(min(len(self._parts) - 1, self._at + 1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pick()
            case _:
                super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        at = at if 0 <= at < len(self._parts) else -1
        if at != self._at:
            self._at = at
            self.setToolTip(f"{self._parts[at].name} {self._parts[at].counts}" if at >= 0 else "")
            self.update()

    def _pick(self) -> None:
        if 0 <= self._at < len(self._parts) and self._parts[self._at].area >= 0:
            self.picked.emit(self._parts[self._at].area)

    def _bar(self, painter: QPainter, box: QRectF, part: PartLook, most: int) -> None:
        if not most or not part.open:
            return
        thick = self._theme.px(8)
        whole = QRectF(box.left(), box.center().y() - thick / 2, box.width() * part.open / most, thick)
        painter.fillRect(whole, self._theme.colour("line.strong"))
        late = QRectF(whole.left(), whole.top(), whole.width() * part.overdue / part.open, thick)
        painter.fillRect(late, self._theme.level(1))

    def _high(self) -> int:
        return self._theme.whole("space.row_dense")

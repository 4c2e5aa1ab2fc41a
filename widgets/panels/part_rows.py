"""The areas below an area, one line each: name, open incidents as a bar with the overdue part, both counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter

from widgets.kit.hand_rows import HandRows


@dataclass(frozen=True, slots=True)
class PartLook:
    """One line: its area (index; below 0 for what lies in none), name, counts as numbers and in words."""

    area: int
    name: str
    open: int
    overdue: int
    counts: str


class PartRows(HandRows[PartLook]):
    """Sends `picked(area)` for a line that was clicked, or chosen with ↑ ↓ and Enter."""

    picked = Signal(int)
    under_hand = "surface.pressed"

    def show_parts(self, parts: Sequence[PartLook]) -> None:
        """Other lines."""
        self.put(parts, min(self.at, len(parts) - 1), "\n".join(f"{part.name} {part.counts}" for part in parts))

    def parts(self) -> Sequence[PartLook]:
        """What stands there now."""
        return self.looks

    def came(self, look: PartLook | None) -> None:
        self.setToolTip(f"{look.name} {look.counts}" if look is not None else "")

    def take(self, look: PartLook) -> None:
        if look.area >= 0:
            self.picked.emit(look.area)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        theme, high = self.theme, self.high()
        painter.setFont(theme.font("body"))
        metrics = QFontMetricsF(painter.font())
        counts = max((metrics.horizontalAdvance(part.counts) for part in self.looks), default=0.0)
        most = max((part.open for part in self.looks), default=0)
        name, gap = self.width() * 0.36, theme.px(10)
        bar = max(0.0, self.width() - name - counts - 2 * gap)
        for at, part in enumerate(self.looks):
            row = self.ground(painter, at)
            painter.setPen(theme.colour("text.primary" if part.area >= 0 else "text.secondary"))
            shown = metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, name)
            painter.drawText(QRectF(0, row.top(), name, high), Qt.AlignmentFlag.AlignVCenter, shown)
            self._bar(painter, QRectF(name + gap, row.top(), bar, high), part, most)
            painter.setPen(theme.colour("text.secondary"))
            box = QRectF(self.width() - counts, row.top(), counts, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, part.counts)

    def _bar(self, painter: QPainter, box: QRectF, part: PartLook, most: int) -> None:
        if not most or not part.open:
            return
        thick = self.theme.px(8)
        whole = QRectF(box.left(), box.center().y() - thick / 2, box.width() * part.open / most, thick)
        painter.fillRect(whole, self.theme.colour("line.strong"))
        late = QRectF(whole.left(), whole.top(), whole.width() * part.overdue / part.open, thick)
        painter.fillRect(late, self.theme.level(1))

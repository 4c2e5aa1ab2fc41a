"""Departments to choose from, one line each: a name, a bar on one scale of 0 to 100 %, a figure or a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter

from widgets.kit.hand_rows import HandRows

NAME_SHARE, VALUE_SHARE = 0.42, 0.58  # of the width: the longest name beside a bar, the longest word without one
BAR = 6  # px at 1x


@dataclass(frozen=True, slots=True)
class ChoiceLook:
    """One line; without a `code` it can't be chosen, without a `share` (0 to 1) it has no bar."""

    code: str
    name: str
    value: str
    share: float | None = None


class ChoiceRows(HandRows[ChoiceLook]):
    """Sends `chosen(code)` for a line that was clicked, or reached with ↑ ↓ and chosen with Enter."""

    chosen = Signal(str)

    def show_choices(self, choices: Sequence[ChoiceLook]) -> None:
        """Other lines."""
        self.put(choices, -1, "\n".join(f"{one.name} {one.value}" for one in choices))
        self.setVisible(bool(choices))

    def choices(self) -> Sequence[ChoiceLook]:
        """What stands there now."""
        return self.looks

    def can_come_to(self, look: ChoiceLook) -> bool:
        return bool(look.code)

    def came(self, look: ChoiceLook | None) -> None:
        self.setToolTip(f"{look.name} · {look.value}" if look is not None else "")

    def take(self, look: ChoiceLook) -> None:
        self.chosen.emit(look.code)

    def paintEvent(self, event: object) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setFont(theme.font("body"))
        metrics, gap = QFontMetricsF(painter.font()), theme.px(12)
        barred = [one for one in self.looks if one.share is not None]
        wanted = max((metrics.horizontalAdvance(one.name) for one in barred), default=0.0)
        name = min(wanted + 1, self.width() * NAME_SHARE)
        value = max((metrics.horizontalAdvance(one.value) for one in barred), default=0.0)
        for at, one in enumerate(self.looks):
            row = self.ground(painter, at)
            if one.share is None:
                right = min(metrics.horizontalAdvance(one.value) + 1, self.width() * VALUE_SHARE)
                self._texts(painter, row, one, self.width() - right - gap, right)
                continue
            self._texts(painter, row, one, name, value)
            self._bar(painter, row.adjusted(name + gap, 0, -value - gap, 0), one.share, first=at == 0)

    def _texts(self, painter: QPainter, row: QRectF, one: ChoiceLook, name: float, value: float) -> None:
        metrics = QFontMetricsF(painter.font())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.theme.colour("text.primary" if one.code else "text.secondary"))
        shown = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, name)
        painter.drawText(QRectF(row.left(), row.top(), name, row.height()), middle, shown)
        painter.setPen(self.theme.colour("text.primary" if one.share is not None and one.code else "text.secondary"))
        shown = metrics.elidedText(one.value, Qt.TextElideMode.ElideRight, value + 1)
        box = QRectF(row.right() - value, row.top(), value, row.height())
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, shown)

    def _bar(self, painter: QPainter, box: QRectF, share: float, first: bool) -> None:
        """The whole scale as a groove, so that bars of all lines are read against the same 100 %."""
        thick = self.theme.px(BAR)
        groove = QRectF(box.left(), box.center().y() - thick / 2, max(0.0, box.width()), thick)
        painter.fillRect(groove, self.theme.colour("surface.control"))
        filled = QRectF(groove.left(), groove.top(), groove.width() * min(1.0, max(0.0, share)), thick)
        painter.fillRect(filled, self.theme.colour("accent.base" if first else "line.strong"))

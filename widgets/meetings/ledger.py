"""The ledger of a ticket that nobody keeps: who held it when, on one time scale, and why it went back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.theme.theme import Theme

NAME, ROW, AXIS, BAR, PAD = 132, 46, 22, 10, 8  # px at 1x
LEAST = 3  # px: a holding of minutes is seen in a scale of weeks


@dataclass(frozen=True, slots=True)
class HoldingLook:
    """One holding: the department, begin and end in seconds, how long, and in words how it ended."""

    name: str
    begin: float
    end: float
    span: str
    told: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class LedgerLook:
    """All holdings, oldest first, on a scale from `begin` to `end` (seconds), which are written as texts."""

    holdings: tuple[HoldingLook, ...] = ()
    begin: float = 0.0
    end: float = 0.0
    begin_text: str = ""
    end_text: str = ""
    empty: str = ""


class LedgerView(QWidget):
    """Shows a `LedgerLook`; time that no bar covers was nobody's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._look = theme, LedgerLook()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    def show_look(self, look: LedgerLook) -> None:
        """Another ledger."""
        self._look = look
        told = (f"{one.name} {one.span} {one.told}" for one in look.holdings)
        self.setAccessibleDescription("\n".join(told) or look.empty)
        self._dress()

    @property
    def look(self) -> LedgerLook:
        """What is shown."""
        return self._look

    def bars(self) -> list[QRectF]:
        """Where the bars are, in the order of the holdings."""
        return [self._bar(at, one) for at, one in enumerate(self._look.holdings)]

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._look.holdings))
        return QSize(self._theme.whole(420), self._theme.whole(rows * ROW + AXIS))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.whole(280), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = int(event.pos().y() // self._theme.px(ROW))
            held: Sequence[HoldingLook] = self._look.holdings
            QToolTip.showText(event.globalPos(), f"{held[at].name} {held[at].told}" if at < len(held) else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("body"))
        if not self._look.holdings:
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(
                QRectF(self.rect()), Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self._look.empty
            )
            return
        for at, one in enumerate(self._look.holdings):
            self._paint_holding(painter, at, one)
        self._paint_axis(painter)

    def _paint_holding(self, painter: QPainter, at: int, one: HoldingLook) -> None:
        theme, top = self._theme, at * self._theme.px(ROW)
        track = self._track()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.fillRect(
            QRectF(track.left(), top + theme.px(PAD + BAR / 2), track.width(), 1), theme.colour("chart.grid")
        )
        painter.setPen(theme.colour("text.primary"))
        name = QRectF(0, top, theme.px(NAME - PAD), theme.px(ROW / 2 + 4))
        painter.setFont(theme.font("body"))
        painter.drawText(name, left, _cut(painter, one.name, name.width()))
        painter.setPen(theme.colour("text.secondary"))
        painter.setFont(theme.font("caption"))
        span = QRectF(0, name.bottom() - 2, name.width(), theme.px(ROW) - name.height())
        painter.drawText(span, left, one.span)
        ink = theme.colour("chart.focus" if one.goes_on else "chart.ink")
        painter.fillRect(self._bar(at, one), ink)
        told = QRectF(track.left(), span.top(), track.width(), span.height())
        painter.drawText(told, left, _cut(painter, one.told, told.width()))

    def _paint_axis(self, painter: QPainter) -> None:
        theme, track, look = self._theme, self._track(), self._look
        box = QRectF(track.left(), self.height() - theme.px(AXIS), track.width(), theme.px(AXIS))
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), theme.colour("line.rule"))
        painter.setPen(theme.colour("text.tertiary"))
        painter.setFont(theme.font("micro"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, look.begin_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, look.end_text)

    def _track(self) -> QRectF:
        left = self._theme.px(NAME)
        return QRectF(left, 0, max(1.0, self.width() - left), self.height())

    def _bar(self, at: int, one: HoldingLook) -> QRectF:
        track, theme, look = self._track(), self._theme, self._look
        scale = track.width() / max(1.0, look.end - look.begin)
        left = track.left() + (one.begin - look.begin) * scale
        wide = max(theme.px(LEAST), (one.end - one.begin) * scale)
        return QRectF(min(left, track.right() - wide), at * theme.px(ROW) + theme.px(PAD), wide, theme.px(BAR))

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()


def _cut(painter: QPainter, text: str, width: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)

"""The facts behind a warning, newest first: when, from which source, what; each that has an incident opens it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.kit.hand_rows import HandRows
from widgets.kit.scribe import Scribe, text_width
from widgets.risk.card.looks import FactLook
from widgets.theme.theme import Theme

ROW = 32  # px at 1x


class FactRows(HandRows[FactLook]):
    """`opened(incident)` for the fact under the hand; `pointed(key)` where the hand is, 0 for nowhere."""

    opened = Signal(object)
    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._none = ""

    def show_rows(self, looks: Sequence[FactLook], none: str) -> None:
        """Other facts; `none` stands where there is no signal at all."""
        self._none = none
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if looks else Qt.FocusPolicy.NoFocus)
        self.put(tuple(looks), -1, "\n".join(one.spoken for one in looks) or none)

    def take(self, look: FactLook) -> None:
        if look.incident is not None:
            self.opened.emit(look.incident)

    def came(self, look: FactLook | None) -> None:
        self.pointed.emit(look.key if look is not None else 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go(0)

    def sizeHint(self) -> QSize:
        return super().sizeHint() if self.looks else QSize(self.theme.whole(240), self.theme.whole(2 * ROW))

    def high(self) -> int:
        return self.theme.whole(ROW)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = event.pos().y() // self.high()
            said = self.looks[at].spoken if 0 <= at < len(self.looks) else ""
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        scribe, body = Scribe(painter, theme), theme.type_px("body")
        if not self.looks:
            box = QRectF(0, 0, self.width(), theme.px(2 * ROW))
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self._none)
        times = max((text_width(one.time, body, theme) for one in self.looks), default=0.0)
        widest = max((text_width(one.source, body, theme) for one in self.looks), default=0.0)
        sources = min(widest, self.width() * 0.28)
        for at, one in enumerate(self.looks):
            row = self.ground(painter, at)
            if row.bottom() < event.rect().top() or row.top() > event.rect().bottom():
                continue
            x, second = theme.px(4), theme.colour("text.secondary")
            scribe.line(one.time, QRectF(x, row.top(), times + 1, row.height()), body, second)
            x += times + theme.px(14)
            scribe.line(one.source, QRectF(x, row.top(), sources, row.height()), body, second)
            x += sources + theme.px(14)
            tone = theme.colour("text.primary" if one.incident is not None else "text.secondary")
            scribe.line(one.what, QRectF(x, row.top(), self.width() - x - theme.px(8), row.height()), body, tone)
            painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), theme.colour("line.hair"))

"""A figure in a bar: a short name and its number on one line; a click opens what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.kit.marks import paint_hatch
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class BarLook:
    """A figure in words: its key, name, number, and what the tip adds (its time, its counterpart)."""

    key: str
    name: str
    value: str
    tip: str


class BarFigure(QAbstractButton):
    """One figure; grey and hatched around while the line to the database is lost."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.look: BarLook | None = None
        self._stale = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_look(self, look: BarLook, stale: bool) -> None:
        """Another number."""
        self.look, self._stale = look, stale
        self.setAccessibleName(f"{look.name} {look.value}")
        self.setToolTip(f"{look.name} {look.value}\n{look.tip}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self.look is None:
            return QSize(0, self._theme.whole("space.control_height"))
        name, value = self._widths(self.look)
        return QSize(round(name + value + self._theme.px(6 + 16)), self._theme.whole("space.control_height"))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def paintEvent(self, event: object) -> None:
        if self.look is None:
            return
        painter, theme = QPainter(self), self._theme
        box = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(box, theme.colour("surface.hover"))
        name, value = self._widths(self.look)
        x = theme.px(8)
        if self._stale:
            paint_hatch(painter, box, theme, box.adjusted(x, 0, -x, 0))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.tertiary" if self._stale else "text.secondary"))
        painter.drawText(QRectF(x, 0, name + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, self.look.name)
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("text.tertiary" if self._stale else "text.primary"))
        place = QRectF(x + name + theme.px(6), 0, value + 1, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.look.value)
        if self.hasFocus():
            painter.setPen(theme.pen(theme.tokens.text("focus.colour"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _widths(self, look: BarLook) -> tuple[float, float]:
        name = QFontMetricsF(self._theme.font("body")).horizontalAdvance(look.name)
        return name, QFontMetricsF(self._theme.font("title")).horizontalAdvance(look.value)


class FigureStrip(QWidget):
    """Figures side by side; where room is short the last ones go, none is cut. `opened(key)` for a click."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: list[BarFigure] = []
        self._count = 0
        self._time = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_figures(self, looks: Sequence[BarLook], time: str, stale: bool = False) -> None:
        """Other numbers, and the time at which they were true, which stands after the last."""
        self._time = time
        while len(self._figures) < len(looks):
            figure = BarFigure(self._theme, self)
            figure.clicked.connect(lambda _=False, one=figure: one.look and self.opened.emit(one.look.key))
            self._figures.append(figure)
        self._count = len(looks)
        for figure, look in zip(self._figures, looks, strict=False):
            figure.show_look(look, stale)
        self.arrange()

    def figures(self) -> list[BarFigure]:
        """Those that are shown."""
        return [figure for figure in self._figures if not figure.isHidden()]

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.whole("space.control_height"))

    def sizeHint(self) -> QSize:
        wide = sum(figure.sizeHint().width() for figure in self._figures[: self._count])
        return QSize(wide + round(self._time_width()), self._theme.whole("space.control_height"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Places as many as there is room for."""
        x, room = 0, self.width() - round(self._time_width())
        for at, figure in enumerate(self._figures):
            size = figure.sizeHint()
            fits = at < self._count and x + size.width() <= room
            figure.setVisible(fits)
            figure.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
            x = x + size.width() if fits else self.width() + 1
        self.update()

    def paintEvent(self, event: object) -> None:
        shown = self.figures()
        x = shown[-1].geometry().right() + self._theme.px(8) if shown else 0.0
        if x + self._time_width() > self.width():
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text.tertiary"))
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), Qt.AlignmentFlag.AlignVCenter, self._time)

    def _time_width(self) -> float:
        return QFontMetricsF(self._theme.font("caption")).horizontalAdvance(self._time) + self._theme.px(8)

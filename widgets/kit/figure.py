"""The KPI figure: label and time, the value with its unit, its counterpart, and the last hours as a line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.kit.countdown import paint_countdown
from widgets.kit.scribe import LINE, Scribe, Written, fitting, text_width
from widgets.kit.sparkline import Spark, paint_share, paint_sparkline
from widgets.theme.theme import Theme

UNIT_SHARE = 1 / 3  # of the figure's em
FIGURE_LINE = 1.08
SPARK_LEAST, SPARK_MOST = 2.6, 5.6  # ems of the text
GAP = 0.5  # em of the text


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure shows, in the reader's words.

    `label`, `time` and `note` are wordings of the same thing, longest first: the first that fits is shown. `over` is
    the share of a limit used, drawn as a countdown before the note. `stale` (when not empty) stands in the time's place
    and the figure is hatched. `spoken` is read aloud; `tip` explains.
    """

    label: tuple[str, ...]
    time: tuple[str, ...]
    value: str
    unit: str = ""
    note: tuple[str, ...] = ()
    spark: Spark | None = None
    over: float | None = None
    stale: str = ""
    spoken: str = ""
    tip: str = ""


class KpiFigure(QAbstractButton):
    """One figure; `clicked` when a person opens it (only if `clickable`).

    Sizes are ems in px: of the value, of the texts, of the time and the unit. None takes the theme's roles figure, body
    and caption.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        figure_px: float | None = None,
        text_px: float | None = None,
        note_px: float | None = None,
        clickable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sizes = (figure_px, text_px, note_px)
        self._clickable = clickable
        self._shown: Shown | None = None
        self.written: list[Written] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)

    # ---- what it shows -------------------------------------------------------------------------------------------

    @property
    def shown(self) -> Shown | None:
        """What it shows now."""
        return self._shown

    def show_figure(self, shown: Shown) -> None:
        """Shows another value; repaints only where something differs."""
        if shown == self._shown:
            return
        self._shown = shown
        self.setAccessibleName(shown.spoken or f"{shown.label[0]} {shown.value} {shown.unit}".strip())
        self.setToolTip(shown.tip)
        self.update()

    # ---- sizes ---------------------------------------------------------------------------------------------------

    @property
    def figure_px(self) -> float:
        """The em of the value."""
        return self._sizes[0] or self._theme.type_px("figure")

    @property
    def text_px(self) -> float:
        """The em of label and note."""
        return self._sizes[1] or self._theme.type_px("body")

    @property
    def note_px(self) -> float:
        """The em of time and, where it isn't smaller, of the unit."""
        return self._sizes[2] or self._theme.type_px("caption")

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(9 * self.text_px), height_of(self.figure_px, self.text_px))

    def minimumSizeHint(self) -> QSize:
        return QSize(math.ceil(6 * self.text_px), height_of(self.figure_px, self.text_px))

    # ---- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe = Scribe(painter, self._theme)
        if self._clickable:
            self._ground(painter)
        if self._shown is not None:
            self._paint(scribe, self._shown, self._inner())
        self.written = scribe.written

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()

    def _inner(self) -> QRectF:
        side = self._theme.px(6) if self._clickable else 0.0
        room = QRectF(self.rect()).adjusted(side, 0, -side, 0)
        high = height_of(self.figure_px, self.text_px)
        return QRectF(room.left(), room.top() + max(0.0, (room.height() - high) / 2), room.width(), high)

    def _ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect())
        if self.isDown() or self.underMouse():
            painter.fillRect(box, self._theme.colour("surface.pressed" if self.isDown() else "surface.hover"))
        if self.hasFocus():
            width = self._theme.px("focus.width")
            painter.setPen(self._theme.pen("accent.base", self._theme.tokens.number("focus.width")))
            painter.drawRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _paint(self, scribe: Scribe, shown: Shown, box: QRectF) -> None:
        text = self.text_px
        top = QRectF(box.left(), box.top(), box.width(), text * LINE)
        middle = QRectF(box.left(), top.bottom(), box.width(), self.figure_px * FIGURE_LINE)
        foot = QRectF(box.left(), middle.bottom(), box.width(), text * LINE)
        self._head(scribe, shown, top)
        self._value(scribe, shown, middle)
        self._note(scribe, shown, foot)
        if shown.stale:
            scribe.hatch(QRectF(self.rect()), 0.25 * text)

    def _head(self, scribe: Scribe, shown: Shown, box: QRectF) -> None:
        theme, right = self._theme, Qt.AlignmentFlag.AlignRight
        times = (shown.stale,) if shown.stale else shown.time
        label, time = _head_of(shown.label, times, box.width() - GAP * self.text_px, self.text_px, self.note_px, theme)
        width = scribe.line(time, box, self.note_px, theme.colour("text.tertiary"), right)
        left = box.adjusted(0, 0, -width - GAP * self.text_px, 0)
        scribe.line(label, left, self.text_px, theme.colour("text.tertiary" if shown.stale else "text.secondary"))

    def _value(self, scribe: Scribe, shown: Shown, box: QRectF) -> None:
        theme = self._theme
        tone = theme.colour("text.tertiary" if shown.stale else "text.primary")
        width = scribe.line(shown.value, box, self.figure_px, tone)
        x = box.left() + width
        if shown.unit:
            px = max(self.figure_px * UNIT_SHARE, self.note_px)
            # the unit stands on the digits' baseline
            line = box.center().y() + 0.38 * math.ceil(self.figure_px) - 0.38 * math.ceil(px)
            unit = QRectF(x + 0.2 * px, line - px / 2, box.right() - x, px)
            x += 0.2 * px + scribe.line(shown.unit, unit, px, theme.colour("text.tertiary"))
        free = box.right() - x - 2 * GAP * self.text_px
        if shown.spark is None or free < SPARK_LEAST * self.text_px:
            return
        wide = min(free, SPARK_MOST * self.text_px)
        high = box.height() * 0.5
        spark = QRectF(box.right() - wide, box.center().y() - high * 0.55, wide, high)
        if shown.spark.share is not None:
            paint_share(scribe, spark, shown.spark, self.note_px, theme)
        else:
            paint_sparkline(scribe.painter, spark, shown.spark, self.text_px, theme, dim=bool(shown.stale))

    def _note(self, scribe: Scribe, shown: Shown, box: QRectF) -> None:
        if not shown.note:
            return
        theme, px = self._theme, self.text_px
        if shown.over is not None:
            side = px * 1.05
            pie = scribe.keep(QRectF(box.left(), box.center().y() - side / 2, side, side))
            paint_countdown(scribe.painter, pie, shown.over, theme)
            box = box.adjusted(side + 0.35 * px, 0, 0, 0)
        text = scribe.choice(shown.note, box.width(), px)
        scribe.line(text, box, px, theme.colour("text.tertiary" if shown.stale else "text.secondary"))


def height_of(figure_px: float, text_px: float) -> int:
    """The height of a figure in px."""
    return math.ceil(2 * text_px * LINE + figure_px * FIGURE_LINE)


def _head_of(
    labels: tuple[str, ...], times: tuple[str, ...], width: float, label_px: float, time_px: float, theme: Theme
) -> tuple[str, str]:
    """The longest wordings of label and time that fit beside each other; the time is shortened before the label."""
    for label in labels:
        for time in times:
            if text_width(label, label_px, theme) + text_width(time, time_px, theme) <= width:
                return label, time
    time = times[-1] if times else ""
    return fitting(labels, width - text_width(time, time_px, theme), label_px, theme), time

"""What the colours of the areas mean: figure, level, time, the classes with their limits between the boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.map.plate import Plate
from widgets.theme.theme import Theme

PADDING, BOX, STRIP, PAGE_STRIP = 10.0, 11.0, 204.0, 150.0  # px at 1x


@dataclass(frozen=True, slots=True)
class Key:
    """Words and colours of a legend: `limits` stand between the boxes; `unknown` names the colour of what isn't known.

    `figures` are (name, words) to choose from, `figure` the chosen one; `fixed` tells which classes are in use.
    """

    title: str
    note: str
    colours: tuple[QColor, ...]
    limits: tuple[str, ...]
    unknown: str = ""
    land: QColor = field(default_factory=QColor)
    figures: tuple[tuple[str, str], ...] = ()
    figure: str = ""
    fixed: bool = False


class Legend(Plate):
    """Painted at the size of the seat's type; on a desk the title opens the choice. Signals: `figure_chosen(name)`,

    `classes_chosen(fixed)`.
    """

    figure_chosen = Signal(str)
    classes_chosen = Signal(bool)

    def __init__(self, theme: Theme, words: Words, icons: Icons | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, ruled=icons is not None, parent=parent)
        self._words, self._icons = words, icons
        self.key: Key | None = None
        self.button = QToolButton(self)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.button.setVisible(icons is not None)
        self.button.clicked.connect(self._open)
        self.hide()

    def show_key(self, key: Key) -> None:
        """Shows another key, and takes the room it needs."""
        if key == self.key:
            return
        self.key = key
        if self._icons is not None:
            self.button.setText(key.title)
            self.button.setIcon(self._icons.icon("caret", "text.tertiary"))
            self.button.setToolTip(self._words("Choose what the colours show, and the classes"))
        spoken = ", ".join(key.limits)
        self.setAccessibleName(
            self._words("Legend: {title}. {note}. Limits {limits}", title=key.title, note=key.note, limits=spoken)
        )
        self.button.setAccessibleName(self.accessibleName())
        self.resize(self.sizeHint())
        self.setVisible(bool(key.colours))
        self.update()

    def sizeHint(self) -> QSize:
        px, key = self.theme.px, self.key
        if key is None:
            return QSize(0, 0)
        small = QFontMetricsF(self.theme.font("caption"))
        title = QFontMetricsF(self.theme.font("body")).horizontalAdvance(key.title)
        note = small.horizontalAdvance(key.note)
        desk = self._icons is not None
        wide = max(self._strip(), self._unknown_px(), title + px(30) if desk else title + px(14) + note, note)
        lines = self._line("body") + px(4) + px(BOX) + px(2)
        lines += self._line("caption") * (1 + bool(key.unknown) + desk)
        return QSize(round(wide + 2 * px(PADDING)), round(lines + 1.4 * px(PADDING)))

    def menu(self) -> QMenu:
        """The choice of figures and classes."""
        menu, key = QMenu(self), self.key
        for name, words in key.figures if key is not None else ():
            self._choice(menu, words, key.figure == name, lambda *_, n=name: self.figure_chosen.emit(n))
        menu.addSeparator()
        for fixed, words in (
            (False, self._words("Classes with as many areas each")),
            (True, self._words("Classes with limits that stay")),
        ):
            self._choice(
                menu, words, key is not None and key.fixed == fixed, lambda *_, f=fixed: self.classes_chosen.emit(f)
            )
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        key = self.key
        if key is None:
            return
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        left, top = px(PADDING), 0.6 * px(PADDING)
        if self._icons is None:
            self._write(painter, "body", "text.primary", left, top, key.title)
            wide = QFontMetricsF(theme.font("caption")).horizontalAdvance(key.note)
            self._write(painter, "caption", "text.tertiary", self.width() - left - wide, top, key.note, "body")
        top += self._line("body") + px(4)
        self._boxes(painter, left, top, key)
        top += px(BOX) + px(2)
        step = self._strip() / len(key.colours) if key.colours else 0.0
        small = theme.font("caption")
        for at, limit in enumerate(key.limits):
            wide = QFontMetricsF(small).horizontalAdvance(limit)
            self._write(painter, "caption", "text.secondary", left + (at + 1) * step - wide / 2, top, limit)
        top += self._line("caption")
        if key.unknown:
            side = px(BOX)
            box = QRectF(left, top + (self._line("caption") - side) / 2, side, side)
            painter.fillRect(box, key.land)
            painter.setPen(theme.pen("line.strong"))
            painter.drawRect(box)
            self._write(painter, "caption", "text.secondary", left + side + px(6), top, key.unknown)
            top += self._line("caption")
        if self._icons is not None:
            self._write(painter, "caption", "text.tertiary", left, top, key.note)

    def resizeEvent(self, event: object) -> None:
        px = self.theme.px
        self.button.setIconSize(QSize(round(px(12)), round(px(12))))
        self.button.setGeometry(
            round(px(5)), round(px(3)), self.width() - round(px(10)), round(self._line("body") + px(6))
        )

    def _boxes(self, painter: QPainter, left: float, top: float, key: Key) -> None:
        if not key.colours:
            return
        step, gap = self._strip() / len(key.colours), max(1.0, self.theme.px(1))
        for at, colour in enumerate(key.colours):
            painter.fillRect(QRectF(left + at * step, top, step - gap, self.theme.px(BOX)), colour)
        painter.setPen(self.theme.pen("line.strong"))
        painter.drawRect(QRectF(left - 0.5, top - 0.5, self._strip() - gap + 1, self.theme.px(BOX) + 1))

    def _write(self, painter: QPainter, role: str, tone: str, x: float, y: float, text: str, line: str = "") -> None:
        """Writes in the middle of a line of its own role, or of another's."""
        font = self.theme.font(role)
        painter.setFont(font)
        painter.setPen(self.theme.colour(tone))
        metrics = QFontMetricsF(font)
        painter.drawText(QPointF(x, y + (self._line(line or role) - metrics.height()) / 2 + metrics.ascent()), text)

    def _strip(self) -> float:
        """The width of the boxes: room for every limit between two of them."""
        key, least = self.key, self.theme.px(STRIP if self._icons is not None else PAGE_STRIP)
        if key is None or not key.colours:
            return least
        small = QFontMetricsF(self.theme.font("caption"))
        widest = max((small.horizontalAdvance(limit) for limit in key.limits), default=0.0)
        return max(least, len(key.colours) * (widest + self.theme.px(8)))

    def _unknown_px(self) -> float:
        key = self.key
        if key is None or not key.unknown:
            return 0.0
        return self.theme.px(BOX + 6) + QFontMetricsF(self.theme.font("caption")).horizontalAdvance(key.unknown)

    def _line(self, role: str) -> float:
        return max(self.theme.line_px(role), QFontMetricsF(self.theme.font(role)).height())

    def _choice(self, menu: QMenu, words: str, chosen: bool, does: object) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(does)

    def _open(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.button.mapToGlobal(QPointF(0, -menu.sizeHint().height()).toPoint()))

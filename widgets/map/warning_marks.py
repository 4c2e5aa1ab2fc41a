"""Warnings on the map: a glyph with its character and the circle of its radius; where glyphs would touch, the worst

stands for all of them and says how many they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from services.words import Words
from widgets.kit.level_glyph import LevelGlyphs
from widgets.map.areas import Hit
from widgets.map.overlays import Glyphs, Overlay, frame
from widgets.map.projection import degrees_of_x, degrees_of_y
from widgets.map.style import MapStyle
from widgets.theme.theme import SeatKind

SIZES: Mapping[int, float] = {1: 34.0, 2: 30.0, 3: 28.0, 4: 28.0}  # px at 1x
APART = 0.9  # of the larger glyph: nearer ones are one stack
BADGE = 11.0


@dataclass(frozen=True, slots=True)
class WarningMark:
    """A warning in metres: its level, whether it is acknowledged, its circle (0 for none).

    `above`: it stands above the name of the area it is about, not on a point.
    """

    number: int
    x: float
    y: float
    severity: int
    hollow: bool = False
    radius: float = 0.0
    above: bool = False
    label: str = ""


@dataclass(slots=True)
class Stack:
    """What is drawn at one place: the worst warning, its box in the viewport, and all that it stands for."""

    mark: WarningMark
    box: QRectF
    numbers: list[int]


class WarningMarks(Overlay):
    """The marks of a canvas; `show` takes them worst first. `bare`: circles alone, as on the small map of a card."""

    def __init__(self, box: pg.ViewBox, z: float, beside: Glyphs, words: Words) -> None:
        super().__init__(box, z)
        self.marks: Sequence[WarningMark] = ()
        self.chosen: int | None = None
        self.bare = False
        self._beside, self._words = beside, words
        self._style: MapStyle | None = None
        self._glyphs: LevelGlyphs | None = None
        self._stacks: list[Stack] | None = None

    def show_marks(self, marks: Sequence[WarningMark]) -> None:
        """Other warnings, the worst first."""
        self.marks, self._stacks = tuple(marks), None
        self.update()

    def choose(self, number: int | None) -> None:
        """Puts the corners around a warning; None takes them away."""
        self.chosen = number
        self.update()

    def wear(self, style: MapStyle) -> None:
        """Another theme or zoom."""
        self._style = style
        self._glyphs, self._stacks = LevelGlyphs(style.theme), None

    def look_from(self, west: float, north: float, scale: float) -> None:
        super().look_from(west, north, scale)
        self._stacks = None

    def hit(self, pos: QPointF, x: float, y: float) -> Hit | None:
        """The warning whose glyph lies under a pixel; `x`, `y` are the same place in metres."""
        if not self.isVisible() or self.bare:
            return None
        found = next((stack for stack in self.stacks() if stack.box.contains(pos)), None)
        return None if found is None else Hit("warning", 0, found.mark.number, degrees_of_x(x), degrees_of_y(y))

    def together(self, number: int) -> list[int]:
        """All warnings that the glyph of one stands for, itself first."""
        return next((stack.numbers for stack in self.stacks() if number in stack.numbers), [number])

    def place_of(self, number: int) -> tuple[float, float] | None:
        """Where a warning is, in metres; None where it is not on the map."""
        return next(((mark.x, mark.y) for mark in self.marks if mark.number == number), None)

    def rects(self) -> list[QRectF]:
        """Where they stand in the viewport, so that no name is put there."""
        if not self.isVisible() or self._style is None:
            return []
        named = [self._label_box(mark, self._style) for mark in self.marks if mark.label]
        return named if self.bare else [*named, *(stack.box for stack in self.stacks())]

    def stacks(self) -> list[Stack]:
        """What is drawn in this view."""
        if self._stacks is None:
            self._stacks = self._stacked()
        return self._stacks

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self._style is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._circles(painter, self._style)
        if not self.bare:
            for stack in reversed(self.stacks()):
                self._glyph(painter, stack, self._style)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _size(self, severity: int) -> float:
        return float(round(SIZES[severity] * (self._style.glyphs if self._style is not None else 1.0)))

    def _stacked(self) -> list[Stack]:
        """Worst first; one that would touch a glyph that stands joins it, found by cells of the largest size."""
        cell, seen = self._size(1), self._box.rect().adjusted(-60, -60, 60, 60)
        taken = {(round(box.left()), round(box.top())) for box in self._beside.rects()} if self._beside.marks else set()
        cells: dict[tuple[int, int], list[Stack]] = {}
        stacks: list[Stack] = []
        for mark in self.marks:
            box = self._box_of(mark, taken)
            middle = box.center()
            if not seen.contains(middle):
                continue
            column, row = int(middle.x() // cell), int(middle.y() // cell)
            near = (
                stack
                for i in (column - 1, column, column + 1)
                for j in (row - 1, row, row + 1)
                for stack in cells.get((i, j), ())
            )
            found = next((stack for stack in near if _touch(stack.box, box)), None)
            if found is not None:
                found.numbers.append(mark.number)
                continue
            stack = Stack(mark, box, [mark.number])
            stacks.append(stack)
            cells.setdefault((column, row), []).append(stack)
        return stacks

    def _box_of(self, mark: WarningMark, taken: set[tuple[int, int]]) -> QRectF:
        size, spot = self._size(mark.severity), self.at(mark.x, mark.y)
        left, top = round(spot.x() - size / 2), round(spot.y() - size / 2)
        if mark.above:  # beside the level of the area's incidents, where that stands above its name
            top = round(spot.y() - self._beside.above - size)
            own = round(spot.x() - self._beside.size / 2), round(spot.y() - self._beside.above - self._beside.size)
            left += round(self._beside.size / 2 + size / 2 + 2) if own in taken else 0
        return QRectF(left, top, size, size)

    def _circles(self, painter: QPainter, style: MapStyle) -> None:
        for mark in self.marks:
            reach = mark.radius * self.scale_px
            if reach < (8.0 if self.bare else self._size(mark.severity) * 0.6):
                continue
            spot, width = self.at(mark.x, mark.y), 1.6 * style.strokes
            if not self._box.rect().adjusted(-reach, -reach, reach, reach).contains(spot):
                continue
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, wide in (
                (style.theme.colour("map.halo"), width + 2.0),
                (style.theme.level(mark.severity), width),
            ):
                painter.setPen(QPen(colour, wide))
                painter.drawEllipse(spot, reach, reach)
            if mark.label:
                self._label(painter, mark, style)

    def _label_box(self, mark: WarningMark, style: MapStyle) -> QRectF:
        """Where the words of a circle stand: at its foot, never over the map's edge."""
        metrics = QFontMetricsF(style.theme.font("caption"))
        spot, reach, wide = self.at(mark.x, mark.y), mark.radius * self.scale_px, metrics.horizontalAdvance(mark.label)
        left = min(spot.x() + reach * 0.6, self._box.rect().right() - wide - 6)
        return QRectF(left, spot.y() + reach - metrics.ascent(), wide, metrics.height())

    def _label(self, painter: QPainter, mark: WarningMark, style: MapStyle) -> None:
        font, path, box = style.theme.font("caption"), QPainterPath(), self._label_box(mark, style)
        path.addText(QPointF(box.left(), box.top() + QFontMetricsF(font).ascent()), font, mark.label)
        halo = QPen(style.theme.colour("map.halo"), 3.0 * style.strokes)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, halo)
        painter.fillPath(path, style.theme.level(mark.severity, "ink"))

    def _glyph(self, painter: QPainter, stack: Stack, style: MapStyle) -> None:
        assert self._glyphs is not None
        mark, box, theme = stack.mark, stack.box, style.theme
        halo = QColor(theme.colour("map.halo"))
        halo.setAlphaF(0.75)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(halo))
        if mark.hollow:  # a hollow one must stand on something that is not the map
            painter.drawEllipse(box.center(), box.width() * 0.52, box.height() * 0.52)
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._glyphs.pixmap(mark.severity, box.width(), ratio, self._words.lang, hollow=mark.hollow)
        painter.drawPixmap(box.topLeft(), pixmap)
        if len(stack.numbers) > 1:
            self._badge(painter, box, len(stack.numbers), style)
        if self.chosen in stack.numbers:
            path = QPainterPath()
            frame(path, box.center(), box.width() * 0.72)
            width = style.stroke("selected")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, wide in ((theme.colour("map.halo"), width + 2), (theme.colour("text.primary"), width)):
                painter.setPen(QPen(colour, wide))
                painter.drawPath(path)

    def _badge(self, painter: QPainter, box: QRectF, count: int, style: MapStyle) -> None:
        """How many warnings the glyph stands for, on a plate at its corner."""
        theme, text = style.theme, str(count)
        wall = theme.type_px("small") if theme.seat is SeatKind.WALL else 0.0  # nothing on a wall is smaller
        font = theme.font_px(max(BADGE * style.marks, wall))
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(text) + 6 * style.marks, metrics.height()
        plate = QRectF(box.right() - 6 * style.marks, box.top() - high * 0.35, wide, high)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.brush("surface.overlay"))
        painter.drawRoundedRect(plate, 2, 2)
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _touch(one: QRectF, other: QRectF) -> bool:
    apart, size = one.center() - other.center(), APART * max(one.width(), other.width())
    return abs(apart.x()) < size and abs(apart.y()) < size

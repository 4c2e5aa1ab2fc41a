"""The glyph of a level: shape, colour and character; hollow once acknowledged."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from layers.style.levels import LevelLook
from services.words import Words
from widgets.kit.kept import Kept
from widgets.kit.scribe import HAN_MIDDLE, LATIN_MIDDLE
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

EDGE, HOLLOW = 0.055, 0.075  # widths of lines, of the glyph's box


def paint_level(
    painter: QPainter, box: QRectF, rank: int, theme: Theme, lang: str, *, hollow: bool = False, character: bool = True
) -> None:
    """Paints the glyph of a severity (1 red … 4 blue) into a square box, in logical px."""
    look, size = theme.tokens.level(rank), box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = level_path(look, box)
    if hollow:
        pen = QPen(theme.level(rank, "fill" if theme.name == "dark" else "edge"), max(1.2, HOLLOW * size))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(level_path(look, box.adjusted(*_inset(pen.widthF() / 2))))
    else:
        painter.fillPath(path, theme.level(rank))
        edge = _edge(rank, theme, size)
        if edge:
            painter.setPen(QPen(theme.level(rank, "edge"), edge, Qt.PenStyle.SolidLine))
            painter.drawPath(level_path(look, box.adjusted(*_inset(edge / 2))))
    if character and size >= theme.tokens.number("level.glyph_char_from"):
        painter.setPen(theme.level(rank, "ink" if hollow else "on"))
        _character(painter, box, look, theme.font_px(look.char_scale * size), lang)
    painter.restore()


def level_path(look: LevelLook, box: QRectF) -> QPainterPath:
    """The outline of a level's shape inside a square box."""
    path, middle = QPainterPath(), box.center()
    w, h = look.width * box.width(), look.height * box.height()
    if look.shape == "circle":
        path.addEllipse(middle, w / 2, h / 2)
        return path
    corners = [QPointF(middle.x() + x * w, middle.y() + y * h) for x, y in CORNERS[look.shape]]
    _rounded(path, corners, look.radius * box.width())
    return path


class LevelGlyphs:
    """Glyphs as pixmaps, painted once for each size, pixel ratio, language and theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made = Kept[tuple[object, ...], QPixmap](theme)

    def pixmap(self, rank: int, px: float, ratio: float, lang: str, *, hollow: bool = False) -> QPixmap:
        """The glyph of `px` logical px at that device pixel ratio."""
        key = (rank, px, ratio, lang, hollow, self._theme.name)
        found = self._made.now().get(key)
        if found is None:
            found = QPixmap(math.ceil(px * ratio), math.ceil(px * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            paint_level(painter, QRectF(0, 0, px, px), rank, self._theme, lang, hollow=hollow)
            painter.end()
            self._made.now()[key] = found
        return found


class LevelGlyph(QWidget):
    """One glyph as a widget, `size` px at 1x."""

    def __init__(self, theme: Theme, words: Words, rank: int, size: float = 34, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._size = theme, words, size
        self._rank, self._hollow = rank, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        follow(words, self, self._say)

    def show_level(self, rank: int, hollow: bool = False) -> None:
        """Shows another level, hollow when acknowledged."""
        self._rank, self._hollow = rank, hollow
        self._say()

    def sizeHint(self) -> QSize:
        side = self._theme.whole(self._size)
        return QSize(side, side)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        side = min(self.width(), self.height())
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_level(painter, box, self._rank, self._theme, self._words.lang, hollow=self._hollow)

    def _say(self) -> None:
        self.setAccessibleName(level_word(self._rank, self._words))
        self.setToolTip(
            f"{level_word(self._rank, self._words)} {self._theme.tokens.level(self._rank).name(self._words.lang)}"
        )
        self.update()


def level_word(rank: int, words: Words) -> str:
    """The level's colour as a word, for readers of the screen and of grey print."""
    return (words("Red"), words("Orange"), words("Yellow"), words("Blue"))[rank - 1]


CORNERS = {
    "triangle": ((0.0, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "diamond": ((0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)),
    "square": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
}


def _inset(by: float) -> tuple[float, float, float, float]:
    return by, by, -by, -by


def _edge(rank: int, theme: Theme, size: float) -> float:
    """The width of the outline: always on light grounds; on dark ones red alone, from the size that can carry it."""
    if theme.name == "light":
        return max(1.0, EDGE * size * 0.7)
    return theme.tokens.number("level.red_edge.width") * size if _wears_edge(rank, theme, size) else 0.0


def _wears_edge(rank: int, theme: Theme, size: float) -> bool:
    return rank == 1 and size >= theme.tokens.number("level.red_edge.from_px")


def _rounded(path: QPainterPath, corners: Sequence[QPointF], radius: float) -> None:
    for at, corner in enumerate(corners):
        before, after = corners[at - 1], corners[(at + 1) % len(corners)]
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        if at == 0:
            path.moveTo(start)
        else:
            path.lineTo(start)
        path.quadTo(corner, end)
    path.closeSubpath()


def _towards(start: QPointF, end: QPointF, length: float) -> QPointF:
    step = end - start
    return start + step * (length / math.hypot(step.x(), step.y()))


def _character(painter: QPainter, box: QRectF, look: LevelLook, font: QFont, lang: str) -> None:
    char = look.char(lang)
    middle = HAN_MIDDLE if ord(char[0]) > 0x2E80 else LATIN_MIDDLE
    painter.setFont(font)
    x = box.center().x() - QFontMetricsF(font).horizontalAdvance(char) / 2
    painter.drawText(QPointF(x, box.center().y() + look.char_dy * box.height() + middle * font.pixelSize()), char)

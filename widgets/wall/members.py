"""The facts behind a red warning on its map: small triangles where they happened, and what their circle holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from widgets.map.overlays import Overlay
from widgets.theme.theme import Theme

SIDE = 0.55  # ems of the wall's text


class Members(Overlay):
    """Places in metres as triangles in a level's colour, with its light edge; over the incidents, under the glyphs."""

    def __init__(self, box: pg.ViewBox, z: float, theme: Theme) -> None:
        super().__init__(box, z)
        self._theme = theme
        self.places: tuple[tuple[float, float], ...] = ()
        self._level, self._label = 1, ""
        self._circle: tuple[float, float, float] | None = None

    def show_places(
        self,
        places: Sequence[tuple[float, float]],
        level: int,
        circle: tuple[float, float, float] | None = None,
        label: str = "",
    ) -> bool:
        """Other facts; `label` stands at the right of a circle (x, y, radius) in metres. Whether they are others."""
        shown = tuple(places), level, circle, label
        if shown == (self.places, self._level, self._circle, self._label):
            return False
        self.places, self._level, self._circle, self._label = shown
        return True

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self._circle is not None and self._label:
            self._say(painter, self._circle)
        if not self.places:
            return
        side = SIDE * self._theme.type_px("text")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.level(self._level, "edge"), max(1.5, side / 14)))
        painter.setBrush(self._theme.level(self._level))
        for x, y in self.places:
            at = self.at(x, y)
            corners = (QPointF(0, -0.6), QPointF(0.55, 0.4), QPointF(-0.55, 0.4))
            painter.drawPolygon(QPolygonF([at + corner * side for corner in corners]))

    def _say(self, painter: QPainter, circle: tuple[float, float, float]) -> None:
        em = self._theme.type_px("text")
        font = self._theme.font_px(em)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(self._label)
        at = self.at(circle[0], circle[1]) + QPointF(circle[2] * self.scale_px + 0.3 * em, 0.38 * em)
        at.setX(min(at.x(), self._box.rect().right() - wide - 0.5 * em))
        plate = QRectF(at.x() - 0.3 * em, at.y() - 1.05 * em, wide + 0.6 * em, 1.4 * em)
        painter.fillRect(plate, self._theme.colour("surface.panel", 0.94))
        painter.setFont(font)
        painter.setPen(self._theme.colour("text.primary"))
        painter.drawText(at, self._label)

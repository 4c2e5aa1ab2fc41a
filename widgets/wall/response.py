"""The pane of a response on a wall: a plate with its level, what stands, and at the right how long and who is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from widgets.emergency.plate import paint_level
from widgets.kit.scribe import Scribe, fitting
from widgets.wall.pane import RIGHT, WallPane


class ResponsePane(WallPane):
    """One line over the map, with a frame in the tone of text: no hue, since hues are levels of severity."""

    _level = 4
    _texts: tuple[str, ...] = ()
    _rights: tuple[str, ...] = ("",)

    def show_response(self, level: int, texts: Sequence[str], rights: Sequence[str]) -> None:
        """Another state; `texts` and what stands at the right from long to short."""
        if (level, tuple(texts), tuple(rights)) != (self._level, self._texts, self._rights):
            self._level, self._texts, self._rights = level, tuple(texts), tuple(rights)
            self.say(self._texts[0], rights[:1])
            self.update()

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        em = self.em
        scribe.painter.fillRect(box, self.theme.colour("surface.raised"))
        scribe.painter.fillRect(
            QRectF(box.left(), box.top(), 0.2 * em, box.height()), self.theme.colour("text.primary")
        )
        plate = QRectF(box.left() + 0.6 * em, box.top() + 0.25 * em, 2.0 * em, box.height() - 0.5 * em)
        paint_level(scribe.painter, plate, self.theme, self._level)
        line = box.adjusted(3.1 * em, 0, -0.6 * em, 0)
        least = min((scribe.width(text, em) for text in self._texts), default=0.0)
        right = fitting((*self._rights, ""), line.width() - least - 0.8 * em, em, self.theme)
        width = scribe.line(right, line, em, self.tone("text.secondary"), RIGHT)
        free = line.width() - width - 0.8 * em
        text = fitting(self._texts, free, em, self.theme)
        scribe.line(text, QRectF(line.left(), line.top(), free, line.height()), em, self.tone("text.primary"))

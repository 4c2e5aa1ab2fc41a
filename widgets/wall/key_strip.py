"""The key under a wall's map: what the colours mean, their limits, the scale; one line where there is little room."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPen

from services.words import Words
from services.words.numbers import THIN
from widgets.kit.scribe import Scribe
from widgets.map.scale_bar import round_length
from widgets.theme.theme import Theme
from widgets.wall.pane import RIGHT, WallPane

TALL, LOW = 2.35, 1.6  # ems of the text: with the limits under the boxes, and in one line
ROOMY = 22.0  # ems of height from which a map has the taller key
BOX, BOX_HEIGHT, SMALL_BOX = 1.5, 0.72, 0.6
SCALE = 4.5  # ems that the scale's bar takes at most


@dataclass(frozen=True, slots=True)
class KeyShown:
    """The figure in wordings from long to short, its time, the classes' colours and the limits between them."""

    title: tuple[str, ...]
    note: str
    colours: tuple[QColor, ...]
    limits: tuple[str, ...]


class KeyStrip(WallPane):
    """Title and classes at the left, the scale at the right."""

    def __init__(self, theme: Theme, words: Words, parent: object = None) -> None:
        super().__init__(theme, parent)  # type: ignore[arg-type]
        self._words = words
        self._shown: KeyShown | None = None
        self._metres_px = 0.0

    def height_beside(self, height: float) -> float:
        """How high the key is in a pane of that height, in px."""
        return (TALL if height >= ROOMY * self.em else LOW) * self.em

    def show_key(self, shown: KeyShown) -> None:
        """Shows another figure's classes."""
        if shown != self._shown:
            self._shown = shown
            self.say(shown.title[0], [shown.note, self._words.formats.listing(shown.limits)])
            self.update()

    def show_scale(self, metres_px: float) -> None:
        """Metres on the ground by px, in the middle of the map."""
        if not math.isclose(metres_px, self._metres_px, rel_tol=1e-3):
            self._metres_px = metres_px
            self.update()

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown, em = self._shown, self.em
        row = QRectF(box.left(), box.top(), box.width(), LOW * em)
        right = self._scale(scribe, row)
        if shown is None or not shown.colours:
            return
        if not shown.limits:  # one class says nothing by its colour
            scribe.line(shown.title[0], row, em, self.tone("text.secondary"))
            return
        gap = em if right < row.right() else 0.0
        free = QRectF(row.left(), row.top(), right - row.left() - gap, row.height())
        if box.height() >= TALL * em - 1:
            self._two_lines(scribe, free, shown)
        else:
            self._one_line(scribe, free, shown)

    def _two_lines(self, scribe: Scribe, row: QRectF, shown: KeyShown) -> None:
        em = self.em
        step = max([BOX * em, *(scribe.width(limit, em) + 0.35 * em for limit in shown.limits)])
        strip = step * len(shown.colours)
        titles = (*([f"{shown.title[0]} · {shown.note}"] if shown.note else []), *shown.title)
        title = scribe.choice(titles, row.width() - strip - 0.8 * em, em)
        if scribe.width(title, em) > row.width() - strip - 0.8 * em:
            self._one_line(scribe, row, shown)
            return
        x = row.left() + scribe.line(title, row, em, self.tone("text.secondary")) + 0.8 * em
        boxes = QRectF(x, row.center().y() - BOX_HEIGHT * em / 2, strip, BOX_HEIGHT * em)
        self._boxes(scribe, boxes, shown)
        for at, limit in enumerate(shown.limits):
            wide = scribe.width(limit, em)
            place = QRectF(x + (at + 1) * step - wide / 2, boxes.bottom() + 0.1 * em, wide + 1, 1.1 * em)
            scribe.line(limit, place, em, self.tone("text.tertiary"))

    def _one_line(self, scribe: Scribe, row: QRectF, shown: KeyShown) -> None:
        """The first and the last limit at the ends of small boxes."""
        em = self.em
        strip = SMALL_BOX * em * len(shown.colours)
        ends = (shown.limits[0], shown.limits[-1]) if shown.limits else ("", "")
        taken = strip + sum(scribe.width(end, em) for end in ends) + 1.4 * em
        title = scribe.choice((*shown.title, ""), row.width() - taken, em)
        x = row.left()
        if title:
            x += scribe.line(title, row, em, self.tone("text.secondary")) + 0.8 * em
        x += scribe.line(ends[0], QRectF(x, row.top(), taken, row.height()), em, self.tone("text.tertiary")) + 0.3 * em
        boxes = QRectF(x, row.center().y() - BOX_HEIGHT * em / 2, strip, BOX_HEIGHT * em)
        self._boxes(scribe, boxes, shown)
        last = QRectF(boxes.right() + 0.3 * em, row.top(), taken, row.height())
        scribe.line(ends[1], last, em, self.tone("text.tertiary"))

    def _boxes(self, scribe: Scribe, box: QRectF, shown: KeyShown) -> None:
        step = box.width() / len(shown.colours)
        for at, colour in enumerate(shown.colours):
            scribe.painter.fillRect(QRectF(box.left() + at * step, box.top(), step, box.height()), colour)
        scribe.painter.setPen(QPen(self.theme.colour("line.strong"), max(1.0, round(self.em / 28))))
        scribe.painter.drawRect(box)

    def _scale(self, scribe: Scribe, row: QRectF) -> float:
        """Draws the scale where the key leaves it room; gives where it begins."""
        em = self.em
        if self._metres_px <= 0 or row.width() < 26 * em:
            return row.right()
        metres = round_length(self._metres_px * SCALE * em)
        length, name = metres / self._metres_px, self._length(metres)
        left = row.right() - scribe.line(name, row, em, self.tone("text.secondary"), RIGHT) - 0.4 * em - length
        pen = QPen(self.theme.colour("text.secondary"), max(1.0, round(em / 22)))
        scribe.painter.setPen(pen)
        y = round(row.center().y() + 0.25 * em)
        scribe.painter.drawLine(round(left), y, round(left + length), y)
        for x in (left, left + length):
            scribe.painter.drawLine(round(x), y, round(x), round(y - 0.3 * em))
        return left

    def _length(self, metres: float) -> str:
        formats = self._words.formats
        number, unit = (metres, "m") if metres < 1000 else (metres / 1000, "km")
        return f"{formats.integer(number) if number >= 1 else formats.decimal(number)}{THIN}{formats.unit(unit)}"

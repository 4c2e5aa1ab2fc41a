"""The head of a wall: city and scene, the marks of a demo and of a drill, date and clock."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from widgets.kit.scribe import Scribe, fitting
from widgets.wall.pane import RIGHT, StripPane


@dataclass(frozen=True, slots=True)
class HeaderShown:
    """City, scene, marks (none for real data and no drill), date in wordings from long to none, and the clock."""

    city: str
    scene: str
    marks: tuple[str, ...]
    date: tuple[str, ...]
    clock: str


class HeaderPane(StripPane):
    """City, scene and mark on the first screen, the clock on the last."""

    _shown: HeaderShown | None = None

    def show_header(self, shown: HeaderShown) -> None:
        """Shows another time or scene."""
        if shown != self._shown:
            clock_only = self._shown is not None and (shown.city, shown.scene, shown.marks, shown.date) == (
                self._shown.city, self._shown.scene, self._shown.marks, self._shown.date,
            )  # fmt: skip
            self._shown = shown
            self.say(f"{shown.city} {shown.scene}", [*shown.marks, shown.date[0], shown.clock])
            if clock_only:
                self.update(self._clock_box())
            else:
                self.update()

    def _clock_box(self) -> object:
        last = self.last()
        wide = self.theme.type_px("clock") * 5
        return last.adjusted(max(0.0, last.width() - wide), 0, 0, 0).toAlignedRect()

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown = self._shown
        if shown is None:
            return
        em, clock, title = self.em, self.theme.type_px("clock"), self.theme.type_px("title")
        first, last = self.first(), self.last()
        width = scribe.line(shown.clock, last, clock, self.theme.colour("text.primary"), RIGHT)
        need = self._left_width(scribe, shown, title) if not self.screens else 0.0
        free = last.width() - width - 1.0 * em - need
        date = fitting((*shown.date, ""), free, em, self.theme)
        left = last.adjusted(0, 0, -width - 0.9 * em, 0)
        taken = scribe.line(date, left, em, self.theme.colour("text.secondary"), RIGHT) + 0.9 * em if date else 0.0
        room = first if self.screens else first.adjusted(0, 0, -width - 1.0 * em - taken, 0)
        self._left(scribe, room, shown, title)
        self.rule(scribe, box.bottom() - 1, box.left(), box.right())

    def _left_width(self, scribe: Scribe, shown: HeaderShown, title: float) -> float:
        marks = sum(scribe.width(mark, self.em) + 1.4 * self.em for mark in shown.marks) + 0.8 * self.em
        return scribe.width(shown.city, title) + scribe.width(shown.scene, title) + 2.2 * self.em + marks

    def _left(self, scribe: Scribe, box: QRectF, shown: HeaderShown, title: float) -> None:
        em = self.em
        marks = sum(scribe.width(mark, em) + 1.4 * em for mark in shown.marks)
        x = box.left() + scribe.line(shown.city, box, title, self.theme.colour("text.primary"))
        x += 0.7 * em
        # where the head is short the marks stay and the scene's name goes
        free = box.right() - x - 0.8 * em - (marks + 0.9 * em if marks else 0.0)
        if scribe.width(shown.scene, title) <= free:
            scribe.painter.fillRect(
                QRectF(x, box.center().y() - 0.55 * em, max(1.0, em / 24), 1.1 * em), self.theme.colour("line.strong")
            )
            x += 0.7 * em
            place = QRectF(x, box.top(), box.right() - x, box.height())
            x += scribe.line(shown.scene, place, title, self.theme.colour("text.secondary")) + 0.9 * em
        for mark in shown.marks:
            plate = QRectF(x, box.center().y() - 0.85 * em, scribe.width(mark, em) + 0.8 * em, 1.7 * em)
            scribe.painter.setPen(self.theme.pen(self.theme.tokens.text("demo.border"), 1))
            scribe.painter.setBrush(Qt.BrushStyle.NoBrush)
            scribe.painter.drawRect(plate)
            scribe.line(mark, plate, em, self.theme.colour("text.secondary"), Qt.AlignmentFlag.AlignHCenter)
            x = plate.right() + 0.6 * em

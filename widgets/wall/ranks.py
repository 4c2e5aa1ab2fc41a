"""Areas, roles or whatever is counted, as bars on one scale, highest first; what is not shown is counted below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from widgets.kit.scribe import Scribe, text_width
from widgets.wall.pane import RIGHT, WallPane

ROW, BAR = 1.95, 0.72  # ems of the text
NAME_MOST = 0.66  # of the width
FOOT = 1.5


@dataclass(frozen=True, slots=True)
class Rank:
    """One bar: `part` of `value` is drawn in the part's colour; `figure` is the number in words."""

    name: str
    value: float
    figure: str
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class RanksShown:
    """Bars with their title, the time at its right, the names of whole and part, and the lines that make it add up.

    `rest(n)`-like sentences are given ready for each number of rows: `rests[n]` says what the areas beyond the first n
    count. `apart` is what belongs to none of them, longest wording first. `alarming`: the part is over its limit.
    """

    title: str
    time: str
    rows: tuple[Rank, ...]
    whole: str = ""
    part: str = ""
    rests: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    empty: str = ""
    alarming: bool = True


class RanksPane(WallPane):
    """Bars of counts; as many rows as the height holds at the wall's size of type."""

    _shown: RanksShown | None = None

    def show_ranks(self, shown: RanksShown) -> None:
        """Shows other counts."""
        if shown != self._shown:
            self._shown = shown
            self.say(shown.title, [*(f"{row.name} {row.figure}" for row in shown.rows), *shown.apart[:1]])
            self.update()

    def rows_in(self, height: float) -> int:
        """How many bars a height in px holds beside title and the lines below."""
        room = height - (1.75 + 0.35) * self.em - self._foot_lines() * FOOT * self.em
        return max(0, int(room / (ROW * self.em)))

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown = self._shown
        if shown is None:
            return
        count = min(len(shown.rows), self.rows_in(box.height()))
        rest = self.title(scribe, box, shown.title, shown.time)
        if not shown.rows:
            self.sentence(scribe, rest, shown.empty)
            self._foot(scribe, QRectF(rest.left(), box.bottom() - FOOT * self.em, rest.width(), FOOT * self.em), 0)
            return
        rows = shown.rows[:count]
        if rows:
            self._bars(scribe, rest, rows)
        top = rest.top() + count * ROW * self.em
        self._foot(scribe, QRectF(rest.left(), top, rest.width(), box.bottom() - top), count)

    def _foot_lines(self) -> int:
        shown = self._shown
        if shown is None:
            return 0
        beside = bool(shown.whole) and bool(shown.rests) and self._fit_beside(shown, self.width())
        return bool(shown.whole) + bool(shown.rests) + bool(shown.apart) - beside

    def _fit_beside(self, shown: RanksShown, width: float) -> bool:
        """Whether the names of the bars' parts and the longest rest share one line."""
        em, theme = self.em, self.theme
        names = sum(text_width(text, em, theme) + 1.75 * em for text in (shown.whole, shown.part) if text)
        return names + max(text_width(text, em, theme) for text in shown.rests) <= width

    def _bars(self, scribe: Scribe, box: QRectF, rows: tuple[Rank, ...]) -> None:
        em = self.em
        widest = max(scribe.width(row.name, em) for row in rows)
        name = min(widest, NAME_MOST * box.width())
        figures = max(scribe.width(row.figure, em) for row in rows)
        left = box.left() + name + 0.5 * em
        most = max(2 * em, box.right() - figures - 0.4 * em - left)
        scale = most / max(1e-9, *(row.value for row in rows))
        for at, row in enumerate(rows):
            line = QRectF(box.left(), box.top() + at * ROW * em, box.width(), ROW * em)
            scribe.line(row.name, QRectF(line.left(), line.top(), name, line.height()), em, self.tone("text.primary"))
            bar = QRectF(left, line.center().y() - BAR * em / 2, row.value * scale, BAR * em)
            self._bar(scribe, bar, row)
            place = QRectF(bar.right() + 0.35 * em, line.top(), box.right() - bar.right(), line.height())
            scribe.line(row.figure, place, em, self.tone("text.primary"))

    def _bar(self, scribe: Scribe, bar: QRectF, row: Rank) -> None:
        scribe.painter.fillRect(bar, self.theme.colour("chart.ghost"))
        if row.part > 0 and row.value > 0:
            part = QRectF(bar.left(), bar.top(), max(2.0, bar.width() * row.part / row.value), bar.height())
            scribe.painter.fillRect(part, self._part_colour())

    def _part_colour(self) -> object:
        alarming = self._shown is not None and self._shown.alarming
        return self.theme.level(1) if alarming else self.theme.colour("chart.ink")

    def _foot(self, scribe: Scribe, box: QRectF, count: int) -> None:
        shown, em = self._shown, self.em
        if shown is None:
            return
        y = box.top()
        rest = shown.rests[count] if count < len(shown.rests) else ""
        if shown.whole and count:
            line = QRectF(box.left(), y, box.width(), FOOT * em)
            self._names(scribe, line)
            if rest and self._fit_beside(shown, box.width()):
                scribe.line(rest, line, em, self.tone("text.tertiary"), RIGHT)
                rest = ""
            y += FOOT * em
        for text in (rest, scribe.choice(shown.apart, box.width(), em)):
            if text:
                scribe.line(text, QRectF(box.left(), y, box.width(), FOOT * em), em, self.tone("text.tertiary"))
                y += FOOT * em

    def _names(self, scribe: Scribe, line: QRectF) -> None:
        shown, em = self._shown, self.em
        if shown is None:
            return
        side, x = 0.55 * em, line.left()
        for text, colour in ((shown.whole, self.theme.colour("chart.ghost")), (shown.part, self._part_colour())):
            if not text:
                continue
            scribe.painter.fillRect(QRectF(x, line.center().y() - side / 2, side, side), colour)
            x += side + 0.3 * em
            x += scribe.line(
                text, QRectF(x, line.top(), line.right() - x, line.height()), em, self.tone("text.tertiary")
            )
            x += 0.9 * em

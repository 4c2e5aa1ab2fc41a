"""A list of incidents: when, which level, what, where, through whom; new ones wear a white bar for six seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from widgets.kit.level_glyph import paint_level
from widgets.kit.marks import fresh_step, paint_fresh
from widgets.kit.scribe import Scribe
from widgets.theme.theme import Theme
from widgets.wall.pane import RIGHT, WallPane

ROW = 3.0  # ems of the text
LINE = 1.3
GLYPH = 0.8


@dataclass(frozen=True, slots=True)
class Event:
    """One row; `level` 0 has no glyph (a channel, not an incident). `under` may be shortened, longest wording first."""

    key: int
    level: int
    time: str
    what: str
    under: tuple[str, ...]
    right: str = ""


@dataclass(frozen=True, slots=True)
class EventsShown:
    """Rows with their title, the time at its right, and the sentence where there are none."""

    title: str
    time: str
    rows: tuple[Event, ...]
    empty: str = ""


class EventsPane(WallPane):
    """Two lines for each row; as many rows as the height holds. `beat` lets the marks of new rows fade."""

    def __init__(
        self,
        theme: Theme,
        lang: Callable[[], str],
        parent: QWidget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(theme, parent)
        self._lang, self._clock = lang, clock
        self._shown: EventsShown | None = None
        self._seen: dict[int, float] = {}
        self._subject = ""

    def show_events(self, shown: EventsShown, subject: str = "") -> None:
        """Shows other rows; `subject` names what the list is about: rows of a new subject aren't new themselves."""
        if shown == self._shown:
            return
        now = self._clock()
        first = self._shown is None or subject != self._subject
        self._seen = {row.key: self._seen.get(row.key, -1e9 if first else now) for row in shown.rows}
        self._shown, self._subject = shown, subject
        self.say(shown.title, [" ".join(p for p in (r.time, r.what, r.under[0], r.right) if p) for r in shown.rows])
        self.update()

    def beat(self) -> None:
        """One second has gone by."""
        if any(self._step(row.key, before=1000.0) for row in (self._shown.rows if self._shown else ())):
            self.update()

    def rows_in(self, height: float) -> int:
        """How many rows a height in px holds below the title."""
        return max(0, int((height - 2.1 * self.em) / (ROW * self.em)))

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown, em = self._shown, self.em
        if shown is None:
            return
        rest = self.title(scribe, box, shown.title, shown.time)
        if not shown.rows:
            self.sentence(scribe, rest, shown.empty)
            return
        rows = shown.rows[: self.rows_in(box.height())]
        times = max((scribe.width(row.time, em) for row in rows), default=0.0)
        for at, row in enumerate(rows):
            line = QRectF(rest.left(), rest.top() + at * ROW * em, rest.width(), ROW * em)
            self._row(scribe, line, row, times)

    def _row(self, scribe: Scribe, box: QRectF, row: Event, times: float) -> None:
        em = self.em
        top = QRectF(box.left(), box.top() + 0.12 * em, box.width(), LINE * em)
        below = top.translated(0, LINE * em)
        scribe.line(row.time, top, em, self.tone("text.tertiary"))
        x = box.left() + (times + 0.4 * em if times else 0.0)
        if row.level:
            glyph = QRectF(x, top.center().y() - GLYPH * em / 2, GLYPH * em, GLYPH * em)
            paint_level(scribe.painter, scribe.keep(glyph), row.level, self.theme, self._lang(), character=False)
            x += (GLYPH + 0.4) * em
        end = 0.0
        if row.right:
            end = scribe.line(row.right, top, em, self.tone("text.secondary"), RIGHT) + 0.5 * em
        scribe.line(row.what, QRectF(x, top.top(), box.right() - end - x, top.height()), em, self.tone("text.primary"))
        under = QRectF(x, below.top(), box.right() - x, below.height())
        scribe.line(scribe.choice(row.under, under.width(), em), under, em, self.tone("text.secondary"))
        self.rule(scribe, box.bottom(), x, box.right())
        paint_fresh(scribe.painter, box.adjusted(0, 0, 0, -0.3 * em), self._step(row.key), self.theme)

    def _step(self, key: int, before: float = 0.0) -> int:
        age = (self._clock() - self._seen.get(key, -1e9)) * 1000
        return fresh_step(max(0.0, age - before), self.theme)

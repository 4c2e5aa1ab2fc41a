"""Open incidents by level: the four counts, the red card, and the highest ones as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtWidgets import QWidget

from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe
from widgets.theme.theme import Theme
from widgets.wall.alternation import Alternation
from widgets.wall.card import Card, card_height, draw_card
from widgets.wall.pane import RIGHT, WallPane

STRIP, LOW_STRIP, ROW, LINE = 3.3, 2.6, 3.4, 1.3  # ems of the text
GLYPH = 2.15
LOW = 18.0  # ems of height under which the counts take less room
SLIDE_STEPS = 9


@dataclass(frozen=True, slots=True)
class Case:
    """One row: level, where and what, time at the right; below by whom it came, and its state at the right."""

    key: int
    level: int
    where: str
    what: str
    time: str
    under: str
    state: str


@dataclass(frozen=True, slots=True)
class LevelsShown:
    """The title, what is counted in all, the four counts (red … blue) in words, the card and the rows."""

    title: str
    total: str
    counts: tuple[str, ...]
    card: Card | None
    rows: tuple[Case, ...]
    spoken: str = ""
    empty: str = ""


class LevelsPane(WallPane):
    """The highest open incidents. A red one that nobody has taken up changes between fill and outline, then rests.

    `moving` False draws without motion (pictures, tests, people who asked for it).
    """

    def __init__(
        self, theme: Theme, lang: Callable[[], str], moving: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._lang, self._moving = lang, moving
        self._shown: LevelsShown | None = None
        self.with_card = True
        self._slide = 0
        self.alternation = Alternation(theme, moving, self)
        self.alternation.changed.connect(self.update)
        self._slider = QTimer(self, interval=max(1, int(theme.tokens.number("motion.pane") / SLIDE_STEPS)))
        self._slider.timeout.connect(self._on_slide)

    @property
    def card(self) -> Card | None:
        """The card that is shown."""
        return self._shown.card if self._shown else None

    def show_levels(self, shown: LevelsShown) -> None:
        """Shows other cases; a red one that wasn't there slides in once."""
        if shown == self._shown:
            return
        before, first = self.card, self._shown is None
        self._shown = shown
        card = shown.card
        new = card is not None and card.waiting and not first and (before is None or before.key != card.key)
        if new and self._moving and self.with_card:
            self._slide = SLIDE_STEPS
            self._slider.start()
        self.alternation.run(card is not None and card.waiting and self.with_card)
        lines = [shown.spoken, card.spoken() if card else ""]
        lines += [" ".join((row.time, row.where, row.what, row.under, row.state)) for row in shown.rows]
        self.say(shown.title, lines)
        self.update()

    def end(self) -> None:
        """Nothing moves any more."""
        self.alternation.end()
        self._slider.stop()

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown, em = self._shown, self.em
        if shown is None:
            return
        rest = self.title(scribe, box, shown.title, shown.total)
        strip = (STRIP if box.height() >= LOW * em else LOW_STRIP) * em
        self._strip(scribe, QRectF(rest.left(), rest.top(), rest.width(), strip), shown.counts)
        rest = rest.adjusted(0, strip, 0, 0)
        rows = shown.rows
        if shown.card is not None and self.with_card:
            below = self._card(scribe, rest, shown.card)
            if below.top() > rest.top():  # the card had room, so its row isn't said twice
                rows = tuple(row for row in rows if row.key != shown.card.key)
            rest = below
        if not rows and shown.card is None:
            self.sentence(scribe, rest, shown.empty)
        for at, row in enumerate(rows[: max(0, int(rest.height() / (ROW * em)))]):
            self._row(scribe, QRectF(rest.left(), rest.top() + at * ROW * em, rest.width(), ROW * em), row)

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _strip(self, scribe: Scribe, box: QRectF, counts: tuple[str, ...]) -> None:
        em = self.em
        figure, side, widths = self._strip_sizes(scribe, box.width(), counts)
        gap = max(0.0, (box.width() - sum(widths)) / max(1, len(counts) - 1))
        x, gap = box.left(), min(gap, 3.2 * em)
        for at, (count, width) in enumerate(zip(counts, widths, strict=True)):
            glyph = scribe.keep(QRectF(x, box.center().y() - side / 2, side, side))
            paint_level(scribe.painter, glyph, at + 1, self.theme, self._lang())
            scribe.line(
                count,
                QRectF(glyph.right() + 0.3 * em, box.top(), width, box.height()),
                figure,
                self.tone("text.primary"),
            )
            x += width + gap

    def _strip_sizes(self, scribe: Scribe, room: float, counts: tuple[str, ...]) -> tuple[float, float, list[float]]:
        """The largest digits and glyphs at which the four counts stand apart, and the width of each of them."""
        em, strong, largest = self.em, self.theme.type_px("strong"), self.theme.type_px("figure") * 0.8
        sizes = [(strong + (largest - strong) * s, (1.5 + 0.7 * s) * em, 0.7) for s in (1.0, 0.75, 0.5, 0.25, 0.0)]
        sizes += [((strong + em) / 2, 1.3 * em, 0.5), (em, 1.1 * em, 0.3)]  # of 100,000 open no digit may be cut off
        widths: list[float] = []
        figure, side = em, em
        for figure, side, gap in sizes:
            widths = [side + 0.3 * em + scribe.width(count, figure) for count in counts]
            if sum(widths) + gap * em * (len(counts) - 1) <= room:
                break
        return figure, side, widths

    def _card(self, scribe: Scribe, box: QRectF, card: Card) -> QRectF:
        facts = len(card.facts)
        while facts > -1 and card_height(card, self.em, facts) > box.height():
            facts -= 1
        high = card_height(card, self.em, facts)
        if high > box.height():
            return box
        shift = box.width() * self._slide / SLIDE_STEPS
        place = QRectF(box.left() + shift, box.top(), box.width(), high)
        scribe.painter.save()
        scribe.painter.setClipRect(box)
        draw_card(self, scribe, place, card, facts, self._lang(), self.alternation.outline)
        scribe.painter.restore()
        return box.adjusted(0, high + 0.5 * self.em, 0, 0)

    def _row(self, scribe: Scribe, box: QRectF, row: Case) -> None:
        em = self.em
        glyph = scribe.keep(QRectF(box.left(), box.center().y() - (GLYPH / 2 + 0.1) * em, GLYPH * em, GLYPH * em))
        paint_level(scribe.painter, glyph, row.level, self.theme, self._lang())
        x = glyph.right() + 0.6 * em
        top = QRectF(x, box.top() + 0.3 * em, box.right() - x, LINE * em)
        below = top.translated(0, LINE * em)
        end = scribe.line(row.time, top, em, self.tone("text.tertiary"), RIGHT) + 0.5 * em
        where = scribe.width(row.where, em)
        what = scribe.width(row.what, em)
        free = top.width() - end
        if where + 0.5 * em + what <= free:
            scribe.line(row.where, top, em, self.tone("text.secondary"))
            top = top.adjusted(where + 0.5 * em, 0, 0, 0)
            under = row.under
        else:  # what happened goes first; where it was begins the second line
            under = f"{row.where} · {row.under}" if row.where else row.under
        scribe.line(row.what, top.adjusted(0, 0, -end, 0), em, self.tone("text.primary"))
        end = scribe.line(row.state, below, em, self.tone("text.primary"), RIGHT) + 0.5 * em
        scribe.line(under, below.adjusted(0, 0, -end, 0), em, self.tone("text.tertiary"))
        self.rule(scribe, box.bottom(), x, box.right())

    # ---- motion --------------------------------------------------------------------------------------------------

    def _on_slide(self) -> None:
        self._slide -= 1
        if self._slide <= 0:
            self._slide = 0
            self._slider.stop()
        self.update()

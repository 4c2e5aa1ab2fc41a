"""Warnings or open incidents by level: the four counts, the red card, and the highest ones as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtWidgets import QWidget

from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe
from widgets.theme.theme import Theme
from widgets.wall.alternation import Alternation
from widgets.wall.card import Card, Laid, card_height, draw_card, laid
from widgets.wall.pane import RIGHT, WallPane

STRIP, LOW_STRIP, ROW, LINE = 3.3, 2.6, 3.4, 1.3  # ems of the text
GLYPH = 2.15
LOW = 18.0  # ems of height under which the counts take less room
SLIDE_STEPS = 9


@dataclass(frozen=True, slots=True)
class Case:
    """One row: level, where and what, time at the right; below what it is known by, and its state at the right.

    `under` and `state` may have several wordings, longest first. `hollow`: somebody has acknowledged it; `drill` marks
    an exercise.
    """

    key: int
    level: int
    where: str
    what: str
    time: str
    under: tuple[str, ...]
    state: tuple[str, ...]
    hollow: bool = False
    drill: str = ""


@dataclass(frozen=True, slots=True)
class LevelsShown:
    """The title, what is counted in all, the four counts (red … blue) in words, the card and the rows.

    `total` and `aside` (what belongs to the counts, at their right) may have several wordings, longest first.
    """

    title: str
    total: tuple[str, ...]
    counts: tuple[str, ...]
    card: Card | None
    rows: tuple[Case, ...]
    spoken: str = ""
    empty: str = ""
    aside: tuple[str, ...] = ()


class LevelsPane(WallPane):
    """The highest warnings or open incidents. A red one that waits changes between fill and outline, then rests.

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
        lines += [_spoken(row) for row in shown.rows]
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
        free = box.width() - scribe.width(shown.title, em) - em
        rest = self.title(scribe, box, shown.title, scribe.choice(shown.total, free, em))
        strip = (STRIP if box.height() >= LOW * em else LOW_STRIP) * em
        self._strip(scribe, QRectF(rest.left(), rest.top(), rest.width(), strip), shown)
        rest = rest.adjusted(0, strip, 0, 0)
        rows = shown.rows
        if shown.card is not None and self.with_card:
            below = self._card(scribe, rest, shown.card)
            if below.top() > rest.top():  # the card had room, so its row isn't said twice
                rows = tuple(row for row in rows if not _is_told(row, shown.card))
            rest = below
        elif shown.card is not None:  # it has a pane of its own
            rows = tuple(row for row in rows if not _is_told(row, shown.card))
        if not rows and shown.card is None:
            self.sentence(scribe, rest, shown.empty)
        for at, row in enumerate(rows[: max(0, int(rest.height() / (ROW * em)))]):
            self._row(scribe, QRectF(rest.left(), rest.top() + at * ROW * em, rest.width(), ROW * em), row)

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _strip(self, scribe: Scribe, box: QRectF, shown: LevelsShown) -> None:
        em, counts = self.em, shown.counts
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
        room = box.right() - x - em
        aside = scribe.choice((*shown.aside, ""), room, em) if shown.aside else ""
        scribe.line(aside, box, em, self.tone("text.tertiary"), RIGHT)

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
        facts, high = self._card_size(scribe, card, box)
        if high > box.height():
            return box
        shift = box.width() * self._slide / SLIDE_STEPS
        place = QRectF(box.left() + shift, box.top(), box.width(), high)
        scribe.painter.save()
        scribe.painter.setClipRect(box)
        draw_card(self, scribe, place, card, facts, self._lang(), self.alternation.outline)
        scribe.painter.restore()
        return box.adjusted(0, high + 0.5 * self.em, 0, 0)

    def _card_size(self, scribe: Scribe, card: Card, box: QRectF) -> tuple[Laid | None, float]:
        """As many facts as the box holds, in two lines or else in a wording of one, and how high the card is then.

        The last fact says what to do: it goes after those between it and the first.
        """
        wide = box.width()
        for count in range(len(card.facts), -1, -1):
            for facts in (laid(self, scribe, card, wide, 2), laid(self, scribe, card, wide, 1)):
                kept = facts if count == len(facts) else (*facts[: max(0, count - 1)], *facts[-1:])[:count]
                high = card_height(self, scribe, card, wide, kept)
                if high <= box.height():
                    return kept, high
        return None, card_height(self, scribe, card, box.width(), None)

    def _row(self, scribe: Scribe, box: QRectF, row: Case) -> None:
        em = self.em
        glyph = scribe.keep(QRectF(box.left(), box.center().y() - (GLYPH / 2 + 0.1) * em, GLYPH * em, GLYPH * em))
        paint_level(scribe.painter, glyph, row.level, self.theme, self._lang(), hollow=row.hollow)
        x = glyph.right() + 0.6 * em
        if row.drill:
            x += self._drill(scribe, row.drill, QRectF(x, box.top() + 0.3 * em, box.right() - x, 2 * LINE * em))
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
            under = (*(f"{row.where} · {text}" for text in row.under), row.where) if row.where else row.under
        scribe.line(row.what, top.adjusted(0, 0, -end, 0), em, self.tone("text.primary"))
        state = scribe.choice(row.state, 0.6 * below.width(), em)
        end = scribe.line(state, below, em, self.tone("text.primary"), RIGHT) + 0.5 * em
        room = below.adjusted(0, 0, -end, 0)
        scribe.line(scribe.choice((*under, ""), room.width(), em), room, em, self.tone("text.tertiary"))
        self.rule(scribe, box.bottom(), x, box.right())

    def _drill(self, scribe: Scribe, text: str, box: QRectF) -> float:
        """The word that marks an exercise, in a frame before the row; gives the room it takes."""
        em = self.em
        wide = scribe.width(text, em) + 0.5 * em
        plate = QRectF(box.left(), box.center().y() - 0.75 * em, wide, 1.5 * em)
        scribe.painter.setPen(self.theme.pen(self.theme.tokens.text("demo.border"), 1))
        scribe.painter.setBrush(Qt.BrushStyle.NoBrush)
        scribe.painter.drawRect(plate)
        scribe.line(text, plate, em, self.tone("text.secondary"), Qt.AlignmentFlag.AlignHCenter)
        return wide + 0.5 * em

    # ---- motion --------------------------------------------------------------------------------------------------

    def _on_slide(self) -> None:
        self._slide -= 1
        if self._slide <= 0:
            self._slide = 0
            self._slider.stop()
        self.update()


def _is_told(row: Case, card: Card) -> bool:
    """Whether a card tells of a row already; a warning and an incident may have the same number."""
    return (row.key, row.what) == (card.key, card.what)


def _spoken(row: Case) -> str:
    parts = (row.drill, row.time, row.where, row.what, *row.under[:1], *row.state[:1])
    return " ".join(part for part in parts if part)

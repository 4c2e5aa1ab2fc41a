"""The red card: the newest open red incident, between fill and outline until somebody has taken it up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe
from widgets.wall.pane import RIGHT, WallPane

LINE = 1.5  # ems of the text
HEAD, PAD, BAR, GLYPH = 4.0, 0.7, 0.27, 3.1


@dataclass(frozen=True, slots=True)
class Card:
    """A red incident in words: where and what, facts by name, begin and elapsed time.

    `state` is "level · word · state" in wordings from long to short. Places, categories and counts alone: no words of
    a report, no person.
    """

    key: int
    level: int
    where: str
    what: str
    state: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    begin: str
    elapsed: str
    waiting: bool

    def spoken(self) -> str:
        """The card read aloud."""
        return " ".join(
            (self.state[0], self.where, self.what, *(f"{n} {v}" for n, v in self.facts), self.begin, self.elapsed)
        )


def card_height(card: Card, em: float, facts: int) -> float:
    """The height in px of a card with so many of its facts; −1: its head alone, the elapsed time beside the state."""
    if facts < 0:
        return (HEAD + 0.1) * em
    return (HEAD + min(facts, len(card.facts)) * LINE + LINE + PAD + (0.4 if facts else 0.0)) * em


def draw_card(pane: WallPane, scribe: Scribe, box: QRectF, card: Card, facts: int, lang: str, outline: bool) -> None:
    """Draws the card into a box with as many facts as told; `outline` is its other phase while nobody has it."""
    em, theme, painter = pane.em, pane.theme, scribe.painter
    if not pane.stale and not outline:
        painter.fillRect(box, theme.level(card.level, "tint"))
    bar = BAR * em
    painter.fillRect(QRectF(box.left(), box.top(), bar, box.height()), theme.level(card.level))
    if outline:
        painter.setPen(theme.pen("level.red.fill", 1.5))
        painter.setBrush(theme.colour("surface.base"))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.fillRect(QRectF(box.left(), box.top(), bar, box.height()), theme.level(card.level))
    inner = box.adjusted(bar + PAD * em, PAD * em / 2, -PAD * em, -PAD * em / 2)
    glyph = QRectF(inner.left(), inner.top() + 0.25 * em, GLYPH * em, GLYPH * em)
    paint_level(painter, scribe.keep(glyph), card.level, theme, lang, hollow=outline)
    x = glyph.right() + 0.5 * em
    _head(pane, scribe, QRectF(x, inner.top(), inner.right() - x, HEAD * em), card, card.elapsed if facts < 0 else "")
    if facts < 0:
        return
    y = inner.top() + (HEAD - 0.3) * em
    names = max((scribe.width(name, em) for name, _ in card.facts[:facts]), default=0.0)
    for name, value in card.facts[:facts]:
        line = QRectF(inner.left(), y, inner.width(), LINE * em)
        scribe.line(name, line, em, pane.tone("text.tertiary"))
        left = names + 0.6 * em
        scribe.line(value, line.adjusted(left, 0, 0, 0), em, pane.tone("text.primary"))
        y += LINE * em
    pane.rule(scribe, y + 0.15 * em, inner.left(), inner.right(), "line.rule")
    last = QRectF(inner.left(), y + 0.2 * em, inner.width(), LINE * em)
    width = scribe.line(card.elapsed, last, em, pane.tone("text.primary"), RIGHT)
    scribe.line(card.begin, last.adjusted(0, 0, -width - 0.5 * em, 0), em, pane.tone("text.secondary"))


def _head(pane: WallPane, scribe: Scribe, box: QRectF, card: Card, right: str) -> None:
    em, strong = pane.em, pane.theme.type_px("strong")
    first = QRectF(box.left(), box.top() + 0.25 * em, box.width(), 1.75 * em)
    whole = f"{card.where}  {card.what}"
    if scribe.width(whole, strong) <= first.width():
        scribe.line(whole, first, strong, pane.tone("text.primary"))
    else:  # what happened must be readable; where it was stands on the map and among the facts too
        scribe.line(card.what, first, strong, pane.tone("text.primary"))
    second = QRectF(box.left(), first.bottom(), box.width(), LINE * em)
    ink = pane.tone("text.tertiary") if pane.stale else pane.theme.level(card.level, "ink")
    end = scribe.line(right, second, em, pane.tone("text.primary"), RIGHT) + 0.5 * em if right else 0.0
    free = second.adjusted(0, 0, -end, 0)
    scribe.line(scribe.choice(card.state, free.width(), em), free, em, ink)

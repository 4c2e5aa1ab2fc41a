"""The red card: the newest red warning or incident, between fill and outline until somebody has taken it up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe
from widgets.wall.pane import RIGHT, WallPane, wrapped

LINE = 1.5  # ems of the text
HEAD, PAD, BAR, GLYPH, SMALL_GLYPH = 4.0, 0.7, 0.27, 3.1, 2.2
STRONG = 1.75
HAN = "\u2e80"  # from here on a script breaks without spaces
MOST_LINES = 4  # of one fact
NARROW = 16.0  # ems across under which the glyph is smaller


@dataclass(frozen=True, slots=True)
class Card:
    """A red warning or incident in words: where and what, facts by name, begin and elapsed time.

    `state` is "level · word · state" in wordings from long to short; each fact may have several, too. `drill` marks an
    exercise. Places, categories and counts alone: no words of a report, no person.
    """

    key: int
    level: int
    where: str
    what: str
    state: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    begin: str
    elapsed: str
    waiting: bool
    is_incident: bool = False
    drill: str = ""

    def spoken(self) -> str:
        """The card read aloud."""
        facts = (f"{name} {texts[0]}" for name, texts in self.facts if texts)
        parts = (self.drill, self.state[0], self.where, self.what, *facts, self.begin, self.elapsed)
        return " ".join(part for part in parts if part)


Laid = tuple[tuple[str, tuple[str, ...]], ...]


def laid(pane: WallPane, scribe: Scribe, card: Card, width: float, count: int) -> Laid:
    """The facts as lines for a card of that width in px, each of so many lines where a wording fits into them."""
    em = pane.em
    names = max((scribe.width(name, em) for name, _ in card.facts), default=0.0)
    room = width - _frame(em) - names - 0.6 * em
    return tuple((name, fewest_lines(scribe, texts, room, em, count)) for name, texts in card.facts)


def facts_lines(scribe: Scribe, texts: tuple[str, ...], room: float, em: float, most: int) -> tuple[str, ...]:
    """The longest wording that so many lines hold; where none does, as much of the shortest as they hold."""
    lines: list[str] = []
    for text in texts:
        lines = wrapped(text, room, em, scribe)
        if len(lines) <= most:
            return tuple(lines)
    last = "".join(line if line[-1:] > HAN else f"{line} " for line in lines[most - 1 :])
    return (*lines[: most - 1], last.rstrip())


def fewest_lines(scribe: Scribe, texts: tuple[str, ...], room: float, em: float, count: int = 1) -> tuple[str, ...]:
    """The longest wording that fits into `count` lines, else into one more, and so on; at most `MOST_LINES`."""
    found = [wrapped(text, room, em, scribe) for text in texts]
    for most in range(count, MOST_LINES):
        for lines in found:
            if len(lines) <= most:
                return tuple(lines)
    return facts_lines(scribe, texts, room, em, MOST_LINES)


def card_height(pane: WallPane, scribe: Scribe, card: Card, width: float, facts: Laid | None) -> float:
    """The height in px of a card with these facts; None: its head alone, the elapsed time beside the state."""
    em = pane.em
    head = HEAD + STRONG * (len(_title(pane, scribe, card, _title_room(pane, width))) - 1)
    if facts is None:
        return (head + 0.1) * em
    count = sum(len(lines) for _, lines in facts)
    return (head + count * LINE + LINE + PAD + (0.4 if count else 0.0)) * em


def draw_card(
    pane: WallPane, scribe: Scribe, box: QRectF, card: Card, facts: Laid | None, lang: str, outline: bool
) -> None:
    """Draws the card into a box with these facts; `outline` is its other phase while nobody has it."""
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
    if card.drill:
        pane.watermark(scribe, box, card.drill)
    side = _glyph(box.width(), em)
    glyph = QRectF(inner.left(), inner.top() + 0.25 * em, side, side)
    paint_level(painter, scribe.keep(glyph), card.level, theme, lang, hollow=outline)
    x = glyph.right() + 0.5 * em
    room = QRectF(x, inner.top(), inner.right() - x, HEAD * em)
    y = _head(pane, scribe, room, card, card.elapsed if facts is None else "") + 0.35 * em
    if facts is None:
        return
    names = max((scribe.width(name, em) for name, _ in facts), default=0.0)
    for name, lines in facts:
        scribe.line(name, QRectF(inner.left(), y, inner.width(), LINE * em), em, pane.tone("text.tertiary"))
        for text in lines:
            value = QRectF(inner.left() + names + 0.6 * em, y, inner.width() - names - 0.6 * em, LINE * em)
            scribe.line(text, value, em, pane.tone("text.primary"))
            y += LINE * em
    pane.rule(scribe, y + 0.15 * em, inner.left(), inner.right(), "line.rule")
    last = QRectF(inner.left(), y + 0.2 * em, inner.width(), LINE * em)
    width = scribe.line(card.elapsed, last, em, pane.tone("text.primary"), RIGHT)
    scribe.line(card.begin, last.adjusted(0, 0, -width - 0.5 * em, 0), em, pane.tone("text.secondary"))


def _frame(em: float) -> float:
    return (BAR + 2 * PAD) * em


def _glyph(width: float, em: float) -> float:
    """The side of the glyph: smaller on a narrow card, where words need the room."""
    return (GLYPH if width >= NARROW * em else SMALL_GLYPH) * em


def _title_room(pane: WallPane, width: float) -> float:
    return width - _frame(pane.em) - _glyph(width, pane.em) - 0.5 * pane.em


def _title(pane: WallPane, scribe: Scribe, card: Card, room: float) -> list[str]:
    """Where and what in one line, else what alone, in two lines where it needs them."""
    strong = pane.theme.type_px("strong")
    whole = f"{card.where}  {card.what}"
    if scribe.width(whole, strong) <= room:
        return [whole]
    return list(facts_lines(scribe, (card.what,), room, strong, 2))


def _head(pane: WallPane, scribe: Scribe, box: QRectF, card: Card, right: str) -> float:
    """Title and state; gives where they end. Where it was stands on the map and among the facts too."""
    em, strong = pane.em, pane.theme.type_px("strong")
    y = box.top() + 0.25 * em
    for text in _title(pane, scribe, card, box.width()):
        scribe.line(text, QRectF(box.left(), y, box.width(), STRONG * em), strong, pane.tone("text.primary"))
        y += STRONG * em
    second = QRectF(box.left(), y, box.width(), LINE * em)
    ink = pane.tone("text.tertiary") if pane.stale else pane.theme.level(card.level, "ink")
    end = scribe.line(right, second, em, pane.tone("text.primary"), RIGHT) + 0.5 * em if right else 0.0
    free = second.adjusted(0, 0, -end, 0)
    scribe.line(scribe.choice(card.state, free.width(), em), free, em, ink)
    return second.bottom()

"""The pane of the moment on a wall of several screens: what is red with its surroundings, else the second theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from widgets.kit.level_glyph import paint_level
from widgets.kit.scribe import Scribe, text_width
from widgets.theme.theme import Theme
from widgets.wall.alternation import Alternation
from widgets.wall.card import LINE, Card, fewest_lines
from widgets.wall.course import Course, course_height, draw_course
from widgets.wall.pane import RIGHT, WallPane

HEAD, GLYPH, BAR = 4.1, 3.2, 0.27  # ems of the text
GAP = 0.7  # ems between a fact's name and its value
MAP_LEAST = 14.0  # ems of height that the map keeps beside the course of the facts


@dataclass(frozen=True, slots=True)
class MomentShown:
    """Either a card with its course, or a title with its time for the second theme."""

    card: Card | None
    title: str
    time: str
    course: Course | None = None


class MomentPane(WallPane):
    """A head above and facts below the map that the seat lays into `map_box`."""

    def __init__(self, theme: Theme, lang: Callable[[], str], moving: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lang = lang
        self._shown: MomentShown | None = None
        self.alternation = Alternation(theme, moving, self)
        self.alternation.changed.connect(self.update)

    def show_moment(self, shown: MomentShown) -> bool:
        """Shows something else; gives whether the map's box changed."""
        if shown == self._shown:
            return False
        before = self.map_box()
        self._shown = shown
        self.alternation.run(shown.card is not None and shown.card.waiting)
        self.say(shown.title, [shown.card.spoken() if shown.card else shown.time])
        self.update()
        return before != self.map_box()

    def map_box(self) -> QRectF:
        """Where the map lies, in px of this pane."""
        card = self._shown.card if self._shown else None
        head = HEAD if card is not None else 2.1
        foot = self._foot_ems(card) if card is not None else 0.0
        course = course_height(self._course(), self.em)
        return QRectF(self.rect()).adjusted(0, head * self.em, 0, -foot * self.em - course)

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown = self._shown
        if shown is None:
            return
        if shown.card is None:
            self.title(scribe, box, shown.title, shown.time)
            return
        self._head(scribe, QRectF(box.left(), box.top(), box.width(), HEAD * self.em), shown.card)
        top, course = self.map_box().bottom() + 0.3 * self.em, self._course()
        if course is not None:
            draw_course(self, scribe, QRectF(box.left(), top, box.width(), 0), course, shown.card.level)
            top += course_height(course, self.em)
        self._facts(scribe, top, box, shown.card)

    def _course(self) -> Course | None:
        """The course, where the pane is high enough for it beside a map."""
        shown = self._shown
        if shown is None or shown.card is None or shown.course is None:
            return None
        taken = (HEAD + self._foot_ems(shown.card)) * self.em + course_height(shown.course, self.em)
        return shown.course if self.height() - taken >= MAP_LEAST * self.em else None

    def _head(self, scribe: Scribe, box: QRectF, card: Card) -> None:
        em, theme, strong = self.em, self.theme, self.theme.type_px("strong")
        scribe.painter.fillRect(QRectF(box.left(), box.top() + 0.2 * em, BAR * em, 3.5 * em), theme.level(card.level))
        if card.drill:
            self.watermark(scribe, box, card.drill)
        glyph = QRectF(box.left() + 0.7 * em, box.top() + 0.3 * em, GLYPH * em, GLYPH * em)
        paint_level(
            scribe.painter, scribe.keep(glyph), card.level, theme, self._lang(), hollow=self.alternation.outline
        )
        x = glyph.right() + 0.6 * em
        first = QRectF(x, box.top() + 0.2 * em, box.right() - x, 1.8 * em)
        second = QRectF(x, first.bottom(), first.width(), LINE * em)
        end = max(scribe.width(card.begin, em), scribe.width(card.elapsed, em)) + 0.8 * em
        scribe.line(card.begin, first, em, self.tone("text.secondary"), RIGHT)
        scribe.line(card.elapsed, second, em, self.tone("text.primary"), RIGHT)
        name = f"{card.where}  {card.what}"
        free = first.adjusted(0, 0, -end, 0)
        name = name if scribe.width(name, strong) <= free.width() else card.what
        scribe.line(name, free, strong, self.tone("text.primary"))
        ink = self.tone("text.tertiary") if self.stale else theme.level(card.level, "ink")
        state = second.adjusted(0, 0, -end, 0)
        scribe.line(scribe.choice(card.state, state.width(), em), state, em, ink)

    def _laid(self, card: Card) -> list[tuple[str, tuple[str, ...]]]:
        """The facts as lines; one that no wording of its own holds in one line takes more."""
        em, scribe = self.em, Scribe(QPainter(), self.theme)  # it measures alone
        room = self.width() - self._names(card) - GAP * em
        return [(name, fewest_lines(scribe, texts, room, em)) for name, texts in card.facts]

    def _names(self, card: Card) -> float:
        return max((text_width(name, self.em, self.theme) for name, _ in card.facts), default=0.0)

    def _foot_ems(self, card: Card) -> float:
        return sum(len(lines) for _, lines in self._laid(card)) * LINE + 0.5

    def _facts(self, scribe: Scribe, top: float, box: QRectF, card: Card) -> None:
        em, names = self.em, self._names(card)
        for name, lines in self._laid(card):
            scribe.line(name, QRectF(box.left(), top, box.width(), LINE * em), em, self.tone("text.tertiary"))
            for text in lines:
                value = QRectF(box.left(), top, box.width(), LINE * em).adjusted(names + GAP * em, 0, 0, 0)
                scribe.line(text, value, em, self.tone("text.primary"))
                top += LINE * em

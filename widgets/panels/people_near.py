"""People near on the detail panel, in the order in which they should be sent: who, how far, what in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QLabel, QToolTip, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.hand_rows import HandRows
from widgets.kit.marks import paint_hatch
from widgets.panels.sections import Section
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

DOT, TEXT_FROM, GAP, HATCH = 4.5, 20.0, 14.0, 22.0  # px at 1x
NAME_LEAST = 0.34  # of the width that a name keeps; then the columns are cut


class Known(IntEnum):
    """What the position is worth: a full dot, a hollow one, a grey one that no map shows, none."""

    FRESH = 0
    STALE = 1
    OLD = 2
    NONE = 3


@dataclass(frozen=True, slots=True)
class NearLook:
    """One person or unit: who, distance, what is in hand, the age of the position; `tip` tells the reasons.

    `loaded` says that the hands are full; it stands in the words of `in_hand` too.
    """

    person: int
    who: str
    distance: str
    in_hand: str
    age: str
    known: Known
    loaded: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class NearListLook:
    """The whole list; `notes` are sentences above it, `left` is the sentence of what is left alone ("" for nothing)."""

    people: tuple[NearLook, ...]
    notes: tuple[str, ...] = ()
    left: str = ""
    head: str = ""


class PeopleNearPanel(Section):
    """Shows whom to send; `person_chosen(id)` by a click or Enter, `person_pointed(id)` while looked at (0: nobody)."""

    person_chosen = Signal(object)
    person_pointed = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self.rows, self._notes, self._left = NearRows(theme), QLabel(), QLabel()
        body = QWidget()
        super().__init__(theme, body, parent)
        self._words = words
        self.look: NearListLook | None = None
        for label in (self._notes, self._left):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            restyle(label, tone="2", role="caption")
        self._stack = QVBoxLayout(body)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for part in (self._notes, self.rows, self._left):
            self._stack.addWidget(part)
        self.rows.chosen.connect(self.person_chosen)
        self.rows.pointed.connect(self.person_pointed)
        theme.changed.connect(self._space)
        self._space()
        follow(words, self, self._say)
        self.hide()

    def show_look(self, look: NearListLook | None) -> None:
        """Another list; None hides the panel."""
        self.look = look
        self.setVisible(look is not None)
        if look is None:
            return
        self.setEnabled(True)
        self.rows.show_people(look.people)
        for label, text in ((self._notes, "\n".join(look.notes)), (self._left, look.left)):
            label.setText(text)
            label.setVisible(bool(text))
        self._say()

    def wait(self) -> None:
        """A list for something else is asked for: nobody of this one can be chosen any more."""
        self.setEnabled(False)

    def _say(self) -> None:
        words = self._words
        self.name(words("People near"), self.look.head if self.look else "")
        self.rows.setAccessibleName(words("People near"))

    def _space(self) -> None:
        self._stack.setSpacing(self._theme.whole(6))


class NearRows(HandRows[NearLook]):
    """One line for each; `chosen(id)` for a line that was clicked, or reached with ↑ ↓ and chosen with Enter."""

    chosen = Signal(object)
    pointed = Signal(object)

    def show_people(self, people: Sequence[NearLook]) -> None:
        """Other people; the line under the hand stays where its person is still listed."""
        kept = self.looks[self.at].person if 0 <= self.at < len(self.looks) else 0
        at = next((at for at, one in enumerate(people) if one.person == kept), -1)
        self.put(people, at, "\n".join(", ".join((one.who, one.distance, one.in_hand, one.age)) for one in people))
        self.setVisible(bool(people))

    def people(self) -> Sequence[NearLook]:
        """Who is listed now."""
        return self.looks

    def came(self, look: NearLook | None) -> None:
        self.pointed.emit(look.person if look is not None else 0)

    def take(self, look: NearLook) -> None:
        self.chosen.emit(look.person)

    # ---- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: object) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("body"))
        metrics = QFontMetricsF(painter.font())
        columns = ([one.distance for one in self.looks], [one.in_hand for one in self.looks],
                   [one.age for one in self.looks])  # fmt: skip
        widths = [max((metrics.horizontalAdvance(text) + 1 for text in texts), default=0.0) for texts in columns]
        for at, one in enumerate(self.looks):
            self._row(painter, self.ground(painter, at), one, widths)

    def _row(self, painter: QPainter, row: QRectF, one: NearLook, widths: Sequence[float]) -> None:
        theme, right = self.theme, row.right() - self.theme.px(2)
        stale = one.known is not Known.FRESH
        tones = (
            "text.tertiary" if stale else "text.primary",
            "text.primary",
            "text.tertiary" if stale else "text.secondary",
        )
        cells = list(zip((one.distance, one.in_hand, one.age), widths, tones, strict=True))
        for at in (2, 1, 0):
            text, width, tone = cells[at]
            box = QRectF(right - width, row.top(), width, row.height())
            if box.left() < row.width() * NAME_LEAST:
                break
            if at == 2 and stale and one.known is not Known.NONE:
                self._hatch(painter, box, text)
            painter.setPen(theme.colour(tone))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            right = box.left() - theme.px(GAP + (HATCH if at == 2 and self._any_stale() else 0))
        self._dot(painter, QPointF(row.left() + theme.px(6), row.center().y()), one.known)
        painter.setPen(theme.colour("text.secondary" if one.loaded else "text.primary"))
        room = QRectF(theme.px(TEXT_FROM), row.top(), max(0.0, right - theme.px(TEXT_FROM)), row.height())
        shown = QFontMetricsF(painter.font()).elidedText(one.who, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _hatch(self, painter: QPainter, box: QRectF, text: str) -> None:
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
        hatched = box.adjusted(-self.theme.px(HATCH), box.height() * 0.15, 0, -box.height() * 0.15)
        clear = QRectF(box.right() - wide - self.theme.px(2), box.top(), wide + self.theme.px(2), box.height())
        paint_hatch(painter, hatched, self.theme, clear)

    def _any_stale(self) -> bool:
        """Whether there is a position to be hatched, which takes room to the left of all."""
        return any(one.known in (Known.STALE, Known.OLD) for one in self.looks)

    def _dot(self, painter: QPainter, at: QPointF, known: Known) -> None:
        if known is Known.NONE:
            return
        colour = self.theme.colour("text.tertiary" if known is Known.OLD else "accent.base")
        hollow = known is not Known.FRESH
        painter.setPen(QPen(colour, self.theme.px(1.5)) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
        radius = self.theme.px(DOT) - (self.theme.px(0.75) if hollow else 0)
        painter.drawEllipse(at, radius, radius)

    # ---- hand ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = event.pos().y() // self.high()
            QToolTip.showText(event.globalPos(), self.looks[at].tip if 0 <= at < len(self.looks) else "", self)
            return True
        return super().event(event)

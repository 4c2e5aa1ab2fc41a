"""The explanation card whole: two columns of sections between head and foot, one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from services.words import Words
from widgets.forms.looks import StepLook
from widgets.map.canvas import Box
from widgets.map.ground import Ground
from widgets.map.markers import Markers
from widgets.panels.sections import TextLines
from widgets.risk.card.advice import AdvicePart
from widgets.risk.card.course import Course
from widgets.risk.card.fact_rows import FactRows
from widgets.risk.card.facts_map import FactsMap
from widgets.risk.card.foot import CardFoot
from widgets.risk.card.head import CardHead
from widgets.risk.card.lanes import Lanes
from widgets.risk.card.looks import CardLook
from widgets.risk.card.relief_rows import ReliefRows
from widgets.risk.card.section import CardSection
from widgets.risk.card.similar_rows import SimilarRows
from widgets.risk.card.waterfall import Waterfall
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

TWO_COLUMNS, FACTS, EDGE, FORM = 1180, 290, 4, 1000  # px at 1x


class CardView(QWidget):
    """Shows what it is given; says what a hand asks for.

    Signals: `asked(verb)`, `incident_asked(id)`, `similar_asked(id)`.
    """

    asked = Signal(str)
    incident_asked = Signal(object)
    similar_asked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.look: CardLook | None = None
        self.head, self.foot = CardHead(theme, words), CardFoot(theme)
        self.waterfall, self.reliefs = Waterfall(theme, words), ReliefRows(theme, words)
        self.similar, self.advice = SimilarRows(theme), AdvicePart(theme)
        self.story = TextLines(theme)
        self.map, self.facts = FactsMap(theme, words), FactRows(theme)
        self.lanes, self.course = Lanes(theme, words), Course(theme, words.formats.integer)
        self.similar_note, self.right = QLabel(), QLabel()
        for label, tone in ((self.similar_note, "3"), (self.right, "2")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            restyle(label, tone=tone, role="caption")
        self.drawer = QVBoxLayout()
        self._build()
        self.facts.opened.connect(self.incident_asked)
        self.facts.pointed.connect(self._on_pointed)
        self.map.picked.connect(self._on_picked)
        self.similar.opened.connect(self.similar_asked)
        self.foot.asked.connect(self.asked)
        theme.changed.connect(self._dress)
        self._dress()

    # ---- what a window gives -------------------------------------------------------------------------------------

    def show_card(
        self, look: CardLook, steps: Sequence[StepLook], markers: Markers, area: tuple[int, int, Box] | None,
        ways: Sequence[StepLook] = (),
    ) -> None:  # fmt: skip
        """Another state of the warning, or another warning; `area` is the one it is about (level, number, box).

        `markers` are those of its facts (`markers_of`), made off the GUI thread; `ways` lead on to other windows.
        """
        before, self.look = self.look, look
        self.head.show_card(look)
        names = (
            look.why, look.relief, look.before, look.advised, look.story_section, look.facts, look.lanes_section,
            look.course_section,
        )  # fmt: skip
        for section, name in zip(self._sections, names, strict=True):
            section.name(name)
        self.waterfall.show_score(look.score)
        self.reliefs.show_rows(look.reliefs, look.none_relief)
        self.similar.show_rows(look.similar, look.none_before)
        self.similar_note.setText(look.similar_note)
        self.similar_note.setVisible(bool(look.similar and look.similar_note))
        self.advice.show_advice(look.advice)
        self.story.show_lines(look.story)
        self.facts.show_rows(look.rows, look.none_facts)
        self._sections[-2].setVisible(bool(look.rows))
        told = bool(look.course.actual_said or look.course.expected_said)
        self._sections[-1].setVisible(bool(look.rows) and told)  # nothing is counted by a model of deadlines
        self.facts.setAccessibleName(look.facts.head)
        self.similar.setAccessibleName(look.before.head)
        self.lanes.show_lanes(look.lanes, look.rows, look.rank)
        self.course.indent = self.lanes.left()
        self.course.show_course(look.course, (look.lanes.begin, look.lanes.end), look.lanes.ticks)
        self.right.setText(look.right)
        self.foot.show_steps(steps, look.foot, ways)
        if before is None or (before.rows, before.rank, before.circle) != (look.rows, look.rank, look.circle):
            self.map.show_facts(look.rows, markers, look.rank, look.circle, area)
        self.setAccessibleName(look.spoken)
        self.update()

    def take_forms(self, *parts: QWidget) -> None:
        """What is filled in stands between the sections and the foot, no wider than it is read."""
        for part in parts:
            part.setMaximumWidth(self._theme.whole(FORM))
            row = QHBoxLayout()
            row.setContentsMargins(self._theme.whole(10), 0, 0, 0)
            row.addWidget(part, 100)
            row.addStretch(1)
            self.drawer.addLayout(row)

    def show_ground(self, ground: Ground) -> None:
        """The borders of the seat's own map."""
        self.map.show_ground(ground)

    def complete(self) -> bool:
        """Whether everything is drawn."""
        return self.look is not None and self.map.complete()

    def close_view(self) -> None:
        """Ends the threads of the map."""
        self.map.close_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.look is not None:
            edge = QRectF(0, 0, self._theme.px(EDGE), self.height() - self.foot.height())
            QPainter(self).fillRect(edge, self._theme.level(self.look.rank))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._theme.px(TWO_COLUMNS)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != way:
            self._columns.setDirection(way)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        before, facts = QWidget(), QWidget()
        column = QVBoxLayout(before)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.similar)
        column.addWidget(self.similar_note)
        self._list = QScrollArea()
        self._list.setWidget(self.facts)
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts_row = QHBoxLayout(facts)
        self._facts_row.setContentsMargins(0, 0, 0, 0)
        self._facts_row.addWidget(self.map, 1)
        self._facts_row.addWidget(self._list, 1)
        bodies = (self.waterfall, self.reliefs, before, self.advice, self.story, facts, self.lanes, self.course)
        self._sections = [CardSection(self._theme, body) for body in bodies]
        self._columns, self._body = QHBoxLayout(), QWidget()
        self._left, self._right_column = QVBoxLayout(), QVBoxLayout()
        for section in self._sections[:5]:
            self._left.addWidget(section)
        self._left.addStretch(1)
        for section in self._sections[5:]:
            self._right_column.addWidget(section)
        self._right_column.addWidget(self.right)
        self._right_column.addStretch(1)
        self._columns.addLayout(self._left, 9)
        self._columns.addLayout(self._right_column, 10)
        self._body.setLayout(self._columns)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(self._theme.whole(EDGE), 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.head, self._scroll):
            whole.addWidget(part, int(part is self._scroll))
        whole.addLayout(self.drawer)
        whole.addWidget(self.foot)

    def _on_pointed(self, key: int) -> None:
        self.map.point(key)
        self.lanes.point(key)
        if key and self.facts.hasFocus():
            self._list.ensureVisible(0, round(self.facts.row(self.facts.at).center().y()), 0, self.facts.high())

    def _on_picked(self, key: int) -> None:
        """A fact was clicked on the map: the list shows it, and it opens."""
        at = next((at for at, one in enumerate(self.facts.looks) if one.key == key), -1)
        if at >= 0:
            self._list.ensureVisible(0, round(self.facts.row(at).center().y()))
            self._on_pointed(key)
            self.facts.take(self.facts.looks[at])

    def _dress(self) -> None:
        theme = self._theme
        side = theme.whole(24)
        self._columns.setContentsMargins(side, theme.whole(6), side, theme.whole(18))
        self._columns.setSpacing(theme.whole(48))
        for column in (self._left, self._right_column):
            column.setSpacing(theme.whole(26))
        self._facts_row.setSpacing(theme.whole(20))
        self.map.setFixedHeight(theme.whole(FACTS))
        self._list.setFixedHeight(theme.whole(FACTS))
        self.course.setFixedHeight(theme.whole(190))

"""One area on the detail panel: what it is, its open incidents by level, what lies below, its people."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.level_counts import LevelCounts
from widgets.panels.page import DetailPage
from widgets.panels.part_rows import PartLook, PartRows
from widgets.panels.rate_rows import RateLook, RateRows
from widgets.panels.sections import PAD, Section, TextLines
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class AreaLook:
    """An area in words; `parts` add up with what `sum` says. `time` is when the figures were true."""

    area: int
    title: str
    under: str
    marks: str
    by_level: tuple[int, int, int, int]
    open: str
    overdue: str
    time: str
    facts: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    below: str
    parts: tuple[PartLook, ...]
    sum: str
    rates: tuple[RateLook, ...] = ()
    rates_note: str = ""


class AreaPage(DetailPage):
    """Shows one area; `go_asked(area)`, `level_picked(rank)`, `cases_asked()` and `rates.picked(key)` from clicks."""

    go_asked = Signal(int)
    level_picked = Signal(int)
    cases_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.look: AreaLook | None = None
        self._title, self._under, self._marks = QLabel(), QLabel(), QLabel()
        self._go, self._cases = QPushButton(), QPushButton()
        self._levels, self._figures = LevelCounts(theme, words), QLabel()
        self._facts, self._people, self.parts = TextLines(theme), TextLines(theme), PartRows(theme)
        self._sum, self.rates = QLabel(), RateRows(theme)
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_look(self, look: AreaLook) -> None:
        """Shows an area; the same one stays where it was scrolled to."""
        if self.look is None or self.look.area != look.area:
            self.verticalScrollBar().setValue(0)
        self.look = look
        self._title.setText(look.title)
        self._under.setText(look.under)
        self._marks.setText(look.marks)
        self._marks.setVisible(bool(look.marks))
        self._levels.show_counts(look.by_level, look.time)
        self._figures.setText(f"{look.open} · {look.overdue}")
        self._facts.show_lines(look.facts)
        self._people.show_lines(look.people)
        self.parts.show_parts(look.parts)
        self._sum.setText(look.sum)
        self.rates.show_rates(look.rates)
        self._of_rates.setVisible(bool(look.rates))
        self._of_people.setVisible(bool(look.people))
        self._of_parts.setVisible(bool(look.parts))
        self._say()

    def show_stale(self, stale: bool) -> None:
        """The figures are not known to be true any more, or are again."""
        self._levels.show_stale(stale)
        restyle(self._figures, tone="3" if stale else "")

    def _build(self) -> None:
        for label in (self._title, self._under, self._marks, self._figures, self._sum):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        restyle(self._title, role="heading")
        restyle(self._under, tone="2")
        restyle(self._marks, tone="3", role="caption")
        restyle(self._sum, tone="3", role="caption")
        self._go.clicked.connect(lambda: self.look and self.go_asked.emit(self.look.area))
        self._cases.clicked.connect(self.cases_asked)
        self._levels.picked.connect(self.level_picked)
        self.parts.picked.connect(self.go_asked)
        self._top, self._buttons = QVBoxLayout(), QHBoxLayout()
        for label in (self._title, self._under, self._marks):
            self._top.addWidget(label)
        self._buttons.addWidget(self._go)
        self._buttons.addWidget(self._cases)
        self._buttons.addStretch(1)
        self.head.addLayout(self._top)
        self.head.addLayout(self._buttons)
        figures, below = QWidget(), QWidget()
        self._figure_column, self._below_column = QVBoxLayout(figures), QVBoxLayout(below)
        self._figure_column.addWidget(self._levels, 0, Qt.AlignmentFlag.AlignLeft)
        self._figure_column.addWidget(self._figures)
        self._below_column.addWidget(self.parts)
        self._below_column.addWidget(self._sum)
        theme = self._theme
        self._of_figures, self._of_facts = Section(theme, figures), Section(theme, self._facts)
        self._of_people, self._of_parts = Section(theme, self._people), Section(theme, below)
        self._of_rates = Section(theme, self.rates)
        self.add(self._of_figures)
        self.add(self._of_rates)
        self.add(self._of_facts)
        self.add(self._of_people)
        self.add(self._of_parts, second=True)

    def _say(self) -> None:
        words, look = self._words, self.look
        self._go.setText(words("Go to (G)"))
        self._cases.setText(words("Its open cases"))
        self._of_figures.name(words("Open incidents"), look.time if look else "")
        self._of_rates.name(words("Evaluation"), look.rates_note if look else "")
        self._of_facts.name(words("Facts"))
        self._of_people.name(words("People, at work / in all"))
        self._of_parts.name(look.below if look else "", words("open / overdue"))
        self.parts.setAccessibleName(look.below if look else "")
        if look is not None:
            self.setAccessibleName(words.formats.listing((look.title, look.open, look.overdue)))

    def _dress(self) -> None:
        pad, gap = self._theme.whole(PAD), self._theme.whole(8)
        self._top.setContentsMargins(pad, self._theme.whole(12), pad, gap)
        self._top.setSpacing(self._theme.whole(2))
        self._buttons.setContentsMargins(pad, 0, pad, self._theme.whole(12))
        self._buttons.setSpacing(gap)
        for column in (self._figure_column, self._below_column):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(gap)

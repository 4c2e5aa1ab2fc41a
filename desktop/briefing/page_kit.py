"""What every page is made with: the snapshot in words, and the way a figure opens its cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.map.view import MapView
from desktop.names import Names
from services.insight.briefing.count import Count
from services.insight.briefing.phrases import Phrase
from services.insight.briefing.whole import Briefing
from services.live.shapes import Shapes
from services.words import Formats, Words
from widgets.briefing.count_link import CountLink
from widgets.briefing.figure_list import Cell
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class PageKit:
    """One page in the making. `open_count` and `open_case` open windows; `map` gives the one map of the seat.

    `places` remembers what was chosen on the pages between two makings of them; `remake(name, choice)` remembers one
    and makes the page anew.
    """

    context: SeatContext
    theme: Theme
    briefing: Briefing
    shapes: Shapes
    mark: str
    stacked: bool
    open_count: Callable[[Count], None]
    open_case: Callable[[int], None]
    map: Callable[[], MapView]
    remake: Callable[[str, int], None]
    places: dict[str, int] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """Names in the reader's language."""
        return Names(self.words, self.briefing.picture)

    @property
    def formats(self) -> Formats:
        """How numbers and times are written."""
        return self.words.formats

    @property
    def now(self) -> datetime:
        """The moment of the snapshot on the city's clock."""
        return self.briefing.at

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self.context.words

    def say(self, phrase: Phrase) -> str:
        """A sentence of the snapshot in the reader's language."""
        return phrase.say(self.words, self.names, self.now)

    def spoken(self, count: Count) -> str:
        """All of a figure in words."""
        return f"{self.say(count.title)} {self.formats.amount(count.value, 'incident')}"

    def cell(self, count: Count) -> Cell:
        """A number of a list that opens its cases."""
        return Cell(self.formats.integer(count.value), self.spoken(count))

    def link(self, label: str, count: Count, parent: QWidget | None = None) -> CountLink:
        """A labelled number that opens its cases."""
        made = CountLink(self.theme, label, self.formats.integer(count.value), self.spoken(count), parent)
        made.clicked.connect(lambda: self.open_count(count))
        return made


PageMaker = Callable[[PageKit], QWidget]

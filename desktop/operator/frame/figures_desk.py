"""The figures of the top bar: reckoned off the GUI thread, each with its time and the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer

from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.figure_words import FigureWords
from desktop.operator.queue.row_words import local
from services.domain.case_filter import CaseFilter
from services.domain.incidents import PlaceStatus, Severity
from services.insight.conditions import unacknowledged_rows
from services.insight.figures import Figure, closed_today, open_now, overdue, reported_today
from services.live.picture import Picture
from services.words.terms import FIGURES, PLACES
from widgets.kit.bar_figure import BarLook
from widgets.panels.top_bar import TopBar
from widgets.theme.theme import Theme

SOON_MILLIS = 500
LATER_MILLIS = 15_000
SHOWN = ("reported_today", "closed_today", "overdue", "unlocated", "outside")


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of one picture by name; by level, red first: the open incidents, and those nobody has seen."""

    figures: dict[str, Figure]
    by_level: tuple[int, ...]
    unseen: tuple[int, ...]


def count(picture: Picture, now: datetime) -> Counted:
    """Reckons all figures of the bar; runs off the GUI thread."""
    opened = open_now(picture, now)
    parts = dict(opened.parts)
    figures = {
        f.name: f for f in (reported_today(picture, now), closed_today(picture, now), overdue(picture, now), opened)
    }
    for name, place in (("unlocated", PlaceStatus.UNLOCATED), ("outside", PlaceStatus.OUTSIDE)):
        figures[name] = Figure(name, int(parts[name]), now, cases=CaseFilter(open_only=True, place=place))
    severity = picture.incidents.column("severity")[unacknowledged_rows(picture, now)]
    return Counted(
        figures,
        tuple(int(parts[level.name.lower()]) for level in Severity),
        tuple(int((severity == level).sum()) for level in Severity),
    )


class FiguresDesk(QObject):
    """Keeps the top bar's figures true, and opens the cases behind one."""

    def __init__(self, context: SeatContext, theme: Theme, bar: TopBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._theme, self._bar = context, theme, bar
        self.counted: Counted | None = None
        self._stale = False
        self._soon, self._later = (
            QTimer(self, singleShot=True, interval=SOON_MILLIS),
            QTimer(self, interval=LATER_MILLIS),
        )
        self._soon.timeout.connect(self._ask)
        self._later.timeout.connect(self._ask)
        self._later.start()
        context.situation.replaced.connect(self._ask)
        context.situation.changed.connect(self._on_changed)
        self._end_words = context.words.on_change(self._say)
        bar.figure_opened.connect(self.open)
        if context.situation.picture is not None:
            self._ask()

    def open(self, name: str) -> None:
        """Opens the cases behind a figure, as they are chosen by it."""
        figure = self.counted.figures.get(name) if self.counted else None
        if figure is None or figure.cases is None:
            return
        open_cases(
            self._context, self._theme, lambda: self.label(name, whole=True), figure.cases, self._bar.window(),
            expected=figure.value, at=figure.at,
        )  # fmt: skip

    def label(self, name: str, whole: bool = False) -> str:
        """What a figure is called; `whole` where it stands alone."""
        words = self._context.words
        if name in FIGURES:
            return words(FIGURES[name])
        place = words(PLACES[PlaceStatus[name.upper()]], ctx="place")
        return f"{words(FIGURES['open_now'])} · {place}" if whole else place

    def value(self, name: str) -> str:
        """The number of a figure; a dash before it is known."""
        figure = self.counted.figures.get(name) if self.counted else None
        return self._context.words.formats.integer(figure.value if figure else None)

    def show_stale(self, stale: bool) -> None:
        """The line to the database is lost, or back."""
        if stale != self._stale:
            self._stale = stale
            self._bar.levels.show_stale(stale)
            self._say()
            self._ask()

    def complete(self) -> bool:
        """Whether the figures are there."""
        return self.counted is not None

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._end_words()
        self._soon.stop()
        self._later.stop()

    def _on_changed(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        picture = self._context.situation.picture
        if picture is None or self._stale:
            return
        now = local(self._context)
        self._context.workers.ask(f"figures {id(self)}", lambda: count(picture, now), self._take)

    def _take(self, counted: Counted) -> None:
        self.counted = counted
        self._say()

    def _say(self) -> None:
        if self.counted is None:
            return
        words = self._context.words
        looks = [self._look(self.counted.figures[name]) for name in SHOWN]
        opened = self.counted.figures["open_now"]
        time = words.formats.clock(local(self._context, opened.at), True)
        self._bar.figures.show_figures(looks, words("at {time}", time=time), self._stale)
        self._bar.show_unseen(self.counted.unseen, self.counted.by_level, time)

    def _look(self, figure: Figure) -> BarLook:
        words = self._context.words
        time = words.formats.clock(local(self._context, figure.at), True)
        known = figure.name in FIGURES
        zone = local(self._context).tzinfo or UTC
        note = FigureWords(words, zone).tell(figure).note if known else ()
        tip = " · ".join((words("at {time}", time=time), *note[:1], words("click for the cases")))
        return BarLook(figure.name, self.label(figure.name), words.formats.integer(figure.value), tip)

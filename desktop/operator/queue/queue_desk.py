"""Keeps the queue true: filters and orders off the GUI thread, and lets rows move only while no hand is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.operator.queue.own_views import OwnViews
from desktop.operator.queue.queue_knowledge import QueueKnowledge
from desktop.operator.queue.row_words import RowWords, local
from services.domain.areas import Level
from services.domain.queue_choice import Choice
from services.insight.queue import Arranged, arrange
from services.insight.search import SearchIndex
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.kit.icons import Icons
from widgets.queue.model import QueueModel
from widgets.queue.panel import QueuePanel
from widgets.queue.view import QueueView
from widgets.theme.theme import Theme

ARRANGE_MILLIS = 250
LATER_MILLIS = 20_000  # time alone moves incidents from one tab to another
REST_MILLIS = 500


class QueueDesk(QObject):
    """The queue of a desk.

    `chosen(incident)`, `several(incidents)` and `opened(incident)` by a person's hand; `choice_changed(Choice)`;
    `arranged(Arranged)`.
    """

    chosen = Signal(object)
    several = Signal(object)
    opened = Signal(object)
    arranged = Signal(object)
    choice_changed = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._theme = context, theme
        self.words = RowWords(context)
        clock = partial(local, context)
        self.model = QueueModel(self.words, context.words, clock, self)
        self.view = QueueView(self.model, theme, context.words, clock)
        self.panel = QueuePanel(self.view, theme, context.words, icons)
        self.views = OwnViews(context, self.panel)
        self._knowledge = QueueKnowledge(context, self)
        self._line = 0  # counts full pictures: an answer from before one is of another order of rows
        self._known = 0
        self._running = self._again = False
        self._held: Arranged | None = None
        self._shown: Arranged | None = None
        self._soon = self._timer(ARRANGE_MILLIS, self._ask)
        self._later, self._rest = QTimer(self, interval=LATER_MILLIS), QTimer(self, interval=REST_MILLIS)
        self._later.timeout.connect(self.arrange_soon)
        self._rest.timeout.connect(self._on_rest)
        self._later.start()
        self._connect()
        if context.situation.picture is not None:
            self._on_replaced(context.situation.picture)

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    @property
    def index(self) -> SearchIndex | None:
        """The names that are searched; None until they are known."""
        return self._knowledge.now.index

    def select(self, incident: int | None) -> None:
        """Marks the row of an incident without saying so; none where it is not in the list."""
        picture = self._context.situation.picture
        row = picture.incident_at(incident) if picture and incident is not None else -1
        self.view.choose(self.model.position_of(row) if row >= 0 else -1)

    def select_several(self, incidents: Sequence[int]) -> None:
        """Marks the rows of some incidents without saying so; those that the list does not show are left out."""
        picture = self._context.situation.picture
        rows = [picture.incident_at(ident) for ident in incidents] if picture else []
        positions = [self.model.position_of(row) for row in rows if row >= 0]
        self.view.choose_several([position for position in positions if position >= 0])
        self.panel.show_several(len(incidents))

    def show_present(self, present: Mapping[int, str]) -> None:
        """Whose seat has which incident open: the officer's name by incident."""
        picture = self._context.situation.picture
        other = set(present.items()) ^ set(self.words.present.items())
        self.words.present = dict(present)
        if picture is not None and other:
            rows = np.array([picture.incident_at(ident) for ident, _ in other], np.int64)
            self.model.touch(picture.incidents, np.unique(rows[rows >= 0]))

    def narrow_to(self, area: int) -> None:
        """The map was drilled into an area (0: the city)."""
        if area != self.panel.choice.area:
            self._on_asked(replace(self.panel.choice, area=area))

    def change(self, **changes: Any) -> None:
        """Chooses as a person would."""
        self.panel.change(**changes)

    def settle(self) -> None:
        """Puts the list in order now."""
        held, self._held = self._held, None
        if held is not None:
            self._show(held)

    def arrange_soon(self) -> None:
        """Arranges within a quarter of a second."""
        if not self._soon.isActive():
            self._soon.start()

    def complete(self) -> bool:
        """Whether the list shows what was asked for; what comes in meanwhile is no reason to wait."""
        return self._shown is not None and self._shown.choice == self.panel.choice

    def show_stale(self, stale: bool) -> None:
        """The line to the database is lost, or back."""
        if stale != self.view.painter.stale:
            self.view.painter.stale = stale
            self.view.viewport().update()

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._end_words()
        self._knowledge.close()
        for timer in (self._soon, self._later, self._rest):
            timer.stop()

    # ---- what happens --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        situation = self._context.situation
        situation.replaced.connect(self._on_replaced)
        situation.changed.connect(self._on_changed)
        self._end_words = self._context.words.on_change(self._on_words)
        self.panel.asked.connect(self._on_asked)
        self.panel.settle_asked.connect(self.settle)
        self.view.chosen.connect(self.chosen)
        self.view.several.connect(self._on_several)
        self.view.opened.connect(self.opened)
        self.views.changed.connect(self.arrange_soon)
        self._knowledge.owned.connect(self.arrange_soon)
        self._knowledge.shelved.connect(self._take_shelves)
        self._knowledge.likened.connect(self._take_likenesses)
        self._knowledge.grown.connect(lambda: self._ask() if self.panel.choice.text else None)

    def _on_replaced(self, picture: Picture) -> None:
        self._line += 1
        self._known = len(picture.incidents)
        self._held = None
        self._offer(picture)
        self._knowledge.begin(picture)
        self._ask()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if not len(touched.incidents):
            return
        self._knowledge.hear(picture, touched)
        self.model.touch(picture.incidents, touched.incidents)
        self.arrange_soon()

    def _take_shelves(self, shelves: Mapping[int, tuple[str, str]]) -> None:
        if shelves != self.words.shelves:
            self.words.shelves = shelves
            self.model.retell()

    def _take_likenesses(self, likenesses: Mapping[int, tuple[int, str]]) -> None:
        if likenesses != self.words.likenesses:
            self.words.likenesses = likenesses
            self.model.retell()

    def _on_several(self, incidents: list[int]) -> None:
        self.panel.show_several(len(incidents))
        self.several.emit(incidents)

    def _on_words(self) -> None:
        picture = self._context.situation.picture
        if picture is None:
            return
        self.model.retell()
        self._offer(picture)
        self._show_area()
        if self._shown is not None:
            self._say_counts(self._shown)

    def _on_asked(self, choice: Choice) -> None:
        self.panel.choice = choice
        self._show_area()
        self.panel.wait()
        self.choice_changed.emit(choice)
        self._ask()

    # ---- arranging -----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """One round of arranging; while one is on its way only one more is kept in mind."""
        picture = self._context.situation.picture
        if picture is None:
            return
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        choice, now, line = self.panel.choice, self._context.clock(), self._line
        known, views = self._knowledge.now, self.views.choices(picture)
        self._context.workers.ask(
            f"queue {id(self)}",
            lambda: (line, arrange(picture, choice, known.index, now, known.whose, known.texts, views)),
            self._take,
            self._on_trouble,
        )

    def _on_trouble(self, error: Exception) -> None:
        self._running = False
        self._context.workers.troubled.emit(error)

    def _take(self, answer: tuple[int, Arranged]) -> None:
        self._running = False
        line, found = answer
        if self._again:
            self.arrange_soon() if found.choice == self.panel.choice else self._ask()
        if line != self._line or found.choice != self.panel.choice:
            return
        self.panel.arrived()
        same = self._shown is not None and self._shown.choice == found.choice
        if same and self.view.at_work() and self._hold(found):
            return
        self._held = None
        self._show(found)

    def _hold(self, found: Arranged) -> bool:
        """Keeps an order until the hand rests; not where it would change nothing."""
        came, went = self.model.differs(found.rows)
        if not came + went:
            return False
        self._held = found
        self.panel.show_waiting(came, went)
        self._rest.start()
        return True

    def _on_rest(self) -> None:
        if self.view.at_work():
            return
        self._rest.stop()
        self.settle()

    def _show(self, found: Arranged) -> None:
        picture = self._context.situation.picture
        if picture is None:
            return
        same = self._shown is not None and self._shown.choice == found.choice
        anchor = self.view.anchor() if same else None
        if same:
            self._welcome(found.rows)
        self._shown = found
        self.view.arrange(picture.incidents, found.rows)
        self.view.hold(anchor)
        if not same:
            self.view.verticalScrollBar().setValue(0)
        self.panel.show_waiting(0, 0)
        self._say_counts(found)
        self.arranged.emit(found)

    def _welcome(self, rows: NDArray[np.int64]) -> None:
        """Marks what has come in since the picture was loaded and was not in the list yet."""
        new = rows[(rows >= self._known) & ~self.model.has(rows)]
        if len(new):
            self.model.welcome(new)
            self.view.start_fading()

    # ---- words ---------------------------------------------------------------------------------------------------

    def _say_counts(self, found: Arranged) -> None:
        words = self._context.words
        at = words.formats.clock(local(self._context, found.at), True)
        self.panel.say_empty(self._empty(found, at))
        self.panel.show_counts(found.counts, len(found.rows), at)
        self.views.show_counts(found.views)

    def _empty(self, found: Arranged, at: str) -> str:
        words, picture = self._context.words, self._context.situation.picture
        if picture is not None and not len(picture.areas) and not found.open:
            return words(
                "This database holds no city yet. Bring in its areas with main.py import areas FILE, or make the demo"
                " city with main.py demo."
            )
        if self.panel.is_narrowed():
            return words("No open incident is like this at {time}; {n} are open in all.", time=at, n=found.open)
        return words("No incident is open at {time}.", time=at)

    def _show_area(self) -> None:
        area = self.panel.choice.area
        picture = self._context.situation.picture
        known = picture is not None and 0 < area < len(picture.areas)
        name = self.words.names().area(area) if known else ""
        self.panel.show_choice(self.panel.choice, name, self.views.named(self.panel.choice))

    def _offer(self, picture: Picture) -> None:
        names = self.words.names()
        towns = [(int(at), names.area(int(at))) for at in picture.areas.at_level(Level.TOWN)]
        categories = [
            (number, ("  " if item.parent else "") + item.name(self._context.words.lang))
            for number, item in enumerate(picture.catalogue.categories)
            if item.active
        ]
        self.panel.offer(towns, categories)

    def _timer(self, millis: int, slot: Any) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=millis)
        timer.timeout.connect(slot)
        return timer

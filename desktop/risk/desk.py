"""The warnings at the operator's desk: their room beside the queue, marks on the map, the counts above, new reds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedWidget, QWidget

from desktop.map.furniture import DeskFurniture
from desktop.operator.queue.row_words import local
from desktop.risk.card_window import CardWindow
from desktop.risk.cards import Cards
from desktop.risk.choosing import Offers, chosen, offers, reds
from desktop.risk.hearing import Hearing
from desktop.risk.known import Known, read_known
from desktop.risk.on_map import WarningsOnMap
from desktop.risk.orders import WarningOrders
from desktop.risk.words import WarningWords, counted
from desktop.workers import said_of
from services.domain.warnings import LiveWarning, WarningOrder, WarningVerb
from services.live.advance import Touched
from services.live.picture import Picture
from services.risk.handling.desk import WarningDone
from widgets.risk.chip import WarningChip
from widgets.risk.looks import WarningChoice, WarningRow
from widgets.risk.panel import WarningPanel
from widgets.risk.strip import WarningStrip

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat

SOON_MILLIS = 150
ROOMY = 1560  # px at 1x of the top bar, from where counts by level stand beside those of the incidents


@dataclass(frozen=True, slots=True)
class _Answer:
    picture: Picture
    rows: tuple[WarningRow, ...]
    ids: frozenset[int]


class WarningsDesk(QObject):
    """Made with the seat's parts; `stack` holds what stood at the left before and the warnings' panel."""

    def __init__(self, seat: OperatorSeat, before: QWidget) -> None:
        super().__init__(seat)
        self._seat, self._context, self._theme = seat, seat.context, seat.theme
        words = self._context.words
        self.panel = WarningPanel(seat.theme, words, seat.icons)
        self.chip, self.strip = WarningChip(seat.theme, words), WarningStrip(seat.theme, words)
        self.stack = QStackedWidget()
        self.stack.addWidget(before)
        self.stack.addWidget(self.panel)
        self.on_map = WarningsOnMap(self._context, seat.map.canvas, self)
        self.orders = WarningOrders(self._context, self)
        self.cards: Cards | None = None
        self.known = Known()
        self._hearing = Hearing()
        self._quiet_since: datetime | None = None
        self._told = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MILLIS)
        self._soon.timeout.connect(self._ask)
        self._connect()
        self._read_known()

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    def bind(self) -> None:
        """Puts chip and strip in their places; before the keys are bound."""
        top, layout = self._seat.top, self._seat.window.layout()
        top.put_beside_levels(self.chip)
        top.installEventFilter(self)
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(1, self.strip)
        seat = self._seat
        seat.hand.orders["warnings"] = self.turn
        ground = seat.map.canvas.scenery
        self.cards = Cards(self._context, self._theme, seat.window, lambda: ground.ground, seat.drafts)
        self.cards.know(self.known)
        self.cards.incident_asked.connect(seat.hand.show_incident)
        self.cards.go_asked.connect(self._on_go)

    def is_shown(self) -> bool:
        """Whether the warnings stand in the place of the queue."""
        return self.stack.currentWidget() is self.panel

    def turn(self) -> None:
        """The warnings, or what was there before."""
        self.show_room(not self.is_shown())

    def show_room(self, shown: bool) -> None:
        """Brings the warnings, or the queue, and the keyboard with it."""
        self.stack.setCurrentWidget(self.panel if shown else self.stack.widget(0))
        self._seat.work.show_queue()
        target = self.panel.list if shown else self._seat.queue.view
        target.setFocus()
        self.on_map.show_only(self._shown_ids() if shown else None)
        if not shown:
            self.on_map.choose(None)

    def complete(self) -> bool:
        """Whether rows and counts are of what is known."""
        return self._told and not self._soon.isActive()

    def show_stale(self, stale: bool) -> None:
        """The line to the database is lost, or back."""
        self.panel.list.show_stale(stale)
        for levels in (self.panel.levels, self.chip.levels):
            levels.show_stale(stale)

    def close(self) -> None:
        """Ends what runs."""
        self._end_words()
        self._soon.stop()
        if self.cards is not None:
            self.cards.close()

    def words(self) -> WarningWords | None:
        """Words about the picture of the moment."""
        picture = self._context.situation.picture
        if picture is None:
            return None
        return WarningWords(self._context.words, picture, self.known, local(self._context))

    def warning(self, ident: int) -> LiveWarning | None:
        """A warning that stands."""
        picture = self._context.situation.picture
        return picture.warnings.get(ident) if picture is not None else None

    # ---- what happens --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        situation, panel = self._context.situation, self.panel
        situation.changed.connect(self._on_changed)
        situation.replaced.connect(self._on_replaced)
        if situation.picture is not None:
            self._hearing.replace(situation.picture)
        self._end_words = self._context.words.on_change(self._on_words)
        panel.asked.connect(lambda _: self._ask())
        panel.left.connect(lambda: self.show_room(False))
        panel.list.chosen.connect(self.on_map.choose)
        panel.list.opened.connect(self.open)
        panel.list.asked.connect(self._on_asked)
        self.on_map.picked.connect(self._on_picked)
        self.on_map.opened.connect(self.open)
        self.orders.done.connect(self._on_done)
        self.orders.troubled.connect(self._on_troubled)
        self.chip.opened.connect(self.turn)
        self.chip.picked.connect(self._on_level)
        self.strip.clicked.connect(self._on_strip)
        scene, plates = self._seat.map.scene, self._seat.map.plates
        scene.subject_changed.connect(self._on_subject)
        if isinstance(plates, DeskFurniture):
            plates.of_warnings = self._tip

    def open(self, ident: int, verb: str = "") -> CardWindow | None:
        """Opens the card of a warning; `verb` begins a step on it."""
        self.on_map.choose(ident)
        return self.cards.open(ident, verb) if self.cards is not None else None

    def _on_asked(self, order: str, ident: int) -> None:
        one = self.warning(ident)
        if order == "go":
            self.go(ident)
        elif order == WarningVerb.ACKNOWLEDGE and one is not None:
            self.orders.send(WarningOrder(WarningVerb.ACKNOWLEDGE, ident, one.version))
        elif one is not None:
            shelved = order == WarningVerb.SHELVE and one.shelved_until is not None
            self.open(ident, WarningVerb.UNSHELVE if shelved else order)

    def _on_done(self, done: WarningDone) -> None:
        one, told = self.warning(done.order.warning), self.words()
        what = f"{told.town(one)} {told.title(one)}" if told is not None and one is not None else ""
        self._seat.command.answer(self._context.words("Acknowledged: {what}", ctx="warning", what=what))

    def _on_troubled(self, _order: WarningOrder, error: Exception) -> None:
        self._seat.command.answer(said_of(error, self._context.words))

    def _on_go(self, ident: int) -> None:
        self.go(ident)
        self._seat.window.activateWindow()

    def go(self, ident: int) -> None:
        """Shows a warning on the map, or the area it lies in."""
        self._seat.work.show_map()
        if not self.on_map.go(ident):
            words = self._context.words
            self._seat.command.answer(words("This warning has no place on the map.", ctx="warning"))

    def _on_picked(self, ident: int) -> None:
        self.panel.list.choose(ident)
        self.on_map.choose(ident)
        self.open(ident)

    def _on_level(self, rank: int) -> None:
        self.panel.change(level=rank)
        self.show_room(True)
        self.chip.levels.choose(0)

    def _on_strip(self) -> None:
        waiting = self._waiting()
        if waiting:
            self.open(waiting[0].id)

    def _on_subject(self, area: int) -> None:
        told = self.words()
        name = told.area(area) if told is not None and area else ""
        self.panel.show_choice(_with_area(self.panel.choice, area), name)
        self._ask()

    def _on_replaced(self, picture: Picture) -> None:
        if self._hearing.replace(picture):
            self._sound()
        self._read_known()

    def _sound(self) -> None:
        if self._context.memory.get("sound", False):
            QApplication.beep()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if not touched.warnings:
            return
        if self._hearing.take(picture, touched.warnings):
            self._sound()
        if any(one.scenario not in self.known.scenarios for one in self._of(picture, touched)):
            self._read_known()
        if not self._soon.isActive():
            self._soon.start()

    @staticmethod
    def _of(picture: Picture, touched: Touched) -> list[LiveWarning]:
        return [picture.warnings[ident] for ident in touched.warnings if ident in picture.warnings]

    def _on_words(self) -> None:
        self._offer()
        self._ask()

    def _waiting(self) -> list[LiveWarning]:
        picture = self._context.situation.picture
        return reds(picture.warnings, self._hearing.heard) if picture is not None else []

    def _tip(self, ident: int) -> list[str]:
        told, picture = self.words(), self._context.situation.picture
        if told is None or picture is None:
            return []
        together = self._seat.map.canvas.warnings.together(ident)
        return told.tip([picture.warnings[one] for one in together if one in picture.warnings])

    def _shown_ids(self) -> frozenset[int] | None:
        if not self.panel.choice.is_narrow:
            return None
        return frozenset(look.key for look in self.panel.list.rows.looks())

    # ---- reading and reckoning -----------------------------------------------------------------------------------

    def _read_known(self) -> None:
        scenarios = self._context.services.scenarios
        self._context.workers.ask(f"scenarios {id(self)}", lambda: read_known(scenarios), self._take_known)

    def _take_known(self, known: Known) -> None:
        self.known = known
        if self.cards is not None:
            self.cards.know(known)
        self._offer()
        self._ask()

    def _offer(self) -> None:
        found: Offers = offers(self._context.words, self.known)
        self.panel.offer(found.campaigns, found.models, found.states)

    def _ask(self) -> None:
        picture, told = self._context.situation.picture, self.words()
        if picture is None or told is None:
            return
        choice, known, heard = self.panel.choice, self.known, dict(self._hearing.heard)

        def reckon() -> _Answer:
            found = chosen(picture, choice, known, told)
            rows = tuple(told.row(one, heard.get(one.id, 0.0)) for one in found)
            return _Answer(picture, rows, frozenset(one.id for one in found))

        self._context.workers.ask(f"warning rows {id(self)}", reckon, self._take)

    def _take(self, answer: _Answer) -> None:
        now, words = local(self._context), self._context.words
        clock = words.formats.clock(now, True)
        unseen, standing = counted(answer.picture.warnings)
        if not answer.picture.warnings:
            cards = self._context.services.warning_cards
            self._context.workers.ask(f"quiet {id(self)}", cards.quiet_since, self._take_quiet)
        self.panel.say_empty(self._nothing(clock))
        shown = words.plural("{n} warning", "{n} warnings", len(answer.rows), ctx="warning")
        self.panel.show_rows(answer.rows, f"{shown} · {clock}")
        self.panel.show_counts(unseen, standing, clock)
        self.chip.show_counts(unseen, standing, clock)
        told = self.words()
        self.strip.show_look(told.strip(self._waiting()) if told is not None else None)
        if self.is_shown():
            self.on_map.show_only(answer.ids if self.panel.choice.is_narrow else None)
        self._told = True

    def _take_quiet(self, since: datetime | None) -> None:
        if since != self._quiet_since:
            self._quiet_since = since
            self.panel.say_empty(self._nothing(self._context.words.formats.clock(local(self._context), True)))

    def _nothing(self, clock: str) -> str:
        words = self._context.words
        if self.panel.choice.is_narrow:
            return words("No warning that stands fits the filter ({time}).", ctx="warning", time=clock)
        if self._quiet_since is not None:
            since = words.formats.moment(self._quiet_since, local(self._context))
            return words(
                "No warning has stood since {since} ({time}). The models listen to every source; what they find"
                " appears here by itself.",
                ctx="warning", since=since, time=clock,
            )  # fmt: skip
        return words(
            "No warning stands ({time}). The models listen to every source; what they find appears here by itself.",
            ctx="warning", time=clock,
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._seat.top:
            self.chip.make_room(self._seat.top.width() >= self._theme.px(ROOMY))
        return False


def _with_area(choice: WarningChoice, area: int) -> WarningChoice:
    return WarningChoice(choice.text, area, choice.campaign, choice.model, choice.state, choice.level)

"""What keys, menu and command line ask for, by name; each is carried out on the seat."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.browser import open_view
from desktop.campaigns.window import open_campaigns
from desktop.catalogue.window import open_catalogue
from desktop.evaluation.window import open_evaluation
from desktop.handover.window import open_handover
from desktop.meetings.window import open_meetings
from desktop.operator.hands.keys import KeyMap
from desktop.operator.hands.menu import StepEntry
from desktop.operator.hands.step_keys import written
from desktop.operator.typed.orders import Order, Verb
from desktop.portrait.window import Of, open_portrait
from desktop.records.window import open_ledger
from desktop.registry.window import open_registry
from desktop.walls.window import open_walls
from desktop.workbench.window import open_workbench
from layers.page.city import PageRequest
from services.domain.areas import Level
from services.domain.queue_choice import Sort
from services.domain.steps import Verb as VerbOfCase
from services.live.mercator import from_mercator
from services.words import N_
from services.words.terms import ORDERS

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat

SORTS = tuple(Sort)
AROUND = 500.0  # metres
OPENED = N_("This view is open in the browser; the page lies in {path}.")


class Hand:
    """Carries out orders; `orders` names those that need nothing more."""

    def __init__(self, seat: OperatorSeat) -> None:
        self._seat = seat
        self.orders: dict[str, Callable[[], None]] = {
            "command": self.command,
            "region": lambda: seat.next_region(1),
            "region_back": lambda: seat.next_region(-1),
            "out": self.out,
            "go": seat.go,
            "fit": self.fit,
            "layers": self.layers,
            "up": seat.map.scene.up,
            "browser": self.browser,
            "red": lambda: self.level(1),
            "orange": lambda: self.level(2),
            "yellow": lambda: self.level(3),
            "blue": lambda: self.level(4),
            "settle": seat.queue.settle,
            "sort": self.sort,
            "turn": self.turn,
            "find": seat.queue.panel.box.setFocus,
            "menu": seat.open_menu,
            "larger": lambda: seat.zoom(1),
            "smaller": lambda: seat.zoom(-1),
            "first_size": self.first_size,
            "restore": seat.work.restore,
            "keys": self.keys,
            "about": self.about,
            "save_incidents": lambda: seat.files.ask_incidents(seat.window),
            "save_areas": lambda: seat.files.ask_areas(seat.window),
            "catalogue": lambda: open_catalogue(seat.context, seat.theme, seat.window),
            "evaluation": lambda: open_evaluation(seat.context, seat.theme, seat.window),
            "records": lambda: open_ledger(seat.context, seat.theme, seat.window),
            "portrait": self._portrait,
            "portrait_place": self._portrait_of_place,
            "workbench": self._workbench,
            "campaigns": lambda: open_campaigns(seat.context, seat.theme, seat.window, seat.further.warnings.open),
            "registry": lambda: open_registry(seat.context, seat.theme, seat.window),
            "handover": lambda: open_handover(seat.context, seat.theme, seat.drafts, seat.window, self.show_incident),
            "walls": lambda: open_walls(seat.context, seat.theme, seat.map.scene, seat.window),
            "meetings": lambda: open_meetings(seat.context, seat.theme, seat.drafts, seat.window, self.show_incident),
        }
        self._verbs: dict[Verb, Callable[[Order], str]] = {
            Verb.GO: self._go,
            Verb.FILTER: self._filter,
            Verb.LEVEL: self._level,
            Verb.ALL: self._all,
            Verb.VIEW: self._view,
            Verb.UP: lambda order: self._done("up"),
            Verb.FIT: lambda order: self._done("fit"),
            Verb.BROWSER: lambda order: self._done("browser"),
            Verb.KEYS: lambda order: self._done("keys"),
        }

    # ---- the command line ----------------------------------------------------------------------------------------

    def carry_out(self, text: str) -> None:
        """Does what was typed, and answers on the command line."""
        if self._seat.commands.carry_out(text):
            return
        order = self._seat.typed.read(text)
        words = self._seat.context.words
        if order is None:
            self._seat.command.answer(words("Nothing is called {text}.", text=text), keep=text)
            return
        self._seat.command.answer(self._verbs[order.verb](order))

    def _go(self, order: Order) -> str:
        seat, words = self._seat, self._seat.context.words
        if order.incident is not None:
            seat.choose(order.incident)
            seat.go()
            seat.work.open_detail()
            return words("Incident {number}", number=order.text)
        if order.area is not None:
            seat.go_to_area(order.area)
            return seat.queue.words.names().path(order.area, begin=0)
        return ""

    def _filter(self, order: Order) -> str:
        self._seat.queue.change(text=order.text)
        return self._seat.context.words("The queue is filtered by {text}.", text=order.text)

    def _level(self, order: Order) -> str:
        self._seat.queue.change(severity=order.level)
        return ""

    def _view(self, order: Order) -> str:
        self._seat.queue.change(tab=order.tab)
        return ""

    def _all(self, order: Order) -> str:
        panel = self._seat.queue.panel
        whole = type(panel.choice)()
        panel.change(**{name: getattr(whole, name) for name in ("tab", "text", "town", "category", "severity", "area")})
        return self._seat.context.words("Everything open is shown.")

    def _done(self, name: str) -> str:
        self.orders[name]()
        return ""

    # ---- steps ---------------------------------------------------------------------------------------------------

    def step(self, verb: VerbOfCase) -> None:
        """Takes a step with what is chosen: several incidents as a batch, one by its form or at once."""
        seat = self._seat
        if seat.detail.batch.is_shown():
            seat.detail.batch.begin(verb)
            return
        if seat.detail.incident is None:
            current = seat.queue.view.current_incident()
            if current is None:
                seat.command.answer(seat.context.words("Choose an incident first."))
                return
            seat.choose(current)
        seat.work.open_detail()
        seat.detail.forms.begin(verb)

    def back(self) -> None:
        """From the form back to the queue: what was ordered is on its way, the next case is one key off."""
        if self._in_detail():
            self._seat.queue.view.setFocus()

    def out(self) -> None:
        """One level out: from a form to the queue, where what is chosen stays chosen; then as the seat says."""
        self.back() if self._in_detail() and self._seat.detail.incident is not None else self._seat.out()

    def _in_detail(self) -> bool:
        now, forms = QApplication.focusWidget(), (self._seat.detail.forms.form, self._seat.detail.batch.form)
        return now is not None and any(form.isAncestorOf(now) for form in forms)

    def steps(self) -> list[StepEntry]:
        """The steps that may be taken with what is chosen, as menu entries."""
        seat, words = self._seat, self._seat.context.words
        verbs = (
            seat.detail.batch.verbs() if seat.detail.batch.is_shown() else [s.verb for s in seat.detail.forms.steps()]
        )
        return [(words(ORDERS[verb], ctx="order"), written(verb), partial(self.step, verb)) for verb in verbs]

    def _workbench(self) -> None:
        """Scenarios in a form, tried on the past year."""
        seat = self._seat
        scenery = seat.map.canvas.scenery
        open_workbench(seat.context, seat.theme, seat.drafts, lambda: scenery.ground, seat.window)

    def _portrait(self) -> None:
        """The risk of the area that the map shows."""
        seat, picture = self._seat, self._seat.context.situation.picture
        if picture is not None:
            area = int(picture.areas.ids[seat.map.scene.subject])
            open_portrait(seat.context, seat.theme, Of(area=area), seat.window, seat.further.warnings.open)

    def _portrait_of_place(self) -> None:
        """The risk around the chosen incident."""
        seat, picture, chosen = self._seat, self._seat.context.situation.picture, self._seat.detail.incident
        at = picture.incident_at(chosen) if picture is not None and chosen is not None else -1
        row = picture.incidents.row(at) if picture is not None and at >= 0 else None
        if row is None or math.isnan(row["lon"]):
            seat.command.answer(seat.context.words("Choose an incident with a place first."))
            return
        circle = (float(row["lon"]), float(row["lat"]), AROUND)
        open_portrait(seat.context, seat.theme, Of(circle=circle), seat.window, seat.further.warnings.open)

    def show_incident(self, incident: int) -> None:
        """Shows an incident that was opened in another window."""
        self._seat.choose(incident)
        self._seat.work.open_detail()
        self._seat.window.activateWindow()

    # ---- keys and menu -------------------------------------------------------------------------------------------

    def command(self) -> None:
        """Brings the keyboard to the command line."""
        self._seat.command.setFocus()

    def fit(self) -> None:
        """Shows the whole subject and gives the view back."""
        self._seat.map.canvas.fit()

    def layers(self) -> None:
        """Shows or hides the layers."""
        self._seat.map.toggle_layers()

    def level(self, rank: int) -> None:
        """Narrows the queue to a level, or takes that back."""
        now = self._seat.queue.panel.choice.severity
        self._seat.queue.change(severity=0 if now == rank else rank)

    def sort(self) -> None:
        """Sorts by the next column."""
        at = SORTS.index(self._seat.queue.panel.choice.sort)
        self._seat.queue.change(sort=SORTS[(at + 1) % len(SORTS)], turned=False)

    def turn(self) -> None:
        """Turns the order round."""
        self._seat.queue.change(turned=not self._seat.queue.panel.choice.turned)

    def first_size(self) -> None:
        """The size of the interface that the seat began with."""
        self._seat.zoom(0)

    def browser(self) -> None:
        """Opens what the map shows as a page in the browser."""
        seat = self._seat
        canvas = seat.map.canvas
        (left, right), (bottom, top) = canvas.box.viewRange()
        (west, east), (south, north) = from_mercator([left, right], [bottom, top])
        plan = seat.map.scene.legend()
        level = plan.level if plan is not None else Level.TOWN
        request = PageRequest(
            level, seat.map.scene.figure, (float(west), float(south), float(east), float(north)), seat.theme.name
        )
        open_view(seat.context, request, self._on_page)

    def keys(self) -> None:
        """Shows all keys."""
        KeyMap(self._seat.theme, self._seat.context.words, self._seat.window).open()

    def about(self) -> None:
        """Says what the program is and what it shows."""
        seat, words = self._seat, self._seat.context.words
        text = words(
            "GridCommand, the desktop command centre of a city's grids.\nDatabase: {database}\nLicence: Apache 2.0",
            database=seat.context.services.database.url.render_as_string(hide_password=True),
        )
        box = QMessageBox(QMessageBox.Icon.NoIcon, words("About GridCommand"), text, parent=seat.window)
        box.addButton(words("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def _on_page(self, outcome: Path | Exception) -> None:
        if isinstance(outcome, Exception):
            self._seat.line.tell_trouble(outcome)
        else:
            self._seat.line.tell(OPENED, path=outcome)

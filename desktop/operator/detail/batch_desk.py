"""One step for several incidents at once: its form below the list, each incident's own answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from desktop.context import SeatContext
from desktop.operator.forms.order_desk import Answers, OrderDesk
from desktop.operator.forms.step_options import StepOptions
from desktop.operator.forms.step_orders import order_of
from desktop.operator.forms.step_words import StepWords, names_of
from desktop.operator.queue.row_words import RowWords, local, short_number
from services.cases.deciding.all import DECIDERS
from services.domain.incidents import IncidentState
from services.domain.orders import Order
from services.domain.refusals import Refusal
from services.domain.steps import STEPS, Verb
from services.live.picture import Picture
from widgets.forms.looks import Option
from widgets.forms.step_form import StepForm
from widgets.kit.icons import Icons
from widgets.panels.several_page import SeveralPage
from widgets.theme.theme import Theme

V = Verb
VERBS = (V.ASSIGN, V.ACKNOWLEDGE, V.URGE, V.NOTE, V.SHELVE, V.MERGE, V.FILE, V.VERIFY, V.CLOSE)
TOLD = 6  # refusals that are told one by one; of the rest their number


class BatchDesk(QObject):
    """Fills the form of the page of several incidents and carries it out as one batch; `incidents` are their ids."""

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, words: RowWords, orders: OrderDesk) -> None:
        super().__init__()
        self._context, self._names, self._orders = context, words, orders
        self.form = StepForm(theme, context.words, icons, lambda: local(context))
        self.options: StepOptions | None = None
        self._page: SeveralPage | None = None
        self.incidents: tuple[int, ...] = ()
        self._verb: Verb | None = None
        self.form.filled.connect(self._on_filled)
        self.form.step_asked.connect(lambda verb: self.begin(Verb(verb)))

    def bind(self, page: SeveralPage) -> None:
        """The page below whose list the form stands."""
        self._page = page
        page.take_form(self.form)

    def take_options(self, options: StepOptions) -> None:
        """What the fields are chosen from."""
        self.options = options
        self._show()

    def show(self, incidents: Sequence[int]) -> None:
        """Several incidents were chosen together; none: they are not any more."""
        if tuple(incidents) != self.incidents:
            self.incidents, self._verb = tuple(incidents), None
            self._tell(())
            self.form.show_form(None)
        self._show()

    def is_shown(self) -> bool:
        """Whether several incidents are what is chosen."""
        return len(self.incidents) > 1

    def verbs(self) -> list[Verb]:
        """The steps that at least one of them may take by the table."""
        picture = self._context.situation.picture
        if picture is None:
            return []
        states = {IncidentState(int(state)) for state in np.unique(self._records(picture)["state"])}
        return [verb for verb in VERBS if verb in DECIDERS and any((state, verb) in STEPS for state in states)]

    def begin(self, verb: Verb) -> None:
        """Opens the form of a step, or takes it at once where nothing has to be filled in."""
        if verb not in self.verbs():
            words = self._context.words
            self.form.show_refusal(words("This step is not possible for several incidents at once."))
            return
        self._verb = verb
        if names_of(verb) and verb is not V.URGE:
            self._show()
            self.form.set_focus()
        else:
            self._on_filled({})

    def _records(self, picture: Picture) -> np.ndarray:
        rows = np.array([picture.incident_at(ident) for ident in self.incidents], np.int64)
        return picture.incidents.rows(rows[rows >= 0])

    def _show(self) -> None:
        picture, verbs = self._context.situation.picture, self.verbs()
        if not self.is_shown() or picture is None or self.options is None or not verbs:
            self.form.show_form(None)
            return
        made = StepWords(self._context.words, picture, self.options, local(self._context))
        verb = self._verb if self._verb in verbs else verbs[0]
        self.form.show_form(made.batch(verb, len(self.incidents), verbs, self._into(picture)))

    def _into(self, picture: Picture) -> tuple[Option, ...]:
        """Which of the chosen ones may stay when they are merged: the worst, then the one with most reports, first."""
        found = self._records(picture)
        order = np.lexsort((found["reported_at"], -found["reports"].astype(int), found["severity"]))
        return tuple(
            Option(str(look.incident), f"{look.number} {look.title}", (look.number,), look.place)
            for look in (self._names(found[at]) for at in order[:50])
        )

    def _on_filled(self, values: Mapping[str, Any]) -> None:
        picture = self._context.situation.picture
        verb = self._verb or (Verb(self.form.look.step.verb) if self.form.look is not None else None)
        if picture is None or verb is None or not self.is_shown():
            return
        found, zone = self._records(picture), local(self._context).tzinfo
        stays = int(values["into"]) if values.get("into") else None
        orders = [
            order_of(verb, int(one["id"]), int(one["version"]), values, zone)
            for one in found
            if int(one["id"]) != stays
        ]
        if not orders:
            return
        self.form.wait(True)
        self._orders.send_many(orders, lambda answers: self._take(orders, answers))

    def _take(self, orders: Sequence[Order], answers: Answers) -> None:
        words, integer = self._context.words, self._context.words.formats.integer
        self.form.wait(False)
        refused = [(one, answer) for one, answer in zip(orders, answers, strict=True) if isinstance(answer, Refusal)]
        lines = [
            words("{done} of {all} carried out", done=integer(len(orders) - len(refused)), all=integer(len(orders)))
        ]
        lines += [f"{self._number(order)}  {answer.say(words)}" for order, answer in refused[:TOLD]]
        if len(refused) > TOLD:
            lines.append(words("and {n} more refused", n=integer(len(refused) - TOLD)))
        self._tell(lines)
        if not refused:
            self._verb = None
            self._show()

    def _number(self, order: Order) -> str:
        picture = self._context.situation.picture
        row = picture.incident_at(order.incident) if picture is not None else -1
        return short_number(picture.incidents.row(row)["number"].decode()) if picture is not None and row >= 0 else ""

    def _tell(self, lines: Sequence[str]) -> None:
        if self._page is not None:
            self._page.tell(lines)

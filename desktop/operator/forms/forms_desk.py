"""The form for the next step of the case that is shown: filled, kept, carried out, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from desktop.operator.forms.case_drafts import CaseDrafts, key_of
from desktop.operator.forms.conflict_desk import ConflictDesk
from desktop.operator.forms.drafts import Drafts
from desktop.operator.forms.order_desk import KEPT, OrderDesk
from desktop.operator.forms.step_options import StepOptions
from desktop.operator.forms.step_orders import order_of
from desktop.operator.forms.step_words import StepWords, names_of
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local
from desktop.workers import said_of
from services.cases.deciding.all import DECIDERS
from services.cases.offering import offered, offered_for_child, why_not
from services.cases.routing.advise import Advice
from services.domain.cases import Child
from services.domain.orders import Order
from services.domain.refusals import Refusal
from services.domain.steps import Step, Verb
from services.insight.reading import IncidentCard
from services.live.picture import Picture
from services.words import N_
from widgets.forms.looks import Option
from widgets.forms.step_form import StepForm
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

SENT = N_("Sent, waiting for the answer…")
Extra = Mapping[str, tuple[Option, ...]]


class FormsDesk(QObject):
    """What the form of the detail panel shows, and what is ordered with it.

    Signals: `refresh_asked()` when the case is to be read again; `refused(sentence)`; `step_begun(verb)` when a form
    was opened by hand; `options_known(StepOptions)`; `left()` when what a form was filled with was carried out.
    """

    refresh_asked = Signal()
    refused = Signal(str)
    step_begun = Signal(str)
    options_known = Signal(object)
    left = Signal()

    def __init__(
        self, context: SeatContext, theme: Theme, icons: Icons, orders: OrderDesk, drafts: Drafts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._orders, self._drafts = context, orders, CaseDrafts(drafts)
        self.form = StepForm(theme, context.words, icons, lambda: local(context))
        self.conflict = ConflictDesk(context, theme, icons, self)
        self.options: StepOptions | None = None
        self.extra: Extra = {}
        self.card: IncidentCard | None = None
        self._incident: int | None = None
        self._verb: Verb | None = None  # chosen by a person; None for the usual one
        self._child: Child | None = None
        self._wanted: list[Verb] = []  # begun before the card has come
        self._base: tuple[int, object] | None = None  # version and standing that typing began at
        self._advised: str | None = None
        self._connect(drafts)

    def _connect(self, drafts: Drafts) -> None:
        self.form.edited.connect(self._on_edited)
        self.form.filled.connect(self._on_filled)
        self.form.step_asked.connect(lambda verb: self.begin(Verb(verb)))
        self.conflict.note_asked.connect(self.send)
        self.conflict.again_asked.connect(lambda verb: self._on_again(Verb(verb)))
        self.conflict.discarded.connect(lambda verb: (self.form.wait(False), self._forget(Verb(verb))))
        drafts.saved.connect(self._on_saved)
        drafts.unsaved.connect(self._on_unsaved)
        drafts.loaded.connect(self._show)
        self._context.situation.replaced.connect(self._on_replaced)
        self._orders.sent.connect(self._on_sent)
        self._orders.seen.connect(self._on_seen)
        self._orders.kept.connect(self._on_kept)
        self._orders.troubled.connect(self._on_troubled)
        self._context.officer.changed.connect(lambda _: self._show())
        if self._context.situation.picture is not None:
            self._on_replaced(self._context.situation.picture)

    # ---- what a desk asks ----------------------------------------------------------------------------------------

    def expect(self, incident: int | None) -> None:
        """Another incident was chosen; its card is on its way."""
        if incident == self._incident:
            return
        self._incident, self.card, self._verb, self._child, self.extra = incident, None, None, None, {}
        self._base, self._advised, self._wanted = None, None, []
        self.conflict.clear()
        self.form.show_form(None)
        self.form.wait(False)

    def show_card(self, card: IncidentCard) -> None:
        """The case as it stands now."""
        if card.incident.live.id != self._incident:
            self.expect(card.incident.live.id)
        self.card = card
        if self._base is not None and self._base[1] == _standing(card):
            self._base = (card.incident.live.version, self._base[1])  # nothing that the step depends on
        self._show()
        if self.conflict.is_open() and self.options is not None:
            self.conflict.show(card, tuple(step.verb for step in self.steps()), self.options.reasons)
            self.form.wait(True)
        wanted, self._wanted = self._wanted, []
        for verb in wanted:
            self.begin(verb)

    def steps(self) -> tuple[Step, ...]:
        """The steps that this officer may take now, the usual one first."""
        if self.card is None or self.card.case is None:
            return ()
        officer, now = at_desk(self._context), self._context.clock()
        if self._child is not None:
            found = offered_for_child(self.card.case, self._child, officer)
        else:
            found = offered(self.card.case, officer, now)
        return tuple(step for step in found if step.verb in DECIDERS)

    def begin(self, verb: Verb) -> None:
        """Opens the form of a step, or takes it at once where nothing has to be filled in."""
        if self.card is None:
            if self._incident is not None:
                self._wanted.append(verb)
            return
        if verb not in {step.verb for step in self.steps()}:
            self._refuse_begin(verb)
            return
        if not names_of(verb):
            self.send(order_of(verb, *self._at(), {}, None, self._child.id if self._child else None))
            return
        self._verb = verb
        self._show()
        self.form.set_focus()
        self.step_begun.emit(verb)

    def begin_for_child(self, child: Child, verb: Verb) -> None:
        """The same for the ticket of a further department."""
        self._child = child
        self.begin(verb)
        if not names_of(verb):
            self._child = None

    def fill(self, verb: Verb, values: Mapping[str, Any]) -> None:
        """Opens the form of a step with these values in it, for a person to look at and send."""
        self._verb = verb
        self._show()
        for name, value in values.items():
            self.form.put(name, value)
        self._on_edited()
        self.form.set_focus()

    def fill_if_may(self, verb: Verb, values: Mapping[str, Any]) -> None:
        """The same where this officer may take that step now."""
        if verb in {step.verb for step in self.steps()}:
            self.fill(verb, values)

    def offer(self, name: str, options: tuple[Option, ...]) -> None:
        """What a field of this case may be chosen from: the people near, what may be the same."""
        if self.extra.get(name) != options:
            self.extra = {**self.extra, name: options}
            self._show()

    def may(self, verb: Verb, card: IncidentCard) -> bool:
        """Whether this officer may take a step with a case now."""
        case, context = card.case, self._context
        found = offered(case, at_desk(context), context.clock()) if case is not None else ()
        return verb in DECIDERS and any(step.verb is verb for step in found)

    def advise(self, department: str | None) -> None:
        """Fills the owner with advice, unless a person has chosen one; it waits to be confirmed."""
        self._advised = department
        look = self.form.look
        if look is not None and look.step.verb == Verb.ASSIGN and department and not self.form.is_touched("department"):
            self.form.put("department", department, advised=True)

    def choose_owner(self, department: str) -> None:
        """A person picked an owner beside the form."""
        verb = Verb.ASSIGN if Verb.ASSIGN in {step.verb for step in self.steps()} else Verb.TRANSFER
        self.fill(verb, {"department": department})

    def send(self, order: Order) -> None:
        """Orders it; the panel waits for the fact."""
        if self._is_of_form(order):
            self.form.wait(True)
            self.form.show_state(self._context.words(SENT))
        self._orders.send(order)

    # ---- showing -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        picture, card = self._context.situation.picture, self.card
        if picture is None or self.options is None or card is None:
            return
        steps, begun = self.steps(), self._drafts.open_step(self._incident)
        verbs = [step.verb for step in steps]
        if self._verb is None and begun in verbs:
            self._verb = Verb(begun)
        pinned = self.conflict.is_open() or (self._base is not None and self._verb is not None)
        verb = self._verb if self._verb in verbs or pinned else (verbs[0] if verbs else None)
        if verb is None:
            self.form.show_form(None)
            return
        child = self._child.id if self._child is not None else None
        making = self._making(picture)
        self.form.show_form(
            making.form(verb, card.incident, steps, self.extra, child), self._drafts.values(self._incident, verb)
        )
        self.form.tell("limit", making.limit(card.incident.live))
        self._tell_hours()
        self.advise(self._advised)

    def _making(self, picture: Picture) -> StepWords:
        assert self.options is not None
        return StepWords(self._context.words, picture, self.options, local(self._context))

    def _tell_hours(self) -> None:
        picture, card = self._context.situation.picture, self.card
        if picture is not None and card is not None and "hours" in self.form.fields:
            hours = self.form.fields["hours"].value
            self.form.tell("hours", self._making(picture).extended(card.incident.live, hours))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_replaced(self, picture: Picture) -> None:
        catalogue = picture.catalogue
        self._context.workers.ask(f"options {id(self)}", lambda: StepOptions.of(catalogue), self._take_options)

    def _take_options(self, options: StepOptions) -> None:
        self.options = options
        self.options_known.emit(options)
        self._show()

    def _on_edited(self) -> None:
        look, card = self.form.look, self.card
        if look is None or card is None:
            return
        if self._base is None:
            self._base = (card.incident.live.version, _standing(card))
        self._verb = Verb(look.step.verb)
        self._drafts.keep(self._incident, self._verb, self.form.values())
        self._tell_hours()

    def _on_filled(self, values: Mapping[str, Any]) -> None:
        if self.form.look is None or self.card is None:
            return
        zone = local(self._context).tzinfo
        child = self._child.id if self._child is not None else None
        self.send(order_of(Verb(self.form.look.step.verb), *self._at(), values, zone, child))

    def _at(self) -> tuple[int, int]:
        assert self.card is not None
        live = self.card.incident.live
        return live.id, self._base[0] if self._base is not None else live.version

    def _on_sent(self, order: Order) -> None:
        if order.incident == self._incident:
            if self._is_of_form(order):
                self.left.emit()
            self._forget(order.verb)
        else:
            self._drafts.forget(order.incident, order.verb)

    def _on_kept(self, order: Order) -> None:
        """The line is lost: the order waits on disk, and the case is still seen as it was."""
        if order.incident == self._incident:
            self._on_sent(order)
            self.form.wait(self.conflict.is_open())
            self._refuse(KEPT.say(self._context.words))

    def _on_seen(self, order: Order) -> None:
        """The fact of an order of this desk is there: the case is read again, the form is free for the next step."""
        if order.incident == self._incident:
            self.form.wait(self.conflict.is_open())
            self.refresh_asked.emit()

    def _on_troubled(self, order: Order, error: Exception) -> None:
        if order.incident != self._incident:
            return
        self.form.wait(False)
        if self._is_of_form(order):
            self.form.show_state("")
        if isinstance(error, Refusal) and error.code == "desk.conflict":
            self.conflict.take(order, error)
            self.refresh_asked.emit()
        else:
            self._refuse(said_of(error, self._context.words))

    def _is_of_form(self, order: Order) -> bool:
        look = self.form.look
        return look is not None and order.incident == self._incident and look.step.verb == order.verb

    def _refuse_begin(self, verb: Verb) -> None:
        """Says why a step can't be begun, and what can."""
        case, context = self.card.case if self.card is not None else None, self._context
        if case is not None:
            self._refuse(why_not(case, verb, at_desk(context), context.clock()).say(context.words))

    def _refuse(self, sentence: str) -> None:
        self.form.show_refusal(sentence)
        self.refused.emit(sentence)

    def _forget(self, verb: Verb) -> None:
        """What was typed for a step is done with; drafts of other steps stay."""
        self._drafts.forget(self._incident, verb)
        if self._verb in (None, verb):
            self._verb, self._base, self._child = None, None, None
            self.form.show_form(None)
            self._show()

    def _on_again(self, verb: Verb) -> None:
        """The same words, by the step that is possible now."""
        values = self.form.values()
        self._base = None
        self.form.wait(False)
        self.fill(verb, values)

    # ---- drafts --------------------------------------------------------------------------------------------------

    def _on_saved(self, key: str) -> None:
        if key == key_of(self._incident) and self._base is not None:
            now = self._context.words.formats.clock(local(self._context), True)
            self.form.show_state(self._context.words("Draft {time}, kept", time=now))

    def _on_unsaved(self, key: str, error: object) -> None:
        if key == key_of(self._incident):
            self.form.show_state(self._context.words("The draft can't be kept: {why}", why=error))


def _standing(card: IncidentCard) -> object:
    """What a step depends on: a newer version with the same standing is no other case."""
    live = card.incident.live
    return live.state, live.department, live.category, live.severity, live.pending


def best_of(advice: Advice | None) -> str | None:
    """The owner that advice is sure of."""
    return advice.owners[0].department.code if advice is not None and advice.sure and advice.owners else None

"""The forms of a card: filled with the advice or a draft, carried out, and what came of it; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.context import SeatContext
from desktop.operator.forms.drafts import Drafts
from desktop.operator.forms.step_options import StepOptions
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local
from desktop.risk.form_words import AGAIN, AT_ONCE, COPY, FIELDS, WarningFormWords
from desktop.risk.orders import WarningOrders, order_of
from desktop.risk.words import WarningWords
from desktop.workers import said_of
from services.domain.refusals import Refusal
from services.domain.warnings import WarningOrder, WarningVerb
from services.insight.explaining.values import WarningCard
from services.risk.handling.desk import WarningDone
from services.risk.handling.rules import allowed, steps_for
from services.words import N_
from services.words.warnings import WARNING_ORDERS
from widgets.forms.conflict_card import ConflictCard
from widgets.forms.step_form import StepForm
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

SENT = N_("Sent, waiting for the answer…")
CONFLICT = "warning.conflict"


class CardForms(QObject):
    """`form` and `conflict` are shown in the card's drawer.

    Signals: `told(sentence)`, `carried_out()`, `opened(bool)` when a form stands there or goes.
    """

    told = Signal(str)
    carried_out = Signal()
    opened = Signal(bool)

    def __init__(
        self, context: SeatContext, theme: Theme, orders: WarningOrders, drafts: Drafts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._orders, self._drafts = context, orders, drafts
        icons = Icons(theme)
        self.form = StepForm(theme, context.words, icons, lambda: local(context))
        self.conflict = ConflictCard(theme, context.words, icons)
        self.card: WarningCard | None = None
        self.verb: WarningVerb | None = None
        self._told: WarningWords | None = None
        self._options: StepOptions | None = None
        self._base: int | None = None  # the version that was seen when the form was begun
        self._lost: tuple[WarningOrder, Refusal] | None = None
        self.form.edited.connect(self._on_edited)
        self.form.filled.connect(self._on_filled)
        self.conflict.way_chosen.connect(self._on_way)
        orders.done.connect(self._on_done)
        orders.troubled.connect(self._on_troubled)
        drafts.saved.connect(self._on_saved)

    # ---- what a window asks --------------------------------------------------------------------------------------

    def show_card(self, card: WarningCard, told: WarningWords) -> None:
        """The warning as it stands now; a form that is open keeps what was typed."""
        self.card, self._told = card, told
        if self._lost is not None:
            self._show_conflict()
        elif self.verb is not None and self.form.look is not None:
            self._show()

    def begin(self, verb: WarningVerb) -> None:
        """Opens the form of a step, or sends what needs no words."""
        if self.card is None:
            return
        self.told.emit("")
        if verb in AT_ONCE:
            live = self.card.warning.live
            self._orders.send(WarningOrder(verb, live.id, live.version))
            return
        self.verb = verb
        self._base = self.card.warning.live.version
        if self._options is None and verb is WarningVerb.DISPATCH:  # what it is chosen from comes first
            self._read_options()
            return
        self._show()
        self.form.set_focus()

    def go_on(self) -> None:
        """Opens the form that was typed into when the card was left."""
        if self.card is None:
            return
        possible = steps_for(self.card.warning.live, at_desk(self._context))
        verb = next((one for one in FIELDS if one in possible and self._drafts.get(self._key(one))), None)
        if verb is not None:
            self.begin(verb)

    def why_not(self, verb: WarningVerb) -> str:
        """Why a step can't be taken, in a sentence."""
        if self.card is None:
            return ""
        try:
            allowed(self.card.warning.live, WarningOrder(verb, self.card.warning.live.id, 0), at_desk(self._context))
        except Refusal as refusal:
            return refusal.say(self._context.words)
        return ""

    def leave(self) -> bool:
        """Takes the form away; what was typed is kept. Whether there was one."""
        was = self.verb is not None or self._lost is not None
        self._lost = None
        self.conflict.show_look(None)
        self._end()
        return was

    def close(self) -> None:
        """Listens no more."""
        self._orders.done.disconnect(self._on_done)
        self._orders.troubled.disconnect(self._on_troubled)
        self._drafts.saved.disconnect(self._on_saved)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _read_options(self) -> None:
        picture = self._context.situation.picture
        if picture is not None:
            catalogue = picture.catalogue
            self._context.workers.ask(
                f"warning options {id(self)}", lambda: StepOptions.of(catalogue), self._take_options
            )

    def _take_options(self, options: StepOptions) -> None:
        self._options = options
        if self.verb is not None:
            self._show()
            self.form.set_focus()

    def _words(self) -> WarningFormWords:
        assert self._told is not None
        return WarningFormWords(self._context.words, self._told, self._options, local(self._context))

    def _show(self) -> None:
        picture, card, verb = self._context.situation.picture, self.card, self.verb
        if card is None or verb is None or picture is None:
            return
        made = self._words()
        look = made.form(verb, card, picture.warnings.values())
        self.form.show_form(look, self._drafts.get(self._key(verb)) or made.first(verb, card))
        if verb is WarningVerb.DISPATCH:
            self._tell_limit(card)
        self.opened.emit(True)

    def _tell_limit(self, card: WarningCard) -> None:
        words, now = self._context.words, local(self._context)
        if card.due_at is None:
            self.form.tell("limit", words("No limit of hours: straight to the leaders in charge"))
        else:
            span = words.formats.rough(card.due_at - card.at)
            self.form.tell("limit", f"{span} → {words.formats.moment(card.due_at, now)}")

    def _key(self, verb: WarningVerb) -> str:
        return f"warning-{self.card.warning.live.id if self.card is not None else 0}-{verb}"

    def _end(self) -> None:
        self.verb = self._base = None
        self.form.show_form(None)
        self.opened.emit(False)

    def _show_conflict(self) -> None:
        if self._lost is None or self.card is None:
            return
        order, refusal = self._lost
        again = order.verb in steps_for(self.card.warning.live, at_desk(self._context))
        why = refusal.say(self._context.words)
        self.conflict.show_look(self._words().conflict(order.verb, why, order.text or order.why, self.card, again))
        self.conflict.set_focus()

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        if self.verb is not None:
            self._drafts.put(self._key(self.verb), self.form.values())

    def _on_filled(self, values: Mapping[str, Any]) -> None:
        if self.card is None or self.verb is None:
            return
        live, zone = self.card.warning.live, local(self._context).tzinfo
        self.form.wait(True)
        self.form.show_state(self._context.words(SENT))
        self._orders.send(order_of(self.verb, live.id, self._base or live.version, values, zone))

    def _on_done(self, done: WarningDone) -> None:
        if self.card is None or done.order.warning != self.card.warning.live.id:
            return
        words, now = self._context.words, local(self._context)
        self._drafts.drop(self._key(done.order.verb))
        if self.verb == done.order.verb:
            self.form.wait(False)
            self._end()
        order = words(WARNING_ORDERS[done.order.verb], ctx="warning")
        self.told.emit(words("Done: {order}, {time}", ctx="card", order=order, time=words.formats.clock(now, True)))
        self.carried_out.emit()

    def _on_troubled(self, order: WarningOrder, error: Exception) -> None:
        if self.card is None or order.warning != self.card.warning.live.id:
            return
        self.form.wait(False)
        self.form.show_state("")
        if isinstance(error, Refusal) and error.code == CONFLICT and order.verb not in AT_ONCE:
            self._lost = (order, error)
            self.form.show_form(None)
            self.carried_out.emit()  # what somebody else did meanwhile
            return
        sentence = said_of(error, self._context.words)
        if self.verb == order.verb:
            self.form.show_refusal(sentence)
        else:
            self.told.emit(sentence)

    def _on_way(self, way: str) -> None:
        if self._lost is None or self.card is None:
            return
        order = self._lost[0]
        if way == COPY:
            QGuiApplication.clipboard().setText(order.text or order.why)
            return
        self._lost = None
        self.conflict.show_look(None)
        if way == AGAIN:
            self._base = None
            self.begin(order.verb)
        else:
            self._drafts.drop(self._key(order.verb))
            self._end()

    def _on_saved(self, key: str) -> None:
        if self.verb is not None and key == self._key(self.verb):
            now = self._context.words.formats.clock(local(self._context), True)
            self.form.show_state(self._context.words("Draft {time}, kept", time=now))

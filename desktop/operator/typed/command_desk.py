"""The command line of the desk: what will be done while it is typed, what came of it when it was entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.operator.forms.order_desk import Answers
from desktop.operator.forms.step_orders import order_of
from desktop.operator.forms.step_words import LABELS
from desktop.operator.queue.row_words import local
from desktop.operator.typed.typed_steps import Typed, TypedSteps
from desktop.workers import said_of
from services.cases.deciding.all import DECIDERS
from services.domain.orders import Order
from services.domain.refusals import Refusal
from services.words import N_
from services.words.terms import VERBS

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat

ON_ITS_WAY = N_("On its way…")


class CommandDesk(QObject):
    """Binds the command line of a seat to steps; everything else that is typed goes where it went before."""

    def __init__(self, seat: OperatorSeat, otherwise: Callable[[str], Sequence[str]]) -> None:
        super().__init__(seat)
        self._seat, self._otherwise = seat, otherwise
        context = seat.context
        self.steps = TypedSteps(
            context.words,
            lambda: context.situation.picture,
            lambda: seat.detail.forms.options,
            self.chosen,
            lambda: local(context),
        )
        self._sent: dict[str, Order] = {}

    def bind(self) -> None:
        """Once the line is there."""
        self._seat.command.edit.textEdited.connect(self._on_edited)
        self._seat.orders.sent.connect(self._on_sent)
        self._seat.orders.troubled.connect(self._on_troubled)
        self._seat.detail.forms.refused.connect(self._on_refused)
        self._seat.detail.aside.evidence.told.connect(self._seat.command.answer)

    def complete(self, text: str) -> Sequence[str]:
        """What the text may become: a step in its stages, else a place, a number, a filter."""
        steps = list(self.steps.complete(text))
        typed = self.steps.read(text)
        return steps if typed is not None else [*steps, *self._otherwise(text)][:8]

    def chosen(self) -> list[int]:
        """The incidents that are chosen now."""
        detail = self._seat.detail
        if detail.batch.is_shown():
            return list(detail.batch.incidents)
        return [detail.incident] if detail.incident is not None else []

    def carry_out(self, text: str) -> bool:
        """Does what was typed as a step; False where it is none."""
        typed = self.steps.read(text)
        if typed is None:
            return False
        line, words = self._seat.command, self._seat.context.words
        sentence = self._lacking(typed)
        if sentence:
            line.answer(sentence, keep=text)
            return True
        orders = self._orders(typed)
        if len(orders) == 1:
            self._sent[orders[0].key] = orders[0]
            line.answer(words(ON_ITS_WAY), keep=text)
            self._seat.orders.send(orders[0])
        else:
            line.answer(words(ON_ITS_WAY), keep=text)
            self._seat.orders.send_many(orders, self._take)
        return True

    # ---- inside --------------------------------------------------------------------------------------------------

    def _lacking(self, typed: Typed) -> str:
        """Why it can't be ordered yet; "" when it can."""
        words = self._seat.context.words
        if typed.unknown:
            return words("No open incident has the number {number}.", number=typed.unknown)
        if typed.incident is None and not self.chosen():
            return words("Say which incident: a number after the word, or choose one first.")
        if typed.verb not in DECIDERS:
            return words("Nothing is called {text}.", text=typed.verb)
        if typed.missing:
            lacks = words.formats.listing([words(LABELS[name], ctx="form") for name in typed.missing])
            return words("Still needs: {what}", what=lacks)
        return ""

    def _orders(self, typed: Typed) -> list[Order]:
        picture, context = self._seat.context.situation.picture, self._seat.context
        wanted = [typed.incident] if typed.incident is not None else self.chosen()
        if picture is None:
            return []
        zone = local(context).tzinfo
        rows = [(ident, picture.incident_at(ident)) for ident in wanted]
        return [
            order_of(typed.verb, ident, int(picture.incidents.row(row)["version"]), typed.values, zone)
            for ident, row in rows
            if row >= 0
        ]

    def _on_edited(self, text: str) -> None:
        typed = self.steps.read(text)
        if typed is not None:
            self._seat.command.answer(self.steps.preview(typed), keep=text)

    def _on_sent(self, order: Order) -> None:
        if self._sent.pop(order.key, None) is not None:
            words = self._seat.context.words
            self._seat.command.answer(f"{self.steps.name_of(order.incident)}: {words(VERBS[order.verb], ctx='step')}")

    def _on_troubled(self, order: Order, error: Exception) -> None:
        if self._sent.pop(order.key, None) is not None:
            line = self._seat.command
            line.answer(said_of(error, self._seat.context.words), keep=line.edit.text())

    def _on_refused(self, sentence: str) -> None:
        """A step by key was refused where no form stands to say why."""
        if self._seat.detail.forms.form.isHidden():
            self._seat.command.answer(sentence, keep=self._seat.command.edit.text() or sentence)

    def _take(self, answers: Answers) -> None:
        words, line = self._seat.context.words, self._seat.command
        refused = [answer for answer in answers if isinstance(answer, Refusal)]
        done = words("{done} of {all} carried out", done=len(answers) - len(refused), all=len(answers))
        if refused:
            line.answer(f"{done} · {refused[0].say(words)}", keep=line.edit.text())
        else:
            line.answer(done)

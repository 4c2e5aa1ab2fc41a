"""The desk: carries out what an officer orders, for panels, the gateway and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.cases.deciding.all import DECIDERS
from services.cases.deciding.rules import DeskRules
from services.cases.deciding.stepping import subject
from services.cases.writing import write
from services.domain.cases import Case
from services.domain.orders import Done, Order
from services.domain.people import Officer
from services.domain.refusals import Refusal, Term
from services.domain.steps import STEPS
from services.store.engine import Database
from services.store.queries import tickets
from services.store.reader import Reader
from services.store.unit import Unit
from services.words.terms import VERBS

ANOTHER_WAS_FASTER = frozenset({"store.changed", "store.twice", "store.busy", "store.deadlock"})
TRIES = 5


class Desk:
    """Opens the unit, finds the case, decides, writes and commits: alone, so that all or nothing is true.

    `rules` gives the city's rules of this moment. Safe to use from any thread.
    """

    def __init__(self, database: Database, rules: Callable[[Reader], DeskRules]) -> None:
        self._database = database
        self._rules = self.rules = rules

    def carry_out(self, order: Order, officer: Officer) -> Done:
        """One order in one transaction.

        Raises `Refusal`: desk.conflict where somebody was faster, desk.not_now, desk.not_yours, desk.incomplete and
        others where the step is not to be taken; nothing was changed then.
        """
        for left in reversed(range(TRIES)):
            try:
                with self._database.unit() as unit:
                    done = self._carry_out(order, officer, unit)
                    unit.commit()
                    return done
            except Refusal as refusal:
                if refusal.code not in ANOTHER_WAS_FASTER or not left:
                    raise
        raise AssertionError("unreachable")

    def carry_out_many(self, orders: Sequence[Order], officer: Officer) -> tuple[Done | Refusal, ...]:
        """Each order's own answer: what is refused is said, the others are carried out."""
        answers: list[Done | Refusal] = []
        for order in orders:
            try:
                answers.append(self.carry_out(order, officer))
            except Refusal as refusal:
                answers.append(refusal)
        return tuple(answers)

    def _carry_out(self, order: Order, officer: Officer, unit: Unit) -> Done:
        before = tickets.order_done(unit, [order.key]).get(order.key)
        if before is not None:
            return Done(order, before, again=True)
        case = tickets.cases(unit, [order.incident], lock=not self._database.is_sqlite).get(order.incident)
        if case is None:
            raise Refusal("desk.gone", "There is no such incident any more.")
        _refuse_stale(case, order, unit)
        change = DECIDERS[order.verb](case, order, officer, self._rules(unit), unit.now)
        write(change, unit, officer)
        version = change.after.live.version
        unit.add(
            "orders_done", key=order.key, at=unit.now, officer=officer.login, verb=str(order.verb),
            incident_id=order.incident, version=version,
        )  # fmt: skip
        return Done(order, version)


def _refuse_stale(case: Case, order: Order, unit: Unit) -> None:
    """One of two wins: the other is told who did what, and when."""
    live = case.incident.live
    if order.version == live.version:
        return
    step = STEPS.get((live.state, order.verb))
    if step is not None and step.at_any_version:
        return
    last = tickets.last_step(unit, subject(case.incident))
    raise Refusal(
        "desk.conflict",
        "Not done: {officer} was faster at {time} with “{verb}”. You looked at version {yours}, it is version {current} now. What you wrote is kept.",  # noqa: E501
        officer=last.officer if last else "—",
        time=last.at if last else unit.now,
        verb=Term(VERBS.get(last.verb, last.verb), "step") if last else "—",
        yours=order.version,
        current=live.version,
    )

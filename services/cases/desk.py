"""The desk: carries out what an officer orders, for panels, the gateway and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from services.cases.batches import Batch
from services.cases.clean_orders import cleaned
from services.cases.deciding.all import decider_of
from services.cases.deciding.rules import DeskRules
from services.cases.deciding.stepping import subject
from services.cases.telling import tell, tells
from services.cases.writing import write
from services.domain.cases import Case, Change
from services.domain.orders import Done, Order
from services.domain.people import Officer
from services.domain.refusals import Instant, Refusal, Term
from services.domain.steps import STEPS, Verb
from services.store.engine import Database
from services.store.queries import tickets
from services.store.reader import Reader
from services.store.unit import Unit
from services.words.terms import VERBS

ANOTHER_WAS_FASTER = frozenset({"store.changed", "store.twice", "store.busy", "store.deadlock"})
TRIES = 5
SLICE = 200  # orders of one transaction: the next writer waits for less than a quarter of a second
# what somebody may do meanwhile without making untrue what another sees; each is one line for one version
HARMLESS = frozenset({Verb.NOTE, Verb.ACKNOWLEDGE, Verb.URGE, "fold"})


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
        order = cleaned(order)
        for left in reversed(range(TRIES)):
            try:
                with self._database.unit() as unit:
                    done = self.carry_out_within(unit, order, officer)
                    unit.commit()
                    return done
            except Refusal as refusal:
                if refusal.code not in ANOTHER_WAS_FASTER or not left:
                    raise
        raise AssertionError("unreachable")

    def carry_out_many(self, orders: Sequence[Order], officer: Officer) -> tuple[Done | Refusal, ...]:
        """Each order's own answer: what is refused is said, the others are carried out, so many in one transaction.

        Raises nothing: where the database can't be reached, that is the answer to those that were not carried out.
        """
        answers: dict[int, Done | Refusal] = {}
        good: list[tuple[int, Order]] = []
        for number, order in enumerate(orders):
            try:
                good.append((number, cleaned(order)))
            except Refusal as refusal:
                answers[number] = refusal
        for at in range(0, len(good), SLICE):
            part = good[at : at + SLICE]
            found = self._carry_out_slice([order for _, order in part], officer)
            answers |= {number: answer for (number, _), answer in zip(part, found, strict=True)}
        return tuple(answers[number] for number in range(len(orders)))

    def _carry_out_slice(self, orders: Sequence[Order], officer: Officer) -> list[Done | Refusal]:
        try:
            with self._database.unit() as unit:
                answers = self._together(orders, officer, unit)
                unit.commit()
        except Refusal as refusal:
            if refusal.code not in ANOTHER_WAS_FASTER:
                return [refusal] * len(orders)
            answers = [None] * len(orders)
        return [self._alone(order, officer) if got is None else got for order, got in zip(orders, answers, strict=True)]

    def _alone(self, order: Order, officer: Officer) -> Done | Refusal:
        try:
            return self.carry_out(order, officer)
        except Refusal as refusal:
            return refusal

    def _together(self, orders: Sequence[Order], officer: Officer, unit: Unit) -> list[Done | Refusal | None]:
        """The answers of one transaction; None for those that have to wait for another order on the same incident."""
        lock = not self._database.is_sqlite
        cases = tickets.cases(unit, sorted({order.incident for order in orders}), lock=lock)
        known = tickets.order_done(unit, [order.key for order in orders if _may_be_done(order, cases)])
        rules, batch = replace(self._rules(unit), counted={}), Batch(officer)
        answers: list[Done | Refusal | None] = []
        for order in orders:
            if order.key in known:
                answers.append(Done(order, known[order.key], again=True))
            elif order.verb in (Verb.MERGE, Verb.UNMERGE) or not batch.is_free(order):
                answers.append(None)
            else:
                answers.append(self._decide(order, officer, cases, unit, rules, batch))
        batch.write(unit)
        for order, change in batch.to_tell:
            tell(order, change, officer, unit)
        return answers

    def _decide(
        self,
        order: Order,
        officer: Officer,
        cases: Mapping[int, Case],
        unit: Unit,
        rules: DeskRules,
        batch: Batch,
    ) -> Done | Refusal:
        try:
            change = self._change(order, officer, cases.get(order.incident), unit, rules)
        except Refusal as refusal:
            return refusal
        batch.add(order, change)
        return Done(order, change.after.live.version)

    def carry_out_within(self, unit: Unit, order: Order, officer: Officer) -> Done:
        """One order, cleaned before, inside a transaction of the caller's, who commits; raises as `carry_out` does."""
        lock = not self._database.is_sqlite
        wanted = {order.incident}
        if order.verb is Verb.MERGE and order.details.into is not None:
            wanted.add(
                order.details.into
            )  # both in one question, in the order of their ids: two merges never wait in a ring
        cases = tickets.cases(unit, sorted(wanted), lock=lock)
        case = cases.get(order.incident)
        if _may_be_done(order, cases):
            before = tickets.order_done(unit, [order.key]).get(order.key)
            if before is not None:
                return Done(order, before, again=True)
        if case is not None and order.verb in (Verb.MERGE, Verb.UNMERGE):
            into = order.details.into if order.verb is Verb.MERGE else case.incident.merged_into
            if into is not None and into not in cases:
                cases |= tickets.cases(unit, [into], lock=lock)
            case = replace(case, other=cases.get(into or 0))
        change = self._change(order, officer, case, unit, self._rules(unit))
        write(change, unit, officer)
        if tells(order):
            tell(order, change, officer, unit)
        version = change.after.live.version
        unit.add(
            "orders_done", key=order.key, at=unit.now, officer=officer.login, verb=str(order.verb),
            incident_id=order.incident, version=version,
        )  # fmt: skip
        return Done(order, version)

    def _change(self, order: Order, officer: Officer, case: Case | None, unit: Unit, rules: DeskRules) -> Change:
        """What an order makes of a case; refuses what may not be, or what its officer could not have seen."""
        if case is None:
            raise Refusal("desk.gone", "There is no such incident any more.")
        _refuse_stale(case, order, unit, rules)
        if order.details.worker is not None and not tickets.has_person(unit, order.details.worker):
            raise Refusal("desk.no_worker", "There is no such person to be sent.")
        return decider_of(order)(case, order, officer, rules, unit.now)


def _may_be_done(order: Order, cases: Mapping[int, Case]) -> bool:
    """Whether an order may have been carried out before: that would have led to a later version than its own."""
    case = cases.get(order.incident)
    return case is None or case.incident.live.version != order.version


def _refuse_stale(case: Case, order: Order, unit: Unit, rules: DeskRules) -> None:
    """One of two wins: the other is told who did what, and when; a note or a look meanwhile is in nobody's way."""
    live = case.incident.live
    missed = live.version - order.version
    if missed == 0:
        return
    step = STEPS.get((live.state, order.verb))
    if step is not None and step.at_any_version:
        return
    lines = tickets.last_steps(unit, subject(case.incident), max(1, min(missed, 20)))
    if 0 < missed == len(lines) and all(line.verb in HARMLESS for line in lines):
        return
    last = next(iter(lines), None)
    raise Refusal(
        "desk.conflict",
        "Not done: {officer} was faster at {time} with “{verb}”. You looked at version {yours}, it is version {current} now. What you wrote is kept.",  # noqa: E501
        officer=last.officer if last else "—",
        time=Instant(last.at if last else unit.now, rules.zone, unit.now),
        verb=Term(VERBS.get(last.verb, last.verb), "step") if last else "—",
        yours=order.version,
        current=live.version,
    )

"""The desk of warnings: carries out what an officer orders, each order in one transaction, exactly once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.cases.clean_orders import LONGEST_KEY
from services.cases.desk import ANOTHER_WAS_FASTER, TRIES, Desk
from services.cases.intake import Rules
from services.domain.facts import WarningChanged
from services.domain.people import Officer
from services.domain.plain import plain
from services.domain.refusals import Instant, Refusal, Term
from services.domain.warnings import WarningOrder, WarningVerb, WholeWarning
from services.risk.handling.deciding import Given, WarningChange, decide
from services.risk.handling.ticket import open_ticket
from services.store.engine import Database
from services.store.queries import tickets, warning_steps, warnings
from services.store.unit import Unit
from services.words.warning_lines import WARNING_LINES

V = WarningVerb
PREFIX = "warning."
# what somebody may do meanwhile without making untrue what another sees
HARMLESS = frozenset({V.ACKNOWLEDGE})


@dataclass(frozen=True, slots=True)
class WarningDone:
    """An order that was carried out: the warning's version since, the incident that was opened; `again`: before."""

    order: WarningOrder
    version: int
    incident: int | None = None
    again: bool = False


class WarningDesk:
    """Opens the unit, finds the warning, decides, writes and commits: alone. Safe to use from any thread.

    Tickets are opened and assigned by the cases' own desk and intake rules, in the same transaction.
    """

    def __init__(self, database: Database, desk: Desk, rules: Rules) -> None:
        self._database, self._desk, self._rules = database, desk, rules

    def carry_out(self, order: WarningOrder, officer: Officer) -> WarningDone:
        """One order in one transaction.

        Raises `Refusal`: warning.conflict where somebody was faster, warning.not_now, warning.not_yours,
        warning.incomplete and others where the step is not to be taken; nothing was changed then.
        """
        order = _cleaned(order)
        for left in reversed(range(TRIES)):
            try:
                with self._database.unit() as unit:
                    done = self._carry_out(unit, order, officer)
                    unit.commit()
                    return done
            except Refusal as refusal:
                if refusal.code not in ANOTHER_WAS_FASTER or not left:
                    raise
        raise AssertionError("unreachable")

    def _carry_out(self, unit: Unit, order: WarningOrder, officer: Officer) -> WarningDone:
        merges = order.verb is V.MERGE and order.into is not None
        rows = warning_steps.held(unit, sorted({order.warning, order.into or 0} if merges else {order.warning}))
        row = rows.get(order.warning)
        if row is None:
            raise Refusal("warning.gone", "There is no such warning any more.")
        before = tickets.order_done(unit, [order.key]).get(order.key)
        if before is not None:
            return WarningDone(order, before, row.incident_id, again=True)
        zone = unit.city().zone
        other = rows.get(order.into or 0) if merges else None
        given = Given(unit.now, zone, warnings.warning(other) if other is not None else None)
        self._refuse_stale(unit, row, order, given)
        _refuse_unknown(unit, order)
        warning = warnings.warning(row)
        change = decide(warning, order, officer, given)
        incident = self._ticket(unit, warning, order, officer)
        values = change.values if incident is None else {**change.values, "incident_id": incident}
        write(unit, change, {order.warning: row, **({other.id: other} if other is not None else {})}, officer, values)
        version = int(row.version) + 1
        unit.add(
            "orders_done", key=order.key, at=unit.now, officer=officer.login, verb=f"{PREFIX}{order.verb}",
            incident_id=order.warning, version=version,
        )  # fmt: skip
        return WarningDone(order, version, incident)

    def _ticket(self, unit: Unit, warning: WholeWarning, order: WarningOrder, officer: Officer) -> int | None:
        """The incident of a dispatch; a drill sends nobody out."""
        if order.verb is not V.DISPATCH or warning.live.drill is not None:
            return None
        return open_ticket(unit, self._desk, self._rules, warning.live, order, officer)

    def _refuse_stale(self, unit: Unit, row: Any, order: WarningOrder, given: Given) -> None:
        """One of two officers wins; what a model adds meanwhile is in nobody's way."""
        if order.version >= row.version or order.verb in HARMLESS:
            return
        mine = [*(f"{PREFIX}{verb}" for verb in HARMLESS)]
        last = next((o for o in warning_steps.orders_since(unit, row.id, order.version) if o.verb not in mine), None)
        if last is None:
            return
        verb = f"{last.verb.removeprefix(PREFIX)}_warning"
        raise Refusal(
            "warning.conflict",
            "Not done: {officer} was faster at {time} with “{verb}”. Look at it again; what you wrote is kept.",
            officer=last.officer, time=Instant(last.at, given.zone, given.now),
            verb=Term(WARNING_LINES.get(verb, verb), "warning line"),
        )  # fmt: skip


def write(
    unit: Unit, change: WarningChange, rows: Mapping[int, Any], officer: Officer, values: Mapping[str, Any]
) -> None:
    """Writes a change of a warning (the first of `rows`), and of the one that takes it in, and says both."""
    row, *others = rows.values()
    _put(unit, row, values)
    for other in others:
        warning_steps.add_members(unit, other.id, sorted(warnings.members_of(unit, [row.id])[row.id]))
        heard = warnings.heard(unit, [other.id])[other.id]
        taken = {"heard": heard, "members": sum(heard.values()), "last_at": max(other.last_at, row.last_at)}
        _put(unit, other, {**taken, **(change.into or {})})
    for line in change.lines:
        unit.note(officer, line.verb, f"warning/{line.warning}", line.why, line.before, line.after)
    for changed in warnings.rows(unit, [one.id for one in rows.values()]):
        unit.say(WarningChanged(warnings.live(changed)))


def _put(unit: Unit, row: Any, values: Mapping[str, Any]) -> None:
    level = int(values.get("level", row.level))
    more = {"top_level": min(int(row.top_level), level)} if level != row.level else {}
    unit.put("warnings", row.id, version=row.version, **{**values, **more})
    if level != row.level:
        members = int(values.get("members", row.members))
        unit.add("warning_scores", warning_id=row.id, at=unit.now, score=row.score, level=level, members=members)


def _refuse_unknown(unit: Unit, order: WarningOrder) -> None:
    if order.verb is V.CLOSE and order.into is not None and unit.incident(order.into) is None:
        raise Refusal("warning.proof", "The incident that is to prove it is not there.")


def _cleaned(order: WarningOrder) -> WarningOrder:
    """The same order in plain words, with a key of its own where it has none."""
    key = order.key or uuid.uuid4().hex
    if len(key) > LONGEST_KEY or plain(key) != key:
        raise Refusal("desk.key", "The key of this order is empty, or longer than {most} characters.", most=LONGEST_KEY)
    return replace(order, key=key, why=plain(order.why), text=plain(order.text))

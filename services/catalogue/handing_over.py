"""What a merged department leaves behind goes to its successor: open cases as they stand, further orders, officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from services.cases.deciding.stepping import change, holding_ended, line
from services.cases.writing import write
from services.domain.cases import Case, Change, Write
from services.domain.duties import Duties
from services.domain.orders import Details, Order
from services.domain.people import Officer
from services.domain.steps import Verb
from services.store.queries import duties as queries
from services.store.queries import tickets
from services.store.unit import Unit

SLICE = 500


def hand_over(unit: Unit, duties: Duties, officer: Officer, why: str) -> int:
    """Writes it in the caller's transaction; returns how many cases changed hands.

    A case keeps its state, its limits and its requests: only its owner changes, with a line in its story and the row
    that says how long the one before held it.
    """
    moved = {
        one.code: after.code
        for one in duties.catalogue.departments
        if not one.active and (after := duties.successor_of(one.code)) is not None
    }
    if not moved:
        return 0
    ids = queries.open_cases_of(unit, moved)
    for at in range(0, len(ids), SLICE):
        found = tickets.cases(unit, ids[at : at + SLICE], lock=unit.connection.dialect.name == "postgresql")
        for case in found.values():
            write(_moved(case, moved, officer, why, unit), unit, officer)
    for old, new in moved.items():
        queries.move_officers(unit, old, new)
    return len(ids)


def _moved(case: Case, moved: Mapping[str, str], officer: Officer, why: str, unit: Unit) -> Change:
    before = case.incident
    writes = tuple(
        Write("child_tickets", {"department": moved[child.department]}, child.id, child.version)
        for child in case.children
        if child.department in moved
    )
    new = moved.get(before.department or "")
    if new is None:
        after = replace(before, live=replace(before.live, version=before.live.version + 1))
        return change(case, after, line(case, Verb.TRANSFER, why), writes=writes)
    live = replace(before.live, version=before.live.version + 1, department=new)
    after = replace(before, live=live, transfers=before.transfers + 1)
    order = Order(Verb.TRANSFER, before.live.id, before.live.version, Details(words=why))
    held = holding_ended(case, Verb.TRANSFER, order, officer, unit.now)
    told = line(case, Verb.TRANSFER, why, new, before.department)
    return change(case, after, told, writes=(*held, *writes))

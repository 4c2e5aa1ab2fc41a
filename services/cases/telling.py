"""Whom an order tells besides those whose queue it changes: the urged department, the leader in charge."""

from __future__ import annotations

from services.cases.notice import send
from services.domain.cases import Change
from services.domain.notices import NoticeKind
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.steps import Verb
from services.store.queries import notices, rota
from services.store.unit import Unit

GIVES = frozenset({Verb.ASSIGN, Verb.TRANSFER})


def tells(order: Order) -> bool:
    """Whether somebody has to be told of an order at all."""
    return order.verb is Verb.URGE or (order.verb in GIVES and order.details.tell_leader)


def tell(order: Order, change: Change, officer: Officer, unit: Unit) -> None:
    """Sends the notice of an order that was decided, in the order's own transaction."""
    live = change.after.live
    known, department = notices.active_officers(unit), live.department
    leaders = notices.in_charge(known, department) if order.details.tell_leader else []
    values = {"number": live.number, "department": department or ""}
    if order.verb is Verb.URGE:
        told = [*rota.department_now(unit, known, department), *leaders]
        send(unit, NoticeKind.URGED, f"incident/{live.id}", told, officer.login, live.id, values)
    else:
        send(unit, NoticeKind.ASSIGNED, f"incident/{live.id}", leaders, officer.login, live.id, values)

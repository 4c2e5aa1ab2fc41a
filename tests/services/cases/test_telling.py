from __future__ import annotations

import pytest

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.notice import Inbox
from services.cases.rulebook import RuleBook
from services.domain.notices import NoticeKind
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.steps import Verb
from services.store.engine import Database

DESK = Officer(0, "desk", "", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))


@pytest.fixture
def officers(hire) -> dict[str, Officer]:
    return hire(water=(OfficerRole.DEPARTMENT, "water"), charge=(OfficerRole.LEADER, "water"))


def kinds(city: Database, officer: Officer) -> list[NoticeKind]:
    return [receipt.notice.kind for receipt in Inbox(city).read(officer)]


@pytest.mark.parametrize("together", [False, True])
def test_that_the_leader_in_charge_is_told_where_the_order_says_so(city, door, a_report, officers, together) -> None:
    desk = Desk(city, RuleBook(read_deadlines()))
    quiet, loud = (door.take(a_report(lon=lon)).incident for lon in (116.31, 116.35))
    orders = [
        Order(Verb.ASSIGN, ident, 1, Details(department="water", tell_leader=ident == loud)) for ident in (quiet, loud)
    ]
    desk.carry_out_many(orders, DESK) if together else [desk.carry_out(order, DESK) for order in orders]
    assert kinds(city, officers["charge"]) == [NoticeKind.ASSIGNED]
    assert Inbox(city).read(officers["charge"])[0].notice.incident == loud
    assert kinds(city, officers["water"]) == []


def test_that_an_urged_department_hears_of_it_once_for_each_order(city, door, a_report, officers) -> None:
    desk = Desk(city, RuleBook(read_deadlines()))
    ident = door.take(a_report()).incident
    desk.carry_out(Order(Verb.ASSIGN, ident, 1, Details(department="water")), DESK)
    urge = Order(Verb.URGE, ident, 2, Details(words="市民二次来电"))
    desk.carry_out(urge, DESK)
    desk.carry_out(urge, DESK)
    assert kinds(city, officers["water"]) == [NoticeKind.URGED]
    assert kinds(city, officers["charge"]) == []

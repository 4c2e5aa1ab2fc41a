"""What a person writes with a step may tell who reported it: the journal, which nobody can erase, keeps it masked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from services.access.erasing import erase
from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.rulebook import RuleBook
from services.commandline.bench import load
from services.domain.incidents import Report
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.steps import Verb
from services.store.engine import Database

_shared = load(Path(__file__).parents[1] / "conftest.py")
door, a_report = _shared.door, _shared.a_report
NAME, PHONE = "王小明", "13812342210"
DESK = Officer(1, "lin", "林", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))


@pytest.mark.parametrize("verb", [Verb.NOTE, Verb.ANSWER])
def test_that_names_and_numbers_of_who_reported_do_not_get_into_the_journal(
    city: Database, door: Door, a_report: Callable[..., Report], admin: Officer, verb: Verb
) -> None:
    incident = door.take(a_report(contact=PHONE, contact_name=NAME)).incident
    desk = Desk(city, RuleBook(read_deadlines()))
    desk.carry_out(Order(verb, incident, 1, Details(words=f"已回电{NAME}，电话{PHONE}")), DESK)
    with city.reading() as reader:
        journal = str(reader.all(text("select * from journal")))
        number = reader.live_incident(incident).number
    assert "王**" in journal
    assert NAME not in journal
    assert PHONE not in journal
    erase(city, admin, (number,), "asked for")
    with city.reading() as reader:
        tables = ("journal", "reports", "incidents", "facts", "requests", "holdings", "orders_done")
        everything = "".join(str(reader.all(text(f"select * from {table}"))) for table in tables)
    assert NAME not in everything
    assert PHONE not in everything

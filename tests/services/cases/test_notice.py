"""Notices in inboxes: what waits, what is acknowledged, and messages of the centre's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.cases.notice import LONGEST, Inbox, send
from services.domain.areas import Level
from services.domain.facts import NoticeSent
from services.domain.notices import Audience, NoticeKind
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.tables.city import areas
from services.store.tables.live import facts, journal

TEN = timedelta(minutes=10)


@pytest.fixture
def officers(city: Database) -> dict[str, Officer]:
    """Two dispatchers, a department's officer, a town's, one that has left."""
    with city.unit() as unit:
        town = int(unit.all(select(areas.c.id).where(areas.c.level == int(Level.TOWN)))[0].id)
    rows = {
        "desk1": (OfficerRole.DISPATCHER, None, None, True), "desk2": (OfficerRole.DISPATCHER, None, None, True),
        "water": (OfficerRole.DEPARTMENT, "water", None, True), "town": (OfficerRole.TOWN, None, town, True),
        "gone": (OfficerRole.DEPARTMENT, "police", None, False),
    }  # fmt: skip
    found = {}
    with city.unit() as unit:
        for login, (role, department, area, active) in rows.items():
            ident = unit.add(
                "officers", login=login, name=login.title(), role=int(role), department=department, area_id=area,
                active=active,
            )  # fmt: skip
            found[login] = Officer(ident, login, login.title(), role, department=department, area=area)
        unit.commit()
    return found


def test_that_urgent_ones_stand_first_and_what_is_acknowledged_last(city, officers) -> None:
    with city.unit() as unit:
        told = [officers["water"].id]
        first = send(unit, NoticeKind.URGED, "incident/1", told, values={"number": "1"})
        urgent = send(unit, NoticeKind.ESCALATED, "incident/2", told, within=TEN, values={"number": "2"})
        last = send(unit, NoticeKind.URGED, "incident/3", told, values={"number": "3"})
        unit.commit()
    inbox = Inbox(city)
    found = inbox.look(officers["water"])
    assert (found.waiting, found.urgent) == (3, 1)
    assert [one.notice.id for one in found.receipts] == [urgent, last, first]
    assert inbox.take(urgent, officers["water"])
    assert not inbox.take(urgent, officers["water"])
    found = inbox.look(officers["water"])
    assert (found.waiting, found.urgent) == (2, 0)
    assert found.receipts[-1].taken_at is not None


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        (Audience(department="water"), {"water"}),
        (Audience(role=OfficerRole.DISPATCHER), {"desk1", "desk2"}),
    ],
)
def test_that_a_message_reaches_whom_it_is_for(city, officers, audience, told) -> None:
    inbox = Inbox(city)
    assert inbox.write(officers["desk1"], audience, "  请核查积水点  ") == len(told)
    for login in told:
        receipt = inbox.read(officers[login])[0]
        assert receipt.notice.kind is NoticeKind.MESSAGE
        assert receipt.notice.values["words"] == "请核查积水点"
        assert receipt.sender == "Desk1"


def test_that_a_message_reaches_a_towns_own_officers(city, officers) -> None:
    inbox = Inbox(city)
    assert inbox.write(officers["desk1"], Audience(town=officers["town"].area), "大风") == 1
    assert len(inbox.read(officers["town"])) == 1


@pytest.mark.parametrize(
    ("login", "audience", "words", "code"),
    [
        ("water", Audience(role=OfficerRole.DISPATCHER), "x", "notice.not_yours"),
        ("desk1", Audience(department="water"), " \u200e\n ", "notice.empty"),
        ("desk1", Audience(department="water"), "长" * (LONGEST + 1), "notice.long"),
        ("desk1", Audience(department="police"), "x", "notice.nobody"),
        ("desk1", Audience(), "x", "notice.nobody"),
    ],
)
def test_that_a_message_that_cannot_be_sent_says_why(city, officers, login, audience, words, code) -> None:
    with pytest.raises(Refusal) as refusal:
        Inbox(city).write(officers[login], audience, words)
    assert refusal.value.code == code
    assert Inbox(city).read(officers["water"]) == []


def test_that_a_double_click_sends_one(city, officers) -> None:
    inbox = Inbox(city)
    for _ in range(2):
        inbox.write(officers["desk1"], Audience(department="water"), "一次", key="k1")
    assert len(inbox.read(officers["water"])) == 1


def test_that_neither_facts_nor_journal_quote_a_message(city, officers) -> None:
    Inbox(city).write(officers["desk1"], Audience(department="water"), "王小明电话", TEN)
    with city.reading() as reader:
        said = reader.all(select(facts.c.kind, facts.c.payload))
        lines = reader.all(select(journal))
    assert [row.kind for row in said][-1] == NoticeSent.__name__
    assert all("王小明" not in str(row) for row in (*said, *lines))
    assert lines[-1].after == "water"

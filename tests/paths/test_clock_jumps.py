"""A clock that jumps, there and back: every case goes its way, nothing is told twice, no figure runs backwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.access.seals import seal, verify
from services.bundle import Services, open_services
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.commandline.bench import load
from services.domain.incidents import IncidentState, Report
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.steps import Verb
from services.live.advance import advance
from services.live.picture import load_picture
from services.settings import Settings
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot

_shared = load(Path(__file__).resolve().parents[1] / "services" / "conftest.py")
FIRST = Officer(1, "desk01", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
SECOND = Officer(2, "desk02", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
WATER = Officer(3, "water", "", OfficerRole.DEPARTMENT, department="water")
LIFE = (
    (Verb.FILE, FIRST, Details()),
    (Verb.ASSIGN, FIRST, Details(department="water")),
    (Verb.ACCEPT, WATER, Details()),
    (Verb.START, WATER, Details()),
    (Verb.FINISH, WATER, Details(words="修好")),
    (Verb.FEED_BACK, FIRST, Details(words="已告知")),
    (Verb.VERIFY, SECOND, Details()),
    (Verb.CLOSE, SECOND, Details()),
)


@pytest.fixture
def clock() -> object:
    return _shared.Ticking()


@pytest.fixture
def services(database: Database, clock) -> Iterator[Services]:
    """The small city, by a clock that the test moves."""
    _shared.settle(database)
    with database.unit() as unit:
        for officer in (FIRST, SECOND, WATER):
            unit.add(
                "officers", login=officer.login, name=officer.login, role=int(officer.role),
                department=officer.department,
            )  # fmt: skip
        unit.commit()
    with closing(open_services(Settings(database.url.render_as_string(hide_password=False)), clock)) as made:
        yield made


def whistle(services: Services, clock) -> int:
    return services.door.take(Report("hotline", "leak", "漏水", clock(), 116.31, 33.81)).incident


@pytest.mark.parametrize("jump", [timedelta(hours=-5), timedelta(days=-400), timedelta(days=400)])
def test_that_a_case_goes_its_way_whatever_the_clock_does_between_its_steps(services: Services, clock, jump) -> None:
    incident = whistle(services, clock)
    for version, (verb, officer, details) in enumerate(LIFE, start=1):
        done = services.desk.carry_out(Order(verb, incident, version, details), officer)
        assert done.version == version + 1
        clock.go_on(days=0, seconds=30)
        if verb in (Verb.ACCEPT, Verb.VERIFY):
            clock.now += jump
            jump = -jump
    with services.database.reading() as reader:
        found = reader.live_incident(incident)
        verbs = reader.connection.execute(
            text("select verb from journal where subject = :s order by id"), {"s": f"incident/{incident}"}
        )
        told = [row.verb for row in verbs]
    assert found.state is IncidentState.CLOSED
    assert told == ["report", *(str(verb) for verb, _, _ in LIFE)]
    assert found.closed_at is not None
    assert found.closed_at >= found.reported_at
    while seal(services.database):
        pass
    with services.database.reading() as reader:
        assert verify(reader, clock()).is_intact


def test_that_an_end_before_its_beginning_is_marked_and_left_out_of_rates(services: Services, clock) -> None:
    incident = whistle(services, clock)
    clock.now -= timedelta(days=2)
    services.desk.carry_out(Order(Verb.ANSWER, incident, 1, Details(words="已答复")), FIRST)
    with services.database.reading() as reader:
        found = reader.live_incident(incident)
    assert found.state is IncidentState.CLOSED
    assert found.flawed
    clock.go_on(days=3)
    services.desk.carry_out(Order(Verb.REOPEN, incident, 2, Details(reason="not_solved")), SECOND)
    with services.database.reading() as reader:
        assert not reader.live_incident(incident).flawed


def test_that_a_seat_that_looks_on_counts_such_an_end_as_one_that_comes_later(services: Services, clock) -> None:
    incident = whistle(services, clock)
    loaded_at = clock()
    picture, cursor = snapshot(services.database, lambda reader: load_picture(reader, loaded_at))
    clock.now -= timedelta(hours=2)
    services.desk.carry_out(Order(Verb.ANSWER, incident, 1, Details(words="已答复")), FIRST)
    with closing(open_feed(services.database)) as feed:
        facts, _ = feed.poll(cursor)
    assert advance(picture, facts)[1].reload


def test_that_the_watch_tells_every_mark_once_though_the_clock_jumps_there_and_back(services: Services, clock) -> None:
    incidents = [whistle(services, clock)]
    clock.go_on(hours=2)
    incidents.append(whistle(services, clock))
    for incident in incidents:
        for version, (verb, officer, details) in enumerate(LIFE[:3], start=1):
            services.desk.carry_out(Order(verb, incident, version, details), officer)
    watch = Watch(services.database, WatchRules.read(), services.desk.rules)
    here = clock.now
    for there in (timedelta(0), timedelta(days=30), timedelta(days=-3), timedelta(days=30), timedelta(days=-400)):
        clock.now = here + there
        while watch.look().anything:
            pass
    with services.database.reading() as reader:
        marks = reader.connection.execute(text("select incident_id, mark from timeouts")).all()
        orders = reader.connection.execute(text("select incident_id from supervision_orders")).all()
    assert Counter(tuple(row) for row in marks) == Counter({(i, mark): 1 for i in incidents for mark in (1, 2, 3, 4)})
    assert Counter(row.incident_id for row in orders) == dict.fromkeys(incidents, 1)


def test_that_seats_on_either_side_of_a_clock_change_agree_on_a_deadline(services: Services, clock) -> None:
    """Servers count in UTC: the night in which clocks elsewhere are put forward is 24 hours long."""
    clock.now = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)
    incident = whistle(services, clock)
    with services.database.reading() as reader:
        found = reader.live_incident(incident)
    assert found.due_at is not None
    assert found.due_at - found.reported_at == timedelta(hours=24)

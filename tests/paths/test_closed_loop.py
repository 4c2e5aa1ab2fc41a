"""The closed loop as people live it: a whistle's whole way, and the side ways, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.bundle import Services, open_services
from services.commandline.bench import load
from services.domain.cases import Case, RequestState
from services.domain.facts import IncidentChanged, IncidentReported
from services.domain.incidents import Evidence, IncidentState, LiveIncident, Outcome, Report, Severity
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.live.picture import load_picture
from services.settings import Settings
from services.store.feed.line import open_feed, snapshot
from services.store.queries import tickets

S, V = IncidentState, Verb
_small = load(Path(__file__).parents[1] / "services" / "conftest.py")
HOUR = timedelta(hours=1)
WHO = {
    "dispatcher": Officer(1, "dispatcher1", "", OfficerRole.DISPATCHER),
    "supervisor": Officer(2, "supervisor1", "", OfficerRole.SUPERVISOR),
    "police": Officer(3, "d_police", "", OfficerRole.DEPARTMENT, department="police"),
    "water": Officer(4, "d_water", "", OfficerRole.DEPARTMENT, department="water"),
}


@dataclass
class Centre:
    """A small city's centre with its clock."""

    services: Services
    clock: Any

    def whistle(self, **values: Any) -> int:
        """Somebody reports a leak in the first grid."""
        usual = {"lon": 116.31, "lat": 33.81, "text": "水管漏水", "category": "leak", "source": "hotline"}
        return self.services.door.take(Report(reported_at=self.clock.now, **(usual | values))).incident

    def case(self, incident: int) -> Case:
        """How it stands."""
        with self.services.database.reading() as reader:
            return tickets.cases(reader, [incident])[incident]

    def take(self, who: str, verb: Verb, incident: int, child: int | None = None, **details: Any) -> LiveIncident:
        """One step a quarter of an hour later, as somebody sees the case then."""
        self.clock.go_on(minutes=15)
        version = self.case(incident).incident.live.version
        self.services.desk.carry_out(Order(verb, incident, version, Details(**details), child), WHO[who])
        return self.case(incident).incident.live

    def verbs(self, incident: int) -> list[str]:
        """The journal's verbs of it."""
        with self.services.database.reading() as reader:
            told = text("select verb from journal where subject = :s order by id")
            return [row[0] for row in reader.connection.execute(told, {"s": f"incident/{incident}"})]


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> Iterator[Centre]:
    clock = _small.Ticking(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))  # a Monday at ten
    services = open_services(Settings(fresh_database(request.param)), clock)
    _small.settle(services.database)
    yield Centre(services, clock)
    services.close()


def test_that_a_whistle_goes_its_whole_way_and_everybody_hears_every_step(centre: Centre) -> None:
    cursor = snapshot(centre.services.database, lambda reader: None)[1]
    leak = centre.whistle()
    assert centre.case(leak).incident.live.step_due_at == centre.clock.now + HOUR
    centre.take("supervisor", V.FILE, leak)
    centre.take("dispatcher", V.ASSIGN, leak, department="police", words="请尽快到场")
    centre.take("police", V.ACCEPT, leak)
    centre.take("police", V.START, leak)
    centre.take("police", V.FINISH, leak, words="已修复", evidence=(Evidence("after", "a.jpg"),))
    centre.take("police", V.FEED_BACK, leak, words="已告知来电人")
    centre.take("supervisor", V.VERIFY, leak)
    end = centre.take("supervisor", V.CLOSE, leak)
    centre.take("supervisor", V.RATE, leak, stars=5)
    found = centre.case(leak).incident
    assert (end.state, found.outcome, found.satisfaction) == (S.CLOSED, Outcome.SOLVED, 5)
    assert end.closed_at is not None
    assert end.due_at is not None
    assert end.closed_at < end.due_at == end.reported_at + 24 * HOUR
    times = [
        found.filed_at,
        found.assigned_at,
        found.accepted_at,
        found.finished_at,
        found.fed_back_at,
        found.verified_at,
    ]
    assert times == sorted(time for time in times if time is not None)
    assert centre.verbs(leak) == [
        "report", "file", "assign", "accept", "start", "finish", "feed_back", "verify", "close", "rate",
    ]  # fmt: skip
    with closing(open_feed(centre.services.database)) as feed:
        facts, _ = feed.poll(cursor)
    heard = [fact.incident.version for fact in facts if isinstance(fact, IncidentReported | IncidentChanged)]
    assert heard == list(range(1, 11))
    with centre.services.database.reading() as reader:
        assert reader.incident(leak).evidence == (Evidence("after", "a.jpg"),)  # type: ignore[union-attr]
        held = reader.all(text("select department, verb from holdings"))
    assert [tuple(row) for row in held] == [("police", "finish")]


def test_that_a_ticket_is_suspended_with_approval_and_goes_on_where_its_clock_stood(centre: Centre) -> None:
    leak = centre.whistle()
    centre.take("supervisor", V.FILE, leak)
    centre.take("dispatcher", V.ASSIGN, leak, department="police")
    centre.take("police", V.ACCEPT, leak)
    due = centre.case(leak).incident.live.due_at
    assert due is not None
    until = centre.clock.now + timedelta(days=3)
    assert centre.take("police", V.ASK_SUSPENSION, leak, reason="funds", until=until).pending
    with pytest.raises(Refusal) as refusal:
        centre.take("dispatcher", V.GRANT_SUSPENSION, leak)
    assert refusal.value.code == "desk.not_yours"
    stands = centre.take("supervisor", V.GRANT_SUSPENSION, leak)
    stood_at = centre.clock.now
    assert (stands.state, stands.pending, stands.step_due_at) == (S.SUSPENDED, False, None)
    centre.clock.go_on(hours=30)
    centre.take("police", V.ASK_RESUMPTION, leak)
    on = centre.take("supervisor", V.GRANT_RESUMPTION, leak)
    assert on.state is S.ACCEPTED
    assert on.due_at == due + (centre.clock.now - stood_at)
    case = centre.case(leak)
    assert [request.state for request in case.requests] == [RequestState.GRANTED, RequestState.GRANTED]
    assert [(stop.begin, stop.end) for stop in case.stops] == [(stood_at, centre.clock.now)]
    done = centre.take("police", V.FINISH, leak, words="已修复")
    assert done.state is S.FINISHED


def test_that_two_departments_work_on_one_ticket_and_the_second_is_done_first(centre: Centre) -> None:
    leak = centre.whistle()
    centre.take("supervisor", V.FILE, leak)
    centre.take("dispatcher", V.ASSIGN, leak, department="police", helpers=("water",), words="封路抢修")
    child = centre.case(leak).children[0].id
    centre.take("police", V.ACCEPT, leak)
    with pytest.raises(Refusal) as refusal:
        centre.take("police", V.FINISH, leak, words="完成")
    assert refusal.value.code == "desk.children"
    with pytest.raises(Refusal):
        centre.take("police", V.ACCEPT, leak, child)
    centre.take("water", V.ACCEPT, leak, child)
    centre.take("water", V.FINISH, leak, child, words="水管已修")
    centre.take("supervisor", V.VERIFY, leak, child)
    assert centre.case(leak).incident.children == 0
    assert centre.take("police", V.FINISH, leak, words="道路已恢复").state is S.FINISHED
    assert {row.department for row in centre.case(leak).children} == {"water"}


def test_that_two_of_the_same_are_merged_and_what_was_a_mistake_is_two_again(centre: Centre) -> None:
    first = centre.whistle()
    second = centre.whistle(lon=116.33, severity=Severity.RED)
    third = centre.whistle(lon=116.35, severity=Severity.BLUE)
    before = centre.case(third).incident.live
    gone = centre.take("dispatcher", V.MERGE, second, into=third, reason="same")
    assert (gone.state, centre.case(second).incident.merged_into) == (S.MERGED, third)
    stays = centre.case(third).incident.live
    assert (stays.reports, stays.severity) == (2, Severity.RED)
    with pytest.raises(Refusal) as refusal:
        centre.take("dispatcher", V.MERGE, first, into=second)
    assert refusal.value.code == "desk.other_ended"
    back = centre.take("dispatcher", V.UNMERGE, second)
    assert (back.state, back.closed_at, back.severity) == (S.REPORTED, None, Severity.RED)
    again = centre.case(third).incident.live
    assert (again.reports, again.severity, again.due_at) == (before.reports, before.severity, before.due_at)


def test_that_a_question_is_answered_at_once_without_a_ticket(centre: Centre) -> None:
    asked = centre.whistle(text="咨询医保缴费时间", category="noise")
    end = centre.take("dispatcher", V.ANSWER, asked, words="已告知缴费时间")
    found = centre.case(asked).incident
    assert (end.state, found.outcome, found.department) == (S.CLOSED, Outcome.ANSWERED, None)
    assert found.fed_back_at == end.closed_at == centre.clock.now
    assert centre.verbs(asked) == ["report", "answer"]


def test_that_a_ticket_that_came_back_goes_to_another_and_each_holding_is_known(centre: Centre) -> None:
    leak = centre.whistle()
    centre.take("supervisor", V.FILE, leak)
    centre.take("dispatcher", V.ASSIGN, leak, department="police")
    back = centre.take("police", V.RETURN, leak, reason="not_ours", words="属水务")
    assert (back.state, back.department, back.returns) == (S.RETURNED, None, 1)
    centre.take("dispatcher", V.ASSIGN, leak, department="water")
    centre.take("water", V.ACCEPT, leak)
    centre.take("water", V.FINISH, leak, words="已修复")
    assert centre.take("supervisor", V.SEND_BACK, leak, reason="not_solved").state is S.IN_PROGRESS
    centre.take("water", V.FINISH, leak, words="再次修复")
    centre.take("supervisor", V.VERIFY, leak)
    centre.take("supervisor", V.CLOSE, leak)
    opened = centre.take("supervisor", V.REOPEN, leak, reason="citizen_says")
    assert (opened.state, opened.department, opened.closed_at) == (S.FILED, None, None)
    case = centre.case(leak)
    assert [(held.department, held.verb) for held in case.holdings] == [
        ("police", "return"), ("water", "finish"), ("water", "finish"),
    ]  # fmt: skip
    assert (case.incident.reworks, case.incident.reopens) == (1, 1)
    assert case.incident.live.reopened_at == case.incident.filed_at == centre.clock.now
    with centre.services.database.reading() as reader:
        picture = load_picture(reader, centre.clock.now)
    row = next(row for at in range(len(picture.incidents)) if (row := picture.incidents.row(at))["id"] == leak)
    assert (row["reported_at"], row["begun_at"]) == (opened.reported_at.timestamp(), centre.clock.now.timestamp())
    assert opened.due_at == centre.clock.now + timedelta(hours=24)

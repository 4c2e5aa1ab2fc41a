from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.notice import Inbox
from services.cases.rulebook import RuleBook
from services.cases.supervision import Supervision
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.domain.incidents import IncidentState
from services.domain.notices import NoticeKind
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.engine import Database
from services.store.queries import notices
from services.store.tables.notices import supervision_orders, timeouts

DESK = Officer(0, "desk", "", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
HOURS = timedelta(hours=1)


@pytest.fixture
def officers(hire) -> dict[str, Officer]:
    """A desk, a department's officer, the leader in charge of it, a leader of the city."""
    return hire(
        desk=(OfficerRole.DISPATCHER, None), water=(OfficerRole.DEPARTMENT, "water"),
        charge=(OfficerRole.LEADER, "water"), mayor=(OfficerRole.LEADER, None),
    )  # fmt: skip


@pytest.fixture
def a_ticket(city: Database, door: Door, a_report, officers) -> int:
    """A ticket that the water department has had since it was reported."""
    ident = door.take(a_report()).incident
    desk = Desk(city, RuleBook(read_deadlines()))
    desk.carry_out(Order(Verb.ASSIGN, ident, 1, Details(department="water")), DESK)
    desk.carry_out(Order(Verb.ACCEPT, ident, 2), officers["water"])
    with city.unit() as unit:  # limits of its own, so that the test knows them
        live = unit.live_incident(ident)
        at = live.reported_at
        unit.put("incidents", ident, version=live.version, warn_at=at + 8 * HOURS, due_at=at + 10 * HOURS,
                 triple_at=at + 30 * HOURS, step_due_at=None)  # fmt: skip
        unit.commit()
    return ident


def kinds(city: Database, officer: Officer) -> list[NoticeKind]:
    return [receipt.notice.kind for receipt in Inbox(city).read(officer)]


def test_that_nothing_is_told_before_its_time(watch: Watch, a_ticket: int) -> None:
    assert not watch.look().anything


def test_that_the_department_and_the_leader_in_charge_are_warned_before_the_time_is_over(
    watch: Watch, a_ticket: int, officers, city: Database, ticking
) -> None:
    ticking.go_on(hours=8)
    assert watch.look().warned == 1
    assert kinds(city, officers["water"]) == [NoticeKind.TIME_RUNS_OUT]
    assert kinds(city, officers["charge"]) == [NoticeKind.TIME_RUNS_OUT]
    assert kinds(city, officers["mayor"]) == []


def test_that_an_overdue_ticket_is_pressed_without_anyone_asking_and_looking_again_changes_nothing(
    watch: Watch, a_ticket: int, officers, city: Database, ticking
) -> None:
    ticking.go_on(hours=10)
    seen = watch.look()
    assert (seen.warned, seen.supervised) == (2, 1)
    assert kinds(city, officers["water"])[:1] == [NoticeKind.SUPERVISED]
    with city.reading() as reader:
        assert reader.live_incident(a_ticket).supervised
        version = reader.live_incident(a_ticket).version
    ticking.go_on(minutes=1)
    assert not watch.look().anything
    with city.reading() as reader:
        assert reader.live_incident(a_ticket).version == version


def test_that_two_watches_at_once_do_each_thing_once(a_ticket: int, officers, city: Database, ticking) -> None:
    ticking.go_on(hours=10)
    watches = [Watch(city, WatchRules(), RuleBook(read_deadlines())) for _ in range(4)]
    with ThreadPoolExecutor(len(watches)) as pool:
        list(pool.map(lambda one: one.look(), watches))
    watches[0].look()
    with city.reading() as reader:
        assert len(reader.all(select(supervision_orders))) == 1
        assert len(reader.all(select(timeouts))) == 2
    assert sorted(kinds(city, officers["water"])) == sorted(
        [NoticeKind.SUPERVISED, NoticeKind.TIME_IS_OUT, NoticeKind.TIME_RUNS_OUT]
    )


def test_that_an_order_nobody_answers_climbs_step_by_step_and_an_answer_stops_it(
    watch: Watch, a_ticket: int, officers, city: Database, ticking
) -> None:
    ticking.go_on(hours=10)
    watch.look()
    ticking.go_on(hours=4)
    assert watch.look().climbed == 1
    assert NoticeKind.ESCALATED in kinds(city, officers["charge"])
    assert NoticeKind.ESCALATED not in kinds(city, officers["mayor"])
    ticking.go_on(hours=24)
    assert watch.look().climbed == 1
    assert NoticeKind.ESCALATED in kinds(city, officers["mayor"])
    ticking.go_on(hours=100)
    assert watch.look().climbed == 0
    Supervision(city).answer(a_ticket, officers["water"], "零件周四到")
    with city.reading() as reader:
        order = notices.open_order(reader, a_ticket)
    assert order is not None
    assert order.answer == "零件周四到"


def test_that_an_answered_order_climbs_no_further(watch, a_ticket, officers, city, ticking) -> None:
    ticking.go_on(hours=10)
    watch.look()
    Supervision(city).answer(a_ticket, officers["water"], "今日完成")
    ticking.go_on(hours=4)
    assert watch.look().climbed == 0


def test_that_only_the_owner_answers_and_only_the_supervising_side_lifts(
    watch, a_ticket, officers, city, ticking
) -> None:
    ticking.go_on(hours=10)
    watch.look()
    with pytest.raises(Refusal, match=r"supervision\.not_yours"):
        Supervision(city).answer(a_ticket, officers["desk"], "x")
    with pytest.raises(Refusal, match=r"supervision\.not_yours"):
        Supervision(city).lift(a_ticket, officers["water"], "x")
    Supervision(city).lift(a_ticket, DESK, "属实延误，已约谈")
    with city.reading() as reader:
        assert not reader.live_incident(a_ticket).supervised


def test_that_the_order_ends_with_the_work(watch, a_ticket, officers, city, ticking) -> None:
    ticking.go_on(hours=10)
    watch.look()
    with city.unit() as unit:
        live = unit.live_incident(a_ticket)
        unit.put("incidents", a_ticket, version=live.version, state=int(IncidentState.FINISHED), finished_at=unit.now)
        unit.commit()
    assert watch.look().lifted == 1
    assert not watch.look().anything


def test_that_a_suspended_ticket_is_left_in_peace(watch, a_ticket, officers, city, ticking) -> None:
    with city.unit() as unit:
        unit.put("incidents", a_ticket, version=4, state=int(IncidentState.SUSPENDED))
        unit.commit()
    ticking.go_on(hours=50)
    assert not watch.look().anything


def test_that_a_limit_that_was_moved_warns_anew(watch, a_ticket, officers, city, ticking) -> None:
    ticking.go_on(hours=8)
    watch.look()
    with city.unit() as unit:
        live = unit.live_incident(a_ticket)
        unit.put("incidents", a_ticket, version=live.version, warn_at=unit.now + 2 * HOURS, due_at=unit.now + 4 * HOURS)
        unit.commit()
    assert not watch.look().anything
    ticking.go_on(hours=2)
    assert watch.look().warned == 1


def test_that_a_clock_that_jumps_back_repeats_nothing(watch, a_ticket, officers, city, ticking) -> None:
    ticking.go_on(hours=10)
    watch.look()
    ticking.go_on(hours=-5)
    assert not watch.look().anything
    ticking.go_on(hours=5, minutes=5)
    assert not watch.look().anything


def test_that_an_urgent_notice_climbs_the_chain_until_somebody_takes_it(
    watch, a_ticket, officers, city, ticking
) -> None:
    ticking.go_on(hours=10)
    watch.look()
    ticking.go_on(minutes=10)
    assert watch.look().passed_on == 1
    assert NoticeKind.SUPERVISED in kinds(city, officers["mayor"])
    receipt = Inbox(city).read(officers["mayor"])[0]
    assert Inbox(city).take(receipt.notice.id, officers["mayor"])
    assert not Inbox(city).take(receipt.notice.id, officers["mayor"])
    ticking.go_on(minutes=10)
    assert watch.look().passed_on == 0


def test_that_the_roster_says_whom_of_a_department_the_watch_tells(
    watch: Watch, a_ticket: int, officers, city: Database, ticking
) -> None:
    ticking.go_on(hours=8, minutes=1)
    with city.unit() as unit:
        other = unit.add("officers", login="night", name="night", role=int(OfficerRole.DEPARTMENT), department="water")
        unit.add("rota", officer_id=other, weekday=0, begin=0, end=1440)
        unit.commit()
    assert watch.look().warned == 1
    night = Officer(other, "night", "night", OfficerRole.DEPARTMENT, department="water")
    assert kinds(city, night) == [NoticeKind.TIME_RUNS_OUT]
    assert kinds(city, officers["water"]) == []
    assert kinds(city, officers["charge"]) == [NoticeKind.TIME_RUNS_OUT]

"""A backlog fills no inbox: many of one kind are one notice for each department, with the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.cases.notice import Inbox
from services.cases.watch.look import Watch
from services.domain.case_filter import CaseFilter
from services.domain.incidents import IncidentState
from services.domain.notices import Notice, NoticeKind
from services.domain.people import Officer, OfficerRole
from services.insight.reading import Reading
from services.store.engine import Database
from services.store.tables.notices import supervision_orders, timeouts

Hire = Callable[..., dict[str, Officer]]
HOUR = timedelta(hours=1)
MANY = 30


@pytest.fixture
def officers(hire: Hire) -> dict[str, Officer]:
    return hire(
        desk=(OfficerRole.DISPATCHER, None), water=(OfficerRole.DEPARTMENT, "water"),
        police=(OfficerRole.DEPARTMENT, "police"), mayor=(OfficerRole.LEADER, None),
    )  # fmt: skip


@pytest.fixture
def backlog(city: Database, officers: dict[str, Officer], ticking: Any) -> list[int]:
    """Thirty overdue tickets of the water department, three of the police."""
    at, ids = ticking.now - 20 * HOUR, []
    with city.unit() as unit:
        for number in range(MANY + 3):
            ids.append(
                unit.add(
                    "incidents",
                    number=f"T-{number:04}",
                    source="hotline",
                    category="leak",
                    severity=2,
                    kind=1,
                    state=int(IncidentState.IN_PROGRESS),
                    place=3,
                    reported_at=at,
                    assigned_at=at,
                    accepted_at=at,
                    filed_at=at,
                    warn_at=at + 8 * HOUR,
                    due_at=at + 10 * HOUR,
                    triple_at=at + 90 * HOUR,
                    department="water" if number < MANY else "police",
                )
            )
        unit.commit()
    return ids


def told(city: Database, officer: Officer) -> list[Notice]:
    return [receipt.notice for receipt in Inbox(city).read(officer)]


def behind(city: Database, notice: Notice) -> set[int]:
    return {case.live.id for case in Reading(city).cases(CaseFilter(notice=notice.id)).cases}


def test_that_a_department_with_many_is_told_once_of_each_kind_with_all_of_them_behind_it(
    city: Database, watch: Watch, backlog: list[int], officers: dict[str, Officer]
) -> None:
    seen = watch.look()
    assert (seen.warned, seen.supervised) == (2 * (MANY + 3), MANY + 3)
    found = told(city, officers["water"])
    assert sorted((one.kind, one.cases) for one in found) == [
        (NoticeKind.SUPERVISED, MANY), (NoticeKind.TIME_IS_OUT, MANY), (NoticeKind.TIME_RUNS_OUT, MANY),
    ]  # fmt: skip
    assert all(behind(city, one) == set(backlog[:MANY]) for one in found)
    few = told(city, officers["police"])
    assert len(few) == 9
    assert {one.cases for one in few} == {0}


def test_that_each_cause_is_kept_once_and_looking_again_changes_nothing(
    city: Database, watch: Watch, backlog: list[int], officers: dict[str, Officer], ticking: Any
) -> None:
    watch.look()
    before = told(city, officers["water"])
    ticking.go_on(seconds=2)
    assert not watch.look().anything
    assert told(city, officers["water"]) == before
    with city.reading() as reader:
        assert reader.all(select(func.count()).select_from(timeouts))[0][0] == 2 * (MANY + 3)
        assert reader.all(select(func.count()).select_from(supervision_orders))[0][0] == MANY + 3


def test_that_what_nobody_has_acknowledged_takes_more_in_and_what_was_acknowledged_does_not(
    city: Database, watch: Watch, backlog: list[int], officers: dict[str, Officer], ticking: Any
) -> None:
    watch.look()
    ticking.go_on(minutes=5)
    late = ticking.now
    fresh = _late_again(city, backlog[:MANY], late)
    watch.look()
    over = [one for one in told(city, officers["water"]) if one.kind is NoticeKind.TIME_IS_OUT]
    assert [one.cases for one in over] == [MANY]
    inbox = Inbox(city)
    assert inbox.take(over[0].id, officers["water"])
    ticking.go_on(minutes=5)
    assert fresh == _late_again(city, backlog[:MANY], ticking.now)
    watch.look()
    over = [one for one in told(city, officers["water"]) if one.kind is NoticeKind.TIME_IS_OUT]
    assert len(over) == 2


def _late_again(city: Database, ids: list[int], now: Any) -> int:
    """Other limits that have passed too."""
    with city.unit() as unit:
        for ident in ids:
            unit.put("incidents", ident, due_at=now - timedelta(seconds=1))
        unit.commit()
    return len(ids)


def test_that_orders_nobody_answers_climb_as_one_notice_and_an_unanswered_notice_is_passed_on_with_its_list(
    city: Database, watch: Watch, backlog: list[int], officers: dict[str, Officer], ticking: Any
) -> None:
    watch.look()
    ticking.go_on(minutes=11)
    watch.look()
    passed = [one for one in told(city, officers["desk"]) if one.kind is NoticeKind.SUPERVISED and one.climb]
    assert [one.cases for one in passed if one.cases] == [MANY]
    assert behind(city, next(one for one in passed if one.cases)) == set(backlog[:MANY])
    ticking.go_on(hours=4)
    assert watch.look().climbed == MANY + 3
    climbed = [one for one in told(city, officers["mayor"]) if one.kind is NoticeKind.ESCALATED]
    assert [one.cases for one in climbed if one.cases] == [MANY]
    assert len([one for one in climbed if not one.cases]) == 3

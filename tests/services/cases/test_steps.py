from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from services.cases import steps
from services.cases.door import Door
from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, LiveIncident, Report
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot


@pytest.fixture
def clock(ticking: Any) -> Any:
    """A clock that the steps are taken by."""
    return ticking


def step(city: Database, incident: int) -> LiveIncident:
    with city.unit() as unit:
        live = steps.take_next(incident, unit, "li")
        unit.commit()
        return live


def test_that_an_incident_goes_through_the_whole_loop_with_its_times_and_facts(
    city: Database, door: Door, a_report: Callable[..., Report], clock: Any
) -> None:
    made = door.take(a_report()).incident
    cursor = snapshot(city, lambda reader: None)[1]
    taken = []
    while not taken or taken[-1].state.is_open:
        clock.go_on(minutes=10)
        taken.append(step(city, made))
    assert [live.state.name for live in taken] == [
        "FILED", "ASSIGNED", "ACCEPTED", "IN_PROGRESS", "FINISHED", "VERIFIED", "CLOSED",
    ]  # fmt: skip
    assert [live.version for live in taken] == list(range(2, 9))
    with city.reading() as reader:
        found = reader.incident(made)
        verbs = [row[0] for row in reader.all(text("select verb from journal order by id"))]
    assert found is not None
    assert found.live == taken[-1]
    assert found.department == "police"
    times = [found.live.reported_at, found.filed_at, found.assigned_at, found.accepted_at, found.finished_at]
    assert None not in times
    assert times == sorted(times)  # type: ignore[type-var]
    assert found.live.closed_at == clock.now
    assert verbs == ["report", "file", "assign", "accept", "start", "finish", "verify", "close"]
    with closing(open_feed(city)) as feed:
        facts, _ = feed.poll(cursor)
    assert facts == [IncidentChanged(live) for live in taken]


@pytest.mark.parametrize("state", [s for s in IncidentState if s not in steps.NEXT])
def test_that_an_incident_without_a_next_step_is_refused(
    city: Database, door: Door, a_report: Callable[..., Report], state: IncidentState
) -> None:
    made = door.take(a_report()).incident
    with city.unit() as unit:
        unit.put("incidents", made, version=1, state=int(state))
        unit.commit()
    with pytest.raises(Refusal) as refusal:
        step(city, made)
    assert refusal.value.code == "steps.none"


def test_that_an_incident_that_is_not_there_is_refused(city: Database) -> None:
    with pytest.raises(Refusal):
        step(city, 4711)


def test_that_a_department_once_named_is_kept(city: Database, door: Door, a_report: Callable[..., Report]) -> None:
    made = door.take(a_report()).incident
    with city.unit() as unit:
        unit.put("incidents", made, version=1, department="health", state=int(IncidentState.FILED))
        unit.commit()
    step(city, made)
    with city.reading() as reader:
        found = reader.incident(made)
    assert found is not None
    assert found.department == "health"

"""A seat that sees a part of the city knows that part, however it changes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from services.cases.door import Door
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, Report
from services.domain.scope import WHOLE, Scope
from services.insight.figures import figures
from services.insight.reading import Reading
from services.live.picture import Picture, load_picture
from services.live.scope_mask import areas_within
from services.live.scoped import Scoped
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot

Make = Callable[..., Report]
TOWN = Scope("410000001000", Level.TOWN)
WATER = Scope(department="water")


@pytest.fixture
def happen(door: Door, a_report: Make) -> Callable[..., int]:
    """A report in a town (0, 1 or 2) or without a place; the id of its incident."""
    number = iter(range(1000))

    def one(town: int | None, **values: Any) -> int:
        at = next(number)
        place = {"lon": None, "lat": None} if town is None else {"lon": 116.305 + 0.04 * town, "lat": 33.805}
        return door.take(a_report(external=f"x{at}", **(place | {"category": "never"} | values))).incident

    return one


def step(database: Database, incident: int, state: IncidentState, department: str | None) -> None:
    """An incident takes a step; its owner may be another."""
    with database.unit() as unit:
        unit.put("incidents", incident, unit.live_incident(incident).version, state=int(state), department=department)
        unit.say(IncidentChanged(unit.live_incident(incident)))
        unit.commit()


def seen(picture: Picture) -> set[int]:
    column = picture.incidents.column
    return set(column("id")[column("alive")].tolist())


class Seat:
    """A picture that follows the facts, and is loaded anew where that is asked for."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self.database, self.scoped, self.reloads = database, Scoped(database, scope), 0
        self.load()

    def load(self) -> None:
        clock = self.database.clock()
        self.picture, self.cursor = snapshot(self.database, lambda reader: self.scoped.load(reader, clock))

    def follow(self) -> Picture:
        with closing(open_feed(self.database)) as feed:
            facts, self.cursor = feed.poll(self.cursor)
        picture, touched = self.scoped.advance(self.picture, facts)
        if touched.reload:
            self.reloads += 1
            self.load()
        else:
            self.picture = picture
        return self.picture

    def agrees(self) -> None:
        """Everything counted is what a picture loaded now would count."""
        with self.database.reading() as reader:
            fresh = self.scoped.load(reader, self.database.clock())
        mine, other = self.picture, fresh
        assert seen(mine) == seen(other)
        assert (mine.reported_total, mine.closed_total) == (other.reported_total, other.closed_total)
        assert np.array_equal(mine.recent, other.recent)
        assert dict(mine.recent_apart) == dict(other.recent_apart)
        assert np.array_equal(mine.rhythm.reported, other.rhythm.reported)


def test_that_a_towns_seat_knows_its_own_incidents_and_no_other(city: Database, happen: Callable[..., int]) -> None:
    mine = happen(0)
    happen(1), happen(None)
    seat = Seat(city, TOWN)
    assert seen(seat.picture) == {mine}
    more = happen(0, category="noise")
    happen(2), happen(None)
    assert seen(seat.follow()) == {mine, more}
    seat.agrees()
    assert figures(seat.picture, city.clock())["open_now"].value == 2
    assert seat.reloads == 0


def test_that_an_incident_corrected_into_another_town_leaves(city: Database, happen: Callable[..., int]) -> None:
    moved, stays, there = happen(0), happen(0, category="noise"), happen(1)
    seat = Seat(city, TOWN)
    with city.unit() as unit:
        columns = text("select town_id, village_id, grid_id from incidents where id = :there")
        other = unit.connection.execute(columns, {"there": there}).one()
        unit.put("incidents", moved, unit.live_incident(moved).version, **other._mapping)
        unit.say(IncidentChanged(unit.live_incident(moved)))
        unit.commit()
    assert seen(seat.follow()) == {stays}
    seat.agrees()


def test_that_a_department_sees_what_it_was_given_and_no_longer_what_it_gave_back(
    city: Database, happen: Callable[..., int]
) -> None:
    first, second, third = happen(0), happen(1), happen(2)
    step(city, first, IncidentState.ASSIGNED, "water")
    seat = Seat(city, WATER)
    assert seen(seat.picture) == {first}
    step(city, second, IncidentState.ASSIGNED, "water")
    step(city, third, IncidentState.ASSIGNED, "police")
    assert seen(seat.follow()) == {first, second}
    seat.agrees()
    assert seat.reloads == 0
    step(city, first, IncidentState.RETURNED, None)
    assert seen(seat.follow()) == {second}
    seat.agrees()


def test_that_a_child_ticket_gives_a_department_the_case(city: Database, happen: Callable[..., int]) -> None:
    case = happen(0)
    step(city, case, IncidentState.ASSIGNED, "police")
    seat = Seat(city, WATER)
    assert seen(seat.picture) == set()
    with city.unit() as unit:
        unit.add(
            "child_tickets", incident_id=case, department="water", state=3, assigned_at=unit.now, assigned_by="lin"
        )
        unit.commit()
    step(city, case, IncidentState.ASSIGNED, "police")
    assert seen(seat.follow()) == {case}
    step(city, case, IncidentState.ACCEPTED, "police")
    assert seen(seat.follow()) == {case}
    seat.agrees()


def test_that_no_scope_of_its_own_sees_nothing(city: Database, happen: Callable[..., int]) -> None:
    happen(0)
    assert seen(Seat(city, Scope(department="")).picture) == set()


def test_that_lists_and_cards_reach_as_far_as_the_picture(city: Database, happen: Callable[..., int]) -> None:
    mine, other = happen(0), happen(1)
    reading = Reading(city).within(TOWN)
    assert [case.live.id for case in reading.cases(CaseFilter()).cases] == [mine]
    assert reading.cases(CaseFilter()).total == 1
    assert reading.case_list(CaseFilter(open_only=True)).ids.tolist() == [mine]
    assert [case.live.id for case in reading.cases_of([other, mine])] == [mine]
    assert reading.incident_card(other) is None
    assert reading.incident_card(mine) is not None
    assert len(Reading(city).cases(CaseFilter()).cases) == 2


def test_that_a_towns_seat_knows_the_people_of_the_town(city: Database, workers: list[int]) -> None:
    with city.unit() as unit:
        far = unit.areas(Level.GRID)[-1]
        unit.add("people", role=2, name="某", area_id=far.id, duty=1)
        unit.add("people", role=2, name="某", area_id=None, duty=1)
        unit.commit()
    with city.reading() as reader:
        town, all_ = Scoped(city, TOWN).load(reader, city.clock()), load_picture(reader, city.clock(), WHOLE)
    assert sorted(town.people.column("id").tolist()) == workers
    assert len(all_.people) == len(workers) + 2
    assert areas_within(town.areas, TOWN).sum() == 7
    assert areas_within(town.areas, WHOLE).all()


def test_that_steps_that_are_read_late_together_count_a_case_once_as_reported(
    city: Database, happen: Callable[..., int]
) -> None:
    seat, given = Seat(city, WATER), happen(0)
    seat.follow()
    step(city, given, IncidentState.FILED, None)
    step(city, given, IncidentState.ASSIGNED, "water")
    step(city, given, IncidentState.ACCEPTED, "water")
    assert seen(seat.follow()) == {given}
    assert seat.picture.reported_total == 1
    seat.agrees()

"""A whole demo city: the profile's figures, times that agree, all or nothing, the same again by seed and clock."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text

from services.cases.intake import number_of
from services.demo.apart import make_city_apart
from services.demo.make import has_city, make_city
from services.demo.profile import Profile
from services.demo.progress import Progress
from services.domain.areas import Level
from services.domain.cases import RequestState
from services.domain.incidents import IncidentState, Outcome, PlaceStatus, Severity
from services.domain.people import Duty, Role
from services.domain.refusals import Refusal
from services.geo.locate import Locator
from services.live.picture import load_picture
from services.store.engine import Database
from services.store.queries.tickets import cases
from services.store.tables.all import ALL
from services.store.tables.cases import incidents, reports

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
C = incidents.c


def test_that_a_city_is_made_with_the_figures_of_its_profile(made: Database, small: Profile) -> None:
    with made.reading() as reader:
        assert reader.city() == small.city
        assert {level: len(reader.areas(level)) for level in Level} == {
            Level.CITY: 1, Level.TOWN: 4, Level.VILLAGE: 20, Level.GRID: 90,
        }  # fmt: skip
        assert sum(person.role is not Role.UNIT for person in reader.people()) == 40 + 85 + 120 + 12 + 30
        assert reader.count("incidents") == 2400
        states = dict(reader.all(select(C.state, func.count()).group_by(C.state)))
        assert states[int(IncidentState.CLOSED)] == 2300
        picture = load_picture(reader, NOW)
    assert len(picture.incidents) == 100
    assert picture.closed_total == 2300


def test_that_new_rows_get_new_numbers(made: Database) -> None:
    with made.unit() as unit:
        assert unit.next_id("incidents") > 2400
        assert unit.next_id("areas") > 115


def test_that_everything_is_marked_as_synthetic(small_made: Database) -> None:
    with small_made.reading() as reader:
        assert all(area.synthetic and area.origin.startswith("synthetic") for area in reader.areas())
        for table in ("people", "incidents"):
            column = ALL[table].c.synthetic
            assert reader.all(select(func.count()).where(column.is_(False)))[0][0] == 0
        assert reader.city().demo


def test_that_grid_codes_are_the_village_code_and_three_digits(small_made: Database) -> None:
    with small_made.reading() as reader:
        areas = {area.id: area for area in reader.areas()}
    assert len({area.code for area in areas.values()}) == len(areas)
    for area in areas.values():
        if area.level is Level.GRID:
            assert area.code[:12] == areas[area.parent or 0].code
            assert area.provisional == areas[area.parent or 0].provisional


def test_that_times_follow_one_another(small_made: Database) -> None:
    steps = (C.reported_at, C.filed_at, C.assigned_at, C.accepted_at, C.finished_at, C.closed_at)
    with small_made.reading() as reader:
        for earlier, later in pairwise(steps):
            assert reader.all(select(func.count()).where(later < earlier))[0][0] == 0
        for column in steps:
            assert reader.all(select(func.count()).where(column > NOW))[0][0] == 0
        closed = C.state == int(IncidentState.CLOSED)
        solved = (C.outcome == int(Outcome.SOLVED)) | (C.outcome == int(Outcome.ON_THE_SPOT))
        assert reader.all(select(func.count()).where(closed, solved, C.finished_at.is_(None)))[0][0] == 0
        assert reader.all(select(func.count()).where(closed, C.outcome == 0))[0][0] == 0
        assert reader.all(select(func.count()).where(~closed, C.closed_at.is_not(None)))[0][0] == 0


def test_that_tickets_were_handled_as_desks_do(small_made: Database) -> None:
    with small_made.reading() as reader:
        count = {row[0]: row[1] for row in reader.all(select(C.outcome, func.count()).group_by(C.outcome))}
        owned = reader.all(select(func.count()).where(C.state.in_((3, 4, 5, 6, 7, 10)), C.department.is_(None)))[0][0]
        returned = reader.all(select(func.count()).where(C.state == 9, (C.returns == 0) | C.department.is_not(None)))
        marks = reader.all(select(func.count()).where((C.warn_at > C.due_at) | (C.due_at > C.triple_at)))[0][0]
        waits = reader.all(select(C.id).where(C.state == int(IncidentState.SUSPENDED)))
        found = cases(reader, [row.id for row in reader.all(select(C.id))])
    assert count[int(Outcome.SOLVED)] > count[int(Outcome.ON_THE_SPOT)] > count[int(Outcome.ANSWERED)] > 0
    assert (owned, returned[0][0], marks) == (0, 0, 0)
    assert waits
    for row in waits:
        assert [stop.end for stop in found[row.id].stops] == [None]
        assert found[row.id].requests[0].state is RequestState.GRANTED
    for case in found.values():
        assert len(case.holdings) == case.incident.live.returns
        ends = [(held.begin, held.end) for held in case.holdings]
        assert all(begin <= end for begin, end in ends)
        assert all(one[1] <= other[0] for one, other in pairwise(ends))


def test_that_nearly_all_are_closed_in_time_and_few_are_overdue(small_made: Database) -> None:
    with small_made.reading() as reader:
        late = reader.all(select(func.count()).where(C.closed_at > C.due_at))[0][0]
        open_ = C.state.not_in((int(IncidentState.CLOSED), int(IncidentState.SUSPENDED)))
        overdue = reader.all(select(func.count()).where(open_, C.due_at < NOW))[0][0]
    assert 0.005 < late / 2300 < 0.03
    assert 1 <= overdue <= 6


def test_that_places_lie_in_the_grid_that_is_named(small_made: Database) -> None:
    with small_made.reading() as reader:
        locator = Locator(reader.areas(geometry=True))
        rows = reader.all(select(C.lon, C.lat, C.place, C.grid_id, C.village_id, C.town_id))
    located = [row for row in rows if row.place == PlaceStatus.LOCATED]
    found = locator.locate([row.lon for row in located], [row.lat for row in located])
    assert found.grid.tolist() == [row.grid_id for row in located]
    assert found.village.tolist() == [row.village_id for row in located]
    assert found.town.tolist() == [row.town_id for row in located]
    outside = [row for row in rows if row.place == PlaceStatus.OUTSIDE]
    assert len(outside) == 12
    assert set(locator.locate([r.lon for r in outside], [r.lat for r in outside]).status.tolist()) == {
        PlaceStatus.OUTSIDE
    }
    assert sum(row.lon is None for row in rows) == 48


def test_that_people_on_duty_are_in_their_grid_and_heard_of_lately(small_made: Database) -> None:
    with small_made.reading() as reader:
        locator, people = Locator(reader.areas(geometry=True)), reader.people()
    at_work = [one for one in people if one.duty in (Duty.ON, Duty.BUSY) and one.role is not Role.UNIT]
    found = locator.locate([p.lon for p in at_work], [p.lat for p in at_work])
    assert found.grid.tolist() == [person.area for person in at_work]
    assert all(person.position_at is not None and person.position_at <= NOW for person in at_work)
    assert all(person.lon is None for person in people if person.duty in (Duty.OFF, Duty.LEAVE))
    assert all("0000" in person.phone for person in people)


def test_that_reports_add_up_and_incidents_are_numbered_by_their_day(small_made: Database, small: Profile) -> None:
    with small_made.reading() as reader:
        counted = reader.all(select(func.sum(C.reports)))[0][0]
        assert reader.count("reports") == counted
        early = select(func.count()).where(reports.c.incident_id == C.id, reports.c.reported_at < C.reported_at)
        assert reader.all(early)[0][0] == 0
        for row in reader.all(select(C.id, C.number, C.reported_at).limit(50)):
            assert row.number == number_of(row.reported_at, row.id, small.city.zone)


def test_that_open_red_and_orange_ones_are_few(small_made: Database) -> None:
    with small_made.reading() as reader:
        open_ = select(C.severity, func.count()).where(C.closed_at.is_(None)).group_by(C.severity)
        levels = {Severity(row[0]): row[1] for row in reader.all(open_)}
    assert levels[Severity.RED] == 1
    assert levels[Severity.ORANGE] == 3


def test_that_accidents_at_the_junctions_go_down_after_the_measure(small_made: Database) -> None:
    day = 86_400_000
    with small_made.reading() as reader:
        town = next(area.id for area in reader.areas(Level.TOWN) if area.name == "北集镇")
        wanted = select(C.reported_at).where(C.category == "accident", C.town_id == town, C.address.like("%号路口"))
        ages = [(NOW - row[0]).total_seconds() * 1000 / day for row in reader.all(wanted)]
        hazard = reader.all(select(C.department, C.state).where(C.text.like("经平台研判%")))
    before, after = sum(age >= 40 for age in ages) / 80, sum(age < 40 for age in ages) / 40
    assert before > 3 * after
    assert [row.department for row in hazard] == ["traffic_police"]


def test_that_the_same_seed_and_clock_make_the_same_city(
    small_made: Database, small: Profile, fresh_database: Callable[[str], str]
) -> None:
    again, other = (Database(fresh_database("sqlite"), small_made.clock) for _ in range(2))
    make_city(again, profile=small)
    make_city(other, seed=2, profile=small)
    digests = [digest(database) for database in (small_made, again, other)]
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]
    again.close()
    other.close()


def digest(database: Database) -> str:
    """Of every row of every table that a city is made of."""
    found = hashlib.sha256()
    with database.reading() as reader:
        for name in ("areas", "people", "officers", "categories", "incidents", "reports", "settings"):
            table = ALL[name]
            for row in reader.all(select(table).order_by(*table.primary_key.columns)):
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


@pytest.mark.parametrize("count", [0, 1, 7, 300])
def test_that_fewer_incidents_keep_the_share_of_the_closed(embedded: Database, small: Profile, count: int) -> None:
    make_city(embedded, incidents=count, profile=small)
    with embedded.reading() as reader:
        assert reader.count("incidents") == count
        open_ = reader.all(select(func.count()).where(C.closed_at.is_(None)))[0][0]
    assert open_ == round(count / 24)


def test_that_a_number_below_zero_is_refused(embedded: Database, small: Profile) -> None:
    with pytest.raises(Refusal) as refused:
        make_city(embedded, incidents=-1, profile=small)
    assert refused.value.code == "demo.number"


def test_that_a_database_that_holds_a_city_is_refused(small_made: Database, small: Profile) -> None:
    before = digest(small_made)
    with pytest.raises(Refusal) as refused:
        make_city(small_made, seed=9, profile=small)
    assert refused.value.code == "demo.not_empty"
    assert digest(small_made) == before


def test_that_of_two_that_make_a_city_at_once_one_is_refused(database: Database, small: Profile) -> None:
    other = Database(database.url.render_as_string(hide_password=False), database.clock)
    begun, codes = threading.Barrier(2), []

    def make(where: Database, seed: int) -> None:
        try:
            make_city(where, seed, profile=small, progress=lambda step: begun.wait(20) if step.share == 0.55 else None)
        except Refusal as refusal:
            codes.append(refusal.code)

    threads = [threading.Thread(target=make, args=(where, n)) for n, where in enumerate((database, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert codes == ["demo.not_empty"]
    with database.reading() as reader:
        assert reader.count("incidents") == 2400


def test_that_progress_only_ever_goes_on_and_shows_the_city_as_it_comes(embedded: Database, small: Profile) -> None:
    told: list[Progress] = []
    make_city(embedded, profile=small, progress=told.append)
    shares = [step.share for step in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [len(step.borders) for step in told if step.borders is not None] == [90, 90]
    assert [len(step.outlines) for step in told if step.outlines is not None] == [4]
    assert sum(step.points is not None for step in told) == 2


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.7, 0.97])
def test_that_stopping_leaves_nothing_behind(database: Database, small: Profile, share: float) -> None:
    told: list[float] = []
    with pytest.raises(Refusal) as refused:
        make_city(
            database, profile=small, progress=lambda step: told.append(step.share),
            stop=lambda: bool(told) and told[-1] >= share,
        )  # fmt: skip
    assert refused.value.code == "demo.stopped"
    assert told[-1] >= share
    empty(database)


def test_that_a_failure_leaves_nothing_behind(database: Database, small: Profile) -> None:
    def fail(step: Progress) -> None:
        if step.share > 0.8:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        make_city(database, profile=small, progress=fail)
    empty(database)
    make_city(database, incidents=50, profile=small)
    assert has_city(database)


def empty(database: Database) -> None:
    assert not has_city(database)
    with database.reading() as reader:
        assert {name: reader.count(name) for name in ALL if name not in ("feed_meta",)} == {
            name: 0 for name in ALL if name != "feed_meta"
        }


def test_that_a_process_of_its_own_makes_the_same_kind_of_city(database: Database, small: Profile) -> None:
    told: list[Progress] = []
    make_city_apart(database, incidents=200, progress=told.append, profile=small)
    assert has_city(database)
    assert told[-1].share == 1.0
    assert any(step.borders is not None for step in told)
    with pytest.raises(Refusal) as refused:
        make_city_apart(database, profile=small)
    assert refused.value.code == "demo.not_empty"


def test_that_a_process_of_its_own_stops_with_nothing_left(embedded: Database, small: Profile) -> None:
    told: list[Progress] = []
    with pytest.raises(Refusal) as refused:
        make_city_apart(embedded, progress=told.append, stop=lambda: bool(told), profile=small)
    assert refused.value.code == "demo.stopped"
    empty(embedded)


def test_that_seats_that_are_open_hear_of_the_new_city(small_made: Database) -> None:
    with small_made.reading() as reader:
        assert [row[0] for row in reader.all(text("select kind from facts"))] == ["CityRedrawn"]

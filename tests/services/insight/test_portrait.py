from __future__ import annotations

from datetime import timedelta

import pytest

from services.domain.areas import Level
from services.domain.incidents import Severity
from services.domain.portraits import POINTS, Share, Standing
from services.insight.portrait import Portraits
from services.store.engine import Clock, Database


@pytest.fixture
def warn(city: Database, clock: Clock):
    """Writes a warning in the n-th grid (None: nowhere), raised and ended so many days ago."""
    with city.reading() as reader:
        areas = {area.id: area for area in reader.areas()}
    grids = [area for area in areas.values() if area.level is Level.GRID]
    number = iter(range(1, 1000))

    def write(grid: int | None, level: Severity, raised: float = 1, ended: float | None = None, **more: object) -> int:
        n = next(number)
        place: dict[str, object] = {}
        if grid is not None:
            village = areas[grids[grid].parent or 0]
            place = {"grid_id": grids[grid].id, "village_id": village.id, "town_id": village.parent}
        at = clock() - timedelta(days=raised)
        values: dict[str, object] = {
            "number": f"W-{n}", "scenario": f"s{n % 2}", "scenario_version": 1, "model": "frequency",
            "situation": f"grid:{n}", "level": int(level), "top_level": int(level), "state": 1,
            "score": 60.0, "place": 1,
            "department": "police", "raised_at": at, "first_at": at, "last_at": at, "members": 1, "parts": [],
            "measures": {}, "basis": {}, "heard": {}, "expires_at": at + timedelta(days=9),
            "ended_at": None if ended is None else clock() - timedelta(days=ended),
        } | place | more  # fmt: skip
        with city.unit() as unit:
            ident = unit.add("warnings", **values)
            unit.commit()
        return ident

    return write


def test_that_risk_adds_up_from_grids_over_villages_and_towns_to_the_city(city, warn, clock) -> None:
    for grid, level in (
        (0, Severity.RED),
        (0, Severity.BLUE),
        (1, Severity.ORANGE),
        (5, Severity.YELLOW),
        (None, Severity.BLUE),
    ):
        warn(grid, level)
    portraits = Portraits(city)
    with city.reading() as reader:
        areas = reader.areas()
    whole = portraits.of_area(areas[0].id, clock())
    assert whole.standing.points == 8 + 1 + 4 + 2 + 1
    for area in areas:
        found = portraits.of_area(area.id, clock())
        if found.below:
            assert sum(share.standing.points for share in found.below) == found.standing.points
            parts = sorted(ident for share in found.below for ident in share.standing.all)
            assert parts == sorted(found.standing.all)
    assert whole.below[-1].area is None
    assert whole.below[-1].standing.points == POINTS[Severity.BLUE]


def test_that_drills_enter_no_portrait(city, warn, clock) -> None:
    warn(0, Severity.RED, drill=3)
    with city.reading() as reader:
        found = Portraits(city).of_area(reader.areas()[0].id, clock())
    assert (found.standing.count, found.drivers) == (0, ())


def test_that_weeks_show_what_stood_at_their_end(city, warn, clock) -> None:
    warn(0, Severity.ORANGE, raised=30, ended=10)
    warn(0, Severity.BLUE, raised=3)
    with city.reading() as reader:
        found = Portraits(city).of_area(reader.areas()[0].id, clock())
    assert len(found.weeks) == 54
    assert found.weeks[-1].points == 1
    assert {week.points for week in found.weeks[-6:-3]} == {4}
    assert sum(week.raised for week in found.weeks) == 2
    assert found.year_ago is not None


def test_that_a_place_sees_only_what_lies_within_its_circle(city, warn, clock) -> None:
    near = warn(0, Severity.RED, lon=116.31, lat=33.81)
    warn(0, Severity.RED, lon=116.33, lat=33.81)
    assert Portraits(city).of_place(116.3101, 33.81, 200, clock()).standing.all == (near,)


def test_that_neighbours_are_ranked_by_points_for_households(city, warn, clock) -> None:
    warn(0, Severity.RED)
    warn(7, Severity.BLUE)
    with city.reading() as reader:
        towns = [area for area in reader.areas() if area.level is Level.TOWN]
    found = Portraits(city).of_area(towns[0].id, clock())
    assert found.neighbours[0].area == towns[0].id
    assert found.rank == 1
    assert Portraits(city).of_area(towns[2].id, clock()).rank == 3


def test_that_signals_are_counted_by_week_and_kind(city, clock) -> None:
    with city.unit() as unit:
        for days in (1, 2, 40, 370):
            at = clock() - timedelta(days=days)
            unit.add("signals", source="hotline", kind="leak", at=at, received_at=at, place=1)
        unit.commit()
    with city.reading() as reader:
        found = Portraits(city).of_area(reader.areas()[0].id, clock())
    (kind,) = found.kinds
    assert (kind.now, kind.before, kind.year_ago) == (2, 1, 1)
    assert sum(week.signals for week in found.weeks) == 4


def test_that_an_interval_holds_the_rate_and_is_wide_for_few() -> None:
    few = Share(1, Standing({Severity.BLUE: (1,)}), 1000)
    many = Share(1, Standing({Severity.BLUE: tuple(range(100))}), 100_000)
    for share in (few, many):
        low, high = share.interval or (0, 0)
        assert low <= (share.rate or 0) <= high
    assert (few.interval or (0, 0))[1] > 3 * (many.interval or (0, 0))[1]
    assert Share(1, Standing({}), 0).interval is None

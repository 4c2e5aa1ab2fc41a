from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.bundle import read_deadlines
from services.domain.incidents import IncidentClass

ZONE = ZoneInfo("Asia/Shanghai")
DEADLINES = read_deadlines()


def test_that_an_ordinary_incident_has_24_hours_even_over_a_holiday():
    at = datetime(2026, 9, 30, 18, 0, tzinfo=ZONE)
    assert DEADLINES.due(IncidentClass.ORDINARY, at, ZONE) == at + timedelta(hours=24)


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (datetime(2026, 9, 30, 10, tzinfo=ZONE), datetime(2026, 10, 10, 10, tzinfo=ZONE)),  # 8, 9 and the make-up 10th
        (datetime(2026, 11, 23, 9, tzinfo=ZONE), datetime(2026, 11, 26, 9, tzinfo=ZONE)),
        (datetime(2026, 2, 13, 9, tzinfo=ZONE), datetime(2026, 2, 25, 9, tzinfo=ZONE)),  # the 14th, 24th and 25th
        (datetime(2026, 12, 31, 9, tzinfo=ZONE), datetime(2027, 1, 6, 9, tzinfo=ZONE)),  # New Year and a weekend
    ],
)
def test_that_three_working_days_follow_the_calendar_with_its_make_up_days(reported, due):
    assert DEADLINES.due(IncidentClass.COMPLEX, reported, ZONE) == due


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ((2024, 2, 10), False), ((2024, 2, 18), True), ((2024, 5, 11), True), ((2025, 1, 26), True),
        ((2025, 10, 8), False), ((2025, 10, 11), True), ((2026, 1, 4), True), ((2026, 2, 23), False),
        ((2026, 9, 20), True), ((2026, 9, 25), False), ((2027, 2, 8), False), ((2027, 2, 9), True),
    ],
)  # fmt: skip
def test_that_the_published_holidays_and_make_up_days_are_known(day, works):
    assert DEADLINES.calendar.is_working(date(*day)) is works


def test_that_a_year_that_is_not_published_is_provisional():
    assert DEADLINES.calendar.is_provisional(date(2028, 1, 4))
    assert DEADLINES.calendar.is_provisional(date(2027, 1, 4))
    assert not DEADLINES.calendar.is_provisional(date(2026, 12, 31))


def test_that_only_deadlines_in_working_days_of_such_a_year_are_provisional():
    due = datetime(2026, 12, 31, 17, tzinfo=UTC)  # the first of January in the city
    assert DEADLINES.is_provisional(IncidentClass.COMPLEX, due, ZONE)
    assert not DEADLINES.is_provisional(IncidentClass.COMPLEX, due, UTC)
    assert not DEADLINES.is_provisional(IncidentClass.ORDINARY, due, ZONE)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(ZONE)),  # noqa: DTZ001
    st.integers(min_value=1, max_value=20),
)
def test_that_exactly_as_many_working_days_lie_between(reported, days):
    calendar = DEADLINES.calendar
    due = calendar.add_working_days(reported, days, ZONE)
    between = [reported.date() + timedelta(days=n) for n in range(1, (due.date() - reported.date()).days + 1)]
    assert sum(map(calendar.is_working, between)) == days
    assert calendar.is_working(due.date())
    assert due.time() == reported.time()

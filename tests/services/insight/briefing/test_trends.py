from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from services.insight.briefing.trends import TrendsPage
from services.insight.briefing.whole import read_briefing
from services.insight.reading import Reading
from services.store.engine import Database


def trends(city: Database) -> TrendsPage:
    return read_briefing(city).trends


def reported(at: datetime) -> dict[str, object]:
    return {"reported_at": at, "flaw": 0, "state": 1, "closed_at": None}


def test_that_days_begin_at_the_citys_midnight(city: Database, fill):
    zone = ZoneInfo("Asia/Shanghai")
    fill(1, seed=1, **reported(datetime(2026, 11, 22, 0, 0, tzinfo=zone)))
    fill(2, seed=2, **reported(datetime(2026, 11, 21, 23, 59, 59, tzinfo=zone)))
    fill(4, seed=3, **reported(datetime(2026, 11, 23, 9, 0, tzinfo=zone)))  # today is not over
    calendar = trends(city).calendar
    assert calendar.dates[-1] == date(2026, 11, 22)
    assert calendar.reported[-2:].tolist() == [2, 1]
    assert calendar.reported.sum() == 3
    assert len(calendar.dates) == 180


def test_that_a_day_with_an_hour_too_much_keeps_every_case(city: Database, fill):
    with city.unit() as unit:
        unit.remember("city.timezone", "America/Los_Angeles")  # clocks go back on 1 November 2026
        unit.commit()
    zone = ZoneInfo("America/Los_Angeles")
    begin = datetime(2026, 11, 1, tzinfo=zone).timestamp()
    for hour in range(25):
        fill(1, seed=hour, **reported(datetime.fromtimestamp(begin + 3600 * hour + 60, zone)))
    page = trends(city)
    at = page.calendar.dates.index(date(2026, 11, 1))
    assert page.calendar.reported[at] == 25
    assert page.calendar.reported.sum() == 25
    counts = [page.week.cell(6, hour) for hour in range(24)]
    assert [count.value for count in counts] == [1, 2, *[1] * 22]
    reading = Reading(city)
    assert [reading.cases(count.cases).total for count in counts] == [1, 2, *[1] * 22]


def test_that_a_month_like_the_one_before_shows_no_clear_change(city: Database, fill):
    zone = ZoneInfo("Asia/Shanghai")
    for back in range(1, 61):
        at = datetime(2026, 11, 23, 12, tzinfo=zone) - timedelta(days=back)
        fill(4 + back % 3, seed=back, **reported(at))
    span = trends(city).spans[0]
    assert span.grown.holds(0.0)
    assert "no clear change" in span.finding.text
    for back in range(1, 31):
        at = datetime(2026, 11, 23, 12, tzinfo=zone) - timedelta(days=back)
        fill(10, seed=100 + back, **reported(at))
    span = trends(city).spans[0]
    assert span.grown.low > 0
    assert "{change}" in span.finding.text


def test_that_a_month_is_not_compared_with_a_time_before_the_records(city: Database, fill):
    zone = ZoneInfo("Asia/Shanghai")
    for back in range(1, 40):
        fill(3, seed=back, **reported(datetime(2026, 11, 23, 12, tzinfo=zone) - timedelta(days=back)))
    span = trends(city).spans[0]
    assert span.reported.value == 90
    assert span.grown is None
    assert "no records to compare" in span.finding.text


def test_that_the_week_names_its_busiest_hour(city: Database, fill):
    zone = ZoneInfo("Asia/Shanghai")
    monday = datetime(2026, 11, 16, 9, 20, tzinfo=zone)
    fill(5, seed=1, **reported(monday))
    fill(1, seed=2, **reported(monday + timedelta(days=2)))
    week = trends(city).week
    assert week.busiest == (0, 9)
    assert week.counts.sum() == 6
    assert np.flatnonzero(week.counts.reshape(-1)).tolist() == [9, 2 * 24 + 9]
    assert len(week.cell(0, 9).cases.reported_within) == 12

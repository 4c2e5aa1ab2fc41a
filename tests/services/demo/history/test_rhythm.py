"""A city looks like a real one at whatever hour and day it is made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import func, select

from services.bundle import read_deadlines
from services.demo.history.lives import due_times
from services.demo.history.rhythm import HOURS, local_hours, report_times
from services.demo.make import make_city
from services.demo.profile import Profile
from services.domain.incidents import IncidentClass, IncidentState
from services.store.engine import Database
from services.store.tables.cases import incidents

ZONE = ZoneInfo("Asia/Shanghai")
C = incidents.c
MOMENTS = [
    datetime(2026, 11, 23, 0, 0, 30, tzinfo=ZONE),
    datetime(2026, 11, 24, 4, 30, tzinfo=ZONE),
    datetime(2026, 11, 24, 10, 0, tzinfo=ZONE),
    datetime(2026, 10, 4, 23, 59, tzinfo=ZONE),  # in the middle of a long holiday
    datetime(2027, 2, 6, 12, 0, tzinfo=ZONE),  # a year whose calendar is provisional
    datetime(2028, 2, 29, 8, 15, tzinfo=ZONE),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_that_open_closed_and_overdue_ones_are_right_at_any_moment(
    embedded: Database, small: Profile, moment: datetime
) -> None:
    embedded.clock = lambda: moment.astimezone(UTC)
    make_city(embedded, profile=small)
    with embedded.reading() as reader:
        states = {IncidentState(row[0]): row[1] for row in reader.all(select(C.state, func.count()).group_by(C.state))}
        open_ = C.state.not_in((int(IncidentState.CLOSED), int(IncidentState.SUSPENDED)))
        overdue = reader.all(select(func.count()).where(open_, C.due_at < moment))[0][0]
        later = reader.all(select(func.count()).where((C.reported_at > moment) | (C.closed_at > moment)))[0][0]
        last = reader.all(select(func.max(C.reported_at)))[0][0]
    assert states[IncidentState.CLOSED] == 2300
    assert len(states) >= 5
    assert 1 <= overdue <= 8
    assert later == 0
    assert moment - last < timedelta(hours=14)


def test_that_times_follow_the_clock_of_the_city(small: Profile) -> None:
    now = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
    times = report_times(40_000, now, small.city, small.history, np.random.default_rng(1))
    assert (np.diff(times) >= 0).all()
    assert times[-1] <= now.timestamp() * 1000
    by_hour = np.bincount(local_hours(times, small.city, now), minlength=24) / len(times)
    assert by_hour == pytest.approx(HOURS / HOURS.sum(), abs=0.01)


def test_that_the_present_day_has_its_share_of_what_has_gone_of_it(small: Profile) -> None:
    now = datetime(2026, 11, 23, 13, 0, tzinfo=ZONE)
    times = report_times(60_000, now, small.city, small.history, np.random.default_rng(2))
    day = 86_400_000
    midnight = round(now.replace(hour=0).timestamp() * 1000)
    today = (times >= midnight).sum()
    week = [((times >= midnight - n * day) & (times < midnight - n * day + 13 * day // 24)).sum() for n in range(1, 8)]
    assert 0.6 < today / np.mean(week) < 1.6


def test_that_deadlines_are_those_of_the_one_table(small: Profile) -> None:
    deadlines, now = read_deadlines(), datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
    moments = [datetime(2026, 9, 29, 15, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(60)]
    kinds = [list(IncidentClass)[n % 3] for n in range(60)]
    millis = np.array([round(moment.timestamp() * 1000) for moment in moments])
    found = due_times(millis, np.array([int(kind) for kind in kinds]), now, small.city, deadlines)
    expected = [deadlines.due(k, m, ZONE).timestamp() * 1000 for k, m in zip(kinds, moments, strict=True)]
    assert found.tolist() == [round(value) for value in expected]

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.domain.evaluation import Exclusion, Facts, Measure, Part, Sums, contribution
from services.domain.incidents import IncidentState, Outcome

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLOSED = Facts(
    IncidentState.CLOSED, Outcome.SOLVED, False, MORNING, MORNING + 24 * HOUR, MORNING + HOUR, MORNING + 2 * HOUR,
    MORNING + 5 * HOUR, MORNING + 6 * HOUR, 0, 0, 0, 0, 5,
)  # fmt: skip


def test_that_a_closed_case_counts_on_the_local_day_it_was_finished():
    late = replace(CLOSED, finished_at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC), closed_at=MORNING + 30 * HOUR)
    assert contribution(CLOSED, ZONE).day == date(2026, 11, 23)
    assert contribution(late, ZONE).day == date(2026, 11, 24)
    assert contribution(CLOSED, ZONE).in_time
    assert not contribution(late, ZONE).in_time


def test_that_each_phase_is_measured_from_step_to_step():
    found = contribution(CLOSED, ZONE)
    assert (found.to_assign, found.to_accept, found.to_finish, found.to_close) == (3600, 3600, 10800, 3600)


def test_that_steps_that_stand_the_wrong_way_round_measure_nothing():
    assert contribution(replace(CLOSED, accepted_at=MORNING), ZONE).to_accept is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": IncidentState.VOIDED, "outcome": Outcome.VOIDED}, Exclusion.VOIDED),
        ({"state": IncidentState.VOIDED, "outcome": Outcome.NOT_FILED}, Exclusion.NOT_FILED),
        ({"state": IncidentState.MERGED, "outcome": Outcome.MERGED}, Exclusion.MERGED),
        ({"flawed": True}, Exclusion.FLAWED),
    ],
)
def test_that_what_is_nobodys_fault_counts_for_nobody(changes, why):
    assert contribution(replace(CLOSED, **changes), ZONE).excluded is why


def test_that_an_unfinished_case_waits_on_the_day_of_its_deadline():
    found = contribution(
        replace(CLOSED, state=IncidentState.ACCEPTED, outcome=Outcome.NONE, finished_at=None, closed_at=None), ZONE
    )
    assert (found.finished, found.closed, found.day) == (False, False, date(2026, 11, 24))


def test_that_rates_carry_what_they_are_made_of():
    sums = Sums({Part.DUE: 10, Part.CLOSED: 8, Part.IN_TIME: 7, Part.DISPATCHED: 9, Part.REDISPATCHED: 2})
    assert sums.rate(Measure.CLOSURE).value == 0.8
    assert (sums.rate(Measure.EXACT).numerator, sums.rate(Measure.EXACT).denominator) == (7, 9)
    assert sums.rate(Measure.SATISFACTION).value is None


def test_that_a_reopened_case_counts_as_rework_though_it_is_closed_in_time_at_last():
    found = contribution(replace(CLOSED, reopens=1), ZONE)
    assert (found.in_time, found.reworked) == (True, True)
    assert not contribution(CLOSED, ZONE).reworked

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.refusals import Refusal
from services.risk.loading import load_world, past
from services.risk.models.frequency import Frequency
from services.risk.replay import Raised, replay
from services.risk.world import joined


@pytest.fixture
def look_back(city, clock):
    """What a scenario would have raised in the last so many days."""

    def looked(scenario, days: float = 365, stop=lambda: False) -> tuple[Raised, ...]:
        now = clock()
        with city.reading() as reader:
            world = load_world(reader)
            signals = joined(list(past(reader, world, now - timedelta(days=days) - scenario.window, now)))
        return replay(scenario, world, Frequency(), signals, now - timedelta(days=days), now, stop)

    return looked


def test_that_a_past_series_is_found_at_the_fact_that_completed_it(junction, a_signal, take, look_back, clock) -> None:
    junction = replace(junction, lasts=timedelta(days=30))
    take(*(a_signal(24 * day) for day in (230, 220, 210, 200, 190)))
    (found,) = look_back(junction)
    assert found.raised_at == clock() - timedelta(days=200)
    assert found.last_at == clock() - timedelta(days=190)
    assert len(found.signals) == 5


def test_that_two_series_far_apart_in_time_are_two_warnings(junction, a_signal, take, look_back) -> None:
    take(*(a_signal(24 * day) for day in (330, 329, 328, 327, 33, 32, 31, 30)))
    assert [len(found.signals) for found in look_back(junction)] == [4, 4]


def test_that_what_stood_before_the_time_is_not_counted_as_raised_in_it(junction, a_signal, take, look_back) -> None:
    take(*(a_signal(24 * day) for day in (40, 39, 38, 37)))
    assert look_back(junction, days=30) == ()


def test_that_a_short_window_is_not_stepped_over(junction, a_signal, take, look_back) -> None:
    burst = replace(junction, window=timedelta(minutes=40), lasts=timedelta(hours=6))
    take(*(a_signal(24 * 100 + minutes / 60) for minutes in (30, 20, 10, 0)))
    assert [len(found.signals) for found in look_back(burst)] == [4]
    take(*(a_signal(24 * 50 + hours) for hours in (30, 20, 10, 0)))
    assert len(look_back(burst)) == 1


def test_that_an_empty_past_raises_nothing(junction, look_back) -> None:
    assert look_back(junction) == ()


def test_that_a_back_test_can_be_stopped(junction, a_signal, take, look_back) -> None:
    take(*(a_signal(24 * day) for day in (40, 39, 38, 37)))
    with pytest.raises(Refusal, match=r"replay\.stopped"):
        look_back(junction, stop=lambda: True)

"""The frame shifts each hour by a few px, and the night is dimmer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from desktop.wall.wear import DARKEST, MOST, Night, shift_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(clock: str) -> datetime:
    return NOON.replace(hour=int(clock[:2]), minute=int(clock[3:]))


def test_that_the_frame_moves_each_hour_by_two_to_six_pixels_and_rests_within_it() -> None:
    hours = [shift_of(NOON + timedelta(hours=n)) for n in range(9)]
    assert all(one != other for one, other in pairwise(hours))
    assert all(2 <= abs(part) <= MOST for shift in hours for part in shift)
    assert shift_of(NOON) == shift_of(NOON + timedelta(minutes=59))


def test_that_the_frame_has_no_favourite_side() -> None:
    shifts = [shift_of(NOON + timedelta(hours=n)) for n in range(8)]
    assert sum(x for x, _ in shifts) == 0
    assert abs(sum(y for _, y in shifts)) <= 1


@pytest.mark.parametrize(
    ("clock", "brightness"),
    [("12:00", 1.0), ("22:00", 1.0), ("23:00", DARKEST), ("03:00", DARKEST), ("05:59", DARKEST), ("07:00", 1.0)],
)
def test_that_the_night_is_dimmed_to_less_than_half_and_the_day_is_not(clock: str, brightness: float) -> None:
    assert Night().brightness_at(at(clock)) == pytest.approx(brightness)


def test_that_dusk_and_dawn_are_steps_that_never_turn_back() -> None:
    dusk = [Night().brightness_at(at("22:00") + timedelta(minutes=n)) for n in range(61)]
    assert dusk == sorted(dusk, reverse=True)
    assert 5 < len(set(dusk)) < 14
    dawn = [Night().brightness_at(at("06:00") + timedelta(minutes=n)) for n in range(61)]
    assert dawn == sorted(dawn)


def test_that_settings_choose_the_night_and_nonsense_is_the_usual_one() -> None:
    night = Night.of({"from": "20:30", "until": "07:15", "brightness": 0.6})
    assert night == Night(time(20, 30), time(7, 15), 0.6)
    assert Night.of({"from": "late"}) == Night.of(None) == Night()
    assert Night.of({"brightness": 0.01}).brightness == DARKEST


def test_that_a_night_of_no_length_is_never_dark() -> None:
    assert Night(time(22), time(22)).brightness_at(at("22:30")) == 1.0

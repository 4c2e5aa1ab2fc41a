"""The scales of a score: each rises, none beyond its share, and strength can be turned round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.warnings import ScorePart
from services.risk import scoring

LEVELS = (35.0, 50.0, 65.0, 85.0)


@given(st.floats(0, 10), st.floats(0, 10))
def test_that_more_is_never_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for scale in (scoring.strength, scoring.harm, scoring.gravity, scoring.channels, scoring.exposure):
        assert 0 <= scale(low) <= scale(high)
    assert scoring.trend(low, 1) <= scoring.trend(high, 1) <= scoring.TREND


def test_that_the_shares_make_a_hundred() -> None:
    whole = scoring.strength(9) + scoring.trend(9, 1) + scoring.harm(1, 99) + scoring.exposure(1e9)
    assert whole == scoring.strength(3) + scoring.TREND + scoring.HARM + scoring.EXPOSURE == 100
    assert scoring.gravity(1) == scoring.HARM
    assert scoring.channels(3) == scoring.EXPOSURE
    assert scoring.total([ScorePart("a", 80), ScorePart("b", 40)]) == 100


@given(st.floats(0.01, 3))
def test_that_strength_can_be_turned_round(ratio: float) -> None:
    assert scoring.ratio_for(scoring.strength(ratio)) == pytest.approx(ratio)


def test_that_the_next_level_is_reached_just_then_or_never() -> None:
    others = 30.0
    now = scoring.strength(1.2)
    ratio = scoring.ratio_at_next_level(others + now, now, LEVELS)
    assert others + scoring.strength(ratio) == pytest.approx(min(one for one in LEVELS if one > others + now))
    assert scoring.ratio_at_next_level(90, now, LEVELS) == float("inf")
    assert scoring.ratio_at_next_level(5, 0, LEVELS) == pytest.approx(scoring.ratio_for(30))

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insight.briefing.intervals import growth, poisson, quantile, wilson


def test_that_wilson_gives_the_published_interval():
    # Newcombe 1998, table I: 81 of 263 → 0.2553–0.3662; 0 of 20 → 0–0.1611; 1 of 29 → 0.0061–0.1718
    for k, n, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        found = wilson(k, n)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_that_byars_interval_is_near_the_exact_one():
    # exact Poisson limits: 10 → 4.795–18.39, 100 → 81.36–121.6, 0 → 0–3.689
    for k, low, high in ((10, 4.795, 18.39), (100, 81.36, 121.63)):
        found = poisson(k, 1.0)
        assert found.low == pytest.approx(low, rel=0.01)
        assert found.high == pytest.approx(high, rel=0.01)
    assert poisson(0, 1.0).low == 0.0


def test_that_nothing_is_known_without_a_denominator():
    assert wilson(0, 0) is None
    assert poisson(3, 0.0) is None
    assert growth([0, 0], [3, 4]) is None


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_that_an_interval_holds_its_share(k: int, n: int):
    k = min(k, n)
    found = wilson(k, n, compared=31)
    assert -1e-12 <= found.low <= k / n + 1e-12
    assert k / n - 1e-12 <= found.high <= 1.0


def test_that_comparing_many_widens_the_interval():
    one, many = wilson(80, 100), wilson(80, 100, compared=3824)
    assert many.low < one.low < one.high < many.high
    assert quantile(0.95, 1) == pytest.approx(1.95996, abs=1e-4)


def test_that_equal_months_show_no_growth_and_doubled_ones_do():
    random = Random(3)
    month = [random.randint(120, 180) for _ in range(30)]
    other = [random.randint(120, 180) for _ in range(30)]
    assert growth(month, other).holds(0.0)
    doubled = growth(month, [2 * n for n in other])
    assert doubled.low > 0.5
    assert doubled.high < 1.6
    assert math.isclose(growth(month, month).low * -1, 1 - 1 / (1 + growth(month, month).high), rel_tol=1e-9)

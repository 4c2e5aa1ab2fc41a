"""How close markers stand, and what becomes of them at a scale."""

from __future__ import annotations

import math

import numpy as np
import pytest

from widgets.map.crowding import CROWD, Crowding, Treatment, first_limit

WIDTHS = (9.0, 12.0, 15.0, 20.0)  # px
DOTS = (3.5, 12.0, 15.0, 20.0)


def scattered(count: int, levels: tuple[float, ...], side: float = 1000.0) -> Crowding:
    """So many markers all over a square, with shares of the levels blue … red."""
    rng = np.random.default_rng(1)
    level = rng.choice(4, count, p=levels)
    return Crowding.of(rng.uniform(0, side, count), rng.uniform(0, side, count), level, side)


def test_that_the_share_that_merges_is_what_counting_pairs_finds() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 1000, (2, 800))
    crowding = Crowding.of(x, y, np.zeros(800, int), 1000.0)
    apart = np.maximum(abs(x[:, None] - x), abs(y[:, None] - y)) + np.where(np.eye(800, dtype=bool), np.inf, 0.0)
    for metres in (4.0, 16.0, 31.2, 60.0):
        assert crowding.merging(0, metres) == pytest.approx((apart.min(axis=0) < metres / 2).mean(), abs=0.09)
    assert crowding.merging(1, 1000.0) == 0.0, "there are none of a higher level"


def test_that_few_markers_keep_their_full_size() -> None:
    few = scattered(640, (0.81, 0.15, 0.03, 0.01))
    assert few.treatment(DOTS, dots=True) == Treatment(0, 1.0)


def test_that_dots_do_not_count_among_the_shapes() -> None:
    many = scattered(9500, (0.985, 0.01, 0.003, 0.002))
    assert many.treatment(DOTS, dots=True) == Treatment(0, 1.0)
    assert many.treatment(WIDTHS, dots=False) != Treatment(0, 1.0)


def test_that_the_common_levels_give_way_before_the_rare_ones() -> None:
    treatments = [scattered(n, (0.7, 0.2, 0.08, 0.02)).treatment(DOTS, True) for n in (500, 8000, 40_000, 1_000_000)]
    least = [each.least for each in treatments]
    assert least == sorted(least)
    assert (least[0], least[-1]) == (0, 3)
    assert treatments[-1].thin


def test_that_the_highest_level_there_is_never_gives_way() -> None:
    assert scattered(100_000, (0.6, 0.4, 0.0, 0.0)).treatment(WIDTHS, False) == Treatment(1, 0.5, thin=True)


def test_that_no_markers_and_wild_places_are_borne() -> None:
    nothing = np.empty(0)
    assert Crowding.of(nothing, nothing, nothing, 1.0).treatment(WIDTHS, False) == Treatment(0, 1.0)
    wild = np.array([1e300, -1e300, 3e38, 0.0, 5.0])
    crowding = Crowding.of(wild, wild[::-1], np.array([0, 1, 2, 3, 3]), 1e-300)
    assert 0.0 <= crowding.merging(0, 1e300) <= 1.0
    assert crowding.merging(0, 0.0) <= CROWD + 1


def test_that_limits_are_steps_per_square_kilometre_at_every_scale() -> None:
    for k in (0.01, 0.05, 0.4):
        per_km2 = first_limit(3.5, 10, k) * (k * 1000) ** 2
        assert math.log10(per_km2) * 2 == pytest.approx(round(math.log10(per_km2) * 2), abs=1e-6)

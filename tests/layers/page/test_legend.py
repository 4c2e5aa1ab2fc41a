"""Classes in words and colours."""

from __future__ import annotations

import numpy as np

from layers.classes import classify
from layers.page.legend import class_words, ramp_steps
from services.words import Words

ENGLISH = Words("en")


def test_that_whole_numbers_are_told_from_to_and_hold_exactly_their_values() -> None:
    values = np.array([0.0, 1, 2, 5, 9, 14, np.nan])
    limits = (2.0, 5.5)
    labels = class_words(limits, values, ENGLISH)
    assert labels == ("0–1", "2–5", "6–14")
    for value, number in zip(values[:-1], classify(values, limits), strict=False):
        low, high = map(int, labels[number - 1].split("–"))
        assert low <= value <= high


def test_that_a_class_of_one_number_is_that_number() -> None:
    assert class_words((1.0, 2.0), np.array([0.0, 1.0, 2.0]), ENGLISH) == ("0", "1", "2")
    assert class_words((), np.array([3.0, 3.0]), ENGLISH) == ("3",)


def test_that_rates_have_a_decimal_and_nothing_known_no_words() -> None:
    assert class_words((1.5,), np.array([0.25, 2.75]), ENGLISH) == ("0.2–1.5", "1.5–2.8")
    assert class_words((1.0,), np.array([np.nan]), ENGLISH) == ("", "")


def test_that_colours_are_spread_over_the_ramp() -> None:
    ramp = (0, 1, 2, 3, 4, 5)
    assert ramp_steps(ramp, 6) == ramp
    assert ramp_steps(ramp, 2) == (0, 5)
    assert ramp_steps(ramp, 3) == (0, 2, 5)
    assert len(ramp_steps(ramp, 1)) == 1
    assert ramp_steps(ramp, 0) == ()

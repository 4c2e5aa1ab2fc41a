"""Days among measures come back as they went in."""

from __future__ import annotations

from services.risk.by_day import DayLine, as_measures, days_of


def test_that_days_come_back_oldest_first() -> None:
    lines = [DayLine(0, 3, 1.5, 0, 4), DayLine(2, 1, 1.0, 0, 3)]
    measures = {"count": 4.0, **as_measures(lines)}
    assert days_of(measures) == (lines[1], lines[0])


def test_that_a_model_without_days_has_none() -> None:
    assert days_of({"count": 4.0}) == ()

"""What a model expected of the days of a window is what the card draws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from services.domain.incidents import UNLOCATED, Severity
from services.domain.scenarios import ModelKind, Per, Scenario
from services.domain.warnings import LiveWarning, WarningState, WholeWarning
from services.insight.explaining.course import course_of
from services.risk.by_day import DayLine, as_measures

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SCENARIO = Scenario(
    code="test.surge", campaign="test", name_zh="突增", name_en="Surge", purpose_zh="试", purpose_en="Test",
    model=ModelKind.SURGE, kinds=("fever",), per=Per.TOWN, window=timedelta(days=3), owner="health",
    category="hospital",
    lasts=timedelta(days=7),
)  # fmt: skip


def _warning(measures: dict[str, float], expected: float = 8.0) -> WholeWarning:
    live = LiveWarning(
        id=1, version=1, number="W-1", scenario="test.surge", scenario_version=1, model="surge", level=Severity.YELLOW,
        state=WarningState.RAISED, place=UNLOCATED, raised_at=NOW, last_at=NOW, score=60.0, members=3,
        department="health",
    )  # fmt: skip
    return WholeWarning(
        live=live, situation="town:A1", subject="", parts=(), measures=measures, signals=(), observed=20.0,
        expected=expected, band=(4.0, 12.0), ran_at=NOW,
    )  # fmt: skip


def _expected(measures: dict[str, float]) -> list[tuple[float, float, float]]:
    course = course_of(cast("Any", None), _warning(measures), SCENARIO, (), ZoneInfo("Asia/Shanghai"))
    assert course.basis == "model"
    assert course.expected[0].at == NOW - timedelta(days=3)
    assert course.expected[-1].at == NOW
    return [(one.mean, one.low, one.high) for one in course.expected]


def test_that_a_busy_day_of_the_week_makes_the_expectation_steeper() -> None:
    days = [DayLine(ago, 0.0, mean, 0.0, 9.0) for ago, mean in ((3, 50.0), (2, 2.0), (1, 4.0), (0, 2.0))]
    assert _expected(as_measures(days)) == [(0, 0, 0), (2, 1, 3), (6, 3, 9), (8, 4, 12)]


def test_that_a_model_that_tells_of_no_days_expects_evenly() -> None:
    assert _expected({}) == [(0, 0, 0), (8, 4, 12)]


def test_that_nothing_expected_is_nothing_all_the_way() -> None:
    days = [DayLine(ago, 0.0, 0.0, 0.0, 0.0) for ago in range(3)]
    assert _expected(as_measures(days))[-1] == pytest.approx((8, 4, 12))

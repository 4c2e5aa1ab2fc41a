"""What a row tells of its limit."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from widgets.queue.row import RowLook

DAY = 86_400.0


def a_row(**values) -> RowLook:
    fixed = {
        "incident": 1, "severity": 4, "title": "路灯", "place": "", "source": "", "number": "", "state": "",
        "owner": "", "begun_at": 0.0, "due_at": DAY,
    }  # fmt: skip
    return RowLook(**(fixed | values))


def share(row: RowLook, seconds: float) -> float | None:
    return row.share(datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("at", "used"), [(0, 0.0), (5 * DAY, 0.8), (6 * DAY, 0.9), (7 * DAY, 1.0), (12 * DAY, 2.0), (17 * DAY, 3.0)]
)
def test_that_the_pie_fills_by_the_marks_of_the_rule(at, used) -> None:
    """Three working days over a week-end: the marks lie where the rule's own time puts them."""
    row = a_row(due_at=7 * DAY, warn_at=5 * DAY, triple_at=17 * DAY)
    assert share(row, at) == pytest.approx(used)


def test_that_it_goes_on_beyond_the_last_mark_and_begins_at_nothing() -> None:
    row = a_row(warn_at=0.8 * DAY, triple_at=3 * DAY)
    assert share(row, 4 * DAY) == pytest.approx(4.0)
    assert share(row, -10) == 0.0


def test_that_the_pie_of_what_was_reopened_is_empty_at_its_reopening() -> None:
    row = a_row(begun_at=100 * DAY, warn_at=100.8 * DAY, due_at=101 * DAY, triple_at=103 * DAY)
    assert share(row, 100 * DAY) == 0.0
    assert share(row, 100.8 * DAY) == pytest.approx(0.8)


def test_that_a_limit_without_marks_fills_evenly() -> None:
    assert share(a_row(), DAY / 4) == pytest.approx(0.25)
    assert share(a_row(), 2 * DAY) == pytest.approx(2.0)


def test_that_without_a_limit_there_is_no_pie() -> None:
    assert share(a_row(due_at=math.nan), 5) is None
    assert share(a_row(ended=True), 5) is None
    assert share(a_row(due_at=-1.0), 5) is None

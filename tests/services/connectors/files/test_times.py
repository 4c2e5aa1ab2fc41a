"""Times as files write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.connectors.files.times import moment_in

CHINA = ZoneInfo("Asia/Shanghai")
NINE = datetime(2024, 1, 5, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    ["2024-01-05 09:03", "2024-01-05T09:03:00", "2024/1/5 9:03", "2024.1.5 9:03:00", "2024年1月5日 9时3分",
     "2024年1月5日9:03",
     "2024-01-05 01:03:00+00:00", "2024-01-05T01:03:00Z", "2024-01-05 09:03:00.000", " 2024-1-5  9:03 ",
     datetime(2024, 1, 5, 9, 3),  # noqa: DTZ001 - as Excel has it
     datetime(2024, 1, 5, 1, 3, tzinfo=UTC), 45296 + (9 * 60 + 3) / 1440, 1704416580,
     1704416580000],
)  # fmt: skip
def test_that_every_usual_form_is_the_same_moment(value: Any) -> None:
    assert moment_in(value, CHINA) == NINE


@pytest.mark.parametrize("value", ["2024-01-05", "2024/1/5", "2024年1月5日", date(2024, 1, 5)])
def test_that_a_day_alone_begins_at_midnight_in_the_zone(value: Any) -> None:
    assert moment_in(value, CHINA) == datetime(2024, 1, 4, 16, tzinfo=UTC)


def test_that_a_form_goes_first() -> None:
    assert moment_in("01/05/2024 09:03:00 AM", CHINA, "%m/%d/%Y %I:%M:%S %p") == NINE


@pytest.mark.parametrize("value", [None, "", "  "])
def test_that_an_empty_cell_is_no_time(value: Any) -> None:
    assert moment_in(value, CHINA) is None


@pytest.mark.parametrize(
    "value",
    ["yesterday", "2024-13-01", "2024-02-30", "24", 7, True, "0001-01-01", "9999-12-31", "2024-01-05 25:00", 1e30],
)
def test_that_what_is_no_time_raises(value: Any) -> None:
    with pytest.raises(ValueError):
        moment_in(value, CHINA)

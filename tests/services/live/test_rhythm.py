from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from services.live.rhythm import DAYS, MINUTES, TODAY, Rhythm

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)  # 14:32 there


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        (datetime(2026, 11, 23, 14, 32, 59, tzinfo=ZONE), (TODAY, 872)),
        (datetime(2026, 11, 23, 0, 0, tzinfo=ZONE), (TODAY, 0)),
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=ZONE), (TODAY - 1, 1439)),
        (datetime(2026, 11, 16, 0, 0, tzinfo=ZONE), (0, 0)),
        (datetime(2026, 11, 15, 23, 59, tzinfo=ZONE), None),
        (datetime(2026, 11, 24, 0, 0, tzinfo=ZONE), None),
    ],
)
def test_that_a_moment_is_counted_by_the_citys_clock(moment: datetime, slot: tuple[int, int] | None) -> None:
    assert Rhythm.empty(NOW, ZONE).slot(moment.astimezone(UTC)) == slot


def test_that_the_day_is_the_citys_and_not_the_servers() -> None:
    assert Rhythm.empty(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), ZONE).day == date(2026, 11, 23)
    assert Rhythm.empty(NOW, ZONE).begin == datetime(2026, 11, 16, tzinfo=ZONE)


def test_that_days_are_compared_up_to_the_same_minute() -> None:
    table = np.zeros((DAYS, MINUTES), np.int32)
    table[TODAY, 872] = table[TODAY - 1, 872] = 2
    table[TODAY - 1, 873] = 5
    rhythm = replace(Rhythm.empty(NOW, ZONE), reported=table)
    assert rhythm.until(table, NOW) == 2
    assert rhythm.until(table, NOW, back=1) == 2
    assert rhythm.until(table, NOW + timedelta(minutes=1), back=1) == 7
    assert rhythm.until(table, NOW + timedelta(days=2), back=1) == 7
    assert rhythm.by_hour(table)[14] == 2
    assert rhythm.by_hour(table, back=1).sum() == 7

"""Days and hours are the city's own."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from services.risk.statistics.hours import day_profile, day_starts, local_days, share_of_day

HERE, SUMMER = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("zone", [HERE, SUMMER])
def test_that_every_moment_has_the_day_and_hour_of_the_citys_clock(zone: ZoneInfo) -> None:
    moments = np.arange(
        datetime(2025, 10, 24, tzinfo=zone).timestamp(), datetime(2026, 4, 2, tzinfo=zone).timestamp(), 1_800
    )
    days, hours = local_days(moments, zone)
    for at, day, hour in list(zip(moments, days, hours, strict=True))[::7]:
        here = datetime.fromtimestamp(at, zone)
        assert (date.fromordinal(int(day)), float(hour)) == (here.date(), here.hour + here.minute / 60)


def test_that_a_day_begins_at_midnight_here() -> None:
    day = date(2026, 11, 23).toordinal()
    assert local_days([day_starts(day, HERE)], HERE)[0][0] == day
    assert local_days([day_starts(day, HERE) - 1], HERE)[0][0] == day - 1


def test_that_nothing_has_no_days() -> None:
    days, hours = local_days([], HERE)
    assert len(days) == len(hours) == 0


def test_that_the_share_of_a_day_grows_to_all_of_it() -> None:
    profile = day_profile([9, 9, 10, 14, 20.5])
    share = share_of_day(profile, np.linspace(0, 24, 97))
    assert share[0] == 0
    assert share[-1] == pytest.approx(1)
    assert (np.diff(share) > 0).all()
    assert profile[10] - profile[9] > profile[3] - profile[2]

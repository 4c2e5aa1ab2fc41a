from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.cases.meetings.timetable import Regular, next_meeting, read_timetable
from services.domain.refusals import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)


def test_that_the_next_meeting_is_the_nearest_of_the_week() -> None:
    tuesdays, fridays = Regular(2, time(9)), Regular(5, time(15))
    assert next_meeting((tuesdays, fridays), TUESDAY) == (datetime(2026, 11, 27, 15, 0, tzinfo=ZONE), fridays)
    before = TUESDAY.replace(hour=8)
    assert next_meeting((tuesdays, fridays), before) == (TUESDAY, tuesdays)
    assert next_meeting((), TUESDAY) is None


def test_that_a_meeting_on_its_own_hour_is_next_week() -> None:
    assert Regular(2, time(9)).after(TUESDAY) == datetime(2026, 12, 1, 9, 0, tzinfo=ZONE)


def test_that_the_citys_table_is_read_in_both_languages() -> None:
    table = read_timetable()
    assert table
    assert all(one.place("zh_CN") != one.place("en") for one in table)


@pytest.mark.parametrize("text", ["[[meeting]]\nweekday = 9\ntime = '09:00'", "[[meeting]]\nweekday = 1", "nonsense"])
def test_that_a_table_that_is_wrong_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "meetings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"meetings\.unreadable"):
        read_timetable(path)

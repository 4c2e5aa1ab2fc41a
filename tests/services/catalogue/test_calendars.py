"""Years without a table of their own: what the library knows, and always provisional."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.catalogue import calendars
from services.catalogue.calendars import Years, holidays_of, read_years
from services.domain.deadlines import Deadlines, LimitUnit, Phase, Rule
from services.domain.refusals import Refusal

CITY = ZoneInfo("Asia/Shanghai")


def test_that_a_year_without_a_table_has_the_holidays_of_the_library() -> None:
    calendar = read_years().calendar("CN")
    assert not calendar.is_working(date(2028, 10, 2))
    assert calendar.is_working(date(2028, 10, 9))
    assert calendar.is_provisional(date(2028, 10, 9))
    assert not calendar.is_provisional(date(2026, 10, 9))


def test_that_the_table_rules_over_the_library_in_its_own_years() -> None:
    calendar = read_years().calendar("CN")
    assert calendar.is_working(date(2026, 10, 10))  # a make-up Saturday
    assert calendar.is_working(date(2027, 2, 9))  # the library would have it observed
    assert date(2027, 2, 9) in holidays_of("CN", 2027)


def test_that_three_working_days_from_the_end_of_the_known_years_do_not_crash() -> None:
    rule = Rule(Phase.FINISH, 3, LimitUnit.WORKING_DAYS)
    table = Deadlines((rule,), read_years().calendar("CN"))
    marks = table.counted(rule, datetime(2027, 12, 30, 10, tzinfo=CITY), CITY)
    assert marks.due_at.astimezone(CITY) == datetime(2028, 1, 5, 10, tzinfo=CITY)  # New Year is observed on a Monday
    assert marks.provisional


def test_that_a_country_nobody_knows_has_its_weekends() -> None:
    assert holidays_of("XX", 2028) == frozenset()
    calendar = Years({}, {}).calendar("XX")
    assert calendar.is_working(date(2028, 1, 3))
    assert not calendar.is_working(date(2028, 1, 1))


def test_that_a_file_that_can_not_be_read_is_a_sentence(tmp_path, monkeypatch) -> None:
    (tmp_path / "YY.toml").write_text('[2027]\noff = ["13-40"]\n', encoding="utf-8")
    monkeypatch.setattr(calendars, "FOLDER", tmp_path)
    for country in ("YY", "ZZ"):
        with pytest.raises(Refusal) as refused:
            read_years(country)
        assert refused.value.code == "catalogue.bad"

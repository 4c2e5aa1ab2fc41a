from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.insight.briefing.phrases import (
    Amount,
    AreaName,
    CategoryName,
    Decimal,
    DepartmentNames,
    Phrase,
    Share,
    SourceName,
)
from services.words import Words

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)


class Numbered:
    """Names that are just what was asked for."""

    def area(self, index: int) -> str:
        return f"area {index}"

    def path(self, index: int, begin: int = 1) -> str:
        return f"path {index}"

    def category(self, number: int) -> str:
        return f"category {number}"

    def source(self, number: int) -> str:
        return f"source {number}"

    def department(self, code: str | None) -> str:
        return f"department {code}"


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (Amount(1042), "1,042\u202f件", "1,042"),
        (Amount(31, ""), "31", "31"),
        (Share(1042, 1056), "98.7\u202f%", "98.7\u202f%"),
        (Share(1, 2, counted=True), "50.0\u202f%（1 / 2）", "50.0\u202f% (1 / 2)"),
        (Decimal(5.24), "5.2", "5.2"),
        (Decimal(-3.14, change=True), "−3.1\u202f%", "−3.1\u202f%"),
        (NOW - timedelta(hours=1), "13:32", "13:32"),
        (date(2026, 11, 20), "11-20", "20 Nov"),
        (timedelta(minutes=26), "26\u202f分", "26\u202fmin"),
        (AreaName(3), "area 3", "area 3"),
        (AreaName(3, whole=True), "path 3", "path 3"),
        (CategoryName(4), "category 4", "category 4"),
        (SourceName(5), "source 5", "source 5"),
        (DepartmentNames(("a", "b")), "department a、department b", "department a, department b"),
        (Phrase("{n}", {"n": Amount(7, "")}), "7", "7"),
        ("plain", "plain", "plain"),
    ],
)
def test_that_each_kind_of_value_is_written_as_the_language_does(value: object, chinese: str, english: str):
    phrase = Phrase("{it}", {"it": value})
    said = {lang: phrase.say(Words(lang), Numbered(), NOW) for lang in ("zh_CN", "en")}
    assert " ".join(said["zh_CN"].split(" ")) == chinese
    assert said["en"] == english

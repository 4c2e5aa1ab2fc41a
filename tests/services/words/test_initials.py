"""Pinyin initials."""

from __future__ import annotations

import pytest

from services.words.initials import all_initials, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [("茴村镇", "hcz"), ("酂城镇", "ccz"), ("侯岭街道", "hljd"), ("07网格", "07wg"), ("Office Tower", "ot"), ("", "")],
)
def test_that_a_name_has_the_first_letters_of_its_syllables(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_that_many_names_are_as_each_alone() -> None:
    names = ["茴村镇", "08网格（物流园）", "Grid 7", "日月湖街道"]
    assert all_initials(names) == [initials(name) for name in names]

"""Names are found as written, in English, and by pinyin initials."""

from __future__ import annotations

import pytest

from services.insight.search import NameList

NAMES = NameList.of(
    ("永城市", "茴村镇", "酂城镇", "茴村镇南街村", "Office 7"), ("Yongcheng", "Huicun", "Cuocheng", "", "")
)


@pytest.mark.parametrize(
    ("word", "found"),
    [("茴村", [1, 3]), ("hcz", [1, 3]), ("hczn", [3]), ("ccz", [2]), ("huicun", [1]), ("office", [4]), ("zz", [])],
)
def test_that_a_name_is_found_by_what_a_person_types(word: str, found: list[int]) -> None:
    hits = NAMES.hits(word)
    assert [at for at in range(5) if hits[at]] == found


def test_that_the_entry_for_nothing_is_never_hit() -> None:
    assert not NAMES.hits("")[-1]
    assert not NAMES.hits("茴")[-1]

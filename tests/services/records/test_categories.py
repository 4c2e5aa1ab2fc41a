from __future__ import annotations

import pytest

from services.domain.records import ON_SITE, Mender, RecordKind, Why, mender_of
from services.domain.refusals import Refusal
from services.records.categories import is_personal, read_categories


def test_that_the_city_s_table_is_whole() -> None:
    known = read_categories()
    assert {category.kind for category in known.values()} == set(RecordKind)
    assert all(category.name_zh and category.name_en and category.due_days >= 0 for category in known.values())
    assert known["old_alone"].due_days == 7


def test_that_what_is_not_known_to_be_impersonal_is_personal() -> None:
    known = read_categories()
    assert is_personal(RecordKind.POPULATION, None)
    assert is_personal(RecordKind.DEPARTMENTAL, None)
    assert is_personal(RecordKind.DEPARTMENTAL, known["subsidy"])
    assert not is_personal(RecordKind.FACILITY, None)
    assert not is_personal(RecordKind.DEPARTMENTAL, known["restaurant"])


@pytest.mark.parametrize(
    "text", ["", "[[category]]\ncode = 'a'", "[[category]]\ncode='a'\nzh='a'\nen='a'\nkind='b'", "["]
)
def test_that_a_broken_table_says_so(tmp_path, text) -> None:
    (tmp_path / "table.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal):
        read_categories(tmp_path / "table.toml")


@pytest.mark.parametrize("why", list(Why))
def test_that_towns_mend_what_is_missing_on_the_ground_and_departments_what_they_wrote_wrong(why) -> None:
    assert mender_of(why, False) is (Mender.NOBODY if why is Why.NONE else Mender.DEPARTMENT)
    assert (mender_of(why, True) is Mender.TOWN) == (why in ON_SITE)

"""One warning stands, two stand; Chinese has one form."""

from __future__ import annotations

import pytest

from desktop.standing_words import points_of, standing_of
from services.words import Words


@pytest.mark.parametrize(
    ("lang", "count", "told"),
    [
        ("en", 0, ("0 warnings stand", "0 points")),
        ("en", 1, ("1 warning stands", "1 point")),
        ("en", 2000, ("2,000 warnings stand", "2,000 points")),
        ("zh_CN", 1, ("在列预警 1 条", "风险分 1")),
    ],
)
def test_that_a_count_takes_its_form(lang: str, count: int, told: tuple[str, str]) -> None:
    words = Words(lang)
    assert (standing_of(count, words), points_of(count, words)) == told

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.store.journal import digest_of, line

AT = datetime(2026, 11, 23, 14, 32, 10, 123456, tzinfo=UTC)
LINE = line(AT, "li", "close", "incident/7", "done", "VERIFIED", "CLOSED")


def digest(**changed: object) -> str:
    values = {key: LINE[key] for key in ("officer", "verb", "subject", "why", "before", "after")} | changed
    return digest_of(round(LINE["at"].timestamp() * 1000), **values)  # type: ignore[arg-type]


def test_that_a_line_can_be_checked_again() -> None:
    assert digest() == LINE["digest"]


@pytest.mark.parametrize("part", ["officer", "verb", "subject", "why", "before", "after"])
def test_that_any_changed_word_is_found(part: str) -> None:
    assert digest(**{part: LINE[part] + "x"}) != LINE["digest"]


def test_that_words_moved_from_one_part_to_the_next_are_found() -> None:
    assert digest(officer="lic", verb="lose") != digest()
    assert digest(why="", before="doneVERIFIED") != digest(why="done", before="VERIFIED")

"""What is expected of each source: the standard table, given once, and only of sources and owners that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.cases.importing.standing import give_lists
from services.domain.refusals import Refusal
from services.risk.watching import read_watch, write_standard_watch
from services.store.engine import Database


def test_that_a_city_with_lists_is_given_the_watch_once(database: Database) -> None:
    give_lists(database)
    with database.unit() as unit:
        assert unit.count("source_watch") == len(read_watch()) == 18
        assert write_standard_watch(unit) == 0


def test_that_nothing_is_expected_of_sources_that_a_city_does_not_have(database: Database) -> None:
    with database.unit() as unit:
        assert write_standard_watch(unit) == 0
        assert unit.count("source_watch") == 0


@pytest.mark.parametrize("text", ["", '[[watch]]\nsource = "sensor"', "[[watch"])
def test_that_a_table_with_a_mistake_is_refused_in_words(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "source_watch.toml"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_watch(bad)
    assert refused.value.code == "catalogue.bad"

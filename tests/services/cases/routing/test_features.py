"""What a text is to a routing model."""

from __future__ import annotations

import re

import numpy as np
import pytest

from services.cases.routing.features import LONGEST, NOWHERE, PLACE, Features, Grams, Places, Said, grams, said_of


def test_that_names_of_places_become_one_sign_the_longest_first() -> None:
    places = Places.of(["茴村镇", "茴村", "南街村"])
    assert said_of("", "茴村镇南街村路灯不亮", places).text == f"{PLACE}{PLACE}路灯不亮"
    assert said_of("", "茴村的路灯", places).text == f"{PLACE}的路灯"


def test_that_places_written_by_a_rule_become_one_sign_too() -> None:
    places = Places(pattern=re.compile(r"[A-Z]\d*区"))
    assert said_of("A3区大道", "在A3区", places) == Said(f"{PLACE}大道", f"在{PLACE}")


def test_that_numbers_say_nothing_but_that_there_is_one() -> None:
    said = said_of("", "电话13812342210，3号楼，１２ 层", NOWHERE)
    assert said.text == "电话0,0号楼,0层"


def test_that_control_characters_and_spaces_are_taken_out() -> None:
    assert said_of("\x00路\x1b灯", "不\t亮\n\u202e\ud800了", NOWHERE) == Said("路灯", "不亮了")


def test_that_a_text_without_a_title_has_its_first_sentence_as_one() -> None:
    assert said_of("", "路灯不亮。晚上看不清。", NOWHERE).title == "路灯不亮"


def test_that_a_megabyte_is_read_as_far_as_it_says_anything() -> None:
    said = said_of("", "漏水" * 500_000, NOWHERE)
    assert len(said.text) == LONGEST


def test_that_runs_of_characters_are_counted() -> None:
    assert grams("灯灯亮", 2) == {"灯": 2, "亮": 1, "灯灯": 1, "灯亮": 1}


def test_that_what_was_met_once_is_not_kept() -> None:
    known = Grams.fit(["路灯", "路灯", "井盖"], 2)
    assert set(known.index) == {"路", "灯", "路灯"}


def test_that_a_vector_has_length_one_and_the_words_their_weight() -> None:
    features = Features.fit([Said("路灯", "路灯不亮"), Said("路灯", "路灯坏了")])
    weighted = Features(features.title, features.text, 2.0)
    ids, values = weighted.vector(Said("路灯", "路灯"))
    of_title = ids < len(features.title)
    assert np.sum(values[of_title] ** 2) == pytest.approx(1)
    assert np.sum(values[~of_title] ** 2) == pytest.approx(4)


def test_that_a_text_of_nothing_known_has_an_empty_vector() -> None:
    features = Features.fit([Said("路灯", "路灯")] * 2)
    ids, values = features.vector(Said("", ""))
    assert len(ids) == len(values) == 0
    assert features.known_share(Said("", "")) == 0


def test_that_how_much_of_a_text_is_known_is_told_by_its_pairs() -> None:
    features = Features.fit([Said("", "路灯不亮")] * 2)
    assert features.known_share(Said("", "路灯不亮")) == 1
    assert features.known_share(Said("", "路灯坏了")) == pytest.approx(1 / 3)

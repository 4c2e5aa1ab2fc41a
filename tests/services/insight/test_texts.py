"""Searching the words of incidents."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insight.texts import LONGEST, Texts, find_in
from services.words.variants import fold

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(WORDS, max_size=12), st.text(st.sampled_from("路灯ab😀 1"), min_size=1, max_size=3))
def test_that_a_search_finds_what_a_plain_search_finds(said, word) -> None:
    texts = Texts().more(list(enumerate(said, 1)))
    ids = np.arange(1, len(said) + 1)
    word = fold(word)
    assert texts.hits(word, ids).tolist() == [word in fold(one)[:LONGEST].replace("\n", " ") for one in said]


def test_that_words_never_run_from_one_incident_into_the_next() -> None:
    texts = Texts().more([(1, "路"), (2, "灯")])
    assert not texts.hits("路灯", np.array([1, 2])).any()


def test_that_more_words_are_found_beside_those_of_before_in_any_order_of_ids() -> None:
    texts = Texts().more([(9, "漏水")]).more([(4, "漏水"), (5, "噪声")])
    assert texts.hits("漏水", np.array([4, 5, 9, 10])).tolist() == [True, False, True, False]


def test_that_variant_characters_are_the_same_word() -> None:
    texts = Texts().more([(1, "酇城镇政府门口"), (2, "太丘镇"), (3, "候岭街道")])
    ids = np.array([1, 2, 3])
    assert texts.hits(fold("酂城"), ids).tolist() == [True, False, False]
    assert texts.hits(fold("太邱"), ids).tolist() == [False, True, False]
    assert texts.hits(fold("侯岭"), ids).tolist() == [False, False, True]


@pytest.mark.parametrize("word", [b"0012", b"2026", b"T-1", b"9", b"x" * 40, b""])
def test_that_numbers_are_found_as_numpy_finds_them(word) -> None:
    column = np.array([b"20261123-001234", b"T-1-0012", b"T-1-9", b""], "S24")
    expected = np.char.find(column, word) >= 0 if word else np.zeros(4, bool)
    assert find_in(column, word).tolist() == expected.tolist()

"""Texts as numbered pairs of characters."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.cases.duplicates.documents import ROW, Documents
from services.cases.duplicates.grams import grams_of


@given(st.lists(st.text(max_size=60), max_size=8))
def test_that_many_texts_in_one_pass_are_numbered_like_each_alone(texts: list[str]) -> None:
    grams, lengths = grams_of(texts)
    assert len(lengths) == len(texts)
    assert int(lengths.sum()) == len(grams)
    ends = np.cumsum(lengths)
    for text, begin, end in zip(texts, ends - lengths, ends, strict=True):
        assert grams[begin:end].tolist() == grams_of([text])[0].tolist()


def test_that_width_case_and_punctuation_make_no_difference() -> None:
    assert grams_of(["Ａ路，Ｂ口！"])[0].tolist() == grams_of(["a路b口"])[0].tolist()


def test_that_a_text_without_letters_has_the_empty_pair_alone() -> None:
    assert grams_of(["", "。", "路", "\x00"])[0].tolist() == [0, 0, 0, 0]


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_that_keeping_some_is_the_same_as_adding_those_alone(kept: list[bool]) -> None:
    texts = [f"第{n}处路灯不亮 {'很久了' * (n % 4)}" for n in range(len(kept))]
    rows = np.zeros(len(kept), ROW)
    rows["id"] = np.arange(len(kept))
    whole, some = Documents.empty(), Documents.empty()
    whole.add(rows, texts)
    chosen = np.array(kept)
    some.add(rows[chosen], [text for text, keep in zip(texts, kept, strict=True) if keep])
    some.weigh()
    left = whole.keep(chosen)
    assert left.known().tolist() == some.known().tolist()
    assert left.grams[: left.filled].tolist() == some.grams[: some.filled].tolist()
    assert left.seen.tolist() == some.seen.tolist()
    assert np.allclose(left.weight[: left.length], some.weight[: some.length])

"""The words that two texts have in common, as a person would point at them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.duplicates.shared_words import words_in_common


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("光明路中段路灯不亮", "晚上光明路中段一片黑，路灯坏了", ("光明路中段", "路灯")),
        ("Traffic light out at Main Street", "the traffic light on main street", ("traffic light", "main street")),
        ("category", "cat", ()),
        ("ＡＢＣ路口，积水", "abc路口积水", ("abc路口积水",)),
        ("垃圾", "路灯", ()),
        ("的了在", "的了在", ()),
        ("", "路灯", ()),
        ("\x00路灯\x01", "路灯", ("路灯",)),
    ],
)
def test_that_the_pieces_are_those_that_stand_in_both(one: str, other: str, expected: tuple[str, ...]) -> None:
    assert words_in_common(one, other) == expected


@given(
    text=st.text(alphabet="路灯不亮光明ab 1，", max_size=300),
    other=st.text(alphabet="路灯不亮光明ab 1，", max_size=300),
)
def test_that_pieces_are_few_and_stand_in_both(text: str, other: str) -> None:
    pieces = words_in_common(text, other)
    assert len(pieces) <= 6
    assert len(set(pieces)) == len(pieces)
    for piece in pieces:
        plain = piece.replace(" ", "")
        assert plain in "".join(char for char in text if char.isalnum())
        assert plain in "".join(char for char in other if char.isalnum())


def test_that_the_longest_texts_take_no_time_worth_naming() -> None:
    assert words_in_common("啊" * 20_000, "啊" * 20_000) == ("啊" * 400,)

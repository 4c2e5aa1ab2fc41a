"""Telephone numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.phones import telephone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 2210", "13812342210"), ("138-1234-2210", "13812342210"), ("+86 13812342210", "13812342210"),
        ("0086-13812342210", "13812342210"), ("0370-5112345", "0370-5112345"), ("(0370) 5112345", "0370-5112345"),
        ("010 65123456", "010-65123456"), ("0370-5112345-801", "0370-5112345-801"), ("5112345", "5112345"),
        ("12345", "12345"), ("110", "110"), ("400-820-8820", "4008208820"), ("１３８１２３４２２１０", "13812342210"),
        ("+44 20 7946 0958", "+442079460958"), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_that_numbers_are_brought_to_one_form(typed, kept) -> None:
    assert telephone(typed) == kept


@pytest.mark.parametrize("typed", ["1381234221", "王先生", "138123422100", "12a45", "0370", "999999"])
def test_that_what_is_no_number_is_told_apart(typed) -> None:
    assert telephone(typed) is None


@given(st.text(max_size=40))
def test_that_any_text_has_an_answer_and_a_kept_number_stays_as_it_is(text) -> None:
    kept = telephone(text)
    assert kept is None or telephone(kept) == kept

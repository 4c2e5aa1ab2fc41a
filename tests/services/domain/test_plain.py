from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.domain.plain import plain


def test_that_what_is_not_seen_goes_and_line_breaks_stay() -> None:
    assert plain(" a\x00b\x1b[31m\r\nc\td\ud800\ufeff ") == "ab[31m\nc\td"


def test_that_nothing_turns_the_words_round() -> None:
    assert plain("转账\u202e元001\u202c \u2067x\u2069") == "转账元001 x"


def test_that_a_megabyte_is_cleaned_whole() -> None:
    assert plain("漏\x00水" * 400_000) == "漏水" * 400_000


@given(st.text(alphabet=st.characters()))
def test_that_any_text_can_be_stored_afterwards_and_once_is_enough(text: str) -> None:
    cleaned = plain(text)
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert plain(cleaned) == cleaned

"""How duties, cases, mistakes and words are weighed."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.routing.evidence import (
    BLENDS,
    LEAST_DOUBT,
    Blend,
    History,
    Mistake,
    TextSays,
    blended,
    by_text_alone,
    known_shares,
)

ALL = ("a", "b", "c", "d")
AT = datetime(2026, 11, 20, tzinfo=UTC)


def says(*shares: float, trust: float = 1.0) -> TextSays:
    labels = ALL[: len(shares)]
    return TextSays(labels, np.array(shares), np.full(len(labels), 1 / len(labels)), trust)


@given(
    st.sampled_from([None, *ALL, "gone"]),
    st.dictionaries(st.sampled_from([*ALL, "gone"]), st.integers(0, 10_000)),
    st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from([None, *ALL])), max_size=30),
    st.lists(st.floats(0.001, 1), min_size=4, max_size=4),
    st.floats(0, 1),
    st.sampled_from(BLENDS),
)
def test_that_shares_always_add_up_to_one_and_nobody_is_ever_excluded(
    duty, finished, wrong, words, trust, blend
) -> None:
    history = History(finished, [Mistake(1, one, AT, other) for one, other in wrong])
    known = known_shares(ALL, duty, history)
    raw = np.array(words) / sum(words)
    shares = blended(ALL, known, TextSays(ALL, raw, np.full(4, 0.25), trust), blend)
    for one in (known, shares):
        assert one.sum() == pytest.approx(1)
        assert (one > 0).all()
    assert shares.max() <= 1 - LEAST_DOUBT * 3 / 4 + 1e-9


def test_that_the_duty_list_alone_is_followed() -> None:
    assert known_shares(ALL, "b", History())[1] > 0.9


def test_that_nothing_known_is_even() -> None:
    assert known_shares(ALL, None, History()) == pytest.approx([0.25] * 4)


def test_that_each_mistake_takes_from_the_wrong_and_gives_to_the_right() -> None:
    none = known_shares(ALL, "a", History({"a": 20}))
    some = known_shares(ALL, "a", History({"a": 20}, [Mistake(1, "a", AT, "c")] * 3))
    assert some[0] < none[0]
    assert some[2] > none[2]


def test_that_a_mistake_whose_right_owner_is_unknown_only_takes() -> None:
    some = known_shares(ALL, "a", History({"a": 5}, [Mistake(1, "a", AT)]))
    assert some[1] == some[2] == some[3] > known_shares(ALL, "a", History({"a": 5}))[1]


def test_that_who_gave_this_ticket_back_is_hardly_advised_again() -> None:
    assert known_shares(ALL, "a", History({"a": 500}), gave_back=["a"])[0] < 0.6


def test_that_words_move_the_confidence_as_far_as_they_are_trusted() -> None:
    known = known_shares(ALL, "a", History({"a": 3, "b": 3}))
    moved = [blended(ALL, known, says(0.02, 0.94, 0.02, 0.02, trust=trust), Blend())[1] for trust in (0, 0.5, 1)]
    assert moved[0] < moved[1] < moved[2]


def test_that_a_department_the_model_does_not_know_is_neither_raised_nor_lowered() -> None:
    known = known_shares(ALL, None, History({"d": 10, "a": 10}))
    shares = blended(ALL, known, says(0.5, 0.5), Blend())
    assert shares[3] == pytest.approx(shares[0], rel=1e-6)


def test_that_a_text_alone_speaks_with_the_models_own_confidence() -> None:
    shares = by_text_alone(ALL, says(0.9, 0.05, 0.05))
    assert shares[0] == pytest.approx(0.9 * (1 - LEAST_DOUBT) + LEAST_DOUBT / 4)
    assert shares.sum() == pytest.approx(1)
    assert by_text_alone(ALL, says(0.9, 0.1, trust=0.0)) == pytest.approx([0.25] * 4)

"""A model, its explanation, and its bytes."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import numpy as np
import pytest

from services.cases.routing.features import NOWHERE, said_of
from services.cases.routing.model import Model, explain, from_bytes, softmax, to_bytes
from services.cases.routing.training import Choice, Example, train
from services.domain.refusals import Refusal


@pytest.fixture
def model(examples: list[Example]) -> Model:
    return train(examples, grid=(Choice(),)).model


def test_that_shares_add_up_to_one_and_name_the_right_one(model: Model) -> None:
    shares = model.shares(said_of("", "学校门口自来水管漏水", NOWHERE))
    assert shares.sum() == pytest.approx(1)
    assert model.labels[int(shares.argmax())] == "water"


def test_that_an_explanation_sums_to_the_score(model: Model) -> None:
    said = said_of("水管漏水", "东街水管漏水，有人打架", NOWHERE)
    for at, label in enumerate(model.labels):
        found = explain(model, said, label)
        assert found.score == pytest.approx(model.scores(said)[at], abs=1e-5)
        assert found.score == pytest.approx(found.bias + found.title.sum() + found.text.sum())
        assert (len(found.title), len(found.text)) == (len(said.title), len(said.text))


def test_that_words_speak_for_and_against(model: Model) -> None:
    found = explain(model, said_of("", "水管漏水，还有人打架斗殴", NOWHERE), "water", ["漏水", "打架"])
    assert any("漏水" in one.word for one in found.pro)
    assert any("打架" in one.word or "斗殴" in one.word for one in found.contra)
    assert all(one.weight > 0 for one in found.pro)
    assert all(one.weight < 0 for one in found.contra)


def test_that_an_empty_text_is_explained_by_nothing(model: Model) -> None:
    found = explain(model, said_of("", "", NOWHERE), "water")
    assert found.pro == found.contra == ()
    assert found.score == pytest.approx(found.bias)


def test_that_a_text_unlike_the_learned_ones_is_trusted_less(model: Model) -> None:
    assert model.trust(said_of("", "东街水管漏水", NOWHERE)) == 1
    assert model.trust(said_of("", "昨晚的音乐会真好听极了", NOWHERE)) < 0.3


def test_that_a_model_comes_back_from_its_bytes_as_it_was(model: Model) -> None:
    again = from_bytes(*to_bytes(model))
    said = said_of("", "水管漏水", NOWHERE)
    assert np.array_equal(again.scores(said), model.scores(said))
    assert (again.labels, again.slope, again.familiar) == (model.labels, model.slope, model.familiar)


def test_that_one_changed_byte_is_found(model: Model) -> None:
    written, digest = to_bytes(model)
    broken = bytes([*written[:100], written[100] ^ 1, *written[101:]])
    with pytest.raises(Refusal) as refused:
        from_bytes(broken, digest)
    assert refused.value.code == "advice.damaged"


@pytest.mark.parametrize("written", [b"", b"PK\x03\x04", b"nothing of the kind"])
def test_that_bytes_of_something_else_are_refused_even_with_their_digest(written: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        from_bytes(written, hashlib.sha256(written).hexdigest())
    assert refused.value.code == "advice.damaged"


def test_that_arrays_that_do_not_fit_are_refused(model: Model) -> None:
    short = replace(model, bias=model.bias[:-1])
    with pytest.raises(Refusal):
        from_bytes(*to_bytes(short))
    wild = replace(model, weights=np.full_like(model.weights, np.nan))
    with pytest.raises(Refusal):
        from_bytes(*to_bytes(wild))


def test_that_nothing_pickled_is_ever_loaded() -> None:
    file = io.BytesIO()
    np.savez(file, head=np.array([{"form": 1}], dtype=object))
    written = file.getvalue()
    with pytest.raises(Refusal) as refused:
        from_bytes(written, hashlib.sha256(written).hexdigest())
    assert refused.value.code == "advice.damaged"


def test_that_the_soft_maximum_stands_large_scores() -> None:
    assert softmax(np.array([1e4, 0.0])).tolist() == [1.0, 0.0]

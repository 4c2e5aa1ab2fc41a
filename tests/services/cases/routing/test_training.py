"""Training: tuned inside, measured on what was held out, honest about what it can't learn."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from services.cases.routing.features import NOWHERE, said_of
from services.cases.routing.training import Choice, Example, calibration_error, train
from services.domain.refusals import Refusal


def test_that_it_learns_and_says_how_well(examples: list[Example]) -> None:
    found = train(examples, grid=(Choice(0.3), Choice(1.0)))
    assert found.figures.macro_f1 > 0.95
    assert set(found.figures.per_label) == {"water", "police", "housing", "health"}
    assert found.figures.examples == len(examples) == found.held_out.shape[0]
    assert np.allclose(found.held_out.sum(axis=1), 1)
    assert found.model.usual.sum() == pytest.approx(1)


def test_that_labels_given_by_lot_are_measured_as_such(examples: list[Example]) -> None:
    """A figure that came from texts it had learned would be near one here."""
    labels = np.random.default_rng(1).permutation([one.label for one in examples])
    shuffled = [Example(one.said, str(label)) for one, label in zip(examples, labels, strict=True)]
    found = train(shuffled, grid=(Choice(),))
    assert found.figures.macro_f1 < 0.45
    assert found.held_out.max(axis=1).mean() < 0.6


def test_that_one_department_alone_can_not_be_learned(examples: list[Example]) -> None:
    with pytest.raises(Refusal) as refused:
        train([one for one in examples if one.label == "water"])
    assert refused.value.code == "advice.too_little"
    with pytest.raises(Refusal):
        train([])


def test_that_departments_with_few_texts_are_left_out_and_named(examples: list[Example]) -> None:
    few = [Example(said_of("", text, NOWHERE), "roads") for text in ("路坏了", "坑", "裂", "沉")]
    found = train([*examples, *few], grid=(Choice(),))
    assert found.figures.rare == ("roads",)
    assert "roads" not in found.model.labels
    assert len(found.kept) == len(examples)


def test_that_two_departments_are_told_apart(examples: list[Example]) -> None:
    two = [one for one in examples if one.label in ("water", "police")]
    model = train(two, grid=(Choice(),)).model
    assert model.labels[int(model.shares(said_of("", "水管漏水", NOWHERE)).argmax())] == "water"
    assert model.labels[int(model.shares(said_of("", "有人打架", NOWHERE)).argmax())] == "police"


def test_that_names_of_the_catalogue_teach_what_no_text_said(examples: list[Example]) -> None:
    hint = Example(said_of("消火栓", "消火栓", NOWHERE), "water")
    asked = said_of("", "消火栓", NOWHERE)
    without = train(examples, grid=(Choice(),)).model
    some = [Example(said_of("", f"{one.said.text}消火栓", NOWHERE), one.label) for one in examples[:2]]
    taught = train([*examples, *some], [hint] * 20, grid=(Choice(),)).model
    assert len(without.features.vector(asked)[0]) < len(taught.features.vector(asked)[0])
    assert taught.labels[int(taught.shares(asked).argmax())] == "water"


def test_that_the_same_texts_give_the_same_model(examples: list[Example]) -> None:
    one, other = (train(examples, grid=(Choice(),)).model for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    assert one.slope == other.slope


def test_that_a_large_city_is_tuned_on_a_fair_sample(examples: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.cases.routing.training.MOST_TO_TUNE", 60)
    found = train(examples, grid=(Choice(0.3), Choice(1.0)))
    assert found.figures.examples == len(examples)
    assert Counter(one.label for one in examples).keys() == set(found.model.labels)


def test_that_calibration_is_told_by_how_far_confidence_lies_from_truth() -> None:
    y = np.array([0, 0, 1, 1])
    sure = np.array([[0.99, 0.01]] * 4)
    assert calibration_error(sure, y) == pytest.approx(0.49)
    assert calibration_error(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]), y) == 0

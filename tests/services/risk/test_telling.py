"""What models found is told in one line, in both languages, whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.domain.scenarios import ModelKind, Per, Scenario
from services.domain.warnings import Relief, ScorePart
from services.risk.registry import models
from services.risk.telling import PARTS, RELIEFS, SENTENCES, model_name, part_words, relief_words, sentence
from services.words import Words

SCENARIO = Scenario(
    code="test.one", campaign="test", name_zh="试", name_en="Test", purpose_zh="试", purpose_en="Test",
    model=ModelKind.FREQUENCY, kinds=("a", "b", "c"), per=Per.GRID, window=timedelta(days=30), owner="police",
    category="fight", lasts=timedelta(days=7),
)  # fmt: skip
# of each model the numbers of one situation, as its `measures` are
MEASURES: dict[ModelKind, dict[str, float]] = {
    ModelKind.FREQUENCY: {
        "count": 12, "threshold": 6, "days": 90, "recent": 6, "earlier": 6, "hurt": 6, "homes": 300,
    },
    ModelKind.SURGE: {
        "count": 20, "days": 1, "expected": 6.2, "limit": 13, "recent": 3, "earlier": 1, "hurt": 0, "homes": 900,
    },
    ModelKind.CLUSTER: {
        "count": 14, "days": 5, "expected": 4.1, "low": 1, "high": 8, "times": 3.4, "ratio": 8, "p": 0.004,
        "p_most": 0.01, "rarity": 0.004, "replicates": 999, "radius_m": 1_200, "places": 4, "towns": 2, "recent": 4,
        "earlier": 2, "hurt": 0, "homes": 900,
    },
    ModelKind.REPETITION: {
        "count": 5, "threshold": 3, "days": 30, "channels": 2, "channels_least": 1, "interval_before": 9, "interval": 2,
    },
    ModelKind.SEQUENCE: {
        "reached": 2, "steps": 3, "from_step": 2, "elapsed_days": 4, "gap_days": 30, "channels": 2,
    },
    ModelKind.COINCIDENCE: {
        "count": 3, "threshold": 2, "kinds": 3, "kinds_least": 1, "sources": 2, "sources_least": 2, "hours": 5,
        "window_hours": 48, "homes": 300,
    },
    ModelKind.EXPOSURE: {
        "since_days": 40, "due_days": 30, "never": 0, "overdue": 1, "homes": 300, "vulnerable": 200, "near_least": 0,
        "signals": 2, "signals_least": 0,
    },
    ModelKind.SILENCE: {
        "silent_hours": 400, "every_hours": 168, "factor": 2, "never": 0, "silent": 1, "expected": 12,
        "silent_least": 1, "group_least": 5, "homes": 0,
    },
}  # fmt: skip


def scenario_of(kind: ModelKind) -> Scenario:
    return replace(SCENARIO, model=kind)


def told(kind: ModelKind, words: Words, **changed: float) -> str:
    """The sentence of a model's situation."""
    return sentence(words, scenario_of(kind), models()[kind].basis(scenario_of(kind), {**MEASURES[kind], **changed}))


def all_texts(kind: ModelKind, words: Words) -> list[str]:
    """Everything that is said of one situation."""
    model, scenario = models()[kind], scenario_of(kind)
    parts = model.parts(scenario, MEASURES[kind])
    reliefs = model.reliefs(scenario, MEASURES[kind])
    assert {part.code for part in parts} <= PARTS.keys()
    assert {relief.code for relief in reliefs} <= RELIEFS.keys()
    said = [text for part in parts for text in part_words(words, part)]
    return [model_name(words, kind), told(kind, words), *said, *(relief_words(words, relief) for relief in reliefs)]


@pytest.mark.parametrize("kind", list(ModelKind))
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_everything_of_every_model_is_said_in_the_readers_language(kind: ModelKind, lang: str) -> None:
    texts = all_texts(kind, Words(lang))
    assert all(texts), texts
    assert not any("{" in text for text in texts)
    foreign = re.compile(r"[A-Za-z]{3,}" if lang == "zh_CN" else r"[\u4e00-\u9fff]")
    assert [text for text in texts if foreign.search(text)] == []


@pytest.mark.parametrize(
    ("kind", "changed", "chinese", "english"),
    [
        (ModelKind.FREQUENCY, {}, "90 天 12 起，阈值 6", "12 in 90 d, threshold 6"),
        (ModelKind.FREQUENCY, {"days": 0.25, "count": 2.5}, "6 小时 2.5 起，阈值 6", "2.5 in 6 h, threshold 6"),
        (ModelKind.REPETITION, {"channels": 1}, "30 天内 5 次，阈值 3", "5 times in 30 d, threshold 3"),
        (ModelKind.SEQUENCE, {}, "共 3 步，4 天到第 2 步", "step 2 of 3 after 4 d"),
        (ModelKind.SEQUENCE, {"elapsed_days": 0, "reached": 1}, "共 3 步，已到第 1 步", "step 1 of 3"),
        (
            ModelKind.COINCIDENCE, {}, "5 小时内 2 个来源、3 类信号交汇，阈值 2",
            "2 sources, 3 kinds of signal within 5 h, threshold 2",
        ),
        (ModelKind.EXPOSURE, {}, "40 天未检查，应每 30 天一次", "inspected 40 d ago, due every 30 d"),
        (ModelKind.EXPOSURE, {"never": 1}, "从未检查，应每 30 天一次", "never inspected, due every 30 d"),
        (ModelKind.SILENCE, {}, "静默 17 天，应每 7 天一次", "silent for 17 d, expected every 7 d"),
        (ModelKind.SILENCE, {"silent": 9}, "9 个同时静默，最长 17 天", "9 silent at once, the longest for 17 d"),
    ],
)  # fmt: skip
def test_that_the_sentence_is_short_and_right(
    kind: ModelKind, changed: dict[str, float], chinese: str, english: str
) -> None:
    plain = [told(kind, Words(lang), **changed).replace("\u202f", " ") for lang in ("zh_CN", "en")]
    assert plain == [chinese, english]


def test_that_a_basis_without_its_numbers_says_nothing_and_what_is_unknown_is_its_code() -> None:
    words = Words("en")
    assert sentence(words, SCENARIO, {}) == ""
    assert sentence(words, None, {"count": 3}) == ""
    assert sentence(words, SCENARIO, {"count": "many", "threshold": 1, "days": 2}) == ""
    assert part_words(words, ScorePart("odd", 3)) == ("odd", "")
    assert part_words(words, ScorePart("frequency", 3)) == ("Frequency", "")
    assert relief_words(words, Relief("odd", {})) == "odd"
    assert model_name(words, "odd") == "odd"
    assert set(SENTENCES) == {str(kind) for kind in ModelKind}


def test_that_nobody_hurt_and_everyone_heard_are_said_too() -> None:
    words: Any = Words("en")
    assert part_words(words, ScorePart("harm", 6, {"hurt": 0.0}))[1] == "as the scenario is set"
    assert part_words(words, ScorePart("harm", 6, {"hurt": 2.0}))[1] == "2 hurt"
    assert relief_words(words, Relief("heard", {}, {"count": 1.0})) == "heard again"
    assert relief_words(words, Relief("heard", {}, {"count": 4.0})) == "all 4 heard again"
    assert relief_words(words, Relief("step_back", {}, {"reached": 0.0})) == "settled before the first step"

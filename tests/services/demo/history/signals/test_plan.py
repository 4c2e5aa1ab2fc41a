"""The plan of made-up signals: its file agrees with the scenarios and the catalogue, a bad one is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.catalogue.tables import read_tables
from services.demo.history.signals.plan import PATH, read_plan
from services.domain.refusals import Refusal
from services.domain.scenarios import ModelKind
from services.risk.standard import read_kinds, read_standard

SCENARIOS = {scenario.code: scenario for scenario in read_standard().scenarios}


def test_that_every_standard_scenario_has_its_stories() -> None:
    plan = read_plan(SCENARIOS)
    told = [story.scenario.code for story in plan.stories]
    by_clock = [one.scenario.code for one in plan.regular]
    watched = [one.scenario.code for one in plan.watched]
    assert sorted([*told, *by_clock, *watched]) == sorted(SCENARIOS)
    assert {SCENARIOS[code].model for code in by_clock} == {ModelKind.SILENCE}
    assert {SCENARIOS[code].model for code in watched} == {ModelKind.SILENCE, ModelKind.EXPOSURE}


def test_that_kinds_and_sources_of_the_plan_are_known() -> None:
    plan = read_plan(SCENARIOS)
    sources = {source.code for source in read_tables().catalogue.sources}
    kinds = {kind.code for kind in read_kinds()}
    assert {kind.code for kind in plan.kinds} <= kinds
    assert {source for kind in plan.kinds for source in kind.sources} <= sources
    assert {kind.subject for kind in plan.kinds} - {"", "who"} <= plan.things.keys()
    assert {one.kind for one in (*plan.regular, *plan.watched)} <= kinds
    for kind in plan.kinds:
        assert (len(kind.hours), len(kind.weekdays), len(kind.months)) == (24, 7, 12)


def test_that_near_misses_are_weaker_than_stories() -> None:
    for story in read_plan(SCENARIOS).stories:
        if story.scenario.model is ModelKind.SEQUENCE:
            assert 0 < story.near.steps < story.scenario.parameters["from_step"]
        elif story.scenario.model is ModelKind.COINCIDENCE:
            assert 0 < story.near.kinds < story.scenario.parameters["kinds_least"]
        else:
            assert story.near.n[1] < story.true.n[1]


def test_that_stories_of_a_scenario_that_a_city_does_not_have_are_left_out() -> None:
    one = next(iter(SCENARIOS))
    plan = read_plan({one: SCENARIOS[one]})
    assert [story.scenario.code for story in plan.stories] == [one]
    assert plan.regular == plan.watched == ()
    assert plan.kinds


@pytest.mark.parametrize("spoiled", ['hours = "noon"', "a_day = []", "kind = ["])
def test_that_a_table_with_a_mistake_is_refused_in_words(tmp_path: Path, spoiled: str) -> None:
    text = PATH.read_text("utf-8")
    whole = {'hours = "noon"': 'hours = "evening"', "a_day = []": "a_day = 4.0", "kind = [": "kind = [\n"}[spoiled]
    bad = tmp_path / "signals.toml"
    bad.write_text(text.replace(whole, spoiled + ("broken" if spoiled == "kind = [" else ""), 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_plan(SCENARIOS, bad)
    assert refused.value.code == "catalogue.bad"

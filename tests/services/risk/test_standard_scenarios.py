"""The scenarios that a city begins with: 65 in 16 campaigns, every code known, both languages whole."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import timedelta

import pytest

from services.catalogue.standard import RESOURCES
from services.catalogue.tables import read_tables
from services.domain.scenarios import ModelKind, Scenario
from services.risk.bodies import body_of, scenario_of
from services.risk.registry import models
from services.risk.standard import read_kinds, read_standard

STANDARD = read_standard()
CATALOGUE = read_tables().catalogue
DEPARTMENTS = {department.code for department in CATALOGUE.departments}
CATEGORIES = {category.code for category in CATALOGUE.categories}
SOURCES = {source.code for source in CATALOGUE.sources}
HAN = re.compile(r"[一-鿿]")
PARTS = {
    ModelKind.FREQUENCY: 14, ModelKind.SURGE: 10, ModelKind.CLUSTER: 6, ModelKind.REPETITION: 9,
    ModelKind.SEQUENCE: 8, ModelKind.COINCIDENCE: 7, ModelKind.EXPOSURE: 5, ModelKind.SILENCE: 6,
}  # fmt: skip


def test_that_there_are_65_scenarios_in_16_campaigns_over_all_eight_models() -> None:
    assert len(STANDARD.campaigns) == 16
    assert Counter(scenario.model for scenario in STANDARD.scenarios) == PARTS
    assert sum(PARTS.values()) == 65
    assert {scenario.campaign for scenario in STANDARD.scenarios} == {one.code for one in STANDARD.campaigns}


def test_that_every_source_is_believed_by_some_scenario() -> None:
    assert {source for scenario in STANDARD.scenarios for source in scenario.sources} == SOURCES
    assert len(SOURCES) == 18


@pytest.mark.parametrize("scenario", STANDARD.scenarios, ids=lambda scenario: scenario.code)
def test_that_a_scenario_names_only_what_is_there(scenario: Scenario) -> None:
    kinds = {kind.code for kind in read_kinds()} | CATEGORIES
    assert {scenario.owner, *scenario.helpers} <= DEPARTMENTS
    assert scenario.owner not in scenario.helpers
    assert scenario.category in CATEGORIES
    assert {kind for kind in scenario.heard() if not kind.startswith("record:")} <= kinds
    assert set(scenario.weights) <= scenario.heard()
    assert scenario.code.startswith(f"{scenario.campaign}.")
    assert 0 < scenario.harm <= 1
    assert timedelta() < scenario.lasts <= timedelta(days=90)


@pytest.mark.parametrize("scenario", STANDARD.scenarios, ids=lambda scenario: scenario.code)
def test_that_a_scenario_speaks_both_languages(scenario: Scenario) -> None:
    assert HAN.search(scenario.name_zh)
    assert HAN.search(scenario.purpose_zh)
    assert 2 <= len(scenario.advice_zh) == len(scenario.advice_en) <= 4
    for text in (scenario.name_en, scenario.purpose_en, *scenario.advice_en):
        assert text
        assert not HAN.search(text)
    assert all(HAN.search(line) for line in scenario.advice_zh)


@pytest.mark.parametrize("scenario", STANDARD.scenarios, ids=lambda scenario: scenario.code)
def test_that_a_scenario_gives_its_model_numbers_that_it_knows(scenario: Scenario) -> None:
    model = models().get(scenario.model)
    if model is None:
        pytest.skip(f"the model {scenario.model} is not there")
    known = {parameter.code: parameter for parameter in model.parameters}
    for code, value in scenario.parameters.items():
        assert code in known
        assert known[code].low <= value <= known[code].high


@pytest.mark.parametrize("scenario", STANDARD.scenarios, ids=lambda scenario: scenario.code)
def test_that_a_scenario_comes_back_from_what_the_database_keeps(scenario: Scenario) -> None:
    assert scenario_of(body_of(scenario)) == scenario


def test_that_campaigns_are_led_and_count_known_categories() -> None:
    for campaign in STANDARD.campaigns:
        assert campaign.lead in DEPARTMENTS
        assert campaign.categories
        assert set(campaign.categories) <= CATEGORIES
        assert HAN.search(campaign.name_zh)
        assert not HAN.search(campaign.name_en)
        assert campaign.purpose_zh
        assert campaign.purpose_en


def test_that_kinds_of_signals_are_no_categories_and_have_both_names() -> None:
    kinds = read_kinds()
    assert 40 <= len(kinds) <= 80
    assert not {kind.code for kind in kinds} & CATEGORIES
    for kind in kinds:
        assert len(kind.code) <= 40
        assert HAN.search(kind.name_zh)
        assert not HAN.search(kind.name_en)
        assert bool(kind.unit) == bool(kind.unit_en)


def test_that_every_source_has_an_owner_and_a_time_in_which_it_should_be_heard() -> None:
    rows = tomllib.loads((RESOURCES / "catalogue" / "source_watch.toml").read_text("utf-8"))["watch"]
    assert {row["source"] for row in rows} == SOURCES
    assert {row["owner"] for row in rows} <= DEPARTMENTS
    assert all(30 <= row["cadence_minutes"] <= 1440 for row in rows)

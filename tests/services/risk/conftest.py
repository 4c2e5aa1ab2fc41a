"""Scenarios and signals for the tests of risk, over the small city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from services.cases.rulebook import RuleBook
from services.domain.incidents import Place, PlaceStatus
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.signals import Signal
from services.geo.atlas import Atlas
from services.risk.bodies import body_of
from services.risk.taking import Taken, take_signals
from services.store.engine import Clock, Database
from services.store.queries import scenarios

JUNCTION = Scenario(
    code="roads.junction", campaign="roads", name_zh="路口事故多发", name_en="Accidents at a junction",
    purpose_zh="找出事故反复的路口", purpose_en="Find junctions where accidents repeat", model=ModelKind.FREQUENCY,
    kinds=("fight",), per=Per.SPOT, window=timedelta(days=90), owner="police", category="fight",
    lasts=timedelta(days=7), harm=0.6, parameters={"threshold": 4, "radius_m": 200.0},
    advice_zh=("到场疏导",), advice_en=("Direct the traffic",),
)  # fmt: skip


@pytest.fixture
def junction() -> Scenario:
    """Four accidents within 200 m in 90 days."""
    return JUNCTION


@pytest.fixture
def with_scenarios(city: Database) -> Callable[..., None]:
    """Gives the city these scenarios, approved."""

    def give(*given: Scenario) -> None:
        with city.unit() as unit:
            for scenario in given:
                scenarios.add_version(unit, body_of(scenario), "author", VersionState.APPROVED, "test", "chief")
            unit.commit()

    return give


@pytest.fixture
def a_signal(clock: Clock) -> Callable[..., Signal]:
    """A signal of now from the first grid; keyword values overrule, `ago` in hours."""

    def make(ago: float = 0.0, lon: float | None = 116.31, lat: float | None = 33.81, **values: object) -> Signal:
        made = Signal("hotline", "fight", clock() - timedelta(hours=ago), Place(PlaceStatus.LOCATED, lon, lat))
        return replace(made, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture
def take(city: Database) -> Callable[..., Taken]:
    """Takes signals of the hotline."""

    def taken(*signals: Signal, drill: int | None = None) -> Taken:
        with city.unit() as unit:
            done = take_signals(unit, "hotline", signals, Atlas(city), drill)
            unit.commit()
        return done

    return taken


@pytest.fixture
def rules() -> RuleBook:
    """The rules of the desk."""
    return RuleBook()

"""All scenarios of a city as they run: one state for each model, fed with every signal, asked for what it found."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import Finding
from services.risk.model import RiskModel, Running, Scheduled, Table
from services.risk.world import Signals, World

log = logging.getLogger(__name__)


class RunningScenarios:
    """The models at work over one world. A model that stumbles is left out and told of; the others go on."""

    def __init__(self, scenarios: Sequence[Scenario], world: World, models: Mapping[ModelKind, RiskModel]) -> None:
        self.world, self.models = world, models
        self.scenarios = {scenario.code: scenario for scenario in scenarios if scenario.model in models}
        self._running: dict[ModelKind, Running] = {}
        for kind, model in models.items():
            mine = [scenario for scenario in self.scenarios.values() if scenario.model is kind]
            if mine:
                self._running[kind] = _opened(model, mine, world)

    @property
    def longest(self) -> timedelta:
        """How far back the windows reach."""
        return max((scenario.window for scenario in self.scenarios.values()), default=timedelta())

    def take(self, signals: Signals, now: float) -> None:
        """Gives signals to every model."""
        for kind in list(self._running):
            self._guard(kind, lambda running: running.take(signals, now))

    def findings(self, now: float) -> list[Finding]:
        """What any of them found since the last call."""
        found: list[Finding] = []
        for kind in list(self._running):
            found += self._guard(kind, lambda running: running.findings(now)) or []
        return found

    def table(self, scenario: str) -> Table:
        """The state of one scenario."""
        return self._running[self.scenarios[scenario].model].table(scenario)

    def scheduled(self) -> dict[ModelKind, Scheduled]:
        """The models with a timetable."""
        return {
            kind: cast("Scheduled", running)
            for kind, running in self._running.items()
            if self.models[kind].every is not None
        }

    def _guard(self, kind: ModelKind, ask: Any) -> Any:
        try:
            return ask(self._running[kind])
        except Exception:
            log.exception("the model %s stumbled and stands still until the engine begins anew", kind)
            del self._running[kind]
            return None


def _opened(model: RiskModel, mine: Sequence[Scenario], world: World) -> Running:
    """A model at work on these scenarios; one that it stumbles over keeps none of the others from running."""
    try:
        return model.open(mine, world)
    except Exception:
        log.exception("the model %s could not be opened with all its scenarios; each is tried alone", model.kind)
    sound = []
    for scenario in mine:
        try:
            model.open([scenario], world)
            sound.append(scenario)
        except Exception as error:
            log.warning("the scenario %s is left out: %s", scenario.code, error)
    return model.open(sound, world)


def model_of(models: Mapping[ModelKind, RiskModel], scenario: Scenario) -> RiskModel:
    """The model of a scenario."""
    return models[scenario.model]

"""What a risk model is: the protocol that the eight files in `models` keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import ModelKind, Parameter, Scenario
from services.domain.warnings import Finding, Relief, ScorePart
from services.risk.world import Signals, World

# the state of one scenario as a table, by key: what a full recomputation must equal. `count` is what the threshold is
# compared with, `last` the time of the newest signal behind it (seconds since the epoch)
TABLE = np.dtype([("key", "i8"), ("count", "f8"), ("last", "f8")])
Table = NDArray[Any]


class Running(Protocol):
    """All scenarios of one model as they run: signals are taken as they come, what changed is found when asked.

    `take` gets signals in any order of time (late ones come), each once. `findings` gives a finding for each situation
    that was touched since the last call or that time has changed, if it reaches a level, or if it was given with a
    level before and no longer reaches one (`level` None, once). `now` is in seconds since the epoch, never goes back.
    """

    def take(self, signals: Signals, now: float) -> None: ...

    def findings(self, now: float) -> list[Finding]: ...

    def table(self, scenario: str) -> Table:
        """The state of one scenario by key, for comparison with `recompute`; keys in order."""
        ...


class RiskModel(Protocol):
    """One of the eight. All its functions are pure but for the state that `open` makes."""

    @property
    def kind(self) -> ModelKind:
        """Which of the eight."""
        ...

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The numbers that a city may set."""
        ...

    @property
    def every(self) -> timedelta | None:
        """A scheduled model's timetable; None for one that streams."""
        ...

    def open(self, scenarios: Sequence[Scenario], world: World) -> Running:
        """Begins with no signals; those of the longest window are taken before the first question."""
        ...

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """The table of a scenario from all signals at once, written apart from the incremental way."""
        ...

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """The score of these measures in its parts; the score is their sum, at most 100."""
        ...

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """What would bring it down, as other measures that `parts` scores again; the least effort first."""
        ...

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """The numbers of the one sentence that says why, by the names that the model's words use."""
        ...


@runtime_checkable
class Judging(Protocol):
    """A model whose thresholds are not in the score alone: below them no level holds, whatever the score."""

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether these measures reach the scenario's thresholds."""
        ...


class Scheduled(Running, Protocol):
    """A model whose costly part runs on a timetable off the tick; `take` and `findings` only compare."""

    def due(self, now: float) -> bool:
        """Whether the timetable says that it should run."""
        ...

    def fit(self, signals: Signals, now: float) -> Any:
        """The costly part, from all signals of the window; runs on another thread and changes nothing."""
        ...

    def adopt(self, fitted: Any, now: float) -> None:
        """Takes what `fit` made, between two ticks."""
        ...

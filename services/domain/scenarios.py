"""Risk scenarios: what is looked for, with which model and numbers, and what is to be done when it is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from services.domain.incidents import Severity


class ModelKind(StrEnum):
    """The eight models."""

    FREQUENCY = "frequency"
    SURGE = "surge"
    CLUSTER = "cluster"
    REPETITION = "repetition"
    SEQUENCE = "sequence"
    COINCIDENCE = "coincidence"
    EXPOSURE = "exposure"
    SILENCE = "silence"


class Per(StrEnum):
    """What a scenario looks at one by one: an area of a level, a spot on the ground (`radius_m`), or a subject."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"
    SPOT = "spot"
    SUBJECT = "subject"


LEVELS: Mapping[Severity, float] = {
    Severity.BLUE: 30.0,
    Severity.YELLOW: 50.0,
    Severity.ORANGE: 65.0,
    Severity.RED: 85.0,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which signals and places count: by hours of the day, month, kind of area (urban, rural, special), area codes.

    Empty means all. `hours` are (from, to) on the city's clock, over midnight where from > to; `least` is the value a
    signal must have.
    """

    hours: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    area_kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario in one version.

    `kinds` are the kinds of signal it listens to (a sequence: in this order, alternatives of one step with "|" between
    them); `sources` those it believes (empty: all). `parameters` are the model's own, by its `Parameter`s. `weights` by
    kind (1 where nothing stands). `levels` are scores from which a level holds. `harm` 0–1 says how bad it can get.
    `owner`, `helpers` (departments), `category`, `advice` fill the ticket. A warning that hears nothing new for `lasts`
    expires.
    """

    code: str
    campaign: str
    name_zh: str
    name_en: str
    purpose_zh: str
    purpose_en: str
    model: ModelKind
    kinds: tuple[str, ...]
    per: Per
    window: timedelta
    owner: str
    category: str
    lasts: timedelta
    harm: float = 0.4
    version: int = 1
    rank: int = 0
    sources: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    levels: Mapping[Severity, float] = field(default_factory=lambda: LEVELS)
    filters: Filters = Filters()
    helpers: tuple[str, ...] = ()
    advice_zh: tuple[str, ...] = ()
    advice_en: tuple[str, ...] = ()
    active: bool = True

    def name(self, lang: str) -> str:
        """The name in a language."""
        return self.name_zh if lang.startswith("zh") else self.name_en

    def purpose(self, lang: str) -> str:
        """What it is for, in a language."""
        return self.purpose_zh if lang.startswith("zh") else self.purpose_en

    def advice(self, lang: str) -> tuple[str, ...]:
        """What to do, in a language."""
        return self.advice_zh if lang.startswith("zh") else self.advice_en

    def steps(self) -> tuple[frozenset[str], ...]:
        """The kinds of each step of a sequence."""
        return tuple(frozenset(step.split("|")) for step in self.kinds)

    def heard(self) -> frozenset[str]:
        """All kinds that it listens to."""
        return frozenset().union(*self.steps()) if self.kinds else frozenset()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a model that a city may set; `label` and `unit` are sources of words."""

    code: str
    label: str
    default: float
    low: float
    high: float
    unit: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """One of the special actions: a module that groups scenarios, incidents, tasks and figures."""

    code: str
    name_zh: str
    name_en: str
    purpose_zh: str = ""
    purpose_en: str = ""
    lead: str | None = None
    categories: tuple[str, ...] = ()
    rank: int = 0

    def name(self, lang: str) -> str:
        """The name in a language."""
        return self.name_zh if lang.startswith("zh") else self.name_en


class VersionState(IntEnum):
    """How a version of a scenario stands."""

    DRAFT = 0
    APPROVED = 1
    REFUSED = 2


@dataclass(frozen=True, slots=True)
class ScenarioVersion:
    """A version with who wrote it, why, and who approved it; the highest approved one runs."""

    scenario: Scenario
    state: VersionState
    author: str
    at: datetime
    why: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None

"""The portrait of a risk: how it stands, how it went, what drives it, against neighbours and the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

from services.domain.areas import Level
from services.domain.incidents import Severity

# points of a standing warning. They are added, so that a city's are those of its towns and of no town, down to the grid
POINTS: Mapping[Severity, int] = {Severity.RED: 8, Severity.ORANGE: 4, Severity.YELLOW: 2, Severity.BLUE: 1}


@dataclass(frozen=True, slots=True)
class Standing:
    """Warnings that stand, by level as their ids; `points` are their sum."""

    ids: Mapping[Severity, tuple[int, ...]]

    @property
    def points(self) -> int:
        """The points of all."""
        return sum(POINTS[level] * len(ids) for level, ids in self.ids.items())

    @property
    def count(self) -> int:
        """How many."""
        return sum(len(ids) for ids in self.ids.values())

    @property
    def level(self) -> Severity | None:
        """The highest level; None where nothing stands."""
        return min((level for level, ids in self.ids.items() if ids), default=None)

    @property
    def all(self) -> tuple[int, ...]:
        """All ids, the highest level first."""
        return tuple(ident for level in sorted(self.ids) for ident in self.ids[level])


@dataclass(frozen=True, slots=True)
class RiskWeek:
    """A week (from its Monday on the city's clock): points that stood at its end, warnings raised, signals heard."""

    begin: date
    points: int
    raised: int
    signals: int


@dataclass(frozen=True, slots=True)
class Driver:
    """What a scenario adds to the points now, and how many warnings of it there were in a year."""

    scenario: str
    standing: Standing
    year: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """Signals of a kind in the last 30 days, in the 30 before, and in the same 30 a year ago."""

    kind: str
    now: int
    before: int
    year_ago: int


@dataclass(frozen=True, slots=True)
class Share:
    """One area among others: its warnings and points, per thousand households with an interval of 95 %.

    `area` None is what lies in none of them. Without households there is no rate.
    """

    area: int | None
    standing: Standing
    households: int

    @property
    def rate(self) -> float | None:
        """Points for each thousand households."""
        return 1000 * self.standing.points / self.households if self.households else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the rate lies with 95 %, as far as the count of warnings can tell (Poisson, by square roots)."""
        if not self.households:
            return None
        count, points = self.standing.count, self.standing.points
        each = points / count if count else 1.0
        low, high = max(0.0, sqrt(count) - 0.98) ** 2, (sqrt(count + 1) + 0.98) ** 2
        return 1000 * each * low / self.households, 1000 * each * high / self.households


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything known of the risk of an area (`area`, None for a place or subject), at a moment.

    `weeks` oldest first, the running one last; `neighbours` are the areas under the same one, itself among them, the
    riskiest first; `below` the areas right under it and, last, what lies in none of them: together they are `standing`.
    """

    at: datetime
    area: int | None
    level: Level | None
    standing: Standing
    weeks: tuple[RiskWeek, ...]
    drivers: tuple[Driver, ...]
    kinds: tuple[KindCount, ...]
    neighbours: tuple[Share, ...] = ()
    below: tuple[Share, ...] = ()

    @property
    def year_ago(self) -> RiskWeek | None:
        """The same week a year ago."""
        return self.weeks[-53] if len(self.weeks) >= 53 else None

    @property
    def rank(self) -> int | None:
        """Its place among the neighbours, 1 for the riskiest; those with the same rate share it."""
        rates = [share.rate or 0.0 for share in self.neighbours]
        mine = next((share.rate or 0.0 for share in self.neighbours if share.area == self.area), None)
        return None if mine is None else 1 + sum(rate > mine for rate in rates)

"""What one area closed of what was due lately: the same figures as its row in the table of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.domain.areas import Level
from services.domain.case_filter import CaseFilter, Evaluated
from services.domain.evaluation import Group, Part, Sums
from services.domain.scope import WHOLE, Scope
from services.insight.evaluation.table import last_days
from services.store import queries_cases
from services.store.queries import evaluation
from services.store.reader import Reader

DAYS = 30
GROUPS: Mapping[Level, Group] = {Level.TOWN: Group.TOWN, Level.VILLAGE: Group.VILLAGE, Level.GRID: Group.GRID}


@dataclass(frozen=True, slots=True)
class AreaRates:
    """Counts of one area (`group` None: the whole city) of the local days of `days`, true at `at`.

    `behind`: cases have yet to be counted anew.
    """

    group: Group | None
    key: int | None
    days: tuple[date, date]
    at: datetime
    sums: Sums
    behind: bool

    def cases(self, part: Part) -> CaseFilter:
        """Exactly the cases that a part counts."""
        return CaseFilter(evaluated=Evaluated(part, self.days, self.at, self.group, self.key))


def read_area_rates(reader: Reader, level: Level, ident: int, now: datetime, scope: Scope = WHOLE) -> AreaRates:
    """The last thirty local days of an area, today with them."""
    group = GROUPS.get(level)
    key = ident if group is not None else None
    zone = reader.city().zone
    days = last_days(now, DAYS, zone)
    counts = evaluation.counts_of(reader, group, key, days, now, queries_cases.within(scope))
    return AreaRates(group, key, days, now, Sums(counts), evaluation.behind_of(reader, days, zone) > 0)

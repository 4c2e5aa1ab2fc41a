"""The pages of the special actions: warnings, tickets and incidents of each, every figure with the cases behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.domain.incidents import IncidentState
from services.domain.outcomes import Outcomes
from services.domain.portraits import Standing
from services.domain.scenarios import Campaign, Scenario
from services.domain.scope import WHOLE, Scope
from services.insight.outcomes import outcomes_of
from services.insight.portrait import standing_of
from services.live.area_table import AreaTable
from services.live.scope_mask import warning_within
from services.risk.keeping import running
from services.risk.standard import read_standard
from services.store.engine import Database
from services.store.queries import campaigns as asked
from services.store.queries import warnings
from services.store.reader import Reader

MONTH, YEAR = timedelta(days=30), timedelta(days=365)
TICK = timedelta(milliseconds=1)  # what is reported right now counts


@dataclass(frozen=True, slots=True)
class Cases:
    """Incidents of one sort as ids: all of them, and of these those open, closed, closed in time, overdue."""

    all: tuple[int, ...]
    open: tuple[int, ...]
    closed: tuple[int, ...]
    in_time: tuple[int, ...]
    overdue: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TownLine:
    """What a campaign has in one town; `town` None: in none. Incidents as ids, of the last 30 days."""

    town: int | None
    standing: Standing
    incidents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """One special action at a moment: `tickets` made of its warnings in a year, `incidents` of its categories in 30
    days and `before` in the 30 before those; `raised` ids of warnings raised in 30 days; `towns` and `by_scenario` add
    up to the whole.
    """

    campaign: Campaign
    at: datetime
    scenarios: tuple[Scenario, ...]
    standing: Standing
    raised: tuple[int, ...]
    outcomes: Outcomes
    tickets: Cases
    incidents: Cases
    before: tuple[int, ...]
    towns: tuple[TownLine, ...]
    by_scenario: Mapping[str, Standing]


class Campaigns:
    """Reads the pages; within what an officer sees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Campaign, ...]:
        """The special actions in their order."""
        return read_standard().campaigns

    def page(self, code: str, now: datetime, scope: Scope = WHOLE) -> CampaignPage:
        """The page of one."""
        campaign = next(one for one in self.all() if one.code == code)
        with self._database.reading() as reader:
            return _page(reader, campaign, now, scope)


def _page(reader: Reader, campaign: Campaign, now: datetime, scope: Scope) -> CampaignPage:
    areas = AreaTable.of(reader.areas())
    mine = tuple(one for one in running(reader, active_only=False) if one.campaign == campaign.code)
    rows = [
        row for row in asked.warnings_of(reader, [one.code for one in mine], now - YEAR)
        if warning_within(warnings.live(row), areas, scope)
    ]  # fmt: skip
    standing = [row for row in rows if row.ended_at is None]
    tickets = asked.incidents_by_id(reader, [row.incident_id for row in rows if row.incident_id], scope)
    incidents = asked.incidents_of(reader, campaign.categories, now - MONTH, now + TICK, scope)
    before = asked.incidents_of(reader, campaign.categories, now - 2 * MONTH, now - MONTH, scope)
    return CampaignPage(
        campaign=campaign, at=now, scenarios=mine, standing=standing_of(standing),
        raised=tuple(row.id for row in rows if row.raised_at > now - MONTH),
        outcomes=outcomes_of(reader, [row for row in rows if row.ended_at is not None]),
        tickets=_cases(tickets, now), incidents=_cases(incidents, now), before=tuple(row.id for row in before),
        towns=_towns(standing, incidents),
        by_scenario={one.code: standing_of(row for row in standing if row.scenario == one.code) for one in mine},
    )  # fmt: skip


def _cases(rows: Sequence[Any], now: datetime) -> Cases:
    def ids(chosen: Iterable[Any]) -> tuple[int, ...]:
        return tuple(row.id for row in chosen)

    opened = [row for row in rows if IncidentState(row.state).is_open]
    closed = [row for row in rows if row.state == int(IncidentState.CLOSED)]
    late = [row for row in opened if row.due_at is not None and row.due_at < now]
    in_time = [row for row in closed if row.due_at is not None and row.closed_at and row.closed_at <= row.due_at]
    return Cases(ids(rows), ids(opened), ids(closed), ids(in_time), ids(late))


def _towns(standing: Sequence[Any], incidents: Sequence[Any]) -> tuple[TownLine, ...]:
    """A line for each town that has anything, and one for what is in none; together they are the whole."""
    towns = {row.town_id for row in (*standing, *incidents)}
    found = [
        TownLine(
            town,
            standing_of(row for row in standing if row.town_id == town),
            tuple(row.id for row in incidents if row.town_id == town),
        )
        for town in towns
    ]
    return tuple(sorted(found, key=lambda line: (line.town is None, -line.standing.points, -len(line.incidents))))

"""The warnings of a demo city's past year: what the scenarios would have raised then, with how it came out.

They fill in behind the making of the city, scenario after scenario, and can be stopped and gone on with: the account of
what is done lies in the city's settings. What came out is told by the generator's own record of what really happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from services.demo.truths import truth_of
from services.domain.refusals import Refusal
from services.domain.scenarios import Scenario
from services.domain.warnings import WarningOutcome, WarningState
from services.risk.keeping import running
from services.risk.loading import load_world, past
from services.risk.model import RiskModel
from services.risk.registry import models
from services.risk.replay import Raised, replay
from services.risk.world import World, joined
from services.store.engine import Database
from services.store.queries import truths, warnings
from services.store.unit import Unit

DONE = "demo.past_warnings"
YEAR = timedelta(days=365)
FALSE_SHARE = 0.6  # of those that were wrong somebody said so; the others expired
AVERTED_SHARE = 0.45  # of right ones that harmed nobody
OFFICERS = ("dispatcher1", "dispatcher2", "dispatcher3")


def fill(
    database: Database,
    progress: Callable[[int, int], None] = lambda done, of: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Writes the past warnings of every scenario that has none yet; returns how many. Demo cities only."""
    with database.reading() as reader:
        if not reader.city().demo:
            raise Refusal("demo.real_data", "This database holds real data: nothing is made up in it.")
        scenarios = running(reader)
        done = set(reader.setting(DONE).split())
        world = load_world(reader, scenarios)
    known, written = models(), 0
    for at, scenario in enumerate(scenarios):
        if stop():
            break
        if scenario.code not in done and scenario.model in known:
            written += _fill_one(database, scenario, known[scenario.model], world, stop)
            done.add(scenario.code)
        progress(at + 1, len(scenarios))
    return written


def left(database: Database) -> int:
    """How many scenarios have no past yet; 0 in a real city."""
    with database.reading() as reader:
        if not reader.city().demo:
            return 0
        done = set(reader.setting(DONE).split())
        return sum(scenario.code not in done for scenario in running(reader))


def _fill_one(database: Database, scenario: Scenario, model: RiskModel, world: World, stop: Callable[[], bool]) -> int:
    now = database.clock()
    end = now - scenario.lasts - timedelta(days=1)
    begin = now - YEAR
    with database.reading() as reader:
        signals = joined(list(past(reader, world, begin - scenario.window, end, scenario.heard())))
        stories = truths.of_scenario(reader, scenario.code)
        standing = {row.situation for row in warnings.open_rows(reader) if row.scenario == scenario.code}
    raised = replay(scenario, world, model, signals, begin, end, stop)
    gone = [one for one in raised if one.last_at + scenario.lasts < now and one.situation not in standing]
    with database.unit() as unit:
        rng = np.random.default_rng((int(unit.setting("demo.seed", "1")), 7, scenario.rank))
        for one in gone:
            _write(unit, scenario, model, one, truth_of(one, stories, scenario), rng)
        unit.remember(DONE, f"{unit.setting(DONE)} {scenario.code}".strip())
        unit.commit()
    return len(gone)


def _write(
    unit: Unit, scenario: Scenario, model: RiskModel, one: Raised, truth: Any | None, rng: np.random.Generator
) -> None:
    outcome = _outcome(one, truth, rng)
    acked = one.raised_at + timedelta(minutes=float(rng.uniform(2, 40)))
    dispatched = acked + timedelta(hours=float(rng.uniform(0.2, 6.0))) if truth is not None else None
    ended = max(one.last_at, dispatched or acked) + timedelta(hours=float(rng.uniform(6, 90)))
    expired = outcome is WarningOutcome.NONE
    if expired:
        ended = one.last_at + scenario.lasts
    officer = OFFICERS[int(rng.integers(len(OFFICERS)))]
    ident, place, finding = unit.next_id("warnings"), one.place, one.finding
    day = one.raised_at.astimezone(unit.city().zone)
    band = finding.band or (None, None)
    members = one.signals[-500:]
    unit.add(
        "warnings", id=ident, number=f"W-{day:%y%m%d}-{ident:05d}", scenario=scenario.code,
        scenario_version=scenario.version, model=str(scenario.model), situation=one.situation, subject=one.subject,
        level=int(one.level), top_level=int(one.level),
        state=int(WarningState.EXPIRED if expired else WarningState.CLOSED), score=one.score, place=int(place.status),
        lon=place.lon, lat=place.lat, radius_m=one.radius_m, town_id=place.town, village_id=place.village,
        grid_id=place.grid, department=scenario.owner, raised_at=one.raised_at, first_at=one.raised_at,
        last_at=one.last_at, members=len(members), heard={},
        parts=[[part.code, part.points, dict(part.values)] for part in finding.parts],
        measures=dict(finding.measures), basis=dict(finding.basis or model.basis(scenario, finding.measures)),
        observed=finding.observed, expected=finding.expected, band_low=band[0], band_high=band[1],
        ran_at=finding.ran_at, acked_at=None if expired else acked, acked_by="" if expired else officer,
        dispatched_at=dispatched, expires_at=one.last_at + scenario.lasts, ended_at=ended,
        ended_by="engine" if expired else officer, outcome=int(outcome), drill=0,
        proof=_proof(unit, one, truth, outcome),
    )  # fmt: skip
    unit.add_many(
        "warning_members", [{"warning_id": ident, "signal_id": signal, "added_at": one.last_at} for signal in members]
    )
    unit.put("warnings", ident, heard=warnings.heard(unit, [ident]).get(ident, {}))
    for at, score, level, count in _course(one):
        unit.add("warning_scores", warning_id=ident, at=at, score=score, level=level, members=count)


def _outcome(one: Raised, truth: Any | None, rng: np.random.Generator) -> WarningOutcome:
    if truth is None:
        return WarningOutcome.FALSE if rng.uniform() < FALSE_SHARE else WarningOutcome.NONE
    if truth.harm_at is not None and truth.harm_at >= one.raised_at:
        return WarningOutcome.TRUE
    return WarningOutcome.AVERTED if rng.uniform() < AVERTED_SHARE else WarningOutcome.TRUE


def _proof(unit: Unit, one: Raised, truth: Any | None, outcome: WarningOutcome) -> str:
    """The incident that showed it, where one of its members became one after it was raised."""
    if outcome is not WarningOutcome.TRUE or truth is None:
        return ""
    found = warnings.incident_after(unit, one.signals[-500:], one.raised_at)
    return "" if found is None else f"incident/{found}"


def _course(one: Raised) -> Sequence[tuple[datetime, float, int, int]]:
    """How it went: as it was raised, and as it was at its worst."""
    first = (one.raised_at, one.score, int(one.first), max(1, len(one.signals) // 2))
    last = (one.last_at, one.score, int(one.level), len(one.signals))
    return (first,) if one.last_at == one.raised_at else (first, last)

"""A drill enters no figure: everything that is counted anywhere is the same before, during and after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.intake import Rules
from services.cases.rulebook import RuleBook
from services.domain.areas import Level
from services.domain.evaluation import Group
from services.domain.people import Officer, OfficerRole
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.warnings import WarningOrder, WarningOutcome, WarningVerb
from services.geo.atlas import Atlas
from services.insight.briefing.whole import read_briefing
from services.insight.campaigns import Campaigns
from services.insight.evaluation.table import last_days, read_table
from services.insight.explaining.before import track_record
from services.insight.portrait import Portraits
from services.insight.warned import warned
from services.live.picture import load_picture
from services.risk.bodies import body_of
from services.risk.brain import Brain
from services.risk.drills.keeping import Drills
from services.risk.drills.rehearsal import DrillGround, Rehearsal
from services.risk.drills.scripts import Script, Stream
from services.risk.handling.desk import WarningDesk
from services.risk.registry import models
from services.risk.silent_sources import registry
from services.risk.taking import take_signals
from services.store.engine import Database
from services.store.queries import scenarios, signals, warnings

CHIEF = Officer(1, "chief", "", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
SCENARIO = Scenario(
    code="roads.junction", campaign="roads", name_zh="路口", name_en="Junction", purpose_zh="找", purpose_en="Find",
    model=ModelKind.FREQUENCY, kinds=("fight",), per=Per.GRID, window=timedelta(days=90), owner="police",
    category="fight", lasts=timedelta(days=7), harm=0.9, parameters={"threshold": 4, "radius_m": 200.0},
)  # fmt: skip
SCRIPT = Script(
    "trial", "试演", "Trial", "试", "Try", 5, 60, 3, 50, (Stream("fight", "hotline", 1, 0, 9, 0.9, (1, 1)),)
)


def said(value: Any) -> Any:
    """A value as something that compares: arrays by their bytes, dataclasses by fields but for moments of reading."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if is_dataclass(value) and not isinstance(value, type):
        left_out = {"drills", "warnings", "drilled", "at", "loaded_at"}
        return tuple((f.name, said(getattr(value, f.name))) for f in fields(value) if f.name not in left_out)
    if isinstance(value, float):
        return repr(value)  # a rate of nothing is itself
    if isinstance(value, Mapping):
        return tuple((key, said(one)) for key, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(said(one) for one in value)
    return value


def figures(database: Database) -> dict[str, Any]:
    """Every figure that the services give."""
    now, found = database.clock(), {}
    briefing = read_briefing(database)
    for name in ("today", "areas", "trends", "inflow", "departments"):
        found[f"briefing {name}"] = said(getattr(briefing, name))
    with database.reading() as reader:
        zone = reader.city().zone
        for group in Group:
            found[f"evaluation {group}"] = said(read_table(reader, group, last_days(now, 30, zone), now))
        found["registry"] = said(registry(reader, now))
        picture = load_picture(reader, now)
        found["picture"] = said(picture)
        told = warned(picture, now)  # its rows show drills, each marked; its counts know none
        found["warned"] = said(replace(told, rows=()))
        found["record"] = said(track_record(reader, SCENARIO.code, now))
        found["newest"] = signals.newest(reader)
        areas = [area for area in reader.areas() if area.level in (Level.CITY, Level.TOWN, Level.GRID)]
    for area in areas:
        found[f"portrait {area.code}"] = said(Portraits(database).of_area(area.id, now))
    for campaign in Campaigns(database).all():
        found[f"campaign {campaign.code}"] = said(Campaigns(database).page(campaign.code, now))
    return found


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in before if before[name] != after[name]]


@pytest.fixture
def exercised(city: Database, fill: Callable[..., list[int]], monkeypatch: pytest.MonkeyPatch) -> Database:
    """The city with a history, a scenario and signals of its own."""
    fill(120)
    monkeypatch.setattr(Drills, "scripts", lambda self: (SCRIPT,))
    with city.unit() as unit:
        scenarios.add_version(unit, body_of(SCENARIO), "author", VersionState.APPROVED, "why", "chief")
        unit.add("source_watch", source="hotline", owner="police", cadence_minutes=60)
        unit.commit()
    return city


def play(city: Database, drill: int | None, count: int) -> None:
    """So many signals of the script, as the drill's or as real ones, and what the engine makes of them."""
    with city.reading() as reader:
        brain = Brain.load(city, reader, city.clock(), models())
        ground = DrillGround.of(reader)
    live = Drills(city).running()[0] if drill else Drills(city).start("trial", CHIEF)
    rehearsal = Rehearsal(live, SCRIPT, ground, {"hotline"})
    if drill is None:
        Drills(city).stop(CHIEF)
    found = [replace(rehearsal.signal(number), at=city.clock(), drill=None) for number in range(count)]
    with city.unit() as unit:
        batch = take_signals(unit, "hotline", found, Atlas(city), drill).batch
        unit.commit()
    brain.perceive({batch: drill}, [])
    brain.close()


def test_that_no_figure_knows_of_a_drill_while_it_runs_or_afterwards(exercised: Database) -> None:
    city = exercised
    before = figures(city)
    live = Drills(city).start("trial", CHIEF)
    play(city, live.id, 80)
    with city.reading() as reader:
        raised = warnings.standing(reader)
    assert len(raised) >= 2
    assert {one.drill for one in raised} == {live.id}
    assert differing(before, figures(city)) == []
    desk = WarningDesk(city, Desk(city, RuleBook()), Rules(Atlas(city), read_deadlines()))
    sign = WarningOrder(WarningVerb.DISPATCH, raised[0].id, raised[0].version, department="police", category="fight")
    desk.carry_out(replace(sign, text="演练处置"), CHIEF)
    close = WarningOrder(WarningVerb.CLOSE, raised[1].id, raised[1].version, why="演练", outcome=WarningOutcome.TRUE)
    desk.carry_out(close, CHIEF)
    assert differing(before, figures(city)) == []
    Drills(city).stop(CHIEF)
    assert differing(before, figures(city)) == []


def test_that_the_same_signals_would_be_seen_were_they_real(exercised: Database) -> None:
    """The comparison itself sees something."""
    before = figures(exercised)
    play(exercised, None, 80)
    changed = differing(before, figures(exercised))
    assert {"registry", "warned", "newest", "portrait 410000000000"} <= set(changed)

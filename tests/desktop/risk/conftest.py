"""An operator's seat over a small city in which warnings stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.commandline.bench import load
from services.domain.facts import WarningChanged
from services.domain.incidents import Severity
from services.domain.people import OfficerRole
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.warnings import WarningState
from services.risk.bodies import body_of
from services.store.engine import Database
from services.store.queries import scenarios, warnings

_operator = load(Path(__file__).parents[1] / "operator" / "conftest.py")
open_seat = _operator.open_seat
NOW = load(Path(__file__).parents[2] / "services" / "insight" / "conftest.py").NOW

JUNCTION = Scenario(
    code="roads.junctions", campaign="roads", name_zh="事故多发路口", name_en="Junction with repeated accidents",
    purpose_zh="找出事故反复的路口", purpose_en="Find junctions where accidents repeat", model=ModelKind.FREQUENCY,
    kinds=("fight",), per=Per.SPOT, window=timedelta(days=90), owner="police", category="fight",
    lasts=timedelta(days=30), harm=0.6, parameters={"threshold": 4, "radius_m": 200.0}, helpers=("water",),
    advice_zh=("到场疏导", "设减速带"), advice_en=("Direct the traffic", "Put up speed humps"),
)  # fmt: skip
MEASURES = {
    "count": 6.0, "threshold": 4.0, "days": 90.0, "recent": 4.0, "earlier": 2.0, "hurt": 0.0, "homes": 150.0,
}  # fmt: skip
PARTS = [
    ["frequency", 37.5, {"count": 6.0, "threshold": 4.0, "days": 90.0}],
    ["trend", 20.0, {"recent": 4.0, "earlier": 2.0, "days": 90.0}],
    ["harm", 9.0, {"hurt": 0.0}],
    ["exposure", 3.0, {"homes": 150.0}],
]
Warn = Callable[..., int]


@pytest.fixture
def warn(city: Database) -> Warn:
    """Raises a warning with facts behind it, as the engine does; keyword values are columns of its row."""
    with city.unit() as unit:
        scenarios.add_version(unit, body_of(JUNCTION), "author", VersionState.APPROVED, "因为", "chief")
        unit.commit()

    def make(
        incidents: tuple[int, ...] = (), level: Severity = Severity.ORANGE, facts: tuple[int, ...] = (), **values: Any
    ) -> int:
        with city.unit() as unit:
            ident = unit.next_id("warnings")
            town, village, grid = _area(unit)
            usual = {
                "number": f"W-261123-{ident:05d}", "scenario": JUNCTION.code, "scenario_version": 1,
                "model": "frequency", "situation": f"spot:{ident}", "level": int(level), "top_level": int(level),
                "state": int(WarningState.RAISED), "score": 69.5, "place": 1, "lon": 116.31, "lat": 33.81,
                "radius_m": 200.0, "town_id": town, "village_id": village, "grid_id": grid, "department": "police",
                "raised_at": NOW - timedelta(minutes=ident), "first_at": NOW - timedelta(days=20),
                "last_at": NOW - timedelta(minutes=ident), "members": 6, "parts": PARTS, "measures": MEASURES,
                "basis": {"count": 6.0, "threshold": 4.0, "days": 90.0}, "heard": {"hotline": 4, "grid": 2},
                "observed": 6.0, "expires_at": NOW + timedelta(days=20),
            }  # fmt: skip
            unit.add("warnings", id=ident, **(usual | values))
            members = [*facts, *(_signal(unit, at, incidents) for at in range(6 - len(facts)))]
            unit.add_many(
                "warning_members", [{"warning_id": ident, "signal_id": one, "added_at": NOW} for one in members]
            )
            unit.note("engine", "raise_warning", f"warning/{ident}", after="ORANGE 70")
            for row in warnings.rows(unit, [ident]):
                unit.say(WarningChanged(warnings.live(row)))
            unit.commit()
        return ident

    return make


@pytest.fixture
def at_the_desk(open_seat: Any, seat_of: Any) -> Callable[..., Any]:
    """Opens the seat of a dispatcher, whose warnings are known."""

    def make(qtbot: Any, login: str = "dana", role: OfficerRole = OfficerRole.DISPATCHER, **values: Any) -> Any:
        seat = open_seat(context=seat_of(login, role, **values))
        qtbot.waitUntil(lambda: bool(seat.further.warnings.known.scenarios), timeout=10_000)
        qtbot.waitUntil(seat.further.warnings.complete, timeout=10_000)
        return seat

    return make


def _area(unit: Any) -> tuple[int, int, int]:
    areas = unit.areas()
    grid = next(area for area in areas if area.level == 4)
    by_id = {area.id: area for area in areas}
    return by_id[grid.parent].parent, grid.parent, grid.id


def _signal(unit: Any, at: int, incidents: tuple[int, ...]) -> int:
    moment = NOW - timedelta(days=3 * at, hours=1)
    incident = incidents[at] if at < len(incidents) else None
    ident: int = unit.add(
        "signals", source="hotline" if at % 3 else "grid", kind="fight", at=moment, received_at=moment, subject="",
        value=1.0, place=1, lon=116.31 + at * 1e-4, lat=33.81, incident_id=incident, origin="", synthetic=True,
    )  # fmt: skip
    return ident

"""Cases, orders and officers for decisions, without a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.bundle import read_deadlines
from services.cases.deciding.rules import DeskRules
from services.domain.cases import (
    Case,
    Change,
    Child,
    ClockStop,
    Holding,
    Merge,
    Request,
    RequestKind,
    RequestState,
    StopCause,
)
from services.domain.catalogue import Category, Department
from services.domain.incidents import (
    Evidence,
    Incident,
    IncidentClass,
    IncidentState,
    LiveIncident,
    Outcome,
    Place,
    PlaceStatus,
    Severity,
)
from services.domain.orders import Details, Order
from services.domain.people import SYSTEM, Officer, OfficerRole
from services.domain.steps import Verb

S, V = IncidentState, Verb
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)  # a Monday, half past two in the afternoon there
REPORTED = NOW - timedelta(hours=2)
PLACE = Place(PlaceStatus.LOCATED, 116.31, 33.81, 1, 2, 3)
ELSEWHERE = Place(PlaceStatus.LOCATED, 116.4, 33.9, 4, 5, 6)
DEPARTMENTS = ("water", "police", "fire", "health")
OFFICERS = {
    "command": Officer(1, "desk1", "", OfficerRole.DISPATCHER),
    "supervise": Officer(2, "super1", "", OfficerRole.SUPERVISOR),
    "owner": Officer(3, "water1", "", OfficerRole.DEPARTMENT, department="water"),
    "stranger": Officer(4, "police1", "", OfficerRole.DEPARTMENT, department="police"),
    "town": Officer(5, "town1", "", OfficerRole.TOWN, area=1),
    "other town": Officer(6, "town2", "", OfficerRole.TOWN, area=9),
    "leader": Officer(7, "leader1", "", OfficerRole.LEADER),
    "both": Officer(8, "night1", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR})),
    "wall": Officer(9, "wall", "", OfficerRole.WALL),
    "admin": Officer(10, "admin", "", OfficerRole.ADMIN),
    "system": SYSTEM,
}
OWNED = {S.ASSIGNED, S.ACCEPTED, S.IN_PROGRESS, S.FINISHED, S.VERIFIED, S.SUSPENDED, S.CLOSED, S.MERGED}
ASKS = {
    V.GRANT_EXTENSION: RequestKind.EXTENSION, V.REFUSE_EXTENSION: RequestKind.EXTENSION,
    V.GRANT_SUSPENSION: RequestKind.SUSPENSION, V.REFUSE_SUSPENSION: RequestKind.SUSPENSION,
    V.GRANT_RESUMPTION: RequestKind.RESUMPTION, V.REFUSE_RESUMPTION: RequestKind.RESUMPTION,
    V.WITHDRAW: RequestKind.EXTENSION,
}  # fmt: skip


def incident(state: IncidentState, ident: int = 7, **live: Any) -> Incident:
    """An incident as it stands in a state after two hours."""
    owned = state in OWNED
    made = LiveIncident(
        ident, 4, f"20261123-{ident:06}", "hotline", "leak", Severity.YELLOW, IncidentClass.ORDINARY, state, PLACE,
        REPORTED, due_at=REPORTED + timedelta(hours=24), warn_at=REPORTED + timedelta(hours=19.2),
        triple_at=REPORTED + timedelta(hours=72), department="water" if owned else None,
        closed_at=None if state.is_open or state is S.DRAFT else NOW, step_due_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    worked = state in OWNED - {S.ASSIGNED}
    done = state in {S.FINISHED, S.VERIFIED, S.CLOSED}
    return Incident(
        replace(made, **live), "水管漏水", "某路",
        filed_at=REPORTED, assigned_at=REPORTED + timedelta(minutes=10) if owned else None,
        assigned_by="somebody" if owned else "", accepted_at=REPORTED + timedelta(minutes=20) if worked else None,
        finished_at=REPORTED + timedelta(minutes=90) if done else None,
        outcome=Outcome.SOLVED if state is S.CLOSED else Outcome.NONE,
        resume_state=S.IN_PROGRESS if state is S.SUSPENDED else None,
        stopped_at=REPORTED + timedelta(hours=1) if state is S.SUSPENDED else None,
        merged_into=8 if state is S.MERGED else None,
    )  # fmt: skip


def case(state: IncidentState, verb: Verb | None = None, **live: Any) -> Case:
    """A case in a state, with what the decision on a verb needs to be there."""
    made = Case(incident(state, **live), area_code="410000001001001")
    if verb in ASKS:
        made = asked(made, ASKS[verb])
    if state is S.SUSPENDED:
        made = replace(made, stops=(ClockStop(1, REPORTED + timedelta(hours=1), None, StopCause.SUSPENDED),))
    if verb is V.MERGE:
        made = replace(made, other=Case(incident(S.FILED, 8)))
    if state is S.MERGED:
        merge = Merge(1, 7, 8, S.ASSIGNED, 1, Severity.YELLOW, IncidentClass.ORDINARY)
        made = replace(made, merge=merge, other=Case(incident(S.FILED, 8, reports=3)))
    return made


def asked(of: Case, kind: RequestKind, **values: Any) -> Case:
    """The case with a request of an hour ago that waits."""
    usual: dict[str, Any] = {"hours": 8.0, "until": NOW + timedelta(days=3), "asked_at": NOW - timedelta(hours=1)}
    usual |= values
    waits = Request(1, 1, kind, RequestState.PENDING, "weather", "雨", asked_by="water1", **usual)
    live = replace(of.incident.live, pending=True)
    return replace(of, incident=replace(of.incident, live=live), requests=(*of.requests, waits))


def filled(**values: Any) -> Details:
    """A form in which every field is filled."""
    usual: dict[str, Any] = {
        "reason": "wrong_department", "words": "说明", "department": "police", "hours": 12.0,
        "until": NOW + timedelta(minutes=50), "severity": Severity.ORANGE, "into": 8, "worker": 5, "stars": 4,
        "category": "fight", "evidence": (Evidence("before", "a.jpg"), Evidence("after", "b.jpg")),
    }  # fmt: skip
    return Details(**(usual | values))


def order(verb: Verb, of: Case, child: int | None = None, **values: Any) -> Order:
    """An order for a case as it stands."""
    return Order(verb, of.incident.live.id, of.incident.live.version, filled(**values), child)


@pytest.fixture
def rules() -> DeskRules:
    """The rules of a small city with four departments and three categories."""
    classes = {"leak": IncidentClass.ORDINARY, "fight": IncidentClass.MAJOR, "road": IncidentClass.COMPLEX}
    return DeskRules(
        read_deadlines(),
        ZoneInfo("Asia/Shanghai"),
        {code: Department(code, code, code) for code in DEPARTMENTS},
        categories={
            code: Category(code, code, code, None, kind, Severity.YELLOW, "water") for code, kind in classes.items()
        },
        place=lambda lon, lat: (replace(ELSEWHERE, lon=lon, lat=lat), "410000002001001"),
    )


@pytest.fixture
def make() -> Any:
    """The builders of this folder: case, incident, order, filled, asked."""
    return Builders()


def applied(before: Case, change: Change, next_id: Callable[[], int]) -> Case:
    """The case as the database would give it back after a change was written."""
    after = replace(before, incident=change.after)
    for write in change.writes:
        after = _KEPT[write.table](after, write, next_id) if write.table in _KEPT else after
    if change.others and after.other is not None:
        after = replace(after, other=replace(after.other, incident=change.others[0].after))
    return after


def _rows(rows: tuple[Any, ...], write: Any, fresh: Callable[[], Any]) -> tuple[Any, ...]:
    if write.id is None:
        return (*rows, fresh())
    return tuple(_changed(row, write) if row.id == write.id else row for row in rows)


def _changed(row: Any, write: Any) -> Any:
    values = dict(write.values)
    if "state" in values:
        values["state"] = type(row.state)(values["state"])
    if write.version is not None:
        assert write.version == row.version, "a row was changed that is no longer of that version"
        values["version"] = row.version + 1
    return replace(row, **values)


def _request(of: Case, write: Any, next_id: Callable[[], int]) -> Case:
    def fresh() -> Request:
        v = dict(write.values)
        v.pop("incident_id")
        return Request(next_id(), 1, RequestKind(v.pop("kind")), RequestState(v.pop("state")), **v)

    return replace(of, requests=_rows(of.requests, write, fresh))


def _stop(of: Case, write: Any, next_id: Callable[[], int]) -> Case:
    def fresh() -> ClockStop:
        v = write.values
        return ClockStop(next_id(), v["begin"], v["end"], StopCause(v["cause"]))

    return replace(of, stops=_rows(of.stops, write, fresh))


def _child(of: Case, write: Any, next_id: Callable[[], int]) -> Case:
    def fresh() -> Child:
        v = dict(write.values)
        v.pop("incident_id")
        return Child(next_id(), 1, v.pop("department"), S(v.pop("state")), **v)

    return replace(of, children=_rows(of.children, write, fresh))


def _holding(of: Case, write: Any, next_id: Callable[[], int]) -> Case:
    v = {key: value for key, value in write.values.items() if key != "incident_id"}
    return replace(of, holdings=(*of.holdings, Holding(**v)))


def _merge(of: Case, write: Any, next_id: Callable[[], int]) -> Case:
    v = write.values
    if write.id is not None:
        return replace(of, merge=None)
    return replace(
        of,
        merge=Merge(
            next_id(), v["incident_id"], v["into_id"], S(v["state_before"]), v["reports"],
            Severity(v["severity_before"]), IncidentClass(v["kind_before"]),
        ),
    )  # fmt: skip


_KEPT: dict[str, Callable[[Case, Any, Callable[[], int]], Case]] = {
    "requests": _request, "clock_stops": _stop, "child_tickets": _child, "holdings": _holding, "merges": _merge,
}  # fmt: skip


class Builders:
    """The builders by name, since tests here are no package."""

    now, reported, officers, elsewhere = NOW, REPORTED, OFFICERS, ELSEWHERE
    case, incident, order, filled, asked, applied = (
        staticmethod(case), staticmethod(incident), staticmethod(order), staticmethod(filled), staticmethod(asked),
        staticmethod(applied),
    )  # fmt: skip

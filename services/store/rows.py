"""From rows of the tables to the domain's frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as fields_of
from enum import IntEnum
from operator import attrgetter
from typing import Any, TypeVar

from services.domain.areas import Area, AreaKind, Level
from services.domain.catalogue import Category, Named
from services.domain.incidents import (
    ENDED,
    Evidence,
    Incident,
    IncidentClass,
    IncidentState,
    LiveIncident,
    Outcome,
    Place,
    PlaceStatus,
    Severity,
    TimeFlaw,
)
from services.domain.people import Duty, Person, Role

ENDED_STATES = tuple(int(state) for state in ENDED)
OPEN_STATES = tuple(int(state) for state in IncidentState if state.is_open)
N = TypeVar("N", bound=Named)


def area(row: Any) -> Area:
    """An area; without its geometry where that was not read."""
    return Area(
        id=row.id,
        level=Level(row.level),
        code=row.code,
        name=row.name,
        kind=AreaKind(row.kind),
        parent=row.parent_id,
        households=row.households,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        provisional=row.provisional,
        derived=row.derived,
        synthetic=row.synthetic,
        origin=row.origin,
        geometry=getattr(row, "geometry", None),
    )


def named(kind: type[N], row: Any) -> N:
    """A source, field or department."""
    return kind(**{field.name: getattr(row, field.name) for field in fields_of(kind)})


def category(row: Any) -> Category:
    """A category."""
    return Category(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        parent=row.parent,
        kind=IncidentClass(row.kind),
        severity=Severity(row.severity),
        department=row.department,
        active=row.active,
        filing_zh=row.filing_zh,
        filing_en=row.filing_en,
        closing_zh=row.closing_zh,
        closing_en=row.closing_en,
        retired_at=row.retired_at,
        merged_into=row.merged_into,
    )


def person(row: Any) -> Person:
    """A person of a grid."""
    return Person(
        id=row.id,
        role=Role(row.role),
        name=row.name,
        phone=row.phone,
        area=row.area_id,
        duty=Duty(row.duty),
        lon=row.lon,
        lat=row.lat,
        position_at=row.position_at,
    )


def live_incident(row: Any) -> LiveIncident:
    """The part of an incident that every seat knows."""
    return LiveIncident(
        id=row.id,
        version=row.version,
        number=row.number,
        source=row.source,
        category=row.category,
        severity=Severity(row.severity),
        kind=IncidentClass(row.kind),
        state=IncidentState(row.state),
        place=Place(PlaceStatus(row.place), row.lon, row.lat, row.town_id, row.village_id, row.grid_id),
        reported_at=row.reported_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        reports=row.reports,
        flawed=bool(row.flaw),
        department=row.department,
        warn_at=row.warn_at,
        triple_at=row.triple_at,
        step_due_at=row.step_due_at,
        acked=row.acked_at is not None,
        shelved_until=row.shelved_until,
        supervised=row.supervised,
        pending=row.pending,
        returns=row.returns,
        worker=row.worker_id,
        reopened_at=row.reopened_at,
    )


def incident(row: Any, proof: Sequence[Any] = ()) -> Incident:
    """The whole incident."""
    return Incident(
        live=live_incident(row),
        text=row.text,
        address=row.address,
        filed_at=row.filed_at,
        assigned_at=row.assigned_at,
        accepted_at=row.accepted_at,
        finished_at=row.finished_at,
        fed_back_at=row.fed_back_at,
        verified_at=row.verified_at,
        assigned_by=row.assigned_by,
        finished_by=row.finished_by,
        acked_at=row.acked_at,
        acked_by=row.acked_by,
        outcome=Outcome(row.outcome),
        resume_state=None if row.resume_state is None else IncidentState(row.resume_state),
        stopped_at=row.stopped_at,
        merged_into=row.merged_into,
        children=row.children,
        reworks=row.reworks,
        reopens=row.reopens,
        own_hours=row.own_hours,
        urges=row.urges,
        extensions=row.extensions,
        transfers=row.transfers,
        satisfaction=row.satisfaction,
        in_meeting=row.in_meeting,
        bound_by=row.bound_by,
        flaw=TimeFlaw(row.flaw),
        synthetic=row.synthetic,
        external=row.external,
        evidence=tuple(Evidence(p.kind, p.uri, p.digest) for p in proof),
    )


def incident_values(live: LiveIncident) -> dict[str, Any]:
    """The live part of an incident as column values."""
    place = live.place
    return {
        "id": live.id,
        "version": live.version,
        "number": live.number,
        "source": live.source,
        "category": live.category,
        "severity": int(live.severity),
        "kind": int(live.kind),
        "state": int(live.state),
        "place": int(place.status),
        "lon": place.lon,
        "lat": place.lat,
        "town_id": place.town,
        "village_id": place.village,
        "grid_id": place.grid,
        "reported_at": live.reported_at,
        "due_at": live.due_at,
        "closed_at": live.closed_at,
        "reports": live.reports,
        "department": live.department,
        "warn_at": live.warn_at,
        "triple_at": live.triple_at,
        "step_due_at": live.step_due_at,
        "shelved_until": live.shelved_until,
        "supervised": live.supervised,
        "pending": live.pending,
        "returns": live.returns,
        "worker_id": live.worker,
        "reopened_at": live.reopened_at,
    }


_TICKET = (
    "text", "address", "filed_at", "assigned_at", "accepted_at", "finished_at", "fed_back_at", "verified_at",
    "assigned_by", "finished_by", "acked_at", "acked_by", "outcome", "resume_state", "stopped_at", "merged_into",
    "children", "reworks", "reopens", "own_hours", "urges", "extensions", "transfers", "satisfaction",
    "in_meeting", "bound_by", "flaw",
)  # fmt: skip
_ticket_values = attrgetter(*_TICKET)


def changed_values(before: Incident, after: Incident) -> dict[str, Any]:
    """The columns in which two versions of an incident differ, with the later values."""
    old, new = incident_values(before.live), incident_values(after.live)
    values = {key: value for key, value in new.items() if value != old[key]}
    for name, was, value in zip(_TICKET, _ticket_values(before), _ticket_values(after), strict=True):
        if value is not was and value != was:
            values[name] = int(value) if isinstance(value, IntEnum) else value
    return values

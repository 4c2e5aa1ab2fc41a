"""From rows of the tables to the domain's frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as fields_of
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
    )


def incident(row: Any, proof: Sequence[Any] = ()) -> Incident:
    """The whole incident."""
    return Incident(
        live=live_incident(row),
        text=row.text,
        address=row.address,
        department=row.department,
        filed_at=row.filed_at,
        assigned_at=row.assigned_at,
        accepted_at=row.accepted_at,
        finished_at=row.finished_at,
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
    }

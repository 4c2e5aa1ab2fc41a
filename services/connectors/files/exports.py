"""Areas and incidents into files that open again with nothing lost; personal data only by right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from services.access.exporting import PersonalExport
from services.access.masking import mask_text
from services.connectors.files.columns import Column, Kind
from services.connectors.files.writers import whole_file, writer_for
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import Incident
from services.store import queries_cases, queries_export
from services.store.engine import Database
from services.store.reader import Reader

BATCH = 2_000
Of = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Case:
    """An incident with what an export adds to it: who reported it, and the names to mask in its words."""

    incident: Incident
    contact: tuple[str, str]
    names: Collection[str]
    personal: bool


def export_areas(
    database: Database, path: Path, level: Level | None = None, on: date | None = None, history: bool = False
) -> int:
    """Writes areas (those of a day, of now, or with `history` of all days); returns how many."""
    with database.reading() as reader:
        codes = queries_export.area_codes(reader)
        areas = queries_export.area_versions(reader, level) if history else reader.areas(level, on, geometry=True)
    with whole_file(path) as part:
        writer = writer_for(path, part, "areas", area_columns(codes), "MultiPolygon")
        for at in range(0, len(areas), BATCH):
            some = areas[at : at + BATCH]
            writer.rows(some, shapely.from_wkb(np.array([area.geometry for area in some], object)))
        writer.close()
    return len(areas)


def export_incidents(database: Database, path: Path, chosen: CaseFilter, personal: PersonalExport | None = None) -> int:
    """Writes the chosen incidents in the order they came; returns how many.

    Names and numbers of people are masked; with `personal` they are not, and the journal says who took them and why.
    """
    count = 0
    with whole_file(path) as part, database.reading() as reader:
        columns = incident_columns(queries_export.area_codes(reader), reader.city().zone, personal is not None)
        writer = writer_for(path, part, "incidents", columns, "Point")
        for page in queries_export.incident_pages(reader, chosen):
            cases = _cases(reader, page, personal is not None)
            writer.rows(cases, [_point(case) for case in cases])
            count += len(cases)
        writer.close()
        if personal is not None:
            # the line stands in the journal before the file has its name
            with database.unit() as unit:
                what = f"personal data of {count} incidents"
                unit.note(personal.officer, "export", "incidents", why=personal.why, after=what)
                unit.commit()
    return count


def _cases(reader: Reader, page: Sequence[Incident], personal: bool) -> list[_Case]:
    ids = [incident.live.id for incident in page]
    contacts = queries_export.contacts(reader, page) if personal else {}
    names = {} if personal else queries_cases.names_of(reader, ids)
    return [
        _Case(incident, contacts.get(ident, ("", "")), names.get(ident, ()), personal)
        for ident, incident in zip(ids, page, strict=True)
    ]


def area_columns(codes: dict[int, str]) -> tuple[Column, ...]:
    """What is written of an area; `codes` are all areas' by id."""
    return (
        Column("code", Kind.TEXT, attrgetter("code")),
        Column("name", Kind.TEXT, attrgetter("name")),
        Column("level", Kind.TEXT, attrgetter("level.word")),
        Column("kind", Kind.TEXT, _word("kind")),
        Column("parent_code", Kind.TEXT, _code("parent", codes)),
        Column("households", Kind.WHOLE, attrgetter("households")),
        Column("valid_from", Kind.DAY, attrgetter("valid_from")),
        Column("valid_to", Kind.DAY, attrgetter("valid_to")),
        Column("provisional", Kind.YES_NO, attrgetter("provisional")),
        Column("derived", Kind.YES_NO, attrgetter("derived")),
        Column("synthetic", Kind.YES_NO, attrgetter("synthetic")),
        Column("origin", Kind.TEXT, attrgetter("origin")),
    )


def incident_columns(codes: dict[int, str], zone: tzinfo, personal: bool) -> tuple[Column, ...]:
    """What is written of an incident; times in the city's zone, free text masked unless `personal`."""
    names = ("reported_at", "filed_at", "assigned_at", "accepted_at", "finished_at", "closed_at", "due_at")
    at_live = {"reported_at", "closed_at", "due_at"}
    times = [
        Column(name, Kind.MOMENT, _moment(f"incident.{'live.' if name in at_live else ''}{name}", zone))
        for name in names
    ]
    who = [
        Column("contact", Kind.TEXT, lambda case: case.contact[0]),
        Column("contact_name", Kind.TEXT, lambda case: case.contact[1]),
    ]
    return (
        Column("number", Kind.TEXT, attrgetter("incident.live.number")),
        Column("source", Kind.TEXT, attrgetter("incident.live.source")),
        Column("external", Kind.TEXT, attrgetter("incident.external")),
        Column("category", Kind.TEXT, attrgetter("incident.live.category")),
        Column("severity", Kind.TEXT, _word("incident.live.severity")),
        Column("class", Kind.TEXT, _word("incident.live.kind")),
        Column("state", Kind.TEXT, _word("incident.live.state")),
        Column("flaw", Kind.TEXT, _word("incident.flaw")),
        Column("place", Kind.TEXT, _word("incident.live.place.status")),
        Column("lon", Kind.NUMBER, attrgetter("incident.live.place.lon")),
        Column("lat", Kind.NUMBER, attrgetter("incident.live.place.lat")),
        Column("town_code", Kind.TEXT, _code("incident.live.place.town", codes)),
        Column("village_code", Kind.TEXT, _code("incident.live.place.village", codes)),
        Column("grid_code", Kind.TEXT, _code("incident.live.place.grid", codes)),
        Column("department", Kind.TEXT, attrgetter("incident.department")),
        *times,
        Column("reports", Kind.WHOLE, attrgetter("incident.live.reports")),
        Column("synthetic", Kind.YES_NO, attrgetter("incident.synthetic")),
        Column("address", Kind.TEXT, _masked("incident.address")),
        Column("text", Kind.TEXT, _masked("incident.text")),
        *(who if personal else ()),
    )


def _word(path: str) -> Of:
    found = attrgetter(path)
    return lambda thing: found(thing).name.lower()


def _code(path: str, codes: dict[int, str]) -> Of:
    found = attrgetter(path)
    return lambda thing: codes.get(found(thing))


def _moment(path: str, zone: tzinfo) -> Of:
    found = attrgetter(path)

    def of(thing: Any) -> datetime | None:
        at: datetime | None = found(thing)
        return None if at is None else at.astimezone(zone)

    return of


def _masked(path: str) -> Of:
    found = attrgetter(path)
    return lambda case: found(case) if case.personal else mask_text(found(case), case.names)


def _point(case: _Case) -> Any:
    place = case.incident.live.place
    return None if place.lon is None or place.lat is None else shapely.Point(place.lon, place.lat)

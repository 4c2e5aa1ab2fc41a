"""Reads of one consistent state; what leaves here are frozen values, never rows of an ORM."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Executable, and_, func, or_, select

from services.domain.areas import Area, Level
from services.domain.catalogue import Catalogue, Category, Department, Field, Source
from services.domain.city import City
from services.domain.incidents import Incident, LiveIncident
from services.domain.people import Person
from services.store import rows
from services.store.tables.all import ALL
from services.store.tables.cases import evidence, incidents, reports
from services.store.tables.city import areas, categories, departments, fields, people, settings, sources

AREAS_VERSION = "areas.version"


class Reader:
    """Questions to the database inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self, statement: Executable) -> Sequence[Any]:
        """The rows of a statement, for the store's own query files."""
        return self.connection.execute(statement).all()

    def setting(self, key: str, default: str = "") -> str:
        """A setting of the city."""
        found = self.connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
        return default if found is None else str(found)

    def settings(self) -> dict[str, str]:
        """All settings of the city."""
        return {row.key: row.value for row in self.all(select(settings))}

    def city(self) -> City:
        """The city whose database this is."""
        return City.of(self.settings())

    def areas_version(self) -> str:
        """Other than before when borders were drawn since."""
        return self.setting(AREAS_VERSION, "0")

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.connection.execute(select(func.count()).select_from(ALL[table])).scalar_one())

    def areas(self, level: Level | None = None, on: date | None = None, geometry: bool = False) -> list[Area]:
        """The areas that hold on a day (None: now), by id; geometry is WKB in CGCS2000 where asked for."""
        columns = [c for c in areas.c if geometry or c.name != "geometry"]
        statement = select(*columns).where(_holds(on)).order_by(areas.c.level, areas.c.code)
        if level is not None:
            statement = statement.where(areas.c.level == int(level))
        return [rows.area(row) for row in self.all(statement)]

    def catalogue(self) -> Catalogue:
        """Sources, categories, departments and fields in the order of the city's tables."""
        return Catalogue(
            sources=tuple(rows.named(Source, r) for r in self.all(select(sources).order_by(sources.c.rank))),
            categories=tuple(rows.category(r) for r in self.all(select(categories).order_by(categories.c.rank))),
            departments=tuple(
                rows.named(Department, r) for r in self.all(select(departments).order_by(departments.c.rank))
            ),
            fields=tuple(rows.named(Field, r) for r in self.all(select(fields).order_by(fields.c.rank))),
        )

    def category(self, code: str) -> Category | None:
        """One category."""
        found = self.connection.execute(select(categories).where(categories.c.code == code)).first()
        return rows.category(found) if found else None

    def has_source(self, code: str) -> bool:
        """Whether a channel of this code is in use."""
        return bool(self.connection.execute(select(sources.c.active).where(sources.c.code == code)).scalar())

    def people(self) -> list[Person]:
        """All people of the grids."""
        return [rows.person(row) for row in self.all(select(people).order_by(people.c.id))]

    def incident(self, incident_id: int) -> Incident | None:
        """One whole incident with its evidence."""
        found = self.connection.execute(select(incidents).where(incidents.c.id == incident_id)).first()
        if found is None:
            return None
        proof = self.all(select(evidence).where(evidence.c.incident_id == incident_id).order_by(evidence.c.id))
        return rows.incident(found, proof)

    def live_incident(self, incident_id: int) -> LiveIncident:
        """The live part of one incident that is known to be there."""
        return rows.live_incident(self.connection.execute(select(incidents).where(incidents.c.id == incident_id)).one())

    def report_incident(self, source: str, external: str) -> int | None:
        """The incident that a source's report of this number already belongs to."""
        return self.connection.execute(
            select(reports.c.incident_id).where(and_(reports.c.source == source, reports.c.external == external))
        ).scalar()

    def open_like(
        self, category: str, since: datetime, until: datetime, box: tuple[float, float, float, float]
    ) -> list[LiveIncident]:
        """Open incidents of a category reported in a time and a box (west, south, east, north; degrees)."""
        west, south, east, north = box
        c = incidents.c
        statement = (
            select(incidents)
            .where(c.category == category, c.reported_at >= since, c.reported_at <= until)
            .where(c.lon.between(west, east), c.lat.between(south, north))
            .where(c.state.not_in(rows.ENDED_STATES))
            .order_by(c.reported_at.desc())
        )
        return [rows.live_incident(row) for row in self.all(statement)]


def _holds(on: date | None) -> Any:
    if on is None:
        return areas.c.valid_to.is_(None)
    return and_(areas.c.valid_from <= on, or_(areas.c.valid_to.is_(None), areas.c.valid_to > on))

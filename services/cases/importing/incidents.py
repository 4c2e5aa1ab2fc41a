"""Incidents from a file into the city: placed, numbered and counted like any report, but in batches and not folded.

A row that is there already (same source and number) changes nothing; what contradicts itself is kept and marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np

from services.cases.importing.areas import refuse_demo
from services.cases.importing.epochs import Epochs, day_of
from services.cases.importing.incoming import Incoming
from services.cases.intake import FUTURE, checked, new_incident
from services.domain.catalogue import Category
from services.domain.city import City
from services.domain.deadlines import Deadlines
from services.domain.facts import CityRedrawn
from services.domain.incidents import UNLOCATED, IncidentState, LiveIncident, Place, PlaceStatus, TimeFlaw
from services.domain.refusals import Refusal
from services.geo.crs import system_of
from services.geo.locate import has_place
from services.geo.notes import RefusedRow
from services.store.engine import Database
from services.store.imports import known_numbers, next_ids
from services.store.rows import incident_values
from services.store.unit import Unit

BATCH = 5_000
FINISHED = (IncidentState.FINISHED, IncidentState.VERIFIED, IncidentState.CLOSED)
Tell = Callable[[RefusedRow], None]


@dataclass(slots=True)
class IncidentsIn:
    """Counts of what became of the rows.

    read = added + known + refused; added = located + unlocated + outside = open + ended; closed_before_reported,
    closed_without_time and reported_in_future are among the added, kept and left out of rates.
    """

    counts: Counter[str] = field(default_factory=Counter)

    def __getitem__(self, name: str) -> int:
        return self.counts[name]


def import_incidents(
    database: Database,
    rows: Iterable[Incoming | RefusedRow],
    deadlines: Deadlines,
    tell: Tell,
    file: str,
    officer: str = "import",
) -> IncidentsIn:
    """Brings rows in, batch by batch, each committed by itself; `tell` hears of every refused row.

    Raises `Refusal` for a demo city. What was committed before a file breaks off, or the database is gone, stays and is
    told; importing the file again goes on.
    """
    with database.reading() as reader:
        refuse_demo(reader)
    batches = _Batches(database, deadlines, tell, file, officer)
    rows = iter(rows)
    try:
        while batch := list(islice(rows, BATCH)):
            batches.take(batch)
    except Refusal as why:
        if not batches.done["added"]:
            raise
        sentence = "{why} {count} rows are in already and stay; import the file again to go on."
        raise Refusal("import.broke_off", sentence, why=why, count=batches.done["added"]) from why
    return batches.done


class _Batches:
    def __init__(self, database: Database, deadlines: Deadlines, tell: Tell, file: str, officer: str) -> None:
        self._database, self._deadlines, self._tell = database, deadlines, tell
        self._file, self._officer = file, officer
        self._epochs = Epochs(database)
        self._first_row: dict[tuple[str, str], int] = {}
        self.done = IncidentsIn()

    def take(self, batch: Sequence[Incoming | RefusedRow]) -> None:
        """One batch in one transaction."""
        self.done.counts["read"] += len(batch)
        with self._database.reading() as reader:
            city, catalogue = reader.city(), reader.catalogue()
        categories = catalogue.in_use()
        sources = {source.code for source in catalogue.sources if source.active}
        departments = {department.code for department in catalogue.departments}
        good = []
        for row in batch:
            try:
                if isinstance(row, RefusedRow):
                    raise row.reason
                good.append(self._checked(row, categories, sources, departments))
            except Refusal as reason:
                self.done.counts["refused"] += 1
                label = row.name if isinstance(row, RefusedRow) else _label(row)
                self._tell(RefusedRow(row.row, label, reason))
        with self._database.unit() as unit:
            refuse_demo(unit)
            self._epochs.follow(unit)
            known = self._known(unit, good)
            new = [row for row in good if row.report.external not in known[row.report.source]]
            self.done.counts["known"] += len(good) - len(new)
            if new:
                counts = self._write(unit, new, categories, city)
                unit.note(self._officer, "import", "incidents", why=self._file, after=f"added {len(new)}")
                unit.say(CityRedrawn("incidents"))
                unit.commit()
                self.done.counts += counts

    def _checked(
        self, row: Incoming, categories: dict[str, Category], sources: set[str], departments: set[str]
    ) -> Incoming:
        said = row.report
        report, _ = checked(said, said.source in sources, categories.get(said.category))
        if row.department and row.department not in departments:
            raise Refusal(
                "rows.department",
                "There is no department “{department}” in this city's list.",
                department=row.department,
            )
        first = self._first_row.setdefault((report.source, report.external), row.row)
        if first != row.row:
            raise Refusal("rows.twice", "The same report was already in row {row}.", row=first)
        return replace(row, report=report)

    def _known(self, unit: Unit, rows: Sequence[Incoming]) -> dict[str, set[str]]:
        by_source: dict[str, list[str]] = {}
        for row in rows:
            by_source.setdefault(row.report.source, []).append(row.report.external)
        return {source: known_numbers(unit, source, numbers) for source, numbers in by_source.items()}

    def _write(self, unit: Unit, rows: Sequence[Incoming], categories: dict[str, Category], city: City) -> Counter[str]:
        places = self._places(rows, city, unit.now)
        idents = next_ids(unit, "incidents", len(rows))
        counts: Counter[str] = Counter(added=len(rows))
        incidents, reports = [], []
        for row, place, ident in zip(rows, places, idents, strict=True):
            flaw = flaw_of(row, unit.now)
            live = self._live(row, place, ident, categories[row.report.category], city)
            incidents.append(_incident(live, row, flaw))
            reports.append(_report(row, ident, place, unit.now))
            counts[place.status.name.lower()] += 1
            counts["open" if live.state.is_open else "ended"] += 1
            if flaw:
                counts[flaw.name.lower()] += 1
        unit.add_many("incidents", incidents)
        unit.add_many("reports", reports)
        return counts

    def _live(self, row: Incoming, place: Place, ident: int, category: Category, city: City) -> LiveIncident:
        live = new_incident(row.report, category, place, ident, self._deadlines, city.zone)
        # what is not closed, whatever time its file gives, is counted nowhere as closed
        return replace(live, state=row.state, closed_at=row.closed_at if row.state is IncidentState.CLOSED else None)

    def _places(self, rows: Sequence[Incoming], city: City, now: datetime) -> list[Place]:
        """Places by the borders of each incident's day; an open one by today's."""
        lon, lat = _in_store_system(rows)
        found = self._epochs.locate(
            lon, lat, [day_of(row.report.reported_at, row.state, now, city.zone) for row in rows]
        )
        places = [UNLOCATED] * len(rows)
        for at in np.flatnonzero(found.status != PlaceStatus.UNLOCATED):
            ids = (int(column[at]) or None for column in (found.town, found.village, found.grid))
            places[at] = Place(PlaceStatus(int(found.status[at])), float(lon[at]), float(lat[at]), *ids)
        return places


def flaw_of(row: Incoming, now: datetime) -> TimeFlaw:
    """The contradiction in a row's times that keeps it out of rates."""
    if row.state is IncidentState.CLOSED and row.closed_at is None:
        return TimeFlaw.CLOSED_WITHOUT_TIME
    if row.closed_at is not None and row.closed_at < row.report.reported_at:
        return TimeFlaw.CLOSED_BEFORE_REPORTED
    latest = max(row.report.reported_at, row.closed_at or row.report.reported_at)
    return TimeFlaw.REPORTED_IN_FUTURE if latest > now + FUTURE else TimeFlaw.NONE


def _in_store_system(rows: Sequence[Incoming]) -> tuple[Any, Any]:
    lon = np.array([np.nan if row.report.lon is None else row.report.lon for row in rows], np.float64)
    lat = np.array([np.nan if row.report.lat is None else row.report.lat for row in rows], np.float64)
    for crs in {row.report.crs for row in rows}:
        system = system_of(crs)
        of_it = np.array([row.report.crs == crs for row in rows])
        # 0/0 in any system is an empty form, not a place in the Gulf of Guinea
        empty = of_it & ((np.abs(lon) < 1e-9) & (np.abs(lat) < 1e-9))
        lon[empty] = np.nan
        real = of_it & (has_place(lon, lat) if system.degrees else np.isfinite(lon) & np.isfinite(lat))
        lon[real], lat[real] = system.to_store(lon[real], lat[real])
        lon[of_it & ~real] = np.nan
    return lon, lat


def _incident(live: LiveIncident, row: Incoming, flaw: TimeFlaw) -> dict[str, Any]:
    report = row.report
    return {
        **incident_values(live),
        "address": report.address,
        "text": report.text,
        "department": row.department or None,
        "finished_at": row.closed_at if live.state in FINISHED else None,
        "flaw": int(flaw),
        "external": report.external,
        "synthetic": False,
    }


def _report(row: Incoming, incident: int, place: Place, now: datetime) -> dict[str, Any]:
    report = row.report
    return {
        "incident_id": incident,
        "source": report.source,
        "external": report.external,
        "reported_at": report.reported_at,
        "received_at": now,
        "text": report.text,
        "lon": place.lon,
        "lat": place.lat,
        "contact": report.contact,
        "contact_name": report.contact_name,
    }


def _label(row: Incoming) -> str:
    return row.report.external if not row.report.external.startswith("row:") else ""

"""The picture: everything a seat shows, as one frozen value; a pure function of the snapshot and the facts after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.domain.catalogue import Catalogue
from services.domain.city import City
from services.domain.drills import LiveDrill
from services.domain.emergencies import LiveEmergency
from services.domain.incidents import PlaceStatus
from services.domain.scope import WHOLE, Scope
from services.domain.warnings import LiveWarning
from services.live.area_table import AreaTable
from services.live.blocks import Blocks
from services.live.records import incident_table, numbering, person_table
from services.live.rhythm import DAYS, MINUTES, Rhythm
from services.live.scope_mask import people_within, warning_within
from services.store import queries_live
from services.store.queries import drills, emergencies, warnings
from services.store.reader import Reader

RECENT = timedelta(days=30)
RECENT_MAY_LAG = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Slots:
    """Where each id stands in blocks. Shared and only ever appended to, so that pictures of one line share it."""

    of: dict[int, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known at one moment; read-only, safe to hand between threads.

    `incidents` are the open ones (and those that ended since the picture was loaded, with alive = False) as
    `records.INCIDENT`; `people` as `records.PERSON`; `recent` int32 by area index: incidents of the last 30 days placed
    in exactly that area or below; `recent_apart`: those without a place, outside, and inside but in no town.
    `emergencies` are the responses that stand, `warnings` the warnings by id, `drills` those that run. `last_heard`:
    seconds since the epoch by source, NaN for never.
    """

    city: City
    catalogue: Catalogue
    areas: AreaTable
    incidents: Blocks
    incident_slots: Slots
    people: Blocks
    person_slots: Slots
    rhythm: Rhythm
    recent: NDArray[np.int32]
    recent_apart: Mapping[PlaceStatus, int]
    reported_total: int
    closed_total: int
    last_heard: NDArray[np.float64]
    loaded_at: datetime
    sources: Mapping[str, int] = field(repr=False)
    categories: Mapping[str, int] = field(repr=False)
    departments: Mapping[str, int] = field(repr=False)
    emergencies: tuple[LiveEmergency, ...] = ()
    warnings: Mapping[int, LiveWarning] = field(default_factory=dict)
    drills: tuple[LiveDrill, ...] = ()

    def is_outdated(self, now: datetime) -> bool:
        """Whether time alone made it untrue: another day has begun, or the 30 days moved on by more than an hour."""
        return now.astimezone(self.rhythm.zone).date() != self.rhythm.day or now - self.loaded_at > RECENT_MAY_LAG

    def incident_at(self, incident_id: int) -> int:
        """The row of an incident, -1 when it is not in the picture."""
        at = self.incident_slots.of.get(incident_id, -1)
        return at if at < len(self.incidents) else -1

    def person_at(self, person_id: int) -> int:
        """The row of a person, -1 when unknown."""
        at = self.person_slots.of.get(person_id, -1)
        return at if at < len(self.people) else -1


def load_picture(reader: Reader, now: datetime, scope: Scope = WHOLE) -> Picture:
    """The full picture of one consistent state, as far as a scope reaches."""
    city, catalogue = reader.city(), reader.catalogue()
    areas = AreaTable.of(reader.areas())
    sources = numbering(source.code for source in catalogue.sources)
    categories = numbering(category.code for category in catalogue.categories)
    departments = numbering(department.code for department in catalogue.departments)
    incidents = incident_table(queries_live.open_incidents(reader, scope), areas, sources, categories, departments)
    people = person_table(queries_live.workforce(reader), areas)
    people = people[people_within(people["area"], areas, scope)]
    recent, apart = _recent(reader, areas, now, scope)
    reported, closed = queries_live.totals(reader, scope)
    return Picture(
        city=city,
        catalogue=catalogue,
        areas=areas,
        incidents=Blocks.of(incidents),
        incident_slots=Slots({int(ident): at for at, ident in enumerate(incidents["id"])}),
        people=Blocks.of(people),
        person_slots=Slots({int(ident): at for at, ident in enumerate(people["id"])}),
        rhythm=_rhythm(reader, now, city, scope),
        recent=recent,
        recent_apart=apart,
        reported_total=reported,
        closed_total=closed,
        last_heard=_last_heard(reader, sources),
        loaded_at=now,
        sources=sources,
        categories=categories,
        departments=departments,
        emergencies=tuple(emergencies.standing(reader)),
        warnings={found.id: found for found in warnings.standing(reader) if warning_within(found, areas, scope)},
        drills=drills.running(reader),
    )


def _recent(
    reader: Reader, areas: AreaTable, now: datetime, scope: Scope
) -> tuple[NDArray[np.int32], dict[PlaceStatus, int]]:
    counts = np.zeros(len(areas), np.int32)
    apart = dict.fromkeys(PlaceStatus, 0)
    for town, village, grid, place, n in queries_live.reported_by_area(reader, now - RECENT, scope):
        deepest = areas.index.get(grid or village or town or -1, -1)
        if deepest < 0:
            apart[PlaceStatus(place)] += n
        else:
            counts[deepest] += n
    total = areas.up(counts)
    total.setflags(write=False)
    return total, apart


def _rhythm(reader: Reader, now: datetime, city: City, scope: Scope) -> Rhythm:
    empty = Rhythm.empty(now, city.zone)
    tables: list[NDArray[np.int32]] = []
    for column, in_time in (("reported_at", False), ("closed_at", False), ("closed_at", True)):
        table = np.zeros(DAYS * MINUTES, np.int32)
        for minute, n in queries_live.minutes(reader, column, empty.begin, in_time, scope):
            if minute < len(table):
                table[minute] = n
        table.setflags(write=False)
        tables.append(table.reshape(DAYS, MINUTES))
    return Rhythm(empty.day, city.zone, *tables)


def _last_heard(reader: Reader, sources: Mapping[str, int]) -> NDArray[np.float64]:
    heard = np.full(len(sources), np.nan)
    for code, millis in queries_live.last_by_source(reader).items():
        if code in sources:
            heard[sources[code]] = millis / 1000
    heard.setflags(write=False)
    return heard

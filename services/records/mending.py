"""Mends where records belong: after borders were drawn anew, and when somebody corrects one; only what is concerned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from services.access.rights import scope_of
from services.domain.facts import RecordsChanged
from services.domain.people import Officer, OfficerRole
from services.domain.records import Record
from services.domain.refusals import Refusal
from services.records.decompose import BULK, Decomposed, Decomposer
from services.records.taking import degrees_of, placed_columns, sums_of, was
from services.store.engine import Database
from services.store.queries import records as queries
from services.store.reader import Reader
from services.store.unit import Unit

BATCH = 20_000
LONGEST = 200
MAY_CORRECT = frozenset(
    {OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.ADMIN, OfficerRole.DEPARTMENT, OfficerRole.TOWN}
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right about a record: longitude/latitude in CGCS2000 (None: none are known) and its area."""

    record: int
    lon: float | None
    lat: float | None
    stated: str


def place_anew(database: Database, officer: str = "system") -> int:
    """Decomposes what new borders concern, in batches that are committed; returns how many belong elsewhere now."""
    with database.reading() as reader:
        known = queries.seen_by(reader)
        if not known:
            return 0
        newest = queries.newest_area(reader)
        drawn = queries.drawn_since(reader, min(known.values()))
        decomposer = Decomposer(reader.areas(geometry=True), bulk=reader.count("records") > BULK)
    box = tuple(map(float, shapely.total_bounds(shapely.from_wkb(np.array(drawn, object))))) if drawn else None
    moved, after = 0, 0
    while True:
        with database.unit() as unit:
            rows = queries.to_place_anew(unit, after, BATCH, box)  # type: ignore[arg-type]
            if rows:
                after = int(rows[-1].id)
                moved += _place(unit, rows, decomposer, officer)
            else:
                for register in known:
                    queries.has_seen(unit, register, newest)
            unit.commit()
        if not rows:
            return moved


def correct(database: Database, correction: Correction, officer: Officer) -> Record:
    """Takes a correction over and decomposes the record by it; returns what it is then. Raises `Refusal`."""
    stated = " ".join(correction.stated.split())
    if len(stated) > LONGEST:
        raise Refusal("records.long", "The area is written with more than {most} characters.", most=LONGEST)
    lon, lat = (math.nan if value is None else float(value) for value in (correction.lon, correction.lat))
    with database.reading() as reader:
        decomposer = Decomposer(reader.areas(geometry=True))
    with database.unit() as unit:
        row = queries.row_of(unit, correction.record)
        if row is None:
            raise Refusal("records.gone", "This record is not there any more.")
        _refuse_unless(unit, officer, row.id)
        found = decomposer.decompose([lon], [lat], [stated])
        said: dict[str, Any] = {
            "lon": degrees_of(np.array([lon]))[0],
            "lat": degrees_of(np.array([lat]))[0],
            "stated": stated,
        }
        placed = {name: values[0] for name, values in placed_columns(found).items()}
        unit.put("records", row.id, **said, **placed)
        changes = sums_of(row.register_id, found)
        changes.subtract(was(row.register_id, [row]))
        queries.add_to_sums(unit, changes)
        unit.note(officer, "correct", f"record/{row.id}", before=_told(row.why, row), after=_told(placed["why"], said))
        unit.say(RecordsChanged((int(row.register_id),)))
        record = queries.records_of(unit, [row.id])[0]
        unit.commit()
    return record


def _refuse_unless(reader: Reader, officer: Officer, record: int) -> None:
    """The desk corrects everything, a department its own registers, a town what belongs to it."""
    if not (officer.roles & MAY_CORRECT and queries.is_seen(reader, record, scope_of(reader, officer))):
        raise Refusal("records.may_not", "{name} has no right to correct this record.", name=officer.name)


def _told(why: int, said: Any) -> str:
    """What the journal keeps of a place: never whose it is."""
    lon, lat, stated = (
        (said[name] if isinstance(said, dict) else getattr(said, name)) for name in ("lon", "lat", "stated")
    )
    return f"why={int(why)} lon={lon} lat={lat} area={stated}"


def _place(unit: Unit, rows: Sequence[Any], decomposer: Decomposer, officer: str) -> int:
    lon, lat = (np.array([getattr(row, name) for row in rows], np.float64) for name in ("lon", "lat"))
    found = decomposer.decompose(lon, lat, [row.stated for row in rows])
    columns = placed_columns(found)
    names = list(columns)
    new = list(zip(*columns.values(), strict=True))
    moved = [at for at, row in enumerate(rows) if new[at] != tuple(getattr(row, name) for name in names)]
    if not moved:
        return 0
    unit.put_many("records", [{"id": rows[at].id, **dict(zip(names, new[at], strict=True))} for at in moved])
    registers = sorted({int(rows[at].register_id) for at in moved})
    for register in registers:
        own = [at for at in moved if rows[at].register_id == register]
        changes = sums_of(register, some_of(found, own))
        changes.subtract(was(register, [rows[at] for at in own]))
        queries.add_to_sums(unit, changes)
    unit.note(officer, "place", "records", after=str(len(moved)))
    unit.say(RecordsChanged(tuple(registers)))
    return len(moved)


def some_of(found: Decomposed, rows: Sequence[int]) -> Decomposed:
    """Some of the answers."""
    at = np.array(rows, np.int64)
    return Decomposed(found.town[at], found.village[at], found.grid[at], found.by[at], found.why[at])

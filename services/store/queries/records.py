"""Base records in the database: what stands in the city, sums for the ledger, lists behind its figures."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, and_, bindparam, case, func, not_, or_, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from services.domain.areas import Level
from services.domain.incidents import Place, PlaceStatus
from services.domain.records import ON_SITE, Mender, PlacedBy, Record, RecordFilter, RecordKind, Register, Sum, Why
from services.domain.scope import Scope
from services.store.reader import Reader
from services.store.tables.city import areas
from services.store.tables.records import record_sums, records, registers
from services.store.unit import Unit

R, G, S = records.c, registers.c, record_sums.c
AREA = {Level.TOWN: R.town_id, Level.VILLAGE: R.village_id, Level.GRID: R.grid_id}
ENDED = select(areas.c.id).where(areas.c.valid_to.is_not(None))
Box = tuple[float, float, float, float]
CHUNK, FEW = 20_000, 400  # rows at once; values below the least limit of parameters in a statement
_ON_SITE = tuple(int(why) for why in ON_SITE)


def standing(reader: Reader, kinds: Collection[str] = ()) -> tuple[Sequence[Any], ...]:
    """What must be looked after at intervals, as columns, by id; `kinds` are codes of categories, none: all.

    (id, kind, category, lon, lat, town, village, grid, checked_at, due_days): kind as `RecordKind`'s number, None where
    nothing is known, areas as ids, checked_at in milliseconds since the epoch.
    """
    statement = (
        select(
            R.id, G.kind, R.category, R.lon, R.lat, R.town_id, R.village_id, R.grid_id,
            type_coerce(R.checked_at, BigInteger), R.due_days,
        )
        .select_from(records.join(registers, registers.c.id == R.register_id))
        .where(R.due_days > 0)
        .order_by(R.id)
    )  # fmt: skip
    if kinds:
        statement = statement.where(R.category.in_(list(kinds)))
    rows = reader.all(statement)
    return tuple(zip(*rows, strict=True)) if rows else ((),) * 10


def all_registers(reader: Reader) -> list[Register]:
    """Every register, by kind and source."""
    statement = select(registers).order_by(G.kind, G.source)
    return [_register(row) for row in reader.all(statement)]


def register_for(unit: Unit, kind: RecordKind, source: str, synthetic: bool = False) -> int:
    """The id of a department's register of a kind; it is made where there is none. Its time is now."""
    found = unit.connection.execute(select(G.id).where(G.kind == int(kind), G.source == source)).scalar()
    if found is None:
        return unit.add("registers", kind=int(kind), source=source, updated_at=unit.now, synthetic=synthetic, seen=0)
    unit.connection.execute(registers.update().where(G.id == found).values(updated_at=unit.now))
    return int(found)


def sums(reader: Reader, scope: Scope) -> list[Sum]:
    """Counts of every outcome that is met; of what an officer sees."""
    if scope.level in (None, Level.TOWN):
        statement = select(S.register_id, S.town_id, S.depth, S.why, S.n).where(S.n > 0)
        wanted = _seen(scope, S.register_id, {Level.TOWN: S.town_id})
    else:
        statement = counted()
        wanted = _seen(scope, R.register_id, AREA)
    return sums_of(reader, statement.where(*wanted))


def counted() -> Any:
    """The statement that counts the records themselves as their sums do."""
    depth = case((R.grid_id.is_not(None), 4), (R.village_id.is_not(None), 3), (R.town_id.is_not(None), 2), else_=0)
    town = func.coalesce(R.town_id, 0)
    return select(R.register_id, town, depth, R.why, func.count()).group_by(R.register_id, town, depth, R.why)


def add_to_sums(unit: Unit, changes: Mapping[tuple[int, int, int, int], int]) -> None:
    """Adds to the sums by (register, town, depth, why); what is taken away has a minus."""
    rows = [
        {"register_id": register, "town_id": town, "depth": depth, "why": why, "n": n}
        for (register, town, depth, why), n in sorted(changes.items())
        if n
    ]
    if not rows:
        return
    insert = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(record_sums)
    unit.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["register_id", "town_id", "depth", "why"], set_={"n": S.n + statement.excluded.n}
        ),
        rows,
    )


def sums_of(reader: Reader, statement: Any) -> list[Sum]:
    """The rows of `counted`."""
    return [Sum(row[0], row[1], row[2], Why(row[3]), int(row[4])) for row in reader.all(statement)]


def astray(reader: Reader) -> int:
    """How many records name a grid that is not in their village, or a village that is not in their town."""
    grid, village = areas.alias(), areas.alias()
    joined = records.outerjoin(grid, grid.c.id == R.grid_id).outerjoin(village, village.c.id == R.village_id)
    wrong = or_(
        and_(R.grid_id.is_not(None), grid.c.parent_id != R.village_id),
        and_(R.village_id.is_not(None), village.c.parent_id != R.town_id),
    )
    return int(reader.connection.execute(select(func.count()).select_from(joined).where(wrong)).scalar_one())


def ids_of(reader: Reader, chosen: RecordFilter, scope: Scope) -> NDArray[np.int64]:
    """The ids of a list, ascending; a million takes a second."""
    joined = records.join(registers, registers.c.id == R.register_id)
    statement = select(R.id).select_from(joined).where(*_conditions(chosen), *_seen(scope)).order_by(R.id)
    rows = reader.connection.execution_options(stream_results=True, yield_per=CHUNK).execute(statement)
    return np.fromiter((row[0] for row in rows), np.int64)


def records_of(reader: Reader, wanted: Sequence[int]) -> list[Record]:
    """Some records in the order asked for; what is gone is left out."""
    known = {register.id: register for register in all_registers(reader)}
    ids, found = [int(one) for one in wanted], dict[int, Record]()
    for at in range(0, len(ids), FEW):
        for row in reader.all(select(records).where(R.id.in_(ids[at : at + FEW]))):
            found[row.id] = _record(row, known[row.register_id])
    return [found[one] for one in ids if one in found]


def known_rows(reader: Reader, register: int, keys: Sequence[str]) -> dict[str, Any]:
    """The rows of a register that have these keys, by key."""
    found: dict[str, Any] = {}
    for at in range(0, len(keys), FEW):
        statement = select(records).where(R.register_id == register, R.key.in_(list(keys[at : at + FEW])))
        found |= {row.key: row for row in reader.all(statement)}
    return found


def to_place_anew(reader: Reader, after: int, limit: int, box: Box | None) -> Sequence[Any]:
    """Some of the records that new borders may concern, by id: those that lie in the box (west, south, east, north) of
    what was drawn, those that name an area which holds no more, and all that did not find their grid.
    """
    concerned = [R.why != 0, *(column.in_(ENDED) for column in AREA.values())]
    if box is not None:
        concerned.append(and_(R.lon.between(box[0], box[2]), R.lat.between(box[1], box[3])))
    columns = (
        R.id, R.register_id, R.lon, R.lat, R.stated, R.town_id, R.village_id, R.grid_id, R.placed_by, R.why
    )  # fmt: skip
    return reader.all(select(*columns).where(R.id > after, or_(*concerned)).order_by(R.id).limit(limit))


def row_of(reader: Reader, record: int) -> Any:
    """The row of one record, None where it is gone."""
    return reader.connection.execute(select(records).where(R.id == record)).first()


def rows_of(reader: Reader, wanted: Sequence[int]) -> dict[int, Any]:
    """The rows of some records by id."""
    found: dict[int, Any] = {}
    for at in range(0, len(wanted), FEW):
        found |= {row.id: row for row in reader.all(select(records).where(R.id.in_(list(wanted[at : at + FEW]))))}
    return found


def is_seen(reader: Reader, record: int, scope: Scope) -> bool:
    """Whether a record is one of those that an officer sees."""
    statement = select(R.id).where(R.id == record, *_seen(scope))
    return reader.connection.execute(statement).first() is not None


def newest_area(reader: Reader) -> int:
    """The greatest id that an area has."""
    return int(reader.connection.execute(select(func.coalesce(func.max(areas.c.id), 0))).scalar_one())


def drawn_since(reader: Reader, seen: int) -> list[bytes]:
    """The borders (WKB) of the areas drawn after the one of this id."""
    statement = select(areas.c.geometry).where(areas.c.id > seen, areas.c.geometry.is_not(None))
    return [row[0] for row in reader.all(statement)]


def seen_by(reader: Reader) -> dict[int, int]:
    """For each register the newest area that there was when its records were placed."""
    return {int(row[0]): int(row[1]) for row in reader.all(select(G.id, G.seen))}


def has_seen(unit: Unit, register: int, newest: int) -> None:
    """A register's records are placed by all areas up to this one."""
    unit.connection.execute(registers.update().where(G.id == register).values(seen=newest))


def _conditions(chosen: RecordFilter) -> list[Any]:
    found: list[Any] = []
    for column, value in ((R.register_id, chosen.register), (R.why, chosen.why), (G.source, chosen.source)):
        if value is not None:
            found.append(column == value)
    if chosen.found is not None:
        found.append(AREA[chosen.found].is_not(None))
    if chosen.missed is not None:
        found += [R.why != 0, AREA[chosen.missed].is_(None)]
    if chosen.town is not None:
        found.append(R.town_id == chosen.town if chosen.town else R.town_id.is_(None))
    on_site = and_(R.why.in_(_ON_SITE), R.town_id.is_not(None))
    if chosen.mender is Mender.TOWN:
        found += [R.why != 0, on_site]
    elif chosen.mender is Mender.DEPARTMENT:
        found += [R.why != 0, not_(on_site)]
    elif chosen.mender is Mender.NOBODY:
        found.append(R.why == 0)
    return found


def _seen(scope: Scope, register: Any = R.register_id, columns: Mapping[Level, Any] | None = None) -> list[Any]:
    """What an officer sees: the records of the own area, or the registers of the own department."""
    parts: list[Any] = []
    if scope.area is not None and scope.level is not None and scope.level is not Level.CITY:
        held = select(areas.c.id).where(areas.c.code == scope.area)
        parts.append((columns or AREA)[scope.level].in_(held))
    elif scope.area is not None:
        return []
    if scope.department is not None:
        parts.append(register.in_(select(G.id).where(G.source == scope.department)))
    return [or_(*parts)] if parts else []


def _register(row: Any) -> Register:
    return Register(row.id, RecordKind(row.kind), row.source, row.updated_at, row.synthetic)


def _record(row: Any, register: Register) -> Record:
    why = Why(row.why)
    located = row.town_id is not None or row.village_id is not None or row.grid_id is not None
    outside = why is Why.OUTSIDE_CITY
    status = PlaceStatus.LOCATED if located else PlaceStatus.OUTSIDE if outside else PlaceStatus.UNLOCATED
    return Record(
        id=row.id,
        register=register,
        key=row.key,
        category=row.category,
        name=row.name,
        place=Place(status, row.lon, row.lat, row.town_id, row.village_id, row.grid_id),
        placed_by=PlacedBy(row.placed_by),
        why=why,
        stated=row.stated,
        checked_at=row.checked_at,
        due_days=row.due_days,
        attributes=json.loads(row.attributes) if row.attributes else {},
    )


def looked_after(unit: Unit, seen: Mapping[int, datetime]) -> None:
    """Somebody was there: the newest time that a record was visited or inspected, by its id."""
    statement = (
        update(records)
        .where(R.id == bindparam("_id"), or_(R.checked_at.is_(None), R.checked_at < bindparam("_at")))
        .values(checked_at=bindparam("_at"))
    )
    if seen:
        unit.connection.execute(statement, [{"_id": ident, "_at": at} for ident, at in seen.items()])

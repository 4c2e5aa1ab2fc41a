"""What bringing files in needs of the database beyond single rows: many ids, known numbers, areas' successors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, text, update

from services.domain.incidents import PlaceStatus
from services.store.queries_cases import AREA_COLUMN
from services.store.reader import Reader
from services.store.rows import ENDED_STATES
from services.store.tables.cases import incidents, reports
from services.store.tables.city import areas, officers, people
from services.store.unit import Unit

CHUNK = 400  # below the least limit of parameters in a statement


def next_ids(unit: Unit, table: str, count: int) -> Sequence[int]:
    """Ids for so many new rows, known before they are written; never given out twice."""
    if count == 0:
        return ()
    if unit.connection.dialect.name == "postgresql":
        statement = text("select nextval(pg_get_serial_sequence(:t, 'id')) from generate_series(1, :n)")
        return sorted(int(row[0]) for row in unit.connection.execute(statement, {"t": table, "n": count}))
    first = unit.next_id(table)
    return range(first, first + count)


def known_numbers(reader: Reader, source: str, numbers: Iterable[str]) -> set[str]:
    """Which of a source's own numbers are already there."""
    asked, found = list(numbers), set[str]()
    c = reports.c
    for at in range(0, len(asked), CHUNK):
        statement = select(c.external).where(c.source == source, c.external.in_(asked[at : at + CHUNK]))
        found.update(row[0] for row in reader.all(statement))
    return found


def succeed(unit: Unit, successors: Mapping[int, int]) -> None:
    """Hands children, people and officers of areas that no longer hold to the areas that hold in their place."""
    if not successors:
        return
    rows = [{"_old": old, "_new": new} for old, new in successors.items()]
    holding = update(areas).where(areas.c.parent_id == bindparam("_old"), areas.c.valid_to.is_(None))
    unit.connection.execute(holding.values(parent_id=bindparam("_new")), rows)
    for table in (people, officers):
        statement = update(table).where(table.c.area_id == bindparam("_old"))
        unit.connection.execute(statement.values(area_id=bindparam("_new")), rows)


def to_place_anew(reader: Reader, after: int, limit: int) -> Sequence[Any]:
    """Some of the incidents that new borders may concern, by id: open ones, those outside, those without an area.

    Columns: id, lon, lat, place, town_id, village_id, grid_id, state, reported_at.
    """
    c = incidents.c
    concerned = or_(
        c.state.not_in(ENDED_STATES),
        c.place == int(PlaceStatus.OUTSIDE),
        *(column.is_(None) for column in AREA_COLUMN.values()),
    )
    statement = (
        select(c.id, c.lon, c.lat, c.place, c.town_id, c.village_id, c.grid_id, c.state, c.reported_at)
        .where(and_(c.id > after, c.lon.is_not(None), concerned))
        .order_by(c.id)
        .limit(limit)
    )
    return reader.all(statement)


def days_of_change(reader: Reader) -> list[date]:
    """The days on which any border began or ceased to hold, in order."""
    c = areas.c
    days = {row[0] for row in reader.all(select(c.valid_from).distinct())}
    return sorted(days | {row[0] for row in reader.all(select(c.valid_to).where(c.valid_to.is_not(None)).distinct())})


def provisional_codes(reader: Reader) -> list[str]:
    """Every provisional code that an area has or ever had."""
    return [row[0] for row in reader.all(select(areas.c.code).where(areas.c.code.like("P%")).distinct())]

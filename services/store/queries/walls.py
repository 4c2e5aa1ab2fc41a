"""What a wall asks the database: its scenes and play list, what people asked for lately, the facts behind a warning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, null, select, update

from services.store import rows
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.signals import signals
from services.store.tables.walls import play_entries, play_lists, walls
from services.store.tables.warnings import warning_members
from services.store.unit import Unit

C, S, M = incidents.c, signals.c, warning_members.c


def reported_by(reader: Reader, column: str, begin: datetime, end: datetime) -> list[tuple[str, int, int]]:
    """Incidents reported in a period by "category" or "source", the most first: (code, all, of them open)."""
    by = C[column]
    still = func.sum(case((C.state.in_(rows.OPEN_STATES), 1), else_=0))
    statement = (
        select(by, func.count(), still)
        .where(C.reported_at >= begin, C.reported_at < end)
        .group_by(by)
        .order_by(func.count().desc(), by)
    )
    return [(str(row[0]), int(row[1]), int(row[2])) for row in reader.all(statement)]


def members(reader: Reader, warning: int, limit: int) -> Sequence[Any]:
    """Rows (source, at, lon, lat) of the facts behind a warning, the newest first."""
    statement = (
        select(S.source, S.at, S.lon, S.lat)
        .join(warning_members, M.signal_id == S.id)
        .where(M.warning_id == warning)
        .order_by(S.at.desc(), S.id.desc())
        .limit(limit)
    )
    return reader.all(statement)


def wall_row(reader: Reader, name: str) -> Any:
    """The row of a wall by its name; None where nobody has kept anything for it."""
    return reader.connection.execute(select(walls).where(walls.c.name == name)).first()


def wall_rows(reader: Reader) -> Sequence[Any]:
    """All walls, by name."""
    return reader.all(select(walls).order_by(walls.c.name))


def list_row(reader: Reader, wall: int, version: int) -> Any:
    """One version of a wall's play list; None where there is none."""
    where = (play_lists.c.wall_id == wall, play_lists.c.version == version)
    return reader.connection.execute(select(play_lists).where(*where)).first()


def list_rows(reader: Reader, wall: int) -> Sequence[Any]:
    """All versions of a wall's play list, the newest first."""
    return reader.all(select(play_lists).where(play_lists.c.wall_id == wall).order_by(play_lists.c.version.desc()))


def entries(reader: Reader, list_id: int) -> Sequence[Any]:
    """The scenes of a version in their order."""
    return reader.all(select(play_entries).where(play_entries.c.list_id == list_id).order_by(play_entries.c.rank))


def set_version(unit: Unit, wall: int, version: int) -> None:
    """Says which version of its play list a wall plays."""
    unit.connection.execute(update(walls).where(walls.c.id == wall).values(version=version))


def set_thrown(unit: Unit, wall: int, body: Any, by: str, at: datetime | None, until: datetime | None) -> None:
    """Says which scene was thrown to a wall; a body of None: none."""
    values = {"thrown": null() if body is None else body, "thrown_by": by, "thrown_at": at, "thrown_until": until}
    unit.connection.execute(update(walls).where(walls.c.id == wall).values(values))

"""Many rows in one statement: as one JSON text for PostgreSQL, as one prepared statement over and over for SQLite."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    SmallInteger,
    String,
    bindparam,
    insert,
    text,
    update,
)

from services.domain.refusals import Refusal
from services.store.tables.all import ALL
from services.store.tables.types import Moment

if TYPE_CHECKING:
    from services.store.unit import Unit

FEW = 4  # below, plain statements cost no more
_KINDS: tuple[tuple[Any, str], ...] = (
    (Moment, "bigint"),
    (SmallInteger, "smallint"),
    (BigInteger, "bigint"),
    (Integer, "integer"),
    (Float, "double precision"),
    (Boolean, "boolean"),
    (String, "text"),
    (JSON, "jsonb"),
)


def insert_rows(unit: Unit, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes new rows of the same keys; gives no ids back."""
    if not rows:
        return
    if unit.connection.dialect.name != "postgresql" or len(rows) < FEW:
        unit.connection.execute(insert(ALL[table]), list(rows))
        return
    usual = {
        column.name: column.default.arg  # type: ignore[attr-defined]
        for column in ALL[table].c
        if column.name not in rows[0] and column.default is not None and column.default.is_scalar
    }
    rows = [{**usual, **row} for row in rows] if usual else rows
    columns = [ALL[table].c[name] for name in rows[0]]
    names = ", ".join(f'"{column.name}"' for column in columns)
    statement = f'insert into "{table}" ({names}) select {names} from {_given(columns)}'  # noqa: S608
    unit.connection.execute(text(statement), {"rows": _as_json(columns, rows)})


def change_rows(unit: Unit, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Changes rows of the same keys by `id` where each still is of its `version`, which goes up by one.

    Raises `Refusal` (store.changed) where one is not; the caller gives the transaction up then.
    """
    target = ALL[table]
    names = [name for name in rows[0] if name not in ("id", "version")]
    if unit.connection.dialect.name != "postgresql" or len(rows) < FEW:
        statement = (
            update(target)
            .where(target.c.id == bindparam("_id"), target.c.version == bindparam("_version"))
            .values({"version": target.c.version + 1, **{name: bindparam(name) for name in names}})
        )
        given = [{"_id": row["id"], "_version": row["version"], **{name: row[name] for name in names}} for row in rows]
        done = unit.connection.execute(statement, given).rowcount
    else:
        done = _change_together(unit, target.c, table, names, rows)
    if done != len(rows):
        raise Refusal("store.changed", "Somebody changed this in the meantime. Look at it again before you go on.")


def _change_together(unit: Unit, c: Any, table: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> int:
    """One statement; what is the same in all rows is sent once."""
    first = rows[0]
    same = [name for name in names if all(row[name] == first[name] for row in rows)]
    columns = [c[name] for name in ("id", "version", *(name for name in names if name not in same))]
    sets = ['"version" = t."version" + 1']
    sets += [f'"{name}" = cast(:s{at} as {_kind(c[name])})' for at, name in enumerate(same)]
    sets += [f'"{column.name}" = v."{column.name}"' for column in columns[2:]]
    statement = (
        f'update "{table}" as t set {", ".join(sets)} from {_given(columns)} '  # noqa: S608
        'where t."id" = v."id" and t."version" = v."version"'
    )
    values = {f"s{at}": _plain(c[name], first[name]) for at, name in enumerate(same)}
    return unit.connection.execute(text(statement), {"rows": _as_json(columns, rows), **values}).rowcount


def _given(columns: Sequence[Column[Any]]) -> str:
    """The rows as a table `v`: one JSON text, which both ends read faster than arrays with their quoting."""
    named = ", ".join(f'"{column.name}" {_kind(column)}' for column in columns)
    return f"json_to_recordset(cast(:rows as json)) as v({named})"


def _as_json(columns: Sequence[Column[Any]], rows: Sequence[Mapping[str, Any]]) -> str:
    moments = [column.name for column in columns if isinstance(column.type, Moment)]
    names = [column.name for column in columns]
    given = [{name: row[name] for name in names} for row in rows]
    for row in given:
        for name in moments:
            value = row[name]
            if value is not None and not isinstance(value, int):
                row[name] = round(value.timestamp() * 1000)
    return json.dumps(given, ensure_ascii=False)


def _plain(column: Column[Any], value: Any) -> Any:
    return round(value.timestamp() * 1000) if isinstance(column.type, Moment) and value is not None else value


def _kind(column: Column[Any]) -> str:
    return next(name for kind, name in _KINDS if isinstance(column.type, kind))

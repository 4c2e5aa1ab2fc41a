"""Many rows in one statement: PostgreSQL takes them as arrays, SQLite as one prepared statement over and over."""

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
    names = list(rows[0])
    columns = [ALL[table].c[name] for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    values = {f"p{at}": _array(column, [row[column.name] for row in rows]) for at, column in enumerate(columns)}
    chosen = ", ".join(_said(column, f'v."{column.name}"') for column in columns)
    statement = f'insert into "{table}" ({quoted}) select {chosen} from unnest({_arrays(columns)}) as v({quoted})'  # noqa: S608
    unit.connection.execute(text(statement), values)


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
    values: dict[str, Any] = {
        f"p{at}": _array(column, [row[column.name] for row in rows]) for at, column in enumerate(columns)
    }
    values |= {f"s{at}": _array(c[name], [first[name]])[0] for at, name in enumerate(same)}
    sets = ['"version" = t."version" + 1']
    sets += [f'"{name}" = cast(:s{at} as {_kind(c[name])})' for at, name in enumerate(same)]
    sets += [f'"{column.name}" = v."{column.name}"' for column in columns[2:]]
    quoted = ", ".join(f'"{column.name}"' for column in columns)
    statement = (
        f'update "{table}" as t set {", ".join(sets)} from unnest({_arrays(columns)}) as v({quoted}) '  # noqa: S608
        f'where t."id" = v."id" and t."version" = v."version"'
    )
    return unit.connection.execute(text(statement), values).rowcount


def _arrays(columns: Sequence[Column[Any]]) -> str:
    return ", ".join(
        f"cast(:p{at} as {'text' if _kind(column) == 'jsonb' else _kind(column)}[])"
        for at, column in enumerate(columns)
    )


def _said(column: Column[Any], value: str) -> str:
    return f"cast({value} as jsonb)" if _kind(column) == "jsonb" else value


def _kind(column: Column[Any]) -> str:
    return next(name for kind, name in _KINDS if isinstance(column.type, kind))


def _array(column: Column[Any], values: list[Any]) -> list[Any]:
    if isinstance(column.type, Moment):
        return [
            value if value is None or isinstance(value, int) else round(value.timestamp() * 1000) for value in values
        ]
    if isinstance(column.type, JSON):
        return [json.dumps(value, ensure_ascii=False) for value in values]
    return values

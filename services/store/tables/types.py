"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, UserDefinedType


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as whole milliseconds since the epoch (UTC).

    A number instead of a timestamp type, so that both databases sort, compare and bulk-load it alike and a column of
    them is one numpy array; read it raw with `type_coerce(column, BigInteger)`.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | int | None, dialect: Dialect) -> int | None:
        if value is None or isinstance(value, int):
            return value
        if value.tzinfo is None:
            raise ValueError("a datetime without its zone")
        return round(value.timestamp() * 1000)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


# SQLite gives out rowids only for INTEGER PRIMARY KEY
Id = BigInteger().with_variant(Integer, "sqlite")


class Xid8(UserDefinedType[int]):
    """The 64-bit transaction number of PostgreSQL; an unused integer on SQLite."""

    cache_ok = True


@compiles(Xid8, "postgresql")
def _xid8_postgresql(element: Xid8, compiler: Any, **kw: Any) -> str:
    return "xid8"


@compiles(Xid8, "sqlite")
def _xid8_sqlite(element: Xid8, compiler: Any, **kw: Any) -> str:
    return "INTEGER"

"""Loads many rows as columns, the fastest way that each database has; inside the unit's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

from services.store.tables.all import ALL
from services.store.unit import Unit


def load_columns(unit: Unit, table: str, columns: Mapping[str, Sequence[Any]], begin: int = 0, end: int = -1) -> int:
    """Writes the rows `begin` to `end` (-1: all) of equally long columns; returns how many.

    Values are what the driver takes: times as whole milliseconds, None for NULL. Rows with an `id` of their own are
    fine, if `after_load` is called at the end.
    """
    names = list(columns)
    unknown = set(names) - set(ALL[table].c.keys())
    if unknown:
        raise ValueError(f"{table} has no column {sorted(unknown)[0]}")
    end = len(columns[names[0]]) if end < 0 else end
    rows = list(zip(*(column[begin:end] for column in columns.values()), strict=True))
    if not rows:
        return 0
    quoted = ", ".join(f'"{name}"' for name in names)
    if unit.connection.dialect.name == "postgresql":
        driver: Any = unit.connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'copy "{table}" ({quoted}) from stdin') as copy:
            for row in rows:
                copy.write_row(row)
    else:
        holes = ", ".join("?" * len(names))
        unit.connection.exec_driver_sql(f'insert into "{table}" ({quoted}) values ({holes})', rows)  # noqa: S608
    return len(rows)


def after_load(unit: Unit, *tables: str) -> None:
    """Lets new ids begin after those that were loaded with ids of their own (PostgreSQL; SQLite does by itself).

    The tables are measured as well: until the server did so by itself, a minute later or after a crash never, its plans
    for a full table were those of an empty one, and a briefing took longer than a statement may.
    """
    if unit.connection.dialect.name != "postgresql":
        return
    for table in tables:
        statement = f"select setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) from \"{table}\""  # noqa: S608
        unit.connection.execute(text(statement))
    measure(unit, *tables)


def measure(unit: Unit, *tables: str) -> None:
    """Tells PostgreSQL how full tables are, which its plans depend on; SQLite's are fine without."""
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(text(f"analyze {', '.join(tables)}"))

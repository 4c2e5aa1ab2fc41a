"""Which seats are there: rows renewed while a seat lives, by the database's own clock, which all seats share."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text

from services.store.unit import Unit

Doing = Callable[[Unit], None]
STALE_SECONDS = 20

_NOW_SQLITE = "cast((julianday('now') - 2440587.5) * 86400000 as integer)"
_NOW_POSTGRESQL = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)"


def _now(sqlite: bool) -> str:
    return _NOW_SQLITE if sqlite else _NOW_POSTGRESQL


def count_statement(sqlite: bool) -> str:
    """The statement that counts the seats that were renewed within 20 s."""
    return f"select count(*) from seats where seen_at > {_now(sqlite)} - {STALE_SECONDS * 1000}"  # noqa: S608 - own words


def renew(unit: Unit, seat: str, kind: str, host: str, pid: int) -> None:
    """This seat is there; seats that fell silent are forgotten."""
    now = _now(unit.connection.dialect.name == "sqlite")
    unit.connection.execute(
        text(
            f"insert into seats (id, kind, host, pid, seen_at) values (:id, :kind, :host, :pid, {now}) "  # noqa: S608
            "on conflict (id) do update set seen_at = excluded.seen_at"
        ),
        {"id": seat, "kind": kind, "host": host, "pid": pid},
    )
    unit.connection.execute(text(f"delete from seats where seen_at < {now} - {STALE_SECONDS * 1000}"))  # noqa: S608


def leave(unit: Unit, seat: str) -> None:
    """This seat is gone."""
    unit.connection.execute(text("delete from seats where id = :id"), {"id": seat})

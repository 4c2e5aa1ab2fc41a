"""Which seats are there: rows renewed while a seat lives, by the database's own clock, which all seats share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from services.domain.seats import SeatThere
from services.store.unit import Unit

Doing = Callable[[Unit], None]
STALE_SECONDS = 20

_NOW_SQLITE = "cast((julianday('now') - 2440587.5) * 86400000 as integer)"
_NOW_POSTGRESQL = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)"


def _now(sqlite: bool) -> str:
    return _NOW_SQLITE if sqlite else _NOW_POSTGRESQL


def there_statement(sqlite: bool) -> str:
    """The statement that finds the seats that were renewed within 20 s, those that came first above."""
    return (
        "select s.id, s.kind, s.login, coalesce(o.name, ''), s.incident_id, s.opened_at from seats s "  # noqa: S608
        f"left join officers o on o.login = s.login where s.seen_at > {_now(sqlite)} - {STALE_SECONDS * 1000} "
        "order by s.opened_at, s.id"
    )


def there(rows: Iterable[Any]) -> tuple[SeatThere, ...]:
    """The seats of that statement's rows."""
    return tuple(
        SeatThere(row[0], row[1], row[2], row[3], row[4], _moment(row[5])) for row in rows
    )  # fmt: skip


def renew(
    unit: Unit, seat: str, kind: str, host: str, pid: int, login: str = "", incident: int | None = None
) -> None:  # fmt: skip
    """This seat is there, and that officer has this incident open; seats that fell silent are forgotten."""
    now = _now(unit.connection.dialect.name == "sqlite")
    unit.connection.execute(
        text(
            "insert into seats (id, kind, host, pid, seen_at, login, incident_id, opened_at) "  # noqa: S608 - own words
            f"values (:id, :kind, :host, :pid, {now}, :login, :incident, {'null' if incident is None else now}) "
            "on conflict (id) do update set seen_at = excluded.seen_at, opened_at = case "
            "when seats.incident_id = excluded.incident_id and seats.login = excluded.login "
            "then seats.opened_at else excluded.opened_at end, "
            "incident_id = excluded.incident_id, login = excluded.login"
        ),
        {"id": seat, "kind": kind, "host": host, "pid": pid, "login": login, "incident": incident},
    )
    unit.connection.execute(text(f"delete from seats where seen_at < {now} - {STALE_SECONDS * 1000}"))  # noqa: S608


def leave(unit: Unit, seat: str) -> None:
    """This seat is gone."""
    unit.connection.execute(text("delete from seats where id = :id"), {"id": seat})


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else datetime.fromtimestamp(millis / 1000, UTC)

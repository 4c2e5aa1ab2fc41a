"""Signals in the database: written in batches, read as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, or_, select, type_coerce

from services.domain.signals import Signal
from services.store.batching import insert_rows
from services.store.reader import Reader
from services.store.tables.city import sources
from services.store.tables.signals import signal_batches, signals, source_watch
from services.store.unit import Unit

C = signals.c
# what the models read of a signal, in the order of the columns of a block; times in milliseconds since the epoch
COLUMNS = (
    C.id, type_coerce(C.at, BigInteger), type_coerce(C.received_at, BigInteger), C.kind, C.source, C.subject, C.value,
    C.place, C.lon, C.lat, C.town_id, C.village_id, C.grid_id, C.drill, C.incident_id,
)  # fmt: skip


def add_batch(
    unit: Unit, source: str, found: Sequence[Signal], refused: int = 0, why: str = "", drill: int | None = None
) -> int:
    """Writes a batch of one source's signals; returns its id."""
    ident = unit.add("signal_batches", source=source, at=unit.now, rows=len(found), refused=refused, why=why[:500],
                     drill=drill)  # fmt: skip
    demo = unit.city().demo
    insert_rows(unit, "signals", [{**values(signal, unit.now, demo), "batch_id": ident} for signal in found])
    return ident


def values(signal: Signal, received: datetime, synthetic: bool) -> dict[str, Any]:
    """A signal as values of its row."""
    place = signal.place
    return {
        "source": signal.source, "kind": signal.kind, "at": signal.at, "received_at": received,
        "subject": signal.subject[:60], "value": signal.value, "place": int(place.status), "lon": place.lon,
        "lat": place.lat, "town_id": place.town, "village_id": place.village, "grid_id": place.grid,
        "incident_id": signal.incident, "origin": signal.origin[:120], "drill": signal.drill, "synthetic": synthetic,
    }  # fmt: skip


def of_batches(reader: Reader, batches: Iterable[int], idents: Iterable[int]) -> Sequence[Any]:
    """Rows of COLUMNS: the signals of these batches and those of these ids, by id."""
    where = or_(C.batch_id.in_(list(batches)), C.id.in_(list(idents)))
    return reader.all(select(*COLUMNS).where(where).order_by(C.id))


def since(
    reader: Reader,
    begin: datetime,
    end: datetime | None = None,
    kinds: Iterable[str] | None = None,
    drill: int | None = None,
) -> Sequence[Any]:
    """Rows of COLUMNS perceived from `begin` on (before `end`), by time and id; of a drill or of none."""
    return reader.all(_chosen(select(*COLUMNS), begin, end, kinds, drill).order_by(C.at, C.id))


def _chosen(
    statement: Select[Any], begin: datetime, end: datetime | None, kinds: Iterable[str] | None, drill: int | None
) -> Select[Any]:
    where: list[ColumnElement[bool]] = [C.at >= begin, C.drill.is_(None) if drill is None else C.drill == drill]
    if end is not None:
        where.append(C.at < end)
    if kinds is not None:
        where.append(C.kind.in_(sorted(kinds)))
    return statement.where(and_(*where))


def whole(reader: Reader, idents: Sequence[int]) -> Sequence[Any]:
    """Whole rows of signals by id, oldest first, for a card."""
    return reader.all(select(signals).where(C.id.in_(list(idents))).order_by(C.at, C.id))


def registry(reader: Reader, day_ago: datetime) -> Sequence[Any]:
    """For each active source: its owner and cadence, and what came of it."""
    batch, watch = signal_batches.c, source_watch.c
    last = select(C.source, func.max(C.received_at).label("received"), func.count().label("total")).where(
        C.drill.is_(None)
    )
    last_q = last.group_by(C.source).subquery()
    day = select(
        C.source, func.count().label("rows"), func.max(C.at).label("at"),
        func.avg(type_coerce(C.received_at, BigInteger) - type_coerce(C.at, BigInteger)).label("lag"),
    ).where(C.received_at >= day_ago, C.drill.is_(None))  # fmt: skip
    day_q = day.group_by(C.source).subquery()
    refused = func.sum(batch.refused).label("refused")
    bad_q = (
        select(batch.source, refused)
        .where(batch.at >= day_ago, batch.drill.is_(None))
        .group_by(batch.source)
        .subquery()
    )
    joined = (
        sources.outerjoin(source_watch, sources.c.code == watch.source)
        .outerjoin(last_q, last_q.c.source == sources.c.code)
        .outerjoin(day_q, day_q.c.source == sources.c.code)
        .outerjoin(bad_q, bad_q.c.source == sources.c.code)
    )
    statement = select(
        sources.c.code, watch.owner, watch.cadence_minutes, last_q.c.received, last_q.c.total, day_q.c.rows, day_q.c.at,
        day_q.c.lag, bad_q.c.refused,
    )  # fmt: skip
    return reader.all(statement.select_from(joined).where(sources.c.active).order_by(sources.c.rank))


def newest(reader: Reader) -> datetime | None:
    """When the newest signal was perceived, of no drill."""
    found: datetime | None = reader.connection.execute(select(func.max(C.at)).where(C.drill.is_(None))).scalar()
    return found


def counted(reader: Reader, kinds: Iterable[str], begin: datetime) -> Sequence[Any]:
    """How many signals of these kinds there were in each grid since a moment: what a count costs when asked in SQL."""
    statement = _chosen(select(C.grid_id, func.count(), func.max(C.at)), begin, None, kinds, None)
    return reader.all(statement.group_by(C.grid_id))


def known_origins(reader: Reader, origins: Iterable[str], prefix: str = "cap.") -> set[str]:
    """Those of some origins that signals of kinds with a prefix came from already."""
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    statement = select(C.origin).where(C.kind >= prefix, C.kind < end, C.origin.in_(list(origins))).distinct()
    return {str(row.origin) for row in reader.all(statement)}


def newest_by_subject(reader: Reader, kinds: Iterable[str], since: datetime) -> Sequence[Any]:
    """The newest signal of each kind and subject perceived since then, as whole rows by id; no drills."""
    last = select(func.max(C.id).label("id")).where(
        C.kind.in_(sorted(kinds)), C.at >= since, C.subject != "", C.drill.is_(None)
    )
    newest = last.group_by(C.kind, C.subject).subquery()
    return reader.all(select(signals).join(newest, newest.c.id == C.id).order_by(C.id))


def newest_batch(reader: Reader) -> datetime | None:
    """When the newest batch came, of no drill."""
    batch = signal_batches.c
    found: datetime | None = reader.connection.execute(select(func.max(batch.at)).where(batch.drill.is_(None))).scalar()
    return found


def newest_batches(reader: Reader, source: str, limit: int = 50) -> Sequence[Any]:
    """The newest batches of a source, drills apart."""
    batch = signal_batches.c
    where = (batch.source == source, batch.drill.is_(None))
    return reader.all(select(signal_batches).where(*where).order_by(batch.at.desc(), batch.id.desc()).limit(limit))


def expect(unit: Unit, source: str, owner: str | None, minutes: int | None) -> str:
    """Writes what is expected of a source; what was before, in words of the journal."""
    watch = source_watch.c
    known = unit.all(select(source_watch).where(watch.source == source))
    if not known:
        unit.add("source_watch", source=source, owner=owner, cadence_minutes=minutes)
        return ""
    statement = source_watch.update().where(watch.source == source).values(owner=owner, cadence_minutes=minutes)
    unit.connection.execute(statement)
    return f"{known[0].owner or ''} {known[0].cadence_minutes or ''}".strip()

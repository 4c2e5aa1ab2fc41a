"""What the explanation card of a warning asks the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, func, select, type_coerce

from services.domain.warnings import WarningState
from services.store.reader import Reader
from services.store.tables.cases import incidents, reports
from services.store.tables.city import areas, officers
from services.store.tables.live import journal
from services.store.tables.signals import signals
from services.store.tables.warnings import warnings

W, S, C, R, A = warnings.c, signals.c, incidents.c, reports.c, areas.c
CHUNK = 500


def facts(reader: Reader, idents: Sequence[int]) -> list[Any]:
    """Signals by id with the number of their case and the words of their report (personal data), the newest first."""
    found: list[Any] = []
    for at in range(0, len(idents), CHUNK):
        statement = (
            select(signals, C.number, R.text, R.contact_name)
            .outerjoin(incidents, C.id == S.incident_id)
            .outerjoin(reports, R.id == S.report_id)
            .where(S.id.in_(list(idents[at : at + CHUNK])))
        )
        found += reader.all(statement)
    return sorted(found, key=lambda row: (row.at, row.id), reverse=True)


def heard(
    reader: Reader, kinds: Iterable[str], begin: datetime, end: datetime, *only: ColumnElement[bool]
) -> list[Any]:
    """Real signals of these kinds perceived from `begin` on and before `end`: id, at (milliseconds), kind, source,
    subject, value, lon, lat, town_id, village_id, grid_id; by time."""
    where = (S.kind.in_(sorted(kinds)), S.at >= begin, S.at < end, S.drill.is_(None), *only)
    columns = (
        S.id, type_coerce(S.at, BigInteger).label("millis"), S.kind, S.source, S.subject, S.value, S.lon, S.lat,
        S.town_id, S.village_id, S.grid_id,
    )  # fmt: skip
    return list(reader.all(select(*columns).where(*where).order_by(S.at, S.id)))


def about(subject: str) -> ColumnElement[bool]:
    """Those about one subject."""
    return S.subject == subject


def in_area(column: str, ident: int) -> ColumnElement[bool]:
    """Those of one area, by the column of its level."""
    return S[column] == ident


def in_box(west: float, south: float, east: float, north: float) -> ColumnElement[bool]:
    """Those in a box of degrees."""
    return and_(S.lon.between(west, east), S.lat.between(south, north))


def subjects(reader: Reader, kinds: Iterable[str], begin: datetime, end: datetime) -> set[str]:
    """Whom or what real signals of these kinds were about."""
    where = (S.kind.in_(sorted(kinds)), S.at >= begin, S.at < end, S.drill.is_(None), S.subject != "")
    return {str(row.subject) for row in reader.all(select(S.subject).where(*where).distinct())}


def points(reader: Reader, kinds: Iterable[str], begin: datetime, end: datetime) -> list[tuple[float, float]]:
    """Where real signals of these kinds came from: longitude, latitude."""
    where = (S.kind.in_(sorted(kinds)), S.at >= begin, S.at < end, S.drill.is_(None), S.lon.is_not(None))
    return [(row.lon, row.lat) for row in reader.all(select(S.lon, S.lat).where(*where))]


def merged(reader: Reader, ident: int) -> list[tuple[int, str]]:
    """Those that were merged into a warning: id and number."""
    return [(row.id, row.number) for row in reader.all(select(W.id, W.number).where(W.merged_into == ident))]


def measured(reader: Reader, scenario: str, apart_from: int, before: datetime, limit: int = 300) -> Sequence[Any]:
    """Whole rows of a scenario's real warnings on which somebody acted before a moment, the newest first."""
    where = (W.scenario == scenario, W.id != apart_from, W.drill == 0, W.dispatched_at < before)
    return reader.all(select(warnings).where(*where).order_by(W.dispatched_at.desc()).limit(limit))


def of_scenario(reader: Reader, scenario: str, since: datetime) -> Sequence[Any]:
    """A scenario's real warnings raised since a moment, but for those merged away: id, outcome, raised_at, and more."""
    where = (W.scenario == scenario, W.drill == 0, W.raised_at >= since, W.state != int(WarningState.MERGED))
    return reader.all(select(W.id, W.outcome, W.raised_at, W.ended_at, W.proof).where(*where).order_by(W.id))


def areas_of(reader: Reader, idents: Iterable[int | None]) -> dict[int, Any]:
    """Areas by id: level, kind, code."""
    wanted = [ident for ident in idents if ident is not None]
    return {row.id: row for row in reader.all(select(A.id, A.level, A.kind, A.code).where(A.id.in_(wanted)))}


def areas_like(reader: Reader, level: int, kind: int) -> list[int]:
    """The ids of all areas of a level and kind that hold now."""
    where = (A.level == level, A.kind == kind, A.valid_to.is_(None))
    return [int(row.id) for row in reader.all(select(A.id).where(*where).order_by(A.id))]


def history(reader: Reader, ident: int) -> Sequence[Any]:
    """The journal's lines on a warning, oldest first: at, officer (by name where known), verb, why, before, after."""
    j, o = journal.c, officers.c
    lines = select(j.at, func.coalesce(o.name, j.officer).label("officer"), j.verb, j.why, j.before, j.after)
    joined = journal.outerjoin(officers, o.login == j.officer)
    return reader.all(lines.select_from(joined).where(j.subject == f"warning/{ident}").order_by(j.id))

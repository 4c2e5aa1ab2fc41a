"""Warnings in the database: those that stand, whole ones, their members and scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from services.domain.incidents import Place, PlaceStatus, Severity
from services.domain.warnings import LiveWarning, ScorePart, WarningOutcome, WarningState, WholeWarning
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.signals import signals
from services.store.tables.warnings import warning_members, warning_scores, warnings

W, M, S = warnings.c, warning_members.c, warning_scores.c


def standing(reader: Reader) -> list[LiveWarning]:
    """Those in force, the highest level and the newest first."""
    statement = select(warnings).where(W.ended_at.is_(None)).order_by(W.level, W.raised_at.desc())
    return [live(row) for row in reader.all(statement)]


def open_rows(reader: Reader) -> Sequence[Any]:
    """Whole rows of those in force."""
    return reader.all(select(warnings).where(W.ended_at.is_(None)))


def any_was(reader: Reader) -> bool:
    """Whether a warning was ever raised here, drills apart."""
    return bool(reader.all(select(W.id).where(W.drill == 0).limit(1)))


def rows(reader: Reader, idents: Sequence[int]) -> Sequence[Any]:
    """Whole rows by id."""
    return reader.all(select(warnings).where(W.id.in_(list(idents))).order_by(W.id)) if idents else []


def heard(reader: Reader, idents: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many members of each warning came from each source."""
    found: dict[int, dict[str, int]] = {ident: {} for ident in idents}
    statement = (
        select(M.warning_id, signals.c.source, func.count())
        .join(signals, signals.c.id == M.signal_id)
        .where(M.warning_id.in_(list(idents)))
        .group_by(M.warning_id, signals.c.source)
        .order_by(func.count().desc(), signals.c.source)
    )
    for ident, source, count in reader.all(statement) if idents else ():
        found[ident][source] = count
    return found


def ended_since(reader: Reader, moment: datetime) -> Sequence[Any]:
    """Whole rows of those that ended since a moment, the oldest end first."""
    return reader.all(select(warnings).where(W.ended_at >= moment).order_by(W.ended_at))


def whole(reader: Reader, ident: int) -> WholeWarning | None:
    """One whole warning with the ids of its members."""
    found = reader.all(select(warnings).where(W.id == ident))
    if not found:
        return None
    members = reader.all(select(M.signal_id).where(M.warning_id == ident).order_by(M.signal_id))
    return warning(found[0], tuple(int(row[0]) for row in members))


def members_of(reader: Reader, idents: Sequence[int]) -> dict[int, set[int]]:
    """The members of warnings, by warning."""
    found: dict[int, set[int]] = {ident: set() for ident in idents}
    for row in reader.all(select(M.warning_id, M.signal_id).where(M.warning_id.in_(list(idents)))):
        found[int(row.warning_id)].add(int(row.signal_id))
    return found


def scores(reader: Reader, ident: int) -> list[tuple[datetime, float, Severity, int]]:
    """How score, level and members went, oldest first."""
    statement = select(warning_scores).where(S.warning_id == ident).order_by(S.at, S.id)
    return [(row.at, row.score, Severity(row.level), row.members) for row in reader.all(statement)]


def live(row: Any) -> LiveWarning:
    """The live part of a row."""
    state = WarningState(row.state)
    return LiveWarning(
        id=row.id, version=row.version, number=row.number, scenario=row.scenario,
        scenario_version=row.scenario_version, model=row.model, level=Severity(row.level), state=state,
        place=Place(PlaceStatus(row.place), row.lon, row.lat, row.town_id, row.village_id, row.grid_id),
        raised_at=row.raised_at, last_at=row.last_at, score=row.score, members=row.members,
        department=row.department, radius_m=row.radius_m, acked=row.acked_at is not None,
        shelved_until=row.shelved_until, ticket=row.incident_id, drill=row.drill or None,
        basis=row.basis, heard=row.heard,
    )  # fmt: skip


def warning(row: Any, members: tuple[int, ...] = ()) -> WholeWarning:
    """A whole warning of a row."""
    band = None if row.band_low is None else (row.band_low, row.band_high)
    return WholeWarning(
        live=live(row), situation=row.situation, subject=row.subject,
        parts=tuple(ScorePart(code, points, values) for code, points, values in row.parts),
        measures=row.measures, signals=members, observed=row.observed, expected=row.expected, band=band,
        ran_at=row.ran_at, acked_at=row.acked_at, acked_by=row.acked_by, shelf_reason=row.shelf_reason,
        dispatched_at=row.dispatched_at, ended_at=row.ended_at, ended_by=row.ended_by,
        outcome=WarningOutcome(row.outcome), proof=row.proof, merged_into=row.merged_into, graded_by=row.graded_by,
    )  # fmt: skip


def closed_of(reader: Reader, scenario: str, since: datetime) -> Sequence[Any]:
    """Whole rows of a scenario's ended warnings that were raised since a moment, of no drill, the oldest first."""
    where = (W.scenario == scenario, W.raised_at >= since, W.ended_at.is_not(None), W.drill == 0)
    return reader.all(select(warnings).where(*where).order_by(W.raised_at))


def reported_at(reader: Reader, incident_ids: Sequence[int]) -> dict[int, datetime]:
    """When incidents were reported."""
    if not incident_ids:
        return {}
    statement = select(incidents.c.id, incidents.c.reported_at).where(incidents.c.id.in_(list(incident_ids)))
    return {row.id: row.reported_at for row in reader.all(statement)}


def incident_after(reader: Reader, idents: Sequence[int], moment: datetime) -> int | None:
    """The first incident among signals that was perceived after a moment."""
    where = (signals.c.id.in_(list(idents)), signals.c.at > moment, signals.c.incident_id.is_not(None))
    found = reader.all(select(signals.c.incident_id).where(*where).order_by(signals.c.at).limit(1))
    return int(found[0][0]) if found else None


def last_end(reader: Reader) -> datetime | None:
    """When the last one ended, of no drill; None where none ever did."""
    found: datetime | None = reader.connection.execute(select(func.max(W.ended_at)).where(W.drill == 0)).scalar()
    return found

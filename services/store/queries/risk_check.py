"""What a check asks of scenarios, sources, warnings and signals."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select

from services.store.reader import Reader
from services.store.tables.city import sources
from services.store.tables.signals import signals, source_watch
from services.store.tables.warnings import scenario_versions, warning_members, warnings

W = warnings.c


def changed_versions(reader: Reader) -> int:
    """Versions of scenarios that people wrote."""
    return _count(reader, select(func.count()).where(scenario_versions.c.author != "system"))


def unwatched(reader: Reader) -> int:
    """Sources in use of which nothing is expected."""
    watch = source_watch.c
    joined = sources.outerjoin(source_watch, watch.source == sources.c.code)
    nothing = or_(watch.source.is_(None), watch.cadence_minutes.is_(None))
    return _count(reader, select(func.count()).select_from(joined).where(sources.c.active, nothing))


def standing_by_place(reader: Reader) -> tuple[int, int, int]:
    """Warnings that stand: all, those in a town, those in none; drills apart."""
    stands = and_(W.ended_at.is_(None), W.drill == 0)
    return (
        _count(reader, select(func.count()).where(stands)),
        _count(reader, select(func.count()).where(stands, W.town_id.is_not(None))),
        _count(reader, select(func.count()).where(stands, W.town_id.is_(None))),
    )


def lost_members(reader: Reader) -> int:
    """Members of warnings whose signal is not there."""
    member = warning_members.c
    joined = warning_members.outerjoin(signals, signals.c.id == member.signal_id)
    return _count(reader, select(func.count()).select_from(joined).where(signals.c.id.is_(None)))


def signals_kept(reader: Reader) -> int:
    """All signals but those of drills."""
    return _count(reader, select(func.count()).where(signals.c.drill.is_(None)))


def _count(reader: Reader, statement: object) -> int:
    return int(reader.all(statement)[0][0])  # type: ignore[arg-type]

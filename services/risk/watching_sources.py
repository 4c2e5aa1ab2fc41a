"""The registry of sources: what is expected of each, and what came; owner and cadence are the city's to set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.signals import SourceLine
from services.risk.silent_sources import registry
from services.store.engine import Database
from services.store.queries import signals

WRITES = frozenset({OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.ADMIN})
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a source: when it came, how many were taken and refused, and for which reasons (codes)."""

    id: int
    at: datetime
    rows: int
    refused: int
    why: tuple[str, ...]


class WatchedSources:
    """Reads the registry and keeps what is expected."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> tuple[datetime, tuple[SourceLine, ...]]:
        """Every source in use as of a moment."""
        now = self._database.clock()
        with self._database.reading() as reader:
            return now, registry(reader, now)

    def batches(self, source: str) -> tuple[Batch, ...]:
        """The newest batches of a source that came as batches."""
        with self._database.reading() as reader:
            return tuple(
                Batch(row.id, row.at, row.rows, row.refused, tuple(filter(None, row.why.split("; "))))
                for row in signals.newest_batches(reader, source)
            )

    def expect(self, source: str, owner: str | None, cadence: timedelta | None, officer: Officer, why: str) -> None:
        """Sets whose a source is and how often it should be heard (None: nothing is expected). Raises `Refusal`."""
        if not officer.roles & WRITES:
            raise Refusal("source.not_yours", "Only supervisors, leaders and administrators set what is expected.")
        if cadence is not None and not timedelta(minutes=1) <= cadence <= LONGEST:
            raise Refusal("source.cadence", "A source is expected every minute at the most, once a year at the least.")
        if not why.strip():
            raise Refusal("source.why", "Say why, in a few words.")
        with self._database.unit() as unit:
            if not unit.has_source(source):
                raise Refusal(
                    "intake.source", "There is no information source “{source}” in this city's list.", source=source
                )
            if owner is not None and owner not in {one.code for one in unit.catalogue().departments}:
                raise Refusal("scenario.department", "There is no department “{code}” in this city.", code=owner)
            minutes = None if cadence is None else round(cadence.total_seconds() / 60)
            before = signals.expect(unit, source, owner, minutes)
            unit.note(
                officer, "expect_source", f"source/{source}", why.strip(), before, f"{owner or ''} {minutes or ''}"
            )
            unit.commit()

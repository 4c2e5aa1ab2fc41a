"""A source that falls silent is itself a warning: what is not seen is not absent."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from services.domain.incidents import UNLOCATED
from services.domain.scenarios import Scenario
from services.domain.signals import SourceLine, SourceState, state_of
from services.domain.warnings import Finding, ScorePart, grade
from services.risk import scoring
from services.risk.standard import SCENARIOS, read_standard
from services.store.queries import signals
from services.store.reader import Reader

DAY = timedelta(days=1)
TIMES = 3.0  # so many cadences without a word are silence
HOUR = 3600.0


@lru_cache(maxsize=1)
def silent_scenario() -> Scenario:
    """The platform's own scenario."""
    return read_standard(SCENARIOS / "own").scenarios[0]


def registry(reader: Reader, now: datetime) -> tuple[SourceLine, ...]:
    """Every active source with what is expected of it and what came."""
    return tuple(_line(row, now) for row in signals.registry(reader, now - DAY))


class SilentSources:
    """Finds sources that are silent now, and those that speak again."""

    def __init__(self) -> None:
        self._silent: set[str] = set()

    def findings(self, reader: Reader, now: datetime) -> list[Finding]:
        """A finding for each silent source, and one without a level for each that speaks again."""
        found: list[Finding] = []
        for line in registry(reader, now):
            if line.state is SourceState.SILENT:
                self._silent.add(line.source)
                found.append(finding_of(line, now))
            elif line.source in self._silent:
                self._silent.discard(line.source)
                found.append(finding_of(line, now, spoke=True))
        return found


def finding_of(line: SourceLine, now: datetime, spoke: bool = False) -> Finding:
    """The finding of one source by how long it has been silent, against how often it should be heard."""
    scenario = silent_scenario()
    cadence = line.cadence or DAY
    silent = now - (line.last_received or now)
    ratio = silent / cadence
    measures = {"hours": silent.total_seconds() / HOUR, "every_hours": cadence.total_seconds() / HOUR, "ratio": ratio}
    parts = (
        ScorePart("silence", scoring.strength(ratio / TIMES), measures),
        ScorePart("harm", scoring.harm(scenario.harm, 0.0), {}),
    )
    score = scoring.total(parts)
    return Finding(
        scenario=scenario.code, situation=f"source:{line.source}", score=score,
        level=None if spoke else grade(max(score, min(scenario.levels.values())), scenario.levels), parts=parts,
        at=line.last_received or now, place=UNLOCATED, subject=f"source:{line.source}", measures=measures,
        observed=measures["hours"], expected=measures["every_hours"],
        basis={"source": line.source, "hours": measures["hours"], "every_hours": measures["every_hours"]},
    )  # fmt: skip


def _line(row: Any, now: datetime) -> SourceLine:
    cadence = None if row.cadence_minutes is None else timedelta(minutes=row.cadence_minutes)
    lag = None if row.lag is None else timedelta(milliseconds=max(0.0, float(row.lag)))
    return SourceLine(
        source=row.code, owner=row.owner, cadence=cadence, last_at=row.at, last_received=row.received, lag=lag,
        rows=row.rows or 0, refused=int(row.refused or 0), total=row.total or 0,
        state=state_of(cadence, row.received, now),
    )  # fmt: skip

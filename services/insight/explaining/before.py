"""What similar warnings led to before, and how often their scenario was right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from services.access.masking import mask_text
from services.domain.incidents import Severity
from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import WarningOutcome, WholeWarning
from services.insight.explaining.heard import Where, heard
from services.insight.explaining.values import SimilarLine, TicketLine, TrackRecord
from services.insight.outcomes import outcomes_of
from services.store import queries_cases
from services.store.queries import warning_card, warnings
from services.store.reader import Reader

MOST = 3
# what they warn of is no number of signals, so that none before and after a measure says anything
UNCOUNTED = frozenset({ModelKind.SILENCE, ModelKind.EXPOSURE})
OTHER_KIND = 0.6  # how much a place of another kind counts
YEAR = timedelta(days=365)


def similar(
    reader: Reader, warning: WholeWarning, scenario: Scenario, now: datetime, zone: tzinfo
) -> tuple[SimilarLine, ...]:
    """The most alike of the same scenario on which somebody acted: by kind of place and the numbers of the score."""
    rows = warning_card.measured(reader, scenario.code, warning.live.id, now)
    if not rows or scenario.model in UNCOUNTED:
        return ()
    mine = warning.live.place
    kinds = warning_card.areas_of(
        reader, {mine.grid or mine.village or mine.town, *(r.grid_id or r.village_id or r.town_id for r in rows)}
    )
    own = _kind(kinds, mine.grid or mine.village or mine.town)
    found = [
        (
            likeness(warning.measures, row.measures, _kind(kinds, row.grid_id or row.village_id or row.town_id) == own),
            row,
        )
        for row in rows
    ]
    found.sort(key=lambda pair: (-pair[0], -pair[1].id))
    return tuple(_line(reader, row, score, scenario, now, zone) for score, row in found[:MOST])


def likeness(one: Mapping[str, float], other: Mapping[str, float], same_kind: bool) -> float:
    """1 for the same numbers at a place of the same kind, towards 0 the more they differ (by factors, not amounts)."""
    shared = [name for name in one if name in other and one[name] >= 0 and other[name] >= 0]
    apart = sum(abs(math.log1p(one[name]) - math.log1p(other[name])) for name in shared) / max(1, len(shared))
    return math.exp(-apart) * (1.0 if same_kind else OTHER_KIND)


def ticket_line(reader: Reader, incident: int | None) -> TicketLine | None:
    """The ticket of a warning, its words masked."""
    found = reader.incident(incident) if incident is not None else None
    if found is None:
        return None
    names = queries_cases.names_of(reader, [found.live.id]).get(found.live.id, set())
    return TicketLine(
        found.live.id, found.live.number, found.live.state, found.department, found.live.due_at, found.live.closed_at,
        mask_text(found.text, names),
    )  # fmt: skip


def track_record(reader: Reader, scenario: str, now: datetime) -> TrackRecord:
    """The last twelve months."""
    rows = warning_card.of_scenario(reader, scenario, now - YEAR)
    found = outcomes_of(reader, [row for row in rows if row.ended_at is not None])
    by_outcome = {
        outcome: ids
        for outcome, ids in (
            (WarningOutcome.TRUE, found.true), (WarningOutcome.AVERTED, found.averted),
            (WarningOutcome.FALSE, found.false), (WarningOutcome.NONE, found.unknown),
        )
        if ids
    }  # fmt: skip
    standing = tuple(row.id for row in rows if row.ended_at is None)
    return TrackRecord(now - YEAR, by_outcome, standing, found.lead, len(found.leads))


def _kind(kinds: Mapping[int, Any], ident: int | None) -> int | None:
    found = kinds.get(ident) if ident is not None else None
    return int(found.kind) if found is not None else None


def _line(reader: Reader, row: Any, likeness: float, scenario: Scenario, now: datetime, zone: tzinfo) -> SimilarLine:
    live, at, window = warnings.live(row), row.dispatched_at, scenario.window
    where = Where(live.place, live.radius_m, row.subject)
    rows = heard(reader, scenario, at - window, at + window, zone, where)
    millis = at.timestamp() * 1000
    before = tuple(one.id for one in rows if one.millis <= millis)
    after = tuple(one.id for one in rows if one.millis > millis)
    over = at + window <= now
    return SimilarLine(
        warning=row.id, number=row.number, raised_at=row.raised_at, place=live.place, level=Severity(row.top_level),
        outcome=WarningOutcome(row.outcome), measure_at=at, days=window.total_seconds() / 86_400, before=len(before),
        after=len(after) if over else None, likeness=likeness, ticket=ticket_line(reader, row.incident_id),
        before_signals=before, after_signals=after if over else (),
    )  # fmt: skip

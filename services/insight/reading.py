"""Cards and pages for panels: everything a person opens, as frozen values with personal data masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.access.masking import mask_name, mask_phone, mask_text
from services.domain.case_filter import CaseFilter, CaseOrder
from services.domain.incidents import Incident
from services.store import queries_cases
from services.store.engine import Database


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report on a card; contact and words are masked."""

    id: int
    source: str
    at: datetime
    text: str
    contact: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step of an incident's story."""

    at: datetime
    officer: str
    verb: str
    why: str


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """Everything a detail panel shows of one incident."""

    incident: Incident
    reports: tuple[ReportLine, ...]
    story: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some of the cases behind a figure, newest first, and how many there are in all."""

    cases: tuple[Incident, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """All cases behind a figure as they were at `at`: ids int64 in their order, so that pages of it never shift."""

    ids: NDArray[np.int64]
    at: datetime


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts by day from `since` on, int64; the last day may not be over."""

    since: datetime
    counts: NDArray[np.int64]


class Reading:
    """Answers panels off the GUI thread; every call is one consistent state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def incident_card(self, incident_id: int) -> IncidentCard | None:
        """One incident with its reports and its story; None when there is none."""
        with self._database.reading() as reader:
            incident = reader.incident(incident_id)
            if incident is None:
                return None
            reports = queries_cases.reports_of(reader, incident_id)
            story = queries_cases.story_of(reader, f"incident/{incident_id}")
        return IncidentCard(
            incident=_masked(incident),
            reports=tuple(ReportLine(r[0], r[1], r[2], mask_text(r[3]), _contact(r[5], r[4])) for r in reports),
            story=tuple(StoryLine(*row[:4]) for row in story) or _steps(incident),
        )

    def cases(self, chosen: CaseFilter, offset: int = 0, limit: int = 200) -> CasePage:
        """The cases behind a figure."""
        with self._database.reading() as reader:
            total = queries_cases.count(reader, chosen)
            page = queries_cases.page(reader, chosen, offset, limit)
        return CasePage(tuple(_masked(incident) for incident in page), total, offset)

    def case_list(self, chosen: CaseFilter, order: CaseOrder = CaseOrder.REPORTED, descending: bool = True) -> CaseList:
        """Which cases stand behind a figure, in an order."""
        with self._database.reading() as reader:
            found = queries_cases.ids(reader, chosen, order, descending)
            return CaseList(np.array(found, np.int64), self._database.clock())

    def cases_of(self, ids: Sequence[int]) -> tuple[Incident, ...]:
        """Cases by their ids, as they stand now; meant for a page of a `CaseList`."""
        with self._database.reading() as reader:
            return tuple(_masked(incident) for incident in queries_cases.of_ids(reader, ids))

    def trend(self, chosen: CaseFilter, column: str, since: datetime, now: datetime) -> Trend:
        """Cases by day, by their `reported_at` or `closed_at`."""
        counts = np.zeros(max(1, (now - since) // timedelta(days=1) + 1), np.int64)
        with self._database.reading() as reader:
            for day, n in queries_cases.by_day(reader, chosen, column, since):
                if 0 <= day < len(counts):
                    counts[day] = n
        return Trend(since, counts)

    def counts_by(self, chosen: CaseFilter, key: str) -> dict[object, int]:
        """Counts of the chosen cases by one of their columns (source, category, department, town_id …)."""
        with self._database.reading() as reader:
            return dict(queries_cases.by_key(reader, chosen, key))


def _masked(incident: Incident) -> Incident:
    return replace(incident, text=mask_text(incident.text), address=mask_text(incident.address))


def _contact(name: str, phone: str) -> str:
    return " ".join(part for part in (mask_name(name), mask_phone(phone)) if part)


def _steps(incident: Incident) -> tuple[StoryLine, ...]:
    """The story by the times of the row, for incidents that came in without a journal (imports, demo history)."""
    live = incident.live
    steps = (
        ("report", live.reported_at),
        ("file", incident.filed_at),
        ("assign", incident.assigned_at),
        ("accept", incident.accepted_at),
        ("finish", incident.finished_at),
        ("close", live.closed_at),
    )
    return tuple(StoryLine(at, "", verb, "") for verb, at in steps if at is not None)

"""Cards and pages for panels: everything a person opens, as frozen values with personal data masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

import numpy as np
from numpy.typing import NDArray

from services.access.masking import mask_name, mask_phone, mask_text
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter, CaseOrder
from services.domain.cases import Case
from services.domain.deadlines import Deadlines
from services.domain.evaluation import Group
from services.domain.incidents import Incident, LiveIncident
from services.domain.scope import WHOLE, Scope
from services.insight.evaluation.of_area import AreaRates, read_area_rates
from services.insight.evaluation.table import EvaluationTable, read_table
from services.store import queries_cases
from services.store.engine import Database
from services.store.queries import tickets
from services.store.reader import Reader


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
    """One step of an incident's story; `after` is the state, or the department, that it led to."""

    at: datetime
    officer: str
    verb: str
    why: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """Everything a detail panel shows of one incident.

    `provisional`: its deadline was counted by a calendar that nobody has published yet. `case`: the same incident with
    its requests, further tickets and holdings, as decisions see it; words in it are masked.
    """

    incident: Incident
    reports: tuple[ReportLine, ...]
    story: tuple[StoryLine, ...]
    provisional: bool = False
    case: Case | None = None


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


class Reading:
    """Answers panels off the GUI thread, as far as a scope reaches; every call is one consistent state.

    `limits` gives the table of limits that holds, by which a deadline is known to be provisional.
    """

    def __init__(
        self, database: Database, limits: Callable[[Reader], Deadlines] | None = None, scope: Scope = WHOLE
    ) -> None:
        self._database, self._limits, self._scope = database, limits, scope

    def within(self, scope: Scope) -> Reading:
        """The same for a reader who sees so far."""
        return Reading(self._database, self._limits, scope)

    def incident_card(self, incident_id: int) -> IncidentCard | None:
        """One incident with its reports and its story; None when there is none."""
        with self._database.reading() as reader:
            incident = reader.incident(incident_id)
            if incident is None or not self._seen(reader, (incident_id,)):
                return None
            reports = queries_cases.reports_of(reader, incident_id)
            story = queries_cases.story_of(reader, f"incident/{incident_id}")
            zone, case = reader.city().zone, tickets.cases(reader, [incident_id]).get(incident_id)
            limits = self._limits(reader) if self._limits is not None else None
        names = {report.contact_name for report in reports}
        return IncidentCard(
            incident=_masked(incident, names),
            reports=tuple(ReportLine(r[0], r[1], r[2], mask_text(r[3], names), _contact(r[5], r[4])) for r in reports),
            story=_told(
                incident,
                tuple(StoryLine(r.at, r.officer, r.verb, mask_text(r.why, names), r.after) for r in story),
            ),
            provisional=limits is not None and _is_provisional(limits, incident.live, case, zone),
            case=_masked_case(case, names) if case is not None else None,
        )

    def evaluation(self, group: Group, days: tuple[date, date], now: datetime) -> EvaluationTable:
        """What each department, area or worker closed of what was due."""
        with self._database.reading() as reader:
            return read_table(reader, group, days, now, self._scope)

    def area_rates(self, level: Level, ident: int, now: datetime) -> AreaRates:
        """What one area closed of what was due in thirty days; the whole city at the level of the city."""
        with self._database.reading() as reader:
            return read_area_rates(reader, level, ident, now, self._scope)

    def cases(self, chosen: CaseFilter, offset: int = 0, limit: int = 200) -> CasePage:
        """The cases behind a figure."""
        chosen = replace(chosen, scope=self._scope)
        with self._database.reading() as reader:
            total = queries_cases.count(reader, chosen)
            page = queries_cases.page(reader, chosen, offset, limit)
            return CasePage(_all_masked(reader, page), total, offset)

    def case_list(self, chosen: CaseFilter, order: CaseOrder = CaseOrder.REPORTED, descending: bool = True) -> CaseList:
        """Which cases stand behind a figure, in an order."""
        with self._database.reading() as reader:
            found = queries_cases.ids(reader, replace(chosen, scope=self._scope), order, descending)
            return CaseList(np.array(found, np.int64), self._database.clock())

    def cases_of(self, ids: Sequence[int]) -> tuple[Incident, ...]:
        """Cases by their ids, as they stand now; meant for a page of a `CaseList`."""
        with self._database.reading() as reader:
            return _all_masked(reader, queries_cases.of_ids(reader, self._seen(reader, ids)))

    def seen(self, ids: Sequence[int]) -> frozenset[int]:
        """Those of some incidents that this reader sees at all; for lists that were found otherwise."""
        if self._scope.is_whole or not ids:
            return frozenset(ids)
        with self._database.reading() as reader:
            return frozenset(self._seen(reader, ids))

    def _seen(self, reader: Reader, ids: Sequence[int]) -> Sequence[int]:
        """Those of some incidents that lie within the scope, in their order."""
        if self._scope.is_whole:
            return ids
        seen = queries_cases.seen_of(reader, ids, self._scope)
        return [ident for ident in ids if ident in seen]


def _all_masked(reader: Reader, cases: Sequence[Incident]) -> tuple[Incident, ...]:
    names = queries_cases.names_of(reader, [case.live.id for case in cases])
    return tuple(_masked(case, names.get(case.live.id, ())) for case in cases)


def _masked(incident: Incident, names: Iterable[str]) -> Incident:
    return replace(incident, text=mask_text(incident.text, names), address=mask_text(incident.address, names))


def _masked_case(case: Case, names: Iterable[str]) -> Case:
    known = tuple(names)

    def masked(text: str) -> str:
        return mask_text(text, known)

    return replace(
        case,
        incident=_masked(case.incident, known),
        requests=tuple(replace(one, why=masked(one.why), words=masked(one.words)) for one in case.requests),
        children=tuple(replace(one, what=masked(one.what)) for one in case.children),
        holdings=tuple(replace(one, words=masked(one.words)) for one in case.holdings),
    )


def _contact(name: str, phone: str) -> str:
    return " ".join(part for part in (mask_name(name), mask_phone(phone)) if part)


def _told(incident: Incident, lines: tuple[StoryLine, ...]) -> tuple[StoryLine, ...]:
    """The journal's lines; what came before the first of them is told by the times of the row."""
    if any(line.verb == "report" for line in lines):
        return lines
    known = {line.verb for line in lines}
    before = (step for step in _steps(incident) if step.verb not in known and (not lines or step.at < lines[0].at))
    return (*before, *lines)


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


def _is_provisional(limits: Deadlines, live: LiveIncident, case: Case | None, zone: tzinfo) -> bool:
    area = case.area_code or None if case is not None else None
    return live.due_at is not None and limits.is_provisional(live.kind, live.due_at, zone, live.category, area)

"""One row of a file of incidents, understood but not yet checked against the city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.domain.incidents import IncidentState, Report


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report with where it stands; `row` is the file's own, counted as its program shows it.

    `department` is a code or empty; `closed_at` may contradict `report.reported_at`: such a row is kept and marked.
    """

    row: int
    report: Report
    state: IncidentState
    closed_at: datetime | None = None
    department: str = ""

"""A count on a page, and the cases it counts."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.case_filter import CaseFilter
from services.insight.briefing.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Count:
    """How many, of what, and which: `cases` chooses exactly `value` incidents in the state the page was made from."""

    value: int
    cases: CaseFilter
    title: Phrase

"""Shift handover: what one shift gives to the next, as values that are signed and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Chapter(StrEnum):
    """What a handover sheet tells of, in this order."""

    REDS = "reds"
    EMERGENCIES = "emergencies"
    UNACKNOWLEDGED = "unacknowledged"
    DUE = "due"
    OVERDUE = "overdue"
    PROMISES = "promises"
    WORKERS = "workers"
    FEEDS = "feeds"


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One line: codes, numbers, ids and times, never personal data. `key` names it for notes.

    `at` is the moment that matters (a deadline, a last position, a promise); `what` a code of its kind.
    """

    key: str
    what: str
    incident: int | None = None
    number: str = ""
    category: str = ""
    severity: int = 0
    state: int = 0
    area: int | None = None
    department: str | None = None
    person: int | None = None
    source: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is handed over at a moment: lines by chapter, and of long chapters how many there are beyond the lines."""

    at: datetime
    lines: Mapping[Chapter, tuple[HandoverLine, ...]]
    more: Mapping[Chapter, int] = field(default_factory=dict)

    def count(self, chapter: Chapter) -> int:
        """How many a chapter has in all."""
        return len(self.lines.get(chapter, ())) + self.more.get(chapter, 0)


@dataclass(frozen=True, slots=True)
class Handover:
    """A sheet with its notes and signatures."""

    id: int
    version: int
    sheet: Sheet
    notes: Mapping[str, str]
    made_by: str
    digest: str = ""
    given_by: str = ""
    given_at: datetime | None = None
    taken_by: str = ""
    taken_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether what was signed is what stands here."""
        return self.digest == "" or self.digest == digest_of(self.sheet, self.notes)


def sheet_to(sheet: Sheet) -> dict[str, Any]:
    """As JSON keeps it; moments in milliseconds."""
    return {
        "at": _millis(sheet.at),
        "lines": {
            chapter.value: [
                {
                    name: _millis(value) if isinstance(value, datetime) else value
                    for name in HandoverLine.__dataclass_fields__
                    if (value := getattr(line, name)) not in (None, "", 0)
                }
                for line in lines
            ]
            for chapter, lines in sheet.lines.items()
        },
        "more": {chapter.value: n for chapter, n in sheet.more.items()},
    }


def sheet_from(kept: Mapping[str, Any], zone: Any) -> Sheet:
    """From what JSON kept."""

    def line(row: Mapping[str, Any]) -> HandoverLine:
        at = row.get("at")
        return HandoverLine(**{**row, "at": None if at is None else datetime.fromtimestamp(at / 1000, zone)})

    return Sheet(
        datetime.fromtimestamp(kept["at"] / 1000, zone),
        {Chapter(name): tuple(map(line, rows)) for name, rows in kept["lines"].items()},
        {Chapter(name): int(n) for name, n in kept.get("more", {}).items()},
    )


def digest_of(sheet: Sheet, notes: Mapping[str, str]) -> str:
    """SHA-256 of a sheet and its notes, as both signatures mean them."""
    whole = json.dumps([sheet_to(sheet), dict(sorted(notes.items()))], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def _millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)

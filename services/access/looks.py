"""Opens personal data: for a reason, for a limited time, and never without a trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.access.masking import mask_text
from services.access.rights import WHOLE_CITY, Right, refuse_unless, scope_of
from services.domain.looks import LookReason, Shown
from services.domain.officers import LookLine
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import access, records
from services.store.reader import Reader
from services.store.unit import Unit

NEVER_AT = frozenset({"wall", "briefing"})
LONGEST = 500


class Looks:
    """Personal data on request; each call is written down before it answers. For worker threads."""

    def __init__(self, database: Database, lasts: timedelta = timedelta(minutes=5)) -> None:
        self._database, self._lasts = database, lasts

    def report(self, officer: Officer, report: int, reason: LookReason, words: str = "", seat: str = "") -> Shown:
        """Who made a report, the telephone, and the words as they were written; raises `Refusal`."""
        words = _reasoned(reason, words, seat)
        with self._database.unit() as unit:
            found = access.report(unit, report)
            if found is None:
                raise Refusal("look.gone", "This is not there any more.")
            case, helpers = unit.live_incident(found.incident_id), access.children_of(unit, found.incident_id)
            refuse_unless(officer, Right.SEE_PERSONAL, case, helpers)
            subject = f"report/{report}"
            shown = Shown(subject, found.contact_name, found.contact, found.text, unit.now + self._lasts)
            _write(unit, officer, shown, reason, words)
            unit.commit()
            return shown

    def person(self, officer: Officer, person: int, reason: LookReason, words: str = "", seat: str = "") -> Shown:
        """Name and telephone of a person of the grids; a town's officer sees the own town's people alone."""
        words = _reasoned(reason, words, seat)
        with self._database.unit() as unit:
            found = access.person(unit, person)
            if found is None:
                raise Refusal("look.gone", "This is not there any more.")
            refuse_unless(officer, Right.SEE_PERSONAL)
            if not _works_for(unit, officer, found):
                raise Refusal(
                    "rights.see_personal", "{name} has no right to see personal data here.", name=officer.name
                )
            shown = Shown(f"person/{person}", found.name, found.phone, "", unit.now + self._lasts)
            _write(unit, officer, shown, reason, words)
            unit.commit()
            return shown

    def record(self, officer: Officer, record: int, reason: LookReason, words: str = "", seat: str = "") -> Shown:
        """The name in a base record; a department sees its own registers', a town those that belong to it."""
        words = _reasoned(reason, words, seat)
        with self._database.unit() as unit:
            row = records.row_of(unit, record)
            if row is None:
                raise Refusal("look.gone", "This is not there any more.")
            refuse_unless(officer, Right.SEE_PERSONAL)
            if not records.is_seen(unit, record, scope_of(unit, officer)):
                raise Refusal(
                    "rights.see_personal", "{name} has no right to see personal data here.", name=officer.name
                )
            shown = Shown(f"record/{record}", row.name, "", "", unit.now + self._lasts)
            _write(unit, officer, shown, reason, words)
            unit.commit()
            return shown

    def lines(self, officer: Officer, offset: int = 0, limit: int = 200) -> tuple[list[LookLine], int]:
        """Who looked at what and why, newest first, and how many there are; for those who may see it."""
        refuse_unless(officer, Right.SEE_LOOKS)
        with self._database.reading() as reader:
            return access.look_lines(reader, offset, limit)


def _write(unit: Unit, officer: Officer, shown: Shown, reason: LookReason, words: str) -> None:
    """Writes the look down; the line in the journal refers to it."""
    look = unit.add(
        "looks", at=unit.now, officer=officer.login, subject=shown.subject, reason=int(reason), words=mask_text(words),
        until=shown.until,
    )  # fmt: skip
    unit.note(officer, "look", shown.subject, why=reason.name.lower(), after=f"look/{look}")


def _reasoned(reason: LookReason, words: str, seat: str) -> str:
    if seat in NEVER_AT:
        raise Refusal("look.seat", "Personal data are never shown at this seat.")
    words = " ".join(words.split())[:LONGEST]
    if reason is LookReason.OTHER and not words:
        raise Refusal("look.no_words", "Say in words why you need these personal data.")
    return words


def _works_for(reader: Reader, officer: Officer, person: Any) -> bool:
    """Whether a person of the grids belongs to those whom an officer has to do with."""
    if officer.roles & WHOLE_CITY or (officer.department is not None and person.unit == officer.department):
        return True
    return officer.area is not None and officer.area in access.areas_above(reader, person.area_id)

"""Erases the personal data of reports, as a person may ask for; what happened stays known, the seals stay whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.access.masking import mask_text
from services.access.rights import Right, refuse_unless
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import access, erasing
from services.store.unit import Unit

ERASED = "＊＊＊"  # full-width, so that it is told from a mask


@dataclass(frozen=True, slots=True)
class Erased:
    """How many reports were emptied, and of how many incidents the photos are to be looked at by hand."""

    reports: int
    with_evidence: int


def erase(database: Database, officer: Officer, subjects: tuple[str, ...], why: str) -> Erased:
    """Empties reports, all or none: "report/12" one report, an incident's number all of its reports.

    Name and telephone go; in words the name and any number of a person are struck out. Raises `Refusal`.
    """
    refuse_unless(officer, Right.ERASE)
    if not why.strip():
        raise Refusal("erase.no_reason", "Say why personal data are erased (--why); the journal keeps the reason.")
    with database.unit() as unit:
        reports = sorted({ident for subject in subjects for ident in _reports(unit, subject)})
        incidents: set[int] = set()
        for ident in reports:
            incidents.add(_erase(unit, ident))
            unit.note(officer, "erase", f"report/{ident}", why=why.strip())
        proof = sum(bool(found and found.evidence) for found in map(unit.incident, sorted(incidents)))
        unit.commit()
    return Erased(len(reports), proof)


def _reports(unit: Unit, subject: str) -> list[int]:
    kind, _, ident = subject.partition("/")
    if kind == "report" and ident.isdigit() and access.report(unit, int(ident)) is not None:
        return [int(ident)]
    incident = access.incident_by_number(unit, subject)
    if incident is None:
        raise Refusal("erase.unknown", "There is no report or incident {subject}. Nothing was erased.", subject=subject)
    return access.report_ids(unit, incident)


def _erase(unit: Unit, ident: int) -> int:
    found = access.report(unit, ident)
    if found is None:
        raise Refusal("look.gone", "This is not there any more.")
    own = [word for word in (found.contact_name, found.contact) if len(word) > 1]
    pattern = re.compile("|".join(map(re.escape, sorted(own, key=len, reverse=True)))) if own else None

    def clean(text: str) -> str:
        return mask_text(pattern.sub(ERASED, text) if pattern else text, stars=ERASED)

    erasing.clean_report(unit, ident, clean)
    erasing.clean_incident(unit, int(found.incident_id), clean)
    return int(found.incident_id)

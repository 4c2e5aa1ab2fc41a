"""Shift handover: the system builds the sheet, people annotate it, both sides sign, and it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.domain.handover import Chapter, Handover, HandoverLine, Sheet, digest_of, sheet_to
from services.domain.incidents import LiveIncident
from services.domain.people import Officer, OfficerRole
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.store import queries_live
from services.store.engine import Database
from services.store.queries import emergencies, handovers
from services.store.reader import Reader
from services.store.unit import Unit

AHEAD = timedelta(hours=8)
SILENT = timedelta(hours=2)
FEED_SILENT = timedelta(hours=24)
MOST = 40  # lines of a chapter; the others are counted
LONGEST_NOTE = 2_000
# a sheet is of the whole city
HANDS_OVER = frozenset({OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER})


def build(reader: Reader, now: datetime) -> Sheet:
    """What has to be handed over at a moment."""
    lines: dict[Chapter, tuple[HandoverLine, ...]] = {}
    more: dict[Chapter, int] = {}

    def put(chapter: Chapter, found: Sequence[HandoverLine], number: int | None = None) -> None:
        lines[chapter] = tuple(found)
        if number is not None and number > len(found):
            more[chapter] = number - len(found)

    for chapter, (cases, number) in {
        Chapter.REDS: handovers.red(reader, MOST),
        Chapter.UNACKNOWLEDGED: handovers.unacknowledged(reader, MOST),
        Chapter.DUE: handovers.due_within(reader, now, now + AHEAD, MOST),
        Chapter.OVERDUE: handovers.overdue(reader, now, MOST),
    }.items():
        put(chapter, [_case(chapter, live, live.due_at) for live in cases], number)
    put(Chapter.EMERGENCIES, _emergencies(reader))
    put(Chapter.PROMISES, _promises(reader, now))
    silent, number = handovers.silent_workers(reader, now - SILENT, MOST)
    put(Chapter.WORKERS, [_worker(row) for row in silent], number)
    put(Chapter.FEEDS, _feeds(reader, now))
    return Sheet(now, {chapter: lines[chapter] for chapter in Chapter}, more)


def _case(chapter: Chapter, live: LiveIncident, at: datetime | None, what: str = "case") -> HandoverLine:
    place = live.place
    return HandoverLine(
        key=f"{chapter}/{live.id}", what=what, incident=live.id, number=live.number, category=live.category,
        severity=int(live.severity), state=int(live.state), area=place.grid or place.village or place.town,
        department=live.department, at=at,
    )  # fmt: skip


def _emergencies(reader: Reader) -> list[HandoverLine]:
    return [
        HandoverLine(
            key=f"emergency/{found.id}", what=found.plan, incident=found.incident, number=found.number,
            severity=int(found.level), at=found.opened_at,
        )
        for found in emergencies.standing(reader)
    ]  # fmt: skip


def _promises(reader: Reader, now: datetime) -> list[HandoverLine]:
    """What somebody waits for: alarms that come back, requests that wait for a decision."""
    back = [
        _case(Chapter.PROMISES, live, live.shelved_until, "shelved") for live in handovers.shelved(reader, now, MOST)
    ]
    kinds = {1: "extension", 2: "suspension", 3: "resumption"}
    asked = [
        _case(Chapter.PROMISES, live, since, kinds.get(kind, "request"))
        for live, kind, since in handovers.pending(reader, MOST)
    ]
    return [*asked, *back]


def _worker(row: tuple[int, int | None, datetime]) -> HandoverLine:
    person, area, at = row
    return HandoverLine(key=f"worker/{person}", what="silent", person=person, area=area, at=at)


def _feeds(reader: Reader, now: datetime) -> list[HandoverLine]:
    heard = queries_live.last_by_source(reader)
    found = []
    for source in reader.catalogue().sources:
        millis = heard.get(source.code)
        at = None if millis is None else datetime.fromtimestamp(millis / 1000, now.tzinfo)
        if source.active and (at is None or now - at > FEED_SILENT):
            found.append(HandoverLine(key=f"feed/{source.code}", what="quiet", source=source.code, at=at))
    return found


class Handovers:
    """Makes, annotates and signs handovers; each order in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, officer: Officer) -> Handover:
        """A new sheet of this moment, without notes and signatures."""
        _allow(officer)
        with self._database.unit() as unit:
            sheet = build(unit, unit.now)
            ident = unit.add("handovers", made_at=unit.now, made_by=officer.login, content=sheet_to(sheet), notes={})
            unit.note(officer, "make_handover", f"handover/{ident}")
            unit.commit()
        return self.read(ident)

    def read(self, ident: int) -> Handover:
        """One that is kept."""
        with self._database.reading() as reader:
            return _found(reader, ident)

    def latest(self) -> list[Handover]:
        """Those that are kept, the newest first."""
        with self._database.reading() as reader:
            return handovers.latest(reader)

    def annotate(self, ident: int, version: int, notes: Mapping[str, str], officer: Officer) -> Handover:
        """Writes the notes by the lines' keys; what was signed takes none."""
        _allow(officer)
        clean = {key: said[:LONGEST_NOTE] for key, text in notes.items() if (said := plain(text))}
        with self._database.unit() as unit:
            found = _found(unit, ident)
            if found.given_at is not None:
                raise Refusal("handover.signed", "This handover is signed. Write what is new on the next one.")
            unit.put("handovers", ident, version=version, notes=clean)
            unit.note(officer, "annotate_handover", f"handover/{ident}", after=str(len(clean)))
            unit.commit()
        return self.read(ident)

    def give(self, ident: int, version: int, officer: Officer) -> Handover:
        """Who leaves signs: from now on nothing of it changes."""
        _allow(officer)
        with self._database.unit() as unit:
            found = _found(unit, ident)
            if found.given_at is not None:
                raise Refusal("handover.given", "{officer} has given this shift already.", officer=found.given_by)
            digest = digest_of(found.sheet, found.notes)
            unit.put("handovers", ident, version=version, given_by=officer.login, given_at=unit.now, digest=digest)
            unit.note(officer, "give_shift", f"handover/{ident}", after=digest)
            unit.commit()
        return self.read(ident)

    def take(self, ident: int, version: int, officer: Officer) -> Handover:
        """Who comes signs; nobody takes a shift from himself."""
        _allow(officer)
        with self._database.unit() as unit:
            found = _found(unit, ident)
            _refuse_taking(found, officer)
            unit.put("handovers", ident, version=version, taken_by=officer.login, taken_at=unit.now)
            unit.note(officer, "take_shift", f"handover/{ident}", after=found.digest)
            unit.commit()
        return self.read(ident)


def _allow(officer: Officer) -> None:
    if not officer.roles & HANDS_OVER:
        raise Refusal("handover.not_yours", "Only the centre hands over its shifts: a sheet shows the whole city.")


def _refuse_taking(found: Handover, officer: Officer) -> None:
    if found.given_at is None:
        raise Refusal("handover.not_given", "Who leaves signs first.")
    if found.taken_at is not None:
        raise Refusal("handover.taken", "{officer} has taken this shift already.", officer=found.taken_by)
    if found.given_by == officer.login:
        raise Refusal("handover.same", "Another officer has to take the shift: nobody takes it from himself.")
    if not found.is_whole:
        raise Refusal(
            "handover.broken", "This sheet is not the one that was signed. Make a new one and tell the administrator."
        )


def _found(reader: Reader | Unit, ident: int) -> Handover:
    found = handovers.kept(reader, ident)
    if found is None:
        raise Refusal("handover.gone", "There is no such handover any more.")
    return found

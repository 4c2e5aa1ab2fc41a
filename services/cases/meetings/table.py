"""The table of joint meetings: what waits, when it is met, what was decided, what ping-pong costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.cases.deciding.rules import DeskRules
from services.cases.meetings.deciding import DECIDES, decide
from services.cases.notice import send
from services.domain.cases import Holding
from services.domain.facts import MeetingChanged
from services.domain.incidents import Incident
from services.domain.meetings import Item, Lost, Meeting
from services.domain.notices import NoticeKind
from services.domain.people import Officer
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import meetings, notices
from services.store.reader import Reader

LONGEST_PLACE, LONGEST_CHAIR = 200, 60


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything about one item: the ledger of who held it, and who holds it now since when."""

    item: Item
    incident: Incident
    ledger: tuple[Holding, ...]


class Meetings:
    """Reads and carries out what belongs to joint meetings; each order in one transaction."""

    def __init__(self, database: Database, rules: Callable[[Reader], DeskRules]) -> None:
        self._database, self._rules = database, rules

    def waiting(self) -> list[Item]:
        """Items without a decision."""
        with self._database.reading() as reader:
            return meetings.waiting(reader)

    def decided(self) -> list[Item]:
        """Decisions, the newest first."""
        with self._database.reading() as reader:
            return meetings.decided(reader)

    def items_of(self, meeting: int) -> list[Item]:
        """What is on the list of one meeting, decided or not."""
        with self._database.reading() as reader:
            return meetings.items_of(reader, meeting)

    def planned(self) -> list[Meeting]:
        """Meetings, the newest first."""
        with self._database.reading() as reader:
            return meetings.planned(reader)

    def page(self, item: int) -> ItemPage | None:
        """One item with its ledger."""
        with self._database.reading() as reader:
            found = meetings.item(reader, item)
            incident = reader.incident(found.incident) if found else None
            if found is None or incident is None:
                return None
            return ItemPage(found, incident, tuple(meetings.ledger(reader, found.incident)))

    def lost(self, since: datetime, until: datetime) -> list[Lost]:
        """Days lost by department to tickets that went back, with the cases."""
        with self._database.reading() as reader:
            return meetings.lost(reader, since, until)

    def plan(self, at: datetime, items: Sequence[int], officer: Officer, place: str = "", chair: str = "") -> int:
        """Sets a meeting for a time and puts items on its list; the departments that held them are told."""
        _allow(officer)
        place, chair = plain(place)[:LONGEST_PLACE], plain(chair)[:LONGEST_CHAIR]
        with self._database.unit() as unit:
            ident = unit.add("meetings", at=at, place=place, chair=chair, called_by=officer.login)
            told: set[int] = set()
            known = notices.active_officers(unit)
            for item in items:
                found = meetings.item(unit, item)
                if found is None or found.decided_at is not None:
                    continue
                unit.put("meeting_items", item, version=found.version, meeting_id=ident)
                for held in meetings.ledger(unit, found.incident):
                    told.update(notices.of_department(known, held.department))
            unit.note(officer, "plan_meeting", f"meeting/{ident}", after=" ".join(map(str, items)))
            send(unit, NoticeKind.MEETING, f"meeting/{ident}", sorted(told), officer.login,
                 values={"at": str(round(at.timestamp()))})  # fmt: skip
            unit.say(MeetingChanged(ident))
            unit.commit()
            return ident

    def decide(self, item: int, version: int, owner: str, words: str, officer: Officer) -> Item:
        """What the meeting decided on one item binds: the owner can't return it."""
        with self._database.unit() as unit:
            done = decide(unit, item, version, owner, words, officer, self._rules(unit))
            unit.commit()
            return done

    def close(self, meeting: int, version: int, minutes: str, officer: Officer) -> None:
        """The meeting was held; its minutes are kept and stand in the journal."""
        _allow(officer)
        if not plain(minutes):
            raise Refusal("meeting.minutes", "Minutes say who was there and what was decided. Write some.")
        with self._database.unit() as unit:
            unit.put("meetings", meeting, version=version, held_at=unit.now, minutes=plain(minutes))
            unit.note(officer, "hold_meeting", f"meeting/{meeting}", why=plain(minutes))
            unit.say(MeetingChanged(meeting))
            unit.commit()


def _allow(officer: Officer) -> None:
    if not officer.roles & DECIDES:
        raise Refusal("meeting.not_yours", "Only the centre and the leaders write down what a joint meeting decides.")

"""Notices: sent to named people, in their inbox on any seat, acknowledged by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.domain.facts import NoticeSent, NoticeTaken
from services.domain.notices import Audience, Inboxed, NoticeKind, Receipt
from services.domain.people import Officer, OfficerRole
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import notices
from services.store.unit import Unit

LONGEST = 500
WRITES = frozenset({OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.ADMIN})


def send(
    unit: Unit,
    kind: NoticeKind,
    subject: str,
    officers: Sequence[int],
    by: str = "system",
    incident: int | None = None,
    values: Mapping[str, str] | None = None,
    within: timedelta | None = None,
    once: str | None = None,
    climb: int = 0,
) -> int:
    """Puts one notice into the inboxes of these officers; returns its id, 0 where there is nobody to tell.

    `within`: it is urgent, and climbs the chain when nobody acknowledges it in that time. `once` names its cause: a
    second one of the same cause is not sent. The caller commits.
    """
    wanted = tuple(dict.fromkeys(officers))
    if not wanted or (once is not None and notices.was_sent(unit, once)):
        return 0
    answer_by = None if within is None else unit.now + within
    ident = unit.add(
        "notices", kind=str(kind), subject=subject, incident_id=incident, at=unit.now, by=by, values=dict(values or {}),
        urgent=within is not None, answer_by=answer_by, climb=climb, once=once,
    )  # fmt: skip
    unit.add_many("notice_receipts", [{"notice_id": ident, "officer_id": officer} for officer in wanted])
    unit.say(NoticeSent(ident, wanted, within is not None))
    return ident


class Inbox:
    """What an officer has to know, at any seat; and what the centre tells others in its own words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, officer: Officer) -> list[Receipt]:
        """The newest notices, those that wait first."""
        with self._database.reading() as reader:
            return notices.inbox(reader, officer.id)

    def look(self, officer: Officer) -> Inboxed:
        """The inbox with how many wait in all."""
        with self._database.reading() as reader:
            waiting, urgent = notices.waiting(reader, officer.id)
            return Inboxed(waiting, urgent, tuple(notices.inbox(reader, officer.id)))

    def write(
        self, officer: Officer, audience: Audience, words: str, within: timedelta | None = None, key: str = ""
    ) -> int:
        """Tells a department, a role or a town something; returns how many people have it.

        `within`: it climbs the chain when nobody acknowledges it in that time. A second one with the same `key` is not
        sent. Raises `Refusal`: notice.not_yours, notice.empty, notice.long, notice.nobody.
        """
        text = plain(words)
        if not officer.roles & WRITES:
            raise Refusal("notice.not_yours", "Only the centre, the leaders and administrators send notices.")
        if not text:
            raise Refusal("notice.empty", "Write what they have to know.")
        if len(text) > LONGEST:
            raise Refusal(
                "notice.long", "A notice has at most {most} characters; this one has {n}.", most=LONGEST, n=len(text)
            )
        with self._database.unit() as unit:
            told = _told(unit, audience)
            if not told:
                raise Refusal("notice.nobody", "Nobody would have it: no officer is registered there.")
            values, once = {"words": text}, f"message/{officer.id}/{key}" if key else None
            ident = send(
                unit, NoticeKind.MESSAGE, "message", told, officer.login, values=values, within=within, once=once
            )
            if ident:
                unit.note(officer, "send_notice", f"notice/{ident}", after=_named(audience))
            unit.commit()
        return len(told)

    def take(self, notice: int, officer: Officer) -> bool:
        """Acknowledges one; a second time changes nothing."""
        with self._database.unit() as unit:
            if not notices.take(unit, notice, officer.id):
                return False
            unit.note(officer, "take_notice", f"notice/{notice}")
            unit.say(NoticeTaken(notice, tuple(notices.receivers(unit, notice))))
            unit.commit()
            return True


def _told(unit: Unit, audience: Audience) -> list[int]:
    known = notices.active_officers(unit)
    if audience.department is not None:
        return notices.of_department(known, audience.department)
    if audience.town is not None:
        return notices.of_town(known, audience.town)
    return [] if audience.role is None else notices.of_role(known, audience.role)


def _named(audience: Audience) -> str:
    if audience.department is not None:
        return audience.department
    if audience.town is not None:
        return f"area/{audience.town}"
    return "" if audience.role is None else audience.role.name.lower()

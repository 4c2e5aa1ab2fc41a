"""Notices: sent to named people, in their inbox on any seat, acknowledged by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.domain.facts import NoticeSent, NoticeTaken
from services.domain.notices import NoticeKind, Receipt
from services.domain.people import Officer
from services.store.engine import Database
from services.store.queries import notices
from services.store.unit import Unit


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
    """What an officer has to know, at any seat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, officer: Officer) -> list[Receipt]:
        """The newest notices, those that wait first."""
        with self._database.reading() as reader:
            return notices.inbox(reader, officer.id)

    def take(self, notice: int, officer: Officer) -> bool:
        """Acknowledges one; a second time changes nothing."""
        with self._database.unit() as unit:
            if not notices.take(unit, notice, officer.id):
                return False
            unit.note(officer, "take_notice", f"notice/{notice}")
            unit.say(NoticeTaken(notice, tuple(notices.receivers(unit, notice))))
            unit.commit()
            return True

"""What becomes of a supervision order: answered by the department, lifted by the supervising side."""

from __future__ import annotations

from dataclasses import replace

from services.cases.notice import send
from services.domain.facts import IncidentChanged
from services.domain.notices import NoticeKind
from services.domain.people import Officer, OfficerRole
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.domain.steps import Side, sides_of
from services.domain.supervision import SupervisionOrder
from services.store.engine import Database
from services.store.queries import notices
from services.store.unit import Unit


class Supervision:
    """Answers and lifts supervision orders; each in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def orders(self, incident: int) -> list[SupervisionOrder]:
        """All orders that ever pressed an incident, the newest first."""
        with self._database.reading() as reader:
            return notices.orders_of(reader, incident)

    def answer(self, incident: int, officer: Officer, words: str) -> None:
        """The owner says what was done and by when the rest will be; the order climbs no further.

        Those of the supervising side are told.
        """
        _need(words)
        with self._database.unit() as unit:
            order = _open(unit, incident)
            self._allow(officer, order, {Side.OWNER})
            unit.put(
                "supervision_orders", order.id, version=order.version,
                answered_at=unit.now, answered_by=officer.login, answer=plain(words),
            )  # fmt: skip
            unit.note(officer, "answer_supervision", f"incident/{incident}", why=plain(words))
            told = notices.of_role(notices.active_officers(unit), OfficerRole.SUPERVISOR)
            number = unit.live_incident(incident).number
            send(unit, NoticeKind.ANSWERED, f"incident/{incident}", told, officer.login, incident, {"number": number})
            unit.commit()

    def lift(self, incident: int, officer: Officer, words: str) -> None:
        """The pressure ends."""
        _need(words)
        with self._database.unit() as unit:
            order = _open(unit, incident)
            self._allow(officer, order, {Side.SUPERVISE, Side.LEADER})
            lift(unit, order, officer.login, plain(words))
            unit.commit()

    def _allow(self, officer: Officer, order: SupervisionOrder, sides: set[Side]) -> None:
        if not sides & sides_of(officer, order.department):
            raise Refusal("supervision.not_yours", "This supervision order is not for you to answer or to lift.")


def lift(unit: Unit, order: SupervisionOrder, by: str, why: str) -> None:
    """Ends an order and says so to its department; the caller commits."""
    unit.put(
        "supervision_orders", order.id, version=order.version, lifted_at=unit.now, lifted_by=by, lifted_why=why
    )  # fmt: skip
    live = unit.live_incident(order.incident)
    if live.supervised:
        unit.put("incidents", live.id, version=live.version, supervised=False)
        unit.say(IncidentChanged(replace(live, version=live.version + 1, supervised=False)))
    unit.note(by, "lift_supervision", f"incident/{order.incident}", why=why)
    told = notices.of_department(notices.active_officers(unit), order.department)
    send(unit, NoticeKind.LIFTED, f"incident/{order.incident}", told, by, order.incident, {"number": live.number})


def _open(unit: Unit, incident: int) -> SupervisionOrder:
    order = notices.open_order(unit, incident)
    if order is None:
        raise Refusal("supervision.none", "No supervision order presses this ticket now.")
    return order


def _need(words: str) -> None:
    if not plain(words):
        raise Refusal("supervision.words", "Say in a few words what was done, or why the pressure ends.")

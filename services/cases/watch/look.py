"""One look of the watch: everything that time alone has made due, each cause told once however often it looks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from services.cases.deciding.all import DECIDERS
from services.cases.deciding.rules import DeskRules
from services.cases.emergency import open_in
from services.cases.notice import send
from services.cases.plans import read_plans
from services.cases.supervision import lift
from services.cases.watch.gathering import crowded, gather, tell_again
from services.cases.watch.rules import WatchRules
from services.cases.writing import write
from services.domain.emergencies import Plan
from services.domain.incidents import IncidentState, LiveIncident
from services.domain.notices import Notice, NoticeKind
from services.domain.orders import Details, Order
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal
from services.domain.steps import STEPS, Side, Verb
from services.domain.supervision import SupervisionOrder
from services.store.engine import Database
from services.store.queries import emergencies, meetings, notices, rota, tickets
from services.store.reader import Reader
from services.store.unit import Unit

log = logging.getLogger(__name__)
SLICE = 100  # of one transaction: no other writer waits long
NEWS = timedelta(hours=24)  # an older major hazard that was imported starts nothing today
MOST = 2_000  # of one look: the next one goes on
ROOM = 5_000  # behind one notice that gathers, written in one transaction
# another was faster, or it changed meanwhile: the next look finds what is left
PASSING = frozenset(
    {
        "store.changed",
        "store.twice",
        "store.busy",
        "store.deadlock",
        "desk.not_now",
        "desk.supervised",
        "desk.in_meeting",
    }
)


class Mark(IntEnum):
    """The marks of time that warn, each once for a limit."""

    WARN = 1
    DUE = 2
    TRIPLE = 3
    STEP = 4


@dataclass(frozen=True, slots=True)
class _Telling:
    column: str
    kind: NoticeKind
    leaders: bool


MARKS: Mapping[Mark, _Telling] = {
    Mark.WARN: _Telling("warn_at", NoticeKind.TIME_RUNS_OUT, leaders=True),
    Mark.DUE: _Telling("due_at", NoticeKind.TIME_IS_OUT, leaders=True),
    Mark.TRIPLE: _Telling("triple_at", NoticeKind.TRIPLE_TIME, leaders=True),
    Mark.STEP: _Telling("step_due_at", NoticeKind.STEP_LATE, leaders=False),
}
SUPERVISED_STATES = tuple(
    int(state) for (state, verb), step in STEPS.items() if verb is Verb.SUPERVISE and Side.SYSTEM in step.sides
    and state is not IncidentState.SUSPENDED
)  # fmt: skip


@dataclass(slots=True)
class Seen:
    """What one look did, by kind; all nought when there was nothing to do."""

    warned: int = 0
    responses: int = 0
    supervised: int = 0
    climbed: int = 0
    lifted: int = 0
    unshelved: int = 0
    passed_on: int = 0
    met: int = 0

    @property
    def anything(self) -> bool:
        """Whether it did anything."""
        return any(getattr(self, name) for name in self.__slots__)


class Watch:
    """Looks for what is due; safe to run twice, in two programs, and after being killed in the middle."""

    def __init__(
        self,
        database: Database,
        rules: WatchRules,
        desk_rules: Callable[[Reader], DeskRules],
        plans: Sequence[Plan] | None = None,
    ) -> None:
        self._database, self._rules, self._desk_rules, self._plans = (
            database,
            rules,
            desk_rules,
            tuple(plans or read_plans()),
        )
        self._crowds: frozenset[str | None] = frozenset()
        self._grown: set[int] = set()

    def look(self, stop: Callable[[], bool] = lambda: False) -> Seen:
        """Does all that is due at this moment."""
        seen = Seen()
        self._grown.clear()
        for mark in Mark:
            seen.warned += self._warn(mark, stop)
        seen.responses = self._each(self._major(), self._respond, stop)
        late, climbing = self._late(), self._read(notices.climbing)
        self._crowds = crowded((live.department for live, _ in late), self._least(late))
        seen.supervised = self._each(late, self._supervise, stop)
        self._crowds = crowded(map(_told_of, climbing), self._least(climbing))
        seen.climbed = self._each(climbing, self._climb, stop)
        seen.lifted = self._each(self._over(), self._lift, stop)
        seen.unshelved = self._each(self._read(notices.shelved_over), self._unshelve, stop)
        seen.met = self._each(self._to_meet(), self._meet, stop)
        seen.passed_on = self._each(self._read(notices.unanswered), self._pass_on, stop)
        if self._grown:
            self._each([frozenset(self._grown)], tell_again, stop)
        return seen

    def _least(self, found: Sequence[Any]) -> int:
        """From how many on a department is told once: of a backlog that one look can't take in, each of them."""
        return 0 if len(found) >= MOST else self._rules.gather

    # ---- marks of time -------------------------------------------------------------------------------------------

    def _warn(self, mark: Mark, stop: Callable[[], bool]) -> int:
        telling, done = MARKS[mark], 0
        while not stop() and done < MOST:
            with self._database.reading() as reader:
                now = self._database.clock()
                found = notices.passed(reader, telling.column, mark, now, SLICE)
            if len(found) > self._rules.gather and not done:
                done = self._warn_crowds(mark, telling, now, stop)
                if done:
                    continue
            if not found or not self._warn_of(mark, telling, found):
                break
            done += len(found)
        return done

    def _warn_crowds(self, mark: Mark, telling: _Telling, now: datetime, stop: Callable[[], bool]) -> int:
        """Of departments with many that passed a mark: all of them, each department told once."""
        with self._database.reading() as reader:
            counts = notices.passed_by_department(reader, telling.column, mark, now)
        large = [code for code, n in counts.items() if n > self._rules.gather]
        parts = [code for code in large for _ in range(0, counts[code], ROOM)]
        done = 0

        def warn(unit: Unit, department: str | None) -> None:
            nonlocal done
            found = notices.passed_of(unit, telling.column, mark, now, department, ROOM)
            same = {"mark": int(mark), "department": department, "raised_at": unit.now}
            unit.add_many("timeouts", [{"incident_id": ident, "limit_at": at, **same} for ident, at in found])
            told = _told(unit, notices.active_officers(unit), department, telling.leaders)
            self._grown.add(gather(unit, telling.kind, department, told, [ident for ident, _ in found]))
            done += len(found)

        self._each(parts, warn, stop)
        return done

    def _warn_of(self, mark: Mark, telling: _Telling, found: Sequence[LiveIncident]) -> bool:
        try:
            with self._database.unit() as unit:
                known = notices.active_officers(unit)
                for live in found:
                    _warn_once(unit, mark, telling, live, known)
                unit.commit()
        except Refusal as refusal:
            if refusal.code not in PASSING:
                raise
            return False
        return True

    # ---- emergency -----------------------------------------------------------------------------------------------

    def _major(self) -> list[LiveIncident]:
        with self._database.reading() as reader:
            return emergencies.unanswered_major(reader, self._database.clock() - NEWS, MOST)

    def _respond(self, unit: Unit, live: LiveIncident) -> None:
        """A major hazard goes straight to the leaders in charge, and its response starts at once."""
        open_in(unit, self._plans, live.id, SYSTEM, None)
        leaders = notices.in_charge(notices.active_officers(unit), live.department)
        send(unit, NoticeKind.MAJOR, f"incident/{live.id}", leaders, incident=live.id, values={"number": live.number},
             within=self._rules.notice, once=f"major/{live.id}")  # fmt: skip

    # ---- supervision ---------------------------------------------------------------------------------------------

    def _late(self) -> list[tuple[LiveIncident, str]]:
        with self._database.reading() as reader:
            now, rules = self._database.clock(), self._rules
            return notices.to_supervise(reader, now, SUPERVISED_STATES, rules.returned, rules.urged, MOST)

    def _supervise(self, unit: Unit, found: tuple[LiveIncident, str]) -> None:
        live, cause = found
        case = tickets.cases(unit, [live.id], lock=True)[live.id]
        until = unit.now + self._rules.climbs[0] if self._rules.climbs else None
        order = Order(Verb.SUPERVISE, live.id, case.incident.live.version, Details(reason=cause, until=until))
        change = DECIDERS[Verb.SUPERVISE](case, order, SYSTEM, self._desk_rules(unit), unit.now)
        write(change, unit, SYSTEM)
        known, department = notices.active_officers(unit), case.incident.department
        told = [*rota.department_now(unit, known, department), *notices.in_charge(known, department)]
        if live.department in self._crowds:
            self._grown.add(gather(unit, NoticeKind.SUPERVISED, department, told, [live.id], self._rules.notice))
            return
        once = f"supervise/{live.id}/{change.after.live.version}"
        send(unit, NoticeKind.SUPERVISED, f"incident/{live.id}", told, incident=live.id,
             values={"number": live.number, "cause": cause}, within=self._rules.notice, once=once)  # fmt: skip

    def _climb(self, unit: Unit, order: SupervisionOrder) -> None:
        level, steps = order.level + 1, self._rules.climbs
        after = unit.now + steps[level - 1] if level <= len(steps) else None
        unit.put("supervision_orders", order.id, version=order.version, level=level, climbs_at=after)
        unit.note(SYSTEM, "escalate", f"incident/{order.incident}", why=order.cause, after=str(level))
        known = notices.active_officers(unit)
        told = notices.in_charge(known, _told_of(order))
        if _told_of(order) in self._crowds:
            self._grown.add(
                gather(unit, NoticeKind.ESCALATED, _told_of(order), told, [order.incident], self._rules.notice)
            )
            return
        send(unit, NoticeKind.ESCALATED, f"incident/{order.incident}", told, incident=order.incident,
             values={"level": str(level), "number": unit.live_incident(order.incident).number},
             within=self._rules.notice, once=f"climb/{order.id}/{level}")  # fmt: skip

    def _over(self) -> list[SupervisionOrder]:
        with self._database.reading() as reader:
            return notices.over(reader, MOST)

    def _lift(self, unit: Unit, order: SupervisionOrder) -> None:
        lift(unit, order, SYSTEM.login, "ended")

    def _to_meet(self) -> list[LiveIncident]:
        with self._database.reading() as reader:
            return meetings.to_meet(reader, self._rules.returned, MOST)

    def _meet(self, unit: Unit, live: LiveIncident) -> None:
        """A ticket that came back twice goes before a joint meeting."""
        case = tickets.cases(unit, [live.id], lock=True)[live.id]
        several = meetings.departments_that_lost(unit, live.id) > 1
        reason = "two_departments" if several else "returned_twice"
        order = Order(Verb.CALL_MEETING, live.id, case.incident.live.version, Details(reason=reason))
        write(DECIDERS[Verb.CALL_MEETING](case, order, SYSTEM, self._desk_rules(unit), unit.now), unit, SYSTEM)

    # ---- shelf and chain -----------------------------------------------------------------------------------------

    def _unshelve(self, unit: Unit, live: LiveIncident) -> None:
        case = tickets.cases(unit, [live.id], lock=True)[live.id]
        order = Order(Verb.UNSHELVE, live.id, case.incident.live.version)
        write(DECIDERS[Verb.UNSHELVE](case, order, SYSTEM, self._desk_rules(unit), unit.now), unit, SYSTEM)

    def _pass_on(self, unit: Unit, notice: Notice) -> None:
        """To the next of the chain: those who were not told yet, first the leader in charge, then all of the centre."""
        unit.put("notices", notice.id, answer_by=None)
        known, told = notices.active_officers(unit), set(notices.receivers(unit, notice.id))
        department = notice.values.get("department") or None
        if notice.incident is not None:
            department = unit.live_incident(notice.incident).department
        chain = (notices.in_charge(known, department), notices.in_charge(known, None), notices.of_the_centre(known))
        nearer = (left for step in chain if (left := [ident for ident in step if ident not in told]))
        officers = next(nearer, [])
        within = None if notice.climb >= len(chain) else self._rules.notice
        ident = send(
            unit, notice.kind, notice.subject, officers, notice.by, notice.incident, notice.values, within,
            once=f"climb/notice/{notice.id}", climb=notice.climb + 1,
        )  # fmt: skip
        if ident:
            notices.copy_cases(unit, notice.id, ident)

    # ---- the way of all of them ----------------------------------------------------------------------------------

    def _read(self, question: Callable[[Reader, datetime, int], list[Any]]) -> list[Any]:
        with self._database.reading() as reader:
            return question(reader, self._database.clock(), MOST)

    def _each(self, found: Sequence[Any], do: Callable[[Unit, Any], None], stop: Callable[[], bool]) -> int:
        """Each in a transaction of its own; what another did meanwhile is left to the next look."""
        done = 0
        for one in _until(found, stop):
            try:
                with self._database.unit() as unit:
                    do(unit, one)
                    unit.commit()
            except Refusal as refusal:
                if refusal.code not in PASSING:
                    raise
            else:
                done += 1
        return done


def _until(found: Sequence[Any], stop: Callable[[], bool]) -> Iterator[Any]:
    for one in found:
        if stop():
            return
        yield one


def _warn_once(unit: Unit, mark: Mark, telling: _Telling, live: LiveIncident, known: Sequence[Officer]) -> None:
    limit = getattr(live, telling.column)
    unit.add(
        "timeouts", incident_id=live.id, mark=int(mark), limit_at=limit, department=live.department, raised_at=unit.now
    )
    told = _told(unit, known, live.department, telling.leaders)
    values = {"number": live.number, "due": str(round((live.due_at or limit).timestamp()))}
    send(unit, telling.kind, f"incident/{live.id}", told, incident=live.id, values=values)


def _told(unit: Unit, known: Sequence[Officer], department: str | None, leaders: bool) -> list[int]:
    """Who is told that a department's time runs out; of what nobody owns, the centre."""
    told = rota.department_now(unit, known, department) or rota.on_duty(unit, known, notices.of_the_centre(known))
    return [*told, *notices.in_charge(known, department)] if leaders and department is not None else list(told)


def _told_of(order: SupervisionOrder) -> str | None:
    """The department whose leader an order climbs to; None: to the leaders of the city."""
    return order.department if order.level == 1 else None

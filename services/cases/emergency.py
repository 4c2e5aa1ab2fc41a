"""Emergency responses: set going by a plan, with roll-call and running log, raised, lowered, stood down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from services.cases.notice import send
from services.cases.plans import plan_for
from services.domain.emergencies import Emergency, LiveEmergency, Muster, Plan, ResponseLevel
from services.domain.facts import EmergencyChanged
from services.domain.notices import NoticeKind
from services.domain.people import SYSTEM, Officer, OfficerRole
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import emergencies, notices, rota
from services.store.unit import Unit

ANSWER_WITHIN = timedelta(minutes=5)
COMMANDS = frozenset({OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.SYSTEM})


class Emergencies:
    """Carries out what is ordered in a response; each order in one transaction."""

    def __init__(self, database: Database, plans: Sequence[Plan]) -> None:
        self._database, self.plans = database, tuple(plans)

    def read(self, ident: int) -> Emergency | None:
        """A whole response."""
        with self._database.reading() as reader:
            return emergencies.whole(reader, ident)

    def standing(self) -> list[LiveEmergency]:
        """The responses that stand now."""
        with self._database.reading() as reader:
            return emergencies.standing(reader)

    def muster(self) -> tuple[Muster, ...]:
        """The responses that stand now, with who is there and what is done."""
        with self._database.reading() as reader:
            known = emergencies.present(reader)
            return tuple(Muster(live, *known.get(live.id, (0, 0, 0, 0))) for live in emergencies.standing(reader))

    def plan_of(self, category: str) -> Plan:
        """The plan that an incident of a category starts."""
        return plan_for(self.plans, category)

    def open(self, incident: int, officer: Officer, level: ResponseLevel | None = None, words: str = "") -> int:
        """Sets a response going for an incident; the one that stands is given where there is one already."""
        _allow(officer)
        with self._database.unit() as unit:
            ident = open_in(unit, self.plans, incident, officer, level, words)
            unit.commit()
            return ident

    def grade(self, ident: int, version: int, level: ResponseLevel, officer: Officer, why: str) -> None:
        """Raises or lowers it; whom the new level adds is called."""
        _allow(officer)
        _need(why)
        with self._database.unit() as unit:
            found = _standing(unit, ident)
            unit.put("emergencies", ident, version=version, level=int(level))
            _log(unit, ident, officer, "grade", f"{found.live.level.name} → {level.name}: {why}")
            plan = self._plan(found.live.plan)
            _call(unit, found.live, plan, level, officer)
            unit.note(officer, "grade_emergency", f"emergency/{ident}", why, found.live.level.name, level.name)
            self._say(unit, ident)
            unit.commit()

    def command(self, ident: int, version: int, officer: Officer) -> None:
        """Takes command."""
        _allow(officer)
        with self._database.unit() as unit:
            _standing(unit, ident)
            unit.put("emergencies", ident, version=version, commander=officer.login)
            _log(unit, ident, officer, "command")
            unit.note(officer, "command_emergency", f"emergency/{ident}")
            self._say(unit, ident)
            unit.commit()

    def answer(self, ident: int, officer: Officer) -> bool:
        """Roll-call: this officer is there; a second time changes nothing."""
        with self._database.unit() as unit:
            _standing(unit, ident)
            if not emergencies.answer_roll(unit, ident, officer.id):
                return False
            _log(unit, ident, officer, "present")
            unit.note(officer, "answer_roll", f"emergency/{ident}")
            self._say(unit, ident)
            unit.commit()
            return True

    def tick(self, ident: int, step: int, officer: Officer) -> bool:
        """One of the first steps is done; a second time changes nothing."""
        with self._database.unit() as unit:
            found = _standing(unit, ident)
            if not emergencies.tick(unit, ident, step, officer.login):
                return False
            rank = next(done.rank for done in found.steps if done.id == step)
            _log(unit, ident, officer, "step", str(rank))
            unit.note(officer, "emergency_step", f"emergency/{ident}", after=str(rank))
            self._say(unit, ident)
            unit.commit()
            return True

    def log(self, ident: int, officer: Officer, words: str) -> None:
        """A line of the running log."""
        _need(words)
        with self._database.unit() as unit:
            _standing(unit, ident)
            _log(unit, ident, officer, "log", plain(words))
            unit.note(officer, "emergency_log", f"emergency/{ident}")
            self._say(unit, ident)
            unit.commit()

    def stand_down(self, ident: int, version: int, officer: Officer, summary: str) -> None:
        """Ends it, with what happened and what is left to do."""
        _allow(officer)
        _need(summary)
        summary = plain(summary)
        with self._database.unit() as unit:
            found = _standing(unit, ident)
            unit.put("emergencies", ident, version=version, ended_at=unit.now, ended_by=officer.login, summary=summary)
            _log(unit, ident, officer, "stand_down", summary)
            unit.note(officer, "stand_down", f"emergency/{ident}", why=summary, before=found.live.level.name)
            told = sorted(emergencies.on_roll(unit, ident))
            send(unit, NoticeKind.EMERGENCY, f"emergency/{ident}", told, officer.login, found.live.incident,
                 {"number": found.live.number, "level": found.live.level.name, "ended": "1"})  # fmt: skip
            self._say(unit, ident)
            unit.commit()

    def _plan(self, code: str) -> Plan:
        return next((plan for plan in self.plans if plan.code == code), self.plans[0])

    def _say(self, unit: Unit, ident: int) -> None:
        found = emergencies.whole(unit, ident)
        if found is not None:
            unit.say(EmergencyChanged(found.live, ended=found.ended_at is not None))


def open_in(
    unit: Unit, plans: Sequence[Plan], incident: int, officer: Officer, level: ResponseLevel | None, words: str = ""
) -> int:
    """Sets a response going inside a transaction of the caller's; gives the one that is there already."""
    known = emergencies.of_incident(unit, incident)
    if known is not None:
        return known
    live = unit.live_incident(incident)
    plan = plan_for(plans, live.category)
    level = plan.level if level is None else level
    day = f"{unit.now.astimezone(unit.city().zone):%Y%m%d}"
    ident, number = unit.next_id("emergencies"), emergencies.number(unit, day)
    unit.add(
        "emergencies", id=ident, number=number, plan=plan.code, level=int(level), incident_id=incident,
        opened_at=unit.now, opened_by=officer.login,
    )  # fmt: skip
    steps = [{"emergency_id": ident, "rank": n, "zh": s.zh, "en": s.en} for n, s in enumerate(plan.steps, 1)]
    unit.add_many("emergency_steps", steps)
    _log(unit, ident, officer, "open", words)
    standing = LiveEmergency(ident, 1, number, plan.code, level, incident, unit.now)
    unit.note(officer, "open_emergency", f"incident/{incident}", why=words, after=level.name)
    unit.say(EmergencyChanged(standing))
    _call(unit, standing, plan, level, officer)
    return ident


def _call(unit: Unit, live: LiveEmergency, plan: Plan, level: ResponseLevel, officer: Officer) -> None:
    """Calls everybody whom the plan names at a level and who is not on the roll yet."""
    known, roles = notices.active_officers(unit), plan.roles_at(level)
    owner = unit.live_incident(live.incident).department
    departments = {*plan.departments, owner} - {None}
    wanted = [
        o.id for o in known if o.roles & roles or (OfficerRole.DEPARTMENT in o.roles and o.department in departments)
    ]
    there = emergencies.on_roll(unit, live.id)
    called = [ident for ident in rota.on_duty(unit, known, wanted) if ident not in there]
    unit.add_many(
        "emergency_roll", [{"emergency_id": live.id, "officer_id": ident, "called_at": unit.now} for ident in called]
    )
    send(unit, NoticeKind.EMERGENCY, f"emergency/{live.id}", called, officer.login, live.incident,
         {"number": live.number, "level": level.name, "plan": plan.code}, within=ANSWER_WITHIN)  # fmt: skip


def _log(unit: Unit, ident: int, officer: Officer, verb: str, words: str = "") -> None:
    unit.add("emergency_log", emergency_id=ident, at=unit.now, by=officer.login, verb=verb, words=words)


def _standing(unit: Unit, ident: int) -> Emergency:
    found = emergencies.whole(unit, ident)
    if found is None or found.ended_at is not None:
        raise Refusal("emergency.ended", "This emergency response has been stood down.")
    return found


def _allow(officer: Officer) -> None:
    if officer is not SYSTEM and not officer.roles & COMMANDS:
        raise Refusal("emergency.not_yours", "Only the centre and the leaders command an emergency response.")


def _need(words: str) -> None:
    if not plain(words):
        raise Refusal("emergency.words", "Say why, in a few words.")

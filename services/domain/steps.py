"""The table of steps: which verb leads from which state to which, who may take it, and what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum, auto
from typing import Protocol

from services.domain.incidents import IncidentState
from services.domain.people import Officer, OfficerRole

S = IncidentState


class Verb(StrEnum):
    """What may be done with an incident and its tickets; the journal's lines carry these words."""

    REPORT = "report"
    FILE = "file"
    DECLINE = "decline"
    ANSWER = "answer"
    SETTLE = "settle"
    ASSIGN = "assign"
    RECALL = "recall"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    RETURN = "return"
    START = "start"
    FINISH = "finish"
    FEED_BACK = "feed_back"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ASK_SUSPENSION = "ask_suspension"
    GRANT_SUSPENSION = "grant_suspension"
    REFUSE_SUSPENSION = "refuse_suspension"
    ASK_RESUMPTION = "ask_resumption"
    GRANT_RESUMPTION = "grant_resumption"
    REFUSE_RESUMPTION = "refuse_resumption"
    WITHDRAW = "withdraw"
    SPLIT = "split"
    MERGE = "merge"
    UNMERGE = "unmerge"
    URGE = "urge"
    NOTE = "note"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    REGRADE = "regrade"
    CORRECT = "correct"
    RATE = "rate"
    SUPERVISE = "supervise"
    CALL_MEETING = "call_meeting"


class Side(StrEnum):
    """On whose behalf an officer takes a step: two sides check each other, the owner does the work."""

    COMMAND = "command"
    SUPERVISE = "supervise"
    OWNER = "owner"
    TOWN = "town"
    LEADER = "leader"
    SYSTEM = "system"


class Needs(IntFlag):
    """What an order for a step has to bring."""

    NOTHING = 0
    REASON = auto()
    WORDS = auto()
    DEPARTMENT = auto()
    BEFORE_AND_AFTER = auto()
    UNTIL = auto()
    HOURS = auto()
    SEVERITY = auto()
    INTO = auto()
    WORKER = auto()
    STARS = auto()
    CORRECTION = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One cell of the table.

    `to` None: the state stays (or is found in the case: resumed, unmerged). `together`: all of `sides` are needed, not
    one of them. `at_any_version`: harmless whatever happened meanwhile.
    """

    verb: Verb
    to: IncidentState | None
    sides: frozenset[Side]
    needs: Needs = Needs.NOTHING
    together: bool = False
    at_any_version: bool = False

    def allows(self, sides: Iterable[Side]) -> bool:
        """Whether somebody on these sides may take it."""
        mine = frozenset(sides)
        return self.sides <= mine if self.together else bool(self.sides & mine)


COMMAND, SUPERVISE, OWNER, TOWN, LEADER, SYSTEM = Side
DESK = (COMMAND, SUPERVISE)
EVERYBODY = tuple(Side)
OPEN = tuple(state for state in S if state.is_open)
HELD = (S.ASSIGNED, S.ACCEPTED, S.IN_PROGRESS)
WORKED = (S.ACCEPTED, S.IN_PROGRESS)
BEFORE_OWNER = (S.REPORTED, S.FILED, S.RETURNED)


class _Put(Protocol):
    def __call__(
        self,
        states: Iterable[IncidentState],
        verb: Verb,
        to: IncidentState | None,
        sides: Iterable[Side],
        needs: Needs = ...,
        **more: bool,
    ) -> None: ...


def _table() -> dict[tuple[IncidentState, Verb], Step]:
    found: dict[tuple[IncidentState, Verb], Step] = {}

    def row(
        states: Iterable[IncidentState],
        verb: Verb,
        to: IncidentState | None,
        sides: Iterable[Side],
        needs: Needs = Needs.NOTHING,
        **more: bool,
    ) -> None:
        for state in states:
            found[state, verb] = Step(verb, to, frozenset(sides), needs, **more)

    _filing(row)
    _working(row)
    _side_steps(row)
    _ending(row)
    _alarms(row)
    return found


def _filing(put: _Put) -> None:
    put((S.DRAFT,), Verb.REPORT, S.REPORTED, EVERYBODY)
    put((S.REPORTED,), Verb.FILE, S.FILED, (SUPERVISE, SYSTEM))
    put((S.REPORTED,), Verb.DECLINE, S.VOIDED, (SUPERVISE,), Needs.REASON)
    put((S.REPORTED, S.FILED), Verb.ANSWER, S.CLOSED, DESK, Needs.WORDS)
    put((S.REPORTED, S.FILED), Verb.SETTLE, S.CLOSED, (*DESK, TOWN), Needs.BEFORE_AND_AFTER)
    # who is on both sides files by assigning: a small city at night has one person at the desk
    put((S.REPORTED,), Verb.ASSIGN, S.ASSIGNED, DESK, Needs.DEPARTMENT, together=True)
    put((S.FILED, S.RETURNED), Verb.ASSIGN, S.ASSIGNED, (COMMAND,), Needs.DEPARTMENT)
    put((S.ASSIGNED,), Verb.RECALL, S.FILED, (COMMAND,))
    put(HELD, Verb.TRANSFER, S.ASSIGNED, (COMMAND,), Needs.DEPARTMENT | Needs.REASON)


def _working(put: _Put) -> None:
    put((S.ASSIGNED,), Verb.ACCEPT, S.ACCEPTED, (OWNER,))
    put(HELD, Verb.RETURN, S.RETURNED, (OWNER,), Needs.REASON | Needs.WORDS)
    put((S.ACCEPTED,), Verb.START, S.IN_PROGRESS, (OWNER,))
    put(WORKED, Verb.FINISH, S.FINISHED, (OWNER,), Needs.WORDS)
    put((S.FINISHED, S.VERIFIED), Verb.FEED_BACK, None, (*DESK, OWNER), Needs.WORDS)
    put((S.FINISHED,), Verb.VERIFY, S.VERIFIED, (SUPERVISE, TOWN))
    put((S.FINISHED, S.VERIFIED), Verb.SEND_BACK, S.IN_PROGRESS, (SUPERVISE,), Needs.REASON)
    put((S.FILED, *HELD), Verb.SPLIT, None, (COMMAND,), Needs.DEPARTMENT | Needs.WORDS)
    put((*HELD, S.FILED, S.RETURNED), Verb.SEND, None, (COMMAND, TOWN), Needs.WORKER)


def _side_steps(put: _Put) -> None:
    put(HELD, Verb.ASK_EXTENSION, None, (OWNER,), Needs.REASON | Needs.HOURS)
    put(HELD, Verb.GRANT_EXTENSION, None, (SUPERVISE, LEADER))
    put(HELD, Verb.REFUSE_EXTENSION, None, (SUPERVISE, LEADER), Needs.WORDS)
    put(WORKED, Verb.ASK_SUSPENSION, None, (OWNER,), Needs.REASON | Needs.UNTIL)
    put(WORKED, Verb.GRANT_SUSPENSION, S.SUSPENDED, (SUPERVISE, LEADER))
    put(WORKED, Verb.REFUSE_SUSPENSION, None, (SUPERVISE, LEADER), Needs.WORDS)
    put((S.SUSPENDED,), Verb.ASK_RESUMPTION, None, (OWNER, COMMAND))
    put((S.SUSPENDED,), Verb.GRANT_RESUMPTION, None, (SUPERVISE, LEADER, SYSTEM))
    put((S.SUSPENDED,), Verb.REFUSE_RESUMPTION, None, (SUPERVISE, LEADER), Needs.WORDS)
    put((*HELD, S.SUSPENDED), Verb.WITHDRAW, None, (OWNER, COMMAND))
    put((*HELD, S.RETURNED, S.SUSPENDED), Verb.SUPERVISE, None, (SUPERVISE, LEADER, SYSTEM), Needs.REASON)
    put((*HELD, S.RETURNED), Verb.CALL_MEETING, None, (*DESK, LEADER, SYSTEM))
    put(HELD, Verb.URGE, None, (*DESK, LEADER), at_any_version=True)


def _ending(put: _Put) -> None:
    put((S.VERIFIED,), Verb.CLOSE, S.CLOSED, (SUPERVISE,))
    put((S.CLOSED,), Verb.REOPEN, S.FILED, (SUPERVISE,), Needs.REASON)
    put((S.VOIDED,), Verb.REOPEN, S.REPORTED, (SUPERVISE,), Needs.REASON)
    put((*BEFORE_OWNER, S.ASSIGNED), Verb.VOID, S.VOIDED, (SUPERVISE,), Needs.REASON)
    put((*BEFORE_OWNER, *HELD), Verb.MERGE, S.MERGED, DESK, Needs.INTO)
    put((S.MERGED,), Verb.UNMERGE, None, DESK)
    put((S.FINISHED, S.VERIFIED, S.CLOSED), Verb.RATE, None, DESK, Needs.STARS)


def _alarms(put: _Put) -> None:
    put(OPEN, Verb.NOTE, None, EVERYBODY, Needs.WORDS, at_any_version=True)
    put(OPEN, Verb.ACKNOWLEDGE, None, (*DESK, TOWN, LEADER), at_any_version=True)
    put(OPEN, Verb.SHELVE, None, DESK, Needs.REASON | Needs.UNTIL)
    put(OPEN, Verb.UNSHELVE, None, (*DESK, SYSTEM))
    put(OPEN, Verb.REGRADE, None, DESK, Needs.SEVERITY | Needs.REASON)
    put(OPEN, Verb.CORRECT, None, DESK, Needs.CORRECTION | Needs.REASON)


STEPS: Mapping[tuple[IncidentState, Verb], Step] = _table()

_SIDES: Mapping[OfficerRole, Side] = {
    OfficerRole.DISPATCHER: COMMAND,
    OfficerRole.SUPERVISOR: SUPERVISE,
    OfficerRole.LEADER: LEADER,
    OfficerRole.SYSTEM: SYSTEM,
}


def sides_of(officer: Officer, department: str | None, areas: Iterable[int | None] = ()) -> frozenset[Side]:
    """On which sides an officer stands towards a ticket of that owner, in those areas (ids: town, village, grid)."""
    found = {_SIDES[role] for role in officer.roles if role in _SIDES}
    if OfficerRole.DEPARTMENT in officer.roles and department is not None and officer.department == department:
        found.add(OWNER)
    if OfficerRole.TOWN in officer.roles and officer.area is not None and officer.area in set(areas):
        found.add(TOWN)
    return frozenset(found)


def steps_for(state: IncidentState, sides: Iterable[Side]) -> tuple[Step, ...]:
    """The steps that somebody on these sides may take from a state, in the order of the verbs."""
    mine = frozenset(sides)
    return tuple(step for verb in Verb if (step := STEPS.get((state, verb))) is not None and step.allows(mine))

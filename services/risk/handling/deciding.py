"""What each order makes of a warning: pure decisions, without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from services.domain.incidents import Severity
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal
from services.domain.warnings import WarningOrder, WarningState, WarningVerb, WholeWarning
from services.risk.handling.rules import allowed

# a risk grows more slowly than an incident; the alarm of a red one is still never silent for long
LONGEST_SHELF = timedelta(days=7)
LONGEST_SHELF_OF_RED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A line of the journal on a warning."""

    verb: str
    warning: int
    why: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class WarningChange:
    """What a decision asks for: columns of the warning's row, lines, and what it makes of the one that takes it in."""

    values: Mapping[str, Any]
    lines: tuple[WarningLine, ...]
    into: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a decision depends on besides the warning and the order: the one it is merged into, the city's clock."""

    now: datetime
    zone: tzinfo
    into: WholeWarning | None = None


Decider = Callable[[WholeWarning, WarningOrder, Officer, Given], WarningChange]


def decide(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """The change that an order asks for. Raises `Refusal`: warning.not_now, not_yours, incomplete, and others."""
    return DECIDERS[order.verb](warning, order, officer, given)


def acknowledge(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """Somebody has seen its newest member."""
    to = allowed(warning.live, order, officer)
    return WarningChange({"state": int(to), **_seen(warning, officer, given)}, (_line(warning, order, to),))


def shelve(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """Silent for a stated time, for a reason; that it gets worse is heard all the same."""
    to = allowed(warning.live, order, officer)
    until = order.until
    longest = LONGEST_SHELF_OF_RED if warning.live.level is Severity.RED else LONGEST_SHELF
    if until is None or not given.now < until <= given.now + longest:
        raise Refusal(
            "warning.shelf", "It can be shelved until a time after now, at most for {hours} hours.",
            hours=longest // timedelta(hours=1),
        )  # fmt: skip
    values = {
        "state": int(to),
        "shelved_until": until,
        "shelf_reason": order.why.strip(),
        **_seen(warning, officer, given),
    }
    return WarningChange(values, (_line(warning, order, f"{until.astimezone(given.zone):%Y-%m-%d %H:%M}"),))


def unshelve(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """It may be heard again."""
    to = allowed(warning.live, order, officer)
    return WarningChange({"state": int(to), "shelved_until": None, "shelf_reason": ""}, (_line(warning, order, to),))


def regrade(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """A person sees it otherwise than the model; that holds until the model finds it worse than ever."""
    to, level = allowed(warning.live, order, officer), order.level
    if level is None or level is warning.live.level:
        raise Refusal("warning.same_level", "It has this level already.")
    values: dict[str, Any] = {
        "state": int(to), "level": int(level), "graded_by": officer.login, **_seen(warning, officer, given),
    }  # fmt: skip
    if level < warning.live.level and warning.live.state is WarningState.SHELVED:
        values |= {"state": int(WarningState.ACKNOWLEDGED), "shelved_until": None}  # what got worse is heard again
    return WarningChange(values, (_line(warning, order, level.name, warning.live.level.name),))


def merge(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """The same thing as another one, which takes over its members, its ticket, and its level where that is higher."""
    to, into = allowed(warning.live, order, officer), given.into
    if into is None or not into.live.state.stands or into.live.id == warning.live.id:
        raise Refusal("warning.no_other", "It can only be merged into another warning that stands.")
    if into.live.drill != warning.live.drill:
        raise Refusal("warning.of_drill", "A drill's warning and a real one never become one.")
    mine, other = warning.live, into.live
    if mine.ticket is not None and other.ticket is not None:
        raise Refusal(
            "warning.two_tickets", "Both have a ticket already. Merge the tickets first, or let both warnings stand."
        )
    level = min(mine.level, other.level)
    taken: dict[str, Any] = {"level": int(level), "graded_by": officer.login if level is not other.level else None}
    if mine.state is WarningState.DISPATCHED and other.state is not WarningState.DISPATCHED:
        taken |= {"state": int(WarningState.DISPATCHED), "incident_id": mine.ticket, "shelved_until": None,
                  "dispatched_at": warning.dispatched_at}  # fmt: skip
    values = {
        "state": int(to), "merged_into": other.id, **_seen(warning, officer, given),
        **ended(officer.login, given.now),
    }  # fmt: skip
    lines = (
        _line(warning, order, other.number),
        WarningLine("take_in_warning", other.id, order.why.strip(), other.level.name, mine.number),
    )
    return WarningChange(values, lines, {name: value for name, value in taken.items() if value is not None})


def dispatch(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """A department is told to act; a drill's warning makes no ticket, that it was signed is only written down."""
    to = allowed(warning.live, order, officer)
    values = {"state": int(to), "dispatched_at": given.now, "shelved_until": None, **_seen(warning, officer, given)}
    return WarningChange(values, (_line(warning, order, order.department),))


def close(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """It is known how it came out, and by what; what had expired before ended then, and not when that was told."""
    to = allowed(warning.live, order, officer)
    proof = " ".join(part for part in (f"incident/{order.into}" if order.into else "", order.why.strip()) if part)
    values = {
        "state": int(to), "outcome": int(order.outcome), "proof": proof, **_seen(warning, officer, given),
        **(ended(officer.login, given.now) if warning.live.state.stands else {}),
    }  # fmt: skip
    return WarningChange(values, (_line(warning, order, order.outcome.name),))


def expire(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """Nothing new for so long: it goes without an outcome."""
    to = allowed(warning.live, order, officer)
    return WarningChange({"state": int(to), **ended(officer.login, given.now)}, (_line(warning, order, to),))


def engines(warning: WholeWarning, order: WarningOrder, officer: Officer, given: Given) -> WarningChange:
    """New members and a higher level are written where they are found; nobody orders them."""
    allowed(warning.live, order, officer)
    raise Refusal("warning.by_itself", "What a model finds is written by the engine; it can't be ordered.")


def ended(login: str, now: datetime) -> dict[str, Any]:
    """What every end changes."""
    return {"ended_at": now, "ended_by": login, "shelved_until": None}


def _seen(warning: WholeWarning, officer: Officer, given: Given) -> dict[str, Any]:
    """Who did anything has seen it; the first to see its newest member stays named."""
    if warning.acked_at is not None or officer.login == SYSTEM.login:
        return {}
    return {"acked_at": given.now, "acked_by": officer.login}


def _line(warning: WholeWarning, order: WarningOrder, after: WarningState | str, before: str = "") -> WarningLine:
    told = after.name if isinstance(after, WarningState) else after
    stood = before or warning.live.state.name
    return WarningLine(f"{order.verb}_warning", warning.live.id, order.why.strip(), stood, told)


DECIDERS: Mapping[WarningVerb, Decider] = {
    WarningVerb.ACKNOWLEDGE: acknowledge,
    WarningVerb.SHELVE: shelve,
    WarningVerb.UNSHELVE: unshelve,
    WarningVerb.REGRADE: regrade,
    WarningVerb.MERGE: merge,
    WarningVerb.DISPATCH: dispatch,
    WarningVerb.CLOSE: close,
    WarningVerb.EXPIRE: expire,
    WarningVerb.RENEW: engines,
    WarningVerb.WORSEN: engines,
}

"""What is done about the alarm and the card, whatever the state of the work: seen, shelved, graded, noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.cases.deciding.clocks import reckoned
from services.cases.deciding.rules import DeskRules, allowed
from services.cases.deciding.stepping import change, line, moved, why_of
from services.domain.cases import Case, Change, Line
from services.domain.incidents import Incident, IncidentState, Severity
from services.domain.orders import Details, Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb

# the alarm of a critical one is never silent for long
LONGEST_SHELF = timedelta(hours=24)
LONGEST_SHELF_OF_RED = timedelta(hours=1)
LONGEST_ADDRESS = 500


def note(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Something worth knowing, in the case's own history."""
    allowed(case, order, officer)
    return change(case, moved(case, officer, rules, now), line(case, Verb.NOTE, why_of(order)))


def acknowledge(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Somebody has seen it; the first stays named."""
    allowed(case, order, officer)
    incident = case.incident
    after = moved(
        case, officer, rules, now,
        acked=True, acked_at=incident.acked_at or now, acked_by=incident.acked_by or officer.login,
    )  # fmt: skip
    return change(case, after, line(case, Verb.ACKNOWLEDGE, why_of(order)))


def shelve(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Its alarm is silent for a stated time."""
    allowed(case, order, officer)
    until = order.details.until
    longest = LONGEST_SHELF_OF_RED if case.incident.live.severity is Severity.RED else LONGEST_SHELF
    if until is None or not now < until <= now + longest:
        raise Refusal(
            "desk.shelf", "It can be shelved until a time after now, at most for {hours} hours.",
            hours=longest // timedelta(hours=1),
        )  # fmt: skip
    after = moved(case, officer, rules, now, shelved_until=until)
    return change(case, after, line(case, Verb.SHELVE, why_of(order), f"{until.astimezone(rules.zone):%Y-%m-%d %H:%M}"))


def unshelve(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Its alarm may be heard again."""
    allowed(case, order, officer)
    after = moved(case, officer, rules, now, shelved_until=None)
    return change(case, after, line(case, Verb.UNSHELVE, why_of(order)))


def regrade(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Another level, or class: the limits follow, and an alarm that got worse is no longer shelved."""
    allowed(case, order, officer)
    live, details = case.incident.live, order.details
    severity, kind = details.severity or live.severity, details.kind or live.kind
    louder = {"shelved_until": None} if severity < live.severity else {}
    after = moved(case, officer, rules, now, severity=severity, kind=kind, **louder)
    after = _reckoned(case, after, rules, now)
    regraded = line(case, Verb.REGRADE, why_of(order), severity.name, live.severity.name)
    if kind is live.kind:
        return change(case, after, regraded)
    return change(case, after, regraded, line(case, Verb.REGRADE, why_of(order), kind.name, live.kind.name))


def correct(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """Another category or place: limits and areas follow, its owner stays."""
    allowed(case, order, officer)
    changes, lines, area = _corrected(case, order.details, rules, why_of(order))
    after = moved(case, officer, rules, now, **changes)
    after = _reckoned(case, after, rules, now, area)
    return change(case, after, *lines)


def urge(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """The owner is asked to hurry."""
    allowed(case, order, officer)
    after = moved(case, officer, rules, now, urges=case.incident.urges + 1)
    return change(case, after, line(case, Verb.URGE, why_of(order), str(after.urges)))


def rate(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """How content those are who asked."""
    allowed(case, order, officer)
    stars = order.details.stars
    after = moved(case, officer, rules, now, satisfaction=stars)
    return change(case, after, line(case, Verb.RATE, why_of(order), str(stars), str(case.incident.satisfaction or "")))


def send(case: Case, order: Order, officer: Officer, rules: DeskRules, now: datetime) -> Change:
    """A person of the grids goes and looks."""
    allowed(case, order, officer)
    worker, before = order.details.worker, case.incident.live.worker
    after = moved(case, officer, rules, now, worker=worker)
    named = f"person/{before}" if before else ""
    return change(case, after, line(case, Verb.SEND, why_of(order), f"person/{worker}", named))


def _reckoned(case: Case, after: Incident, rules: DeskRules, now: datetime, area: str | None = None) -> Incident:
    """With its limits anew; those of a suspended one are reckoned when it goes on."""
    if after.live.state is IncidentState.SUSPENDED:
        return after
    return replace(after, live=replace(after.live, **reckoned(case, after, rules, now, area)))


def _corrected(
    case: Case, details: Details, rules: DeskRules, why: str
) -> tuple[dict[str, Any], tuple[Line, ...], str | None]:
    changes: dict[str, Any] = {}
    lines: list[Line] = []
    live, area = case.incident.live, None
    if details.category is not None:
        found = rules.categories.get(details.category)
        if found is None or not found.active:
            raise Refusal(
                "intake.category",
                "There is no category “{category}” in this city's catalogue, or it was retired.",
                category=details.category,
            )
        changes |= {"category": found.code, "kind": found.kind}
        lines.append(line(case, Verb.CORRECT, why, found.code, live.category))
    if (details.lon is None) != (details.lat is None):
        raise Refusal("desk.half_a_place", "A place needs both a longitude and a latitude.")
    if details.lon is not None and details.lat is not None:
        changes["place"], area = rules.place(details.lon, details.lat)
        lines.append(line(case, Verb.CORRECT, why, f"{details.lon:.6f} {details.lat:.6f}",
                          "" if live.place.lon is None else f"{live.place.lon:.6f} {live.place.lat:.6f}"))  # fmt: skip
    if details.address is not None:
        changes["address"] = details.address.strip()[:LONGEST_ADDRESS]
        # an address may be somebody's home: the line says that it changed, not what it was
        lines.append(line(case, Verb.CORRECT, why, "address", "address"))
    return changes, tuple(lines), area

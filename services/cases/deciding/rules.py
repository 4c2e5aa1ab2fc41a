"""What decisions go by, and the two questions that each of them begins with: may this officer, and is it complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from services.domain.cases import Case, Change
from services.domain.catalogue import Category, Department, current
from services.domain.deadlines import Deadlines
from services.domain.incidents import IncidentState, Place, PlaceStatus
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal, Several, Term
from services.domain.steps import STEPS, Needs, Side, Step, Verb, sides_of, steps_for
from services.words.marker import N_
from services.words.terms import ORDERS, STATES

LONGEST_WORDS = 5_000


def _no_place(lon: float, lat: float) -> tuple[Place, str]:
    """Without borders every point lies outside."""
    return Place(PlaceStatus.OUTSIDE, lon, lat), ""


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The city's rules at a desk.

    `four_eyes`: who assigned a ticket neither verifies nor closes it. `departments`: those that may own tickets.
    `place` finds the place of a corrected point (longitude/latitude in CGCS2000) and the code of its deepest area.
    """

    deadlines: Deadlines
    zone: tzinfo
    departments: Mapping[str, Department] = field(default_factory=dict)
    four_eyes: bool = True
    categories: Mapping[str, Category] = field(default_factory=dict)
    place: Callable[[float, float], tuple[Place, str]] = _no_place
    # of a batch, in which most limits begin at the same moment: what was counted once is not counted again
    counted: dict[tuple[int, datetime], datetime] | None = field(default=None, compare=False)


Decider = Callable[[Case, Order, Officer, DeskRules, datetime], Change]

_MISSING: Mapping[Needs, str] = {
    Needs.REASON: N_("a reason from the list"),
    Needs.WORDS: N_("some words"),
    Needs.DEPARTMENT: N_("the department that is to own it"),
    Needs.BEFORE_AND_AFTER: N_("a photo before and one after"),
    Needs.UNTIL: N_("until when"),
    Needs.HOURS: N_("how many hours"),
    Needs.SEVERITY: N_("the new level"),
    Needs.INTO: N_("the incident that stays"),
    Needs.WORKER: N_("the person to be sent"),
    Needs.STARS: N_("one to five stars"),
    Needs.CORRECTION: N_("what is to be corrected"),
}


def sides_in(case: Case, officer: Officer, order: Order | None = None) -> frozenset[Side]:
    """On which sides an officer stands in a case, or towards the child ticket that an order names."""
    place, department = case.incident.live.place, case.incident.department
    if order is not None and order.child is not None:
        child = next((child for child in case.children if child.id == order.child), None)
        department = child.department if child else None
    return sides_of(officer, department, (place.town, place.village, place.grid))


def allowed(case: Case, order: Order, officer: Officer, state: IncidentState | None = None) -> Step:
    """The step of the table that an order asks for; refuses one that is not possible now or not for this officer."""
    state = case.incident.live.state if state is None else state
    sides = sides_in(case, officer, order)
    step = STEPS.get((state, order.verb))
    if step is not None and step.allows(sides):
        _complete(order, step)
        return step
    possible = Several(tuple(Term(ORDERS[found.verb], "order") for found in steps_for(state, sides)))
    verb, stands = Term(ORDERS[order.verb], "order"), Term(STATES[state], "state")
    if step is None:
        raise Refusal(
            "desk.not_now",
            "“{verb}” is not possible while this is in the state “{state}”. Possible for you: {possible}",
            verb=verb, state=stands, possible=possible,
        )  # fmt: skip
    raise Refusal(
        "desk.not_yours",
        "“{verb}” is not for you to do here: another side decides it. Possible for you: {possible}",
        verb=verb, possible=possible,
    )  # fmt: skip


def _complete(order: Order, step: Step) -> None:
    details = order.details
    given = {
        Needs.REASON: bool(details.reason),
        Needs.WORDS: bool(details.words.strip()),
        Needs.DEPARTMENT: bool(details.department),
        Needs.BEFORE_AND_AFTER: {proof.kind for proof in details.evidence} >= {"before", "after"},
        Needs.UNTIL: details.until is not None,
        Needs.HOURS: details.hours is not None and details.hours > 0,
        Needs.SEVERITY: details.severity is not None,
        Needs.INTO: details.into is not None,
        Needs.WORKER: details.worker is not None,
        Needs.STARS: details.stars in (1, 2, 3, 4, 5),
        Needs.CORRECTION: any(v is not None for v in (details.category, details.lon, details.lat, details.address)),
    }
    missing = [Term(_MISSING[need]) for need in Needs if need in step.needs and not given[need]]
    if missing:
        raise Refusal(
            "desk.incomplete",
            "“{verb}” needs {missing} as well.",
            verb=Term(ORDERS[order.verb], "order"), missing=Several(tuple(missing)),
        )  # fmt: skip
    if len(details.words) > LONGEST_WORDS:
        raise Refusal(
            "desk.words",
            "These are {length} characters; at most {limit} fit. Attach the rest as a document.",
            length=len(details.words), limit=LONGEST_WORDS,
        )  # fmt: skip


def owner(order: Order, rules: DeskRules) -> Department:
    """The department that an order names as owner; refuses one that this city does not have."""
    found = rules.departments.get(order.details.department or "")
    after = current(found.code, rules.departments.get) if found is not None and not found.active else None
    if after is not None:
        sentence = "{old} was merged into {new} and owns no tickets any more. Name {new}."
        raise Refusal("desk.department_merged", sentence, old=found, new=after)
    if found is None or not found.active:
        raise Refusal(
            "desk.department",
            "There is no department “{department}” that may own tickets.",
            department=order.details.department,
        )
    return found


def four_eyes(case: Case, officer: Officer, rules: DeskRules, verb: Verb, assigned_by: str | None = None) -> None:
    """Refuses that one person both gives a ticket (or a child, by `assigned_by`) out and approves of its end."""
    given_by = case.incident.assigned_by if assigned_by is None else assigned_by
    if rules.four_eyes and given_by == officer.login:
        raise Refusal(
            "desk.four_eyes",
            "You assigned this ticket yourself; somebody else has to take “{verb}”.",
            verb=Term(ORDERS[verb], "order"),
        )

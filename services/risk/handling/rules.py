"""Who may take which step with a warning, and what each of them needs; the states stand in the domain's table."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.people import Officer
from services.domain.refusals import Refusal, Several, Term
from services.domain.steps import Side, sides_of
from services.domain.warnings import (
    WARNING_STEPS,
    LiveWarning,
    WarningOrder,
    WarningOutcome,
    WarningState,
    WarningVerb,
)
from services.words.marker import N_
from services.words.warnings import WARNING_ORDERS, WARNING_STATES

V = WarningVerb
LONGEST_WORDS = 5_000
DESK = frozenset({Side.COMMAND, Side.SUPERVISE})
SIDES: Mapping[WarningVerb, frozenset[Side]] = {
    V.ACKNOWLEDGE: DESK | {Side.LEADER, Side.TOWN, Side.OWNER},
    V.SHELVE: DESK,
    V.UNSHELVE: DESK | {Side.SYSTEM},
    V.REGRADE: DESK | {Side.LEADER},
    V.MERGE: DESK,
    V.DISPATCH: frozenset({Side.COMMAND}),
    V.CLOSE: DESK | {Side.LEADER},
    V.EXPIRE: frozenset({Side.SYSTEM}),
    V.RENEW: frozenset({Side.SYSTEM}),
    V.WORSEN: frozenset({Side.SYSTEM}),
}
WHY, UNTIL, LEVEL, INTO = N_("a reason"), N_("until when"), N_("the new level"), N_("the warning that stays")
DEPARTMENT, CATEGORY, TEXT = N_("the department that is to own it"), N_("the category of the ticket"), N_("what to do")
OUTCOME, PROOF = N_("the outcome"), N_("what proves it")


def sides_in(warning: LiveWarning, officer: Officer) -> frozenset[Side]:
    """On which sides an officer stands towards a warning; its owner is the scenario's department."""
    place = warning.place
    return sides_of(officer, warning.department, (place.town, place.village, place.grid))


def steps_for(warning: LiveWarning, officer: Officer) -> tuple[WarningVerb, ...]:
    """The steps that an officer may take with a warning as it stands, in the order of the verbs."""
    sides = sides_in(warning, officer)
    return tuple(verb for verb in V if (warning.state, verb) in WARNING_STEPS and SIDES[verb] & sides)


def allowed(warning: LiveWarning, order: WarningOrder, officer: Officer) -> WarningState:
    """The state that an order leads to; refuses one that is not possible now, not for this officer, or not whole."""
    verb, to = order.verb, WARNING_STEPS.get((warning.state, order.verb))
    if to is not None and SIDES[verb] & sides_in(warning, officer):
        _complete(order)
        return to
    possible = Several(tuple(_said(one) for one in steps_for(warning, officer)))
    said, stands = _said(verb), Term(WARNING_STATES[warning.state], "warning")
    if to is None:
        raise Refusal(
            "warning.not_now",
            "“{verb}” is not possible while the warning is in the state “{state}”. Possible for you: {possible}",
            verb=said, state=stands, possible=possible,
        )  # fmt: skip
    raise Refusal(
        "warning.not_yours",
        "“{verb}” is not for you to do with this warning. Possible for you: {possible}",
        verb=said, possible=possible,
    )  # fmt: skip


def _said(verb: WarningVerb) -> Term:
    """What nobody can order has no word of its own."""
    return Term(WARNING_ORDERS.get(verb, str(verb)), "warning")


def _complete(order: WarningOrder) -> None:
    why = bool(order.why.strip())
    needs: Mapping[WarningVerb, Mapping[str, bool]] = {
        V.SHELVE: {WHY: why, UNTIL: order.until is not None},
        V.REGRADE: {WHY: why, LEVEL: order.level is not None},
        V.MERGE: {WHY: why, INTO: order.into is not None},
        V.DISPATCH: {
            DEPARTMENT: bool(order.department),
            CATEGORY: bool(order.category),
            TEXT: bool(order.text.strip()),
        },
        V.CLOSE: {OUTCOME: order.outcome is not WarningOutcome.NONE, PROOF: why or order.into is not None},
    }
    missing = tuple(Term(need) for need, given in needs.get(order.verb, {}).items() if not given)
    if missing:
        raise Refusal(
            "warning.incomplete", "“{verb}” needs {missing} as well.",
            verb=_said(order.verb), missing=Several(missing),
        )  # fmt: skip
    longest = max(len(order.why), len(order.text))
    if longest > LONGEST_WORDS:
        raise Refusal(
            "warning.words", "These are {length} characters; at most {limit} fit. Attach the rest as a document.",
            length=longest, limit=LONGEST_WORDS,
        )  # fmt: skip

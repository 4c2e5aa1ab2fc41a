"""The whole table of a warning's life: every state, every verb, every officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from services.domain.incidents import Place, PlaceStatus, Severity
from services.domain.people import SYSTEM, Officer, OfficerRole
from services.domain.refusals import Refusal, Several
from services.domain.warnings import (
    WARNING_STEPS,
    LiveWarning,
    WarningOrder,
    WarningOutcome,
    WarningState,
    WarningVerb,
    WholeWarning,
)
from services.risk.handling.deciding import DECIDERS, Given, decide
from services.risk.handling.rules import SIDES, sides_in, steps_for
from services.words.catalogue import Words

S, V = WarningState, WarningVerb
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
PLACE = Place(PlaceStatus.LOCATED, 116.31, 33.81, 1, 2, 3)
OFFICERS = {
    "command": Officer(1, "desk1", "", OfficerRole.DISPATCHER),
    "supervise": Officer(2, "super1", "", OfficerRole.SUPERVISOR),
    "owner": Officer(3, "police1", "", OfficerRole.DEPARTMENT, department="police"),
    "stranger": Officer(4, "water1", "", OfficerRole.DEPARTMENT, department="water"),
    "town": Officer(5, "town1", "", OfficerRole.TOWN, area=1),
    "other town": Officer(6, "town2", "", OfficerRole.TOWN, area=9),
    "leader": Officer(7, "leader1", "", OfficerRole.LEADER),
    "both": Officer(8, "night1", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR})),
    "wall": Officer(9, "wall", "", OfficerRole.WALL),
    "admin": Officer(10, "admin", "", OfficerRole.ADMIN),
    "system": SYSTEM,
}
PAIRS = list(product(S, V))
BY_ITSELF = (V.RENEW, V.WORSEN)


def a_warning(state: WarningState = S.RAISED, ident: int = 7, **live: object) -> WholeWarning:
    made = LiveWarning(
        ident, 4, f"W-261123-{ident:05}", "roads.junction", 1, "frequency", Severity.ORANGE, state, PLACE,
        NOW - timedelta(hours=2), NOW - timedelta(hours=1), 70.0, 4, "police",
    )  # fmt: skip
    return WholeWarning(
        replace(made, **live), "spot:1:2", "", (), {}, (1, 2, 3, 4), 4.0, None, None, None  # type: ignore[arg-type]
    )  # fmt: skip


def an_order(verb: WarningVerb, **values: object) -> WarningOrder:
    filled = WarningOrder(
        verb, 7, 4, "key", "理由", NOW + timedelta(minutes=50), Severity.RED, WarningOutcome.TRUE,
        8 if verb is V.MERGE else None, "police", "fight", "到场疏导", ("water",),
    )  # fmt: skip
    return replace(filled, **values)  # type: ignore[arg-type]


def given(into: WholeWarning | None = None) -> Given:
    return Given(NOW, ZoneInfo("Asia/Shanghai"), into or a_warning(ident=8))


def test_that_every_verb_is_decided_and_has_its_sides() -> None:
    assert set(DECIDERS) == set(V) == set(SIDES)


@pytest.mark.parametrize(("state", "verb"), PAIRS, ids=[f"{s.name}-{v}" for s, v in PAIRS])
def test_that_a_step_is_taken_where_the_table_has_it_for_this_side_and_refused_else(
    state: WarningState, verb: WarningVerb
) -> None:
    for officer in OFFICERS.values():
        warning, order = a_warning(state), an_order(verb)
        to = WARNING_STEPS.get((state, verb))
        if to is None or not SIDES[verb] & sides_in(warning.live, officer) or verb in BY_ITSELF:
            with pytest.raises(Refusal) as refusal:
                decide(warning, order, officer, given())
            if to is None or not SIDES[verb] & sides_in(warning.live, officer):
                assert refusal.value.code == ("warning.not_now" if to is None else "warning.not_yours")
                possible = refusal.value.values["possible"]
                assert isinstance(possible, Several)
                assert len(possible.parts) == len(steps_for(warning.live, officer))
            else:
                assert refusal.value.code == "warning.by_itself"
            continue
        change = decide(warning, order, officer, given())
        louder = (state, verb) == (S.SHELVED, V.REGRADE)
        assert change.values["state"] == int(S.ACKNOWLEDGED if louder else to)
        assert change.lines[0].verb == f"{verb}_warning"
        assert change.lines[0].warning == 7
        assert change.lines[0].after
        assert ("ended_at" in change.values) is (state.stands and not to.stands)
        assert ("acked_by" in change.values) is (officer is not SYSTEM and verb not in (V.UNSHELVE, V.EXPIRE))


def test_that_who_sits_at_no_desk_takes_no_step() -> None:
    for name in ("wall", "admin", "stranger", "other town"):
        assert steps_for(a_warning().live, OFFICERS[name]) == ()
    assert steps_for(a_warning().live, OFFICERS["town"]) == (V.ACKNOWLEDGE,)
    assert V.DISPATCH not in steps_for(a_warning().live, OFFICERS["supervise"])


@pytest.mark.parametrize(
    ("verb", "missing"),
    [
        (V.SHELVE, {"why": " "}), (V.SHELVE, {"until": None}), (V.REGRADE, {"why": ""}), (V.REGRADE, {"level": None}),
        (V.MERGE, {"why": ""}), (V.MERGE, {"into": None}), (V.DISPATCH, {"department": ""}),
        (V.DISPATCH, {"category": ""}), (V.DISPATCH, {"text": " \n"}), (V.CLOSE, {"outcome": WarningOutcome.NONE}),
        (V.CLOSE, {"why": "", "into": None}),
    ],
)  # fmt: skip
def test_that_an_order_without_what_it_needs_is_refused_and_names_it(
    verb: WarningVerb, missing: dict[str, object]
) -> None:
    with pytest.raises(Refusal) as refusal:
        decide(a_warning(), an_order(verb, **missing), OFFICERS["both"], given())
    assert refusal.value.code == "warning.incomplete"
    assert "needs" not in refusal.value.say(Words("zh_CN"))


def test_that_an_incident_is_proof_enough() -> None:
    change = decide(a_warning(), an_order(V.CLOSE, why="", into=12), OFFICERS["leader"], given())
    assert change.values["proof"] == "incident/12"
    assert change.values["outcome"] == WarningOutcome.TRUE


@pytest.mark.parametrize(("level", "hours"), [(Severity.RED, 1), (Severity.BLUE, 168)])
def test_that_a_shelf_has_a_longest_time_and_reds_are_silent_for_an_hour(level: Severity, hours: int) -> None:
    warning, longest = a_warning(level=level), NOW + timedelta(hours=hours)
    assert decide(warning, an_order(V.SHELVE, until=longest), OFFICERS["command"], given()).values["state"] == S.SHELVED
    for wrong in (longest + timedelta(seconds=1), NOW):
        with pytest.raises(Refusal) as refusal:
            decide(warning, an_order(V.SHELVE, until=wrong), OFFICERS["command"], given())
        assert refusal.value.values["hours"] == hours


def test_that_what_is_lowered_on_the_shelf_stays_there_and_what_is_raised_is_heard() -> None:
    shelved = a_warning(S.SHELVED, shelved_until=NOW + timedelta(hours=1))
    lower = decide(shelved, an_order(V.REGRADE, level=Severity.BLUE), OFFICERS["command"], given())
    assert (lower.values["state"], "shelved_until" in lower.values) == (S.SHELVED, False)
    higher = decide(shelved, an_order(V.REGRADE, level=Severity.RED), OFFICERS["command"], given())
    assert (higher.values["state"], higher.values["shelved_until"]) == (S.ACKNOWLEDGED, None)
    with pytest.raises(Refusal) as refusal:
        decide(shelved, an_order(V.REGRADE, level=Severity.ORANGE), OFFICERS["command"], given())
    assert refusal.value.code == "warning.same_level"


def test_that_the_first_who_saw_it_stays_named() -> None:
    seen = replace(a_warning(S.ACKNOWLEDGED), acked_at=NOW - timedelta(hours=1), acked_by="desk2")
    assert "acked_by" not in decide(seen, an_order(V.DISPATCH), OFFICERS["command"], given()).values


@pytest.mark.parametrize(
    ("into", "code"),
    [
        (a_warning(S.CLOSED, 8), "warning.no_other"), (a_warning(ident=7), "warning.no_other"),
        (a_warning(ident=8, drill=3), "warning.of_drill"),
        (a_warning(S.DISPATCHED, 8, ticket=5), "warning.two_tickets"),
    ],
)  # fmt: skip
def test_that_only_two_that_can_be_one_are_merged(into: WholeWarning, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        decide(a_warning(S.DISPATCHED, ticket=4), an_order(V.MERGE), OFFICERS["command"], given(into))
    assert refusal.value.code == code


def test_that_the_one_that_stays_takes_over_ticket_and_the_higher_level() -> None:
    mine = replace(a_warning(S.DISPATCHED, level=Severity.RED, ticket=4), dispatched_at=NOW)
    change = decide(mine, an_order(V.MERGE), OFFICERS["command"], given())
    assert change.values["merged_into"] == 8
    assert change.into is not None
    taken = dict(change.into)
    assert (taken["state"], taken["incident_id"], taken["level"]) == (S.DISPATCHED, 4, Severity.RED)
    assert [line.verb for line in change.lines] == ["merge_warning", "take_in_warning"]

"""Sequence: an escalation is found in its order, however late its facts come in."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings

from services.commandline.bench import load
from services.domain.incidents import Severity
from services.domain.scenarios import ModelKind, Per
from services.risk.models.sequence import Escalation

street = load(Path(__file__).parent / "streams.py")
MODEL, WORLD, KIND = Escalation(), street.a_world(), ModelKind.SEQUENCE
CHAIN = ("dispute", "police_call|gas_alarm", "petition")
SCENARIOS = [
    street.a_scenario(KIND, kinds, per, days, from_step=2, gap_days=gap, code=str(per))
    for per, days, gap, kinds in (
        (Per.SUBJECT, 60, 20, CHAIN), (Per.GRID, 30, 5, CHAIN),
        (Per.VILLAGE, 40, 30, ("dispute", "dispute|petition", "dispute", "petition")), (Per.SPOT, 25, 9, CHAIN[:2]),
    )
]  # fmt: skip


def a_story(*steps: tuple[float, str], **values: Any) -> Any:
    """Signals of one subject: (days ago, kind)."""
    values.setdefault("subject", "who:a")
    return street.joined(*(street.a_signal(WORLD, at, ago, kind, **values) for at, (ago, kind) in enumerate(steps, 1)))


@settings(max_examples=80, deadline=None)
@given(street.batches(kinds=("dispute", "police_call", "gas_alarm", "petition")))
def test_that_what_streams_equals_what_is_walked_through_at_once(given_batches: Any) -> None:
    street.check_equal(MODEL, SCENARIOS, WORLD, given_batches)


def test_that_the_order_counts() -> None:
    scenario = street.a_scenario(KIND, CHAIN, Per.SUBJECT, from_step=2)
    assert street.found_in(MODEL, scenario, WORLD, a_story((9, "police_call"), (5, "dispute"))) == []
    (finding,) = street.found_in(MODEL, scenario, WORLD, a_story((9, "dispute"), (5, "gas_alarm")))
    assert finding.observed == 2
    assert finding.signals == (1, 2)


def test_that_whatever_order_they_arrive_in_the_chain_is_the_same() -> None:
    scenario = street.a_scenario(KIND, CHAIN, Per.SUBJECT, from_step=3)
    story = a_story((9, "dispute"), (5, "police_call"), (4, "dispute"), (1, "petition"))
    for order in permutations(range(4)):
        running = MODEL.open([scenario], WORLD)
        for at in order:
            running.take(story[at : at + 1], street.NOW)
        (finding,) = running.findings(street.NOW)
        assert finding.signals == (1, 2, 4)


def test_that_steps_too_far_apart_are_no_chain() -> None:
    scenario = street.a_scenario(KIND, CHAIN, Per.SUBJECT, days=60, from_step=2, gap_days=7)
    assert street.found_in(MODEL, scenario, WORLD, a_story((20, "dispute"), (5, "police_call"))) == []
    nearer = a_story((20, "dispute"), (11, "dispute"), (5, "police_call"))
    (finding,) = street.found_in(MODEL, scenario, WORLD, nearer)
    assert finding.signals == (2, 3)


def test_that_each_step_raises_the_level_and_a_fast_whole_chain_is_red() -> None:
    scenario = street.a_scenario(KIND, CHAIN, Per.SUBJECT, from_step=1, gap_days=30, harm=1.0)
    story = a_story((2, "dispute"), (1, "police_call"), (0.5, "petition"))
    story["source"] = (0, 1, 3)
    scores = [street.found_in(MODEL, scenario, WORLD, story[:steps])[0] for steps in (1, 2, 3)]
    assert scores[0].score < scores[1].score < scores[2].score
    assert scores[2].level is Severity.RED
    reliefs = {relief.code: relief for relief in MODEL.reliefs(scenario, scores[2].measures)}
    assert not MODEL.reached(reliefs["before_it"].measures)
    for finding in scores:
        street.check_finding(MODEL, scenario, finding)


def test_that_a_chain_breaks_when_its_first_step_grows_old() -> None:
    scenario = street.a_scenario(KIND, CHAIN, Per.SUBJECT, days=10, from_step=2)
    running = MODEL.open([scenario], WORLD)
    running.take(a_story((9, "dispute"), (5, "police_call")), street.NOW)
    assert len(running.findings(street.NOW)) == 1
    (fallen,) = running.findings(street.NOW + 2 * street.DAY)
    assert fallen.level is None
    assert fallen.situation == "subject:who:a"
    assert np.array_equal(running.table(scenario.code), MODEL.recompute(
        scenario, WORLD, a_story((9, "dispute"), (5, "police_call")), street.NOW + 2 * street.DAY,
    ))  # fmt: skip


def test_that_of_two_at_the_very_same_time_the_lower_number_came_first() -> None:
    scenario = street.a_scenario(KIND, CHAIN, Per.SUBJECT, from_step=2)
    assert len(street.found_in(MODEL, scenario, WORLD, a_story((5, "dispute"), (5, "police_call")))) == 1
    assert street.found_in(MODEL, scenario, WORLD, a_story((5, "police_call"), (5, "dispute"))) == []

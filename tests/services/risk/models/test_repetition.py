"""Repetition: who or what comes back again and again is found, however many lines one afternoon brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings

from services.commandline.bench import load
from services.domain.incidents import Severity
from services.domain.scenarios import ModelKind, Per
from services.risk.models.repetition import Repetition

street = load(Path(__file__).parent / "streams.py")
MODEL, WORLD, KIND = Repetition(), street.a_world(), ModelKind.REPETITION
SCENARIOS = [
    street.a_scenario(
        KIND, ("dispute", "petition", "police_call"), per, days, threshold=2, gap_hours=gap, code=str(per),
        weights={"petition": 1.5, "police_call": 0.4},
    )
    for per, days, gap in ((Per.SUBJECT, 40, 12), (Per.GRID, 20, 30), (Per.SPOT, 15, 0), (Per.VILLAGE, 33, 6))
]  # fmt: skip


def a_household(*ago: float, subject: str = "who:a", source: str = "hotline") -> Any:
    """Reports of one household so many days ago."""
    return street.joined(
        *(street.a_signal(WORLD, at, days, subject=subject, source=source) for at, days in enumerate(ago, 1))
    )


@settings(max_examples=80, deadline=None)
@given(street.batches())
def test_that_what_streams_equals_what_is_counted_at_once(given_batches: Any) -> None:
    street.check_equal(MODEL, SCENARIOS, WORLD, given_batches)


def test_that_many_calls_of_one_afternoon_are_one_time() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SUBJECT, threshold=2, gap_hours=12)
    assert street.found_in(MODEL, scenario, WORLD, a_household(1, 1.1, 1.2, 1.3)) == []
    (finding,) = street.found_in(MODEL, scenario, WORLD, a_household(1, 1.1, 9))
    assert finding.observed == 2
    assert finding.signals == (3, 2, 1)
    assert (finding.situation, finding.subject) == ("subject:who:a", "who:a")


def test_that_nobody_is_somebody_without_a_subject() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SUBJECT, threshold=2)
    assert street.found_in(MODEL, scenario, WORLD, a_household(1, 5, 9, subject="")) == []


def test_that_shorter_intervals_and_more_channels_raise_the_score() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SUBJECT, threshold=3)
    (steady,) = street.found_in(MODEL, scenario, WORLD, a_household(1, 6, 11, 16, 21))
    (faster,) = street.found_in(MODEL, scenario, WORLD, a_household(1, 2, 4, 12, 21))
    three = a_household(1, 6, 11, 16, 21)
    three["source"][:3] = (1, 2, 3)
    (wider,) = street.found_in(MODEL, scenario, WORLD, three)
    assert street.points(steady)["shortening"] == 0 < street.points(faster)["shortening"]
    assert street.points(steady)["channels"] == 0 < street.points(wider)["channels"]
    assert wider.score > steady.score < faster.score


def test_that_so_many_channels_are_asked_for() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SUBJECT, threshold=2, channels_least=2)
    assert street.found_in(MODEL, scenario, WORLD, a_household(1, 5, 9)) == []
    both = a_household(1, 5, 9)
    both["source"][0] = 1
    assert len(street.found_in(MODEL, scenario, WORLD, both)) == 1


def test_that_the_worst_household_is_red_and_settling_it_ends_it() -> None:
    scenario = street.a_scenario(KIND, ("dispute",), Per.SUBJECT, threshold=3, harm=1.0)
    many = a_household(0.1, 0.7, 1.4, 2.2, 3, 8, 12, 17, 22, 28)
    many["source"] = [0, 1, 2, 3, 0, 1, 2, 0, 0, 0]
    (finding,) = street.found_in(MODEL, scenario, WORLD, many)
    assert finding.level is Severity.RED
    street.check_finding(MODEL, scenario, finding)
    reliefs = {relief.code: relief for relief in MODEL.reliefs(scenario, finding.measures)}
    assert not MODEL.reached(reliefs["settled"].measures)
    assert not MODEL.reached(reliefs["quiet"].measures)

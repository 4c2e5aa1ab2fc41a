"""Warnings counted for the wall: levels and towns add up, drills apart, filters, order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.incidents import Place, PlaceStatus, Severity
from services.domain.scenes import EVERYTHING, SceneFilter
from services.domain.warnings import LiveWarning, WarningState
from services.insight.warned import Warned, warned
from services.live.picture import load_picture
from services.store.engine import Database

R, A, SH, D = WarningState.RAISED, WarningState.ACKNOWLEDGED, WarningState.SHELVED, WarningState.DISPATCHED


@pytest.fixture
def count(city: Database):
    """Counts these warnings in the small city."""
    now = city.clock()
    with city.reading() as reader:
        picture = load_picture(reader, now)
    town = int(picture.areas.ids[1])

    def counted(rows, only=EVERYTHING, scenarios=()) -> Warned:
        made = {}
        for at, (level, state, values) in enumerate(rows):
            made[at + 1] = LiveWarning(**({
                "id": at + 1, "version": 1, "number": f"W{at}", "scenario": "roads.junctions", "scenario_version": 1,
                "model": "frequency", "level": level, "state": state,
                "place": Place(PlaceStatus.LOCATED, 116.3, 33.8, town), "raised_at": now - timedelta(minutes=at),
                "last_at": now, "score": 50.0, "members": 3, "department": "police", "acked": state is not R,
            } | values))  # fmt: skip
        return warned(replace(picture, warnings=made), now, only, scenarios)

    return counted


def test_that_levels_and_towns_sum_to_the_warnings_that_stand(count) -> None:
    found = count([
        (Severity.RED, R, {}), (Severity.ORANGE, D, {}), (Severity.YELLOW, R, {"place": Place(PlaceStatus.UNLOCATED)}),
        (Severity.BLUE, A, {"place": Place(PlaceStatus.LOCATED, 116.3, 33.8)}),
        (Severity.BLUE, R, {"place": Place(PlaceStatus.OUTSIDE, 10.0, 10.0)}),
    ])  # fmt: skip
    assert found.counts == (1, 1, 1, 2)
    assert found.total == found.by_town.total == 5
    assert (found.by_town.none, found.by_town.unlocated, found.by_town.outside) == (1, 1, 1)
    assert found.grave_by_town.total == 2
    assert sum(n for _, n, _ in found.by_scenario) == 5
    assert found.unseen == 3


def test_that_drills_are_in_no_count_and_stand_in_the_list(count) -> None:
    found = count([(Severity.RED, R, {"drill": 1}), (Severity.BLUE, R, {})])
    assert found.counts == (0, 0, 0, 1)
    assert found.drilled == 1
    assert found.by_town.total == 1
    assert [one.id for one in found.rows] == [1, 2]


def test_that_they_stand_by_level_then_unacknowledged_then_newest_the_shelf_last(count) -> None:
    found = count([
        (Severity.RED, SH, {}), (Severity.BLUE, R, {}), (Severity.ORANGE, A, {}), (Severity.ORANGE, R, {}),
        (Severity.ORANGE, R, {}),
    ])  # fmt: skip
    assert [one.id for one in found.rows] == [4, 5, 3, 2, 1]


def test_that_a_filter_leaves_lower_levels_and_other_actions_out_of_every_count(count) -> None:
    rows = [(Severity.RED, R, {}), (Severity.ORANGE, R, {"scenario": "fire.exits"}), (Severity.BLUE, R, {})]
    above = count(rows, SceneFilter(Severity.ORANGE))
    assert (above.counts, above.by_town.total) == ((1, 1, 0, 0), 2)
    action = count(rows, SceneFilter(campaign="fire"), ("fire.exits",))
    assert (action.counts, len(action.rows)) == ((0, 1, 0, 0), 1)


def test_that_a_city_without_warnings_counts_none(count) -> None:
    found = count([])
    assert (found.counts, found.rows, found.total, found.unseen) == ((0, 0, 0, 0), (), 0, 0)

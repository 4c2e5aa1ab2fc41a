"""A flood of alarms as a few groups."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.catalogue import Catalogue, Category
from services.domain.city import City
from services.domain.incidents import IncidentClass, PlaceStatus, Severity
from services.domain.refusals import Refusal
from services.insight.alarm_groups import MINUTES, flood, flood_began
from services.insight.alarm_rules import AlarmRules, read_alarm_rules
from services.live.area_table import AreaTable
from services.live.blocks import Blocks
from services.live.mercator import to_mercator
from services.live.picture import Picture, Slots
from services.live.records import INCIDENT, PERSON
from services.live.rhythm import Rhythm

NOW = datetime(2026, 11, 23, 6, 32, 8, tzinfo=UTC)
RULES = AlarmRules()
KINDS, HEADINGS = 40, 5


def catalogue() -> Catalogue:
    heads = [
        Category(f"h{at}", f"类{at}", f"Class {at}", None, IncidentClass.ORDINARY, Severity.BLUE, None)
        for at in range(HEADINGS)
    ]
    kinds = [
        Category(f"k{at}", f"事{at}", f"Kind {at}", f"h{at % HEADINGS}", IncidentClass.ORDINARY, Severity.BLUE, None)
        for at in range(KINDS)
    ]
    return Catalogue((), (*heads, *kinds), (), ())


def picture_of(arrivals: list[tuple[int, int, float, float, float]]) -> Picture:
    """(severity, kind, lon, lat, seconds ago) of each."""
    rows = np.zeros(len(arrivals), INCIDENT)
    for at, (severity, kind, lon, lat, ago) in enumerate(arrivals):
        rows[at]["id"], rows[at]["alive"], rows[at]["severity"] = at + 1, True, severity
        rows[at]["category"] = HEADINGS + kind
        rows[at]["lon"], rows[at]["lat"] = lon, lat
        rows[at]["x"], rows[at]["y"] = to_mercator(lon, lat)
        rows[at]["town"] = -1 if math.isnan(lon) else int(lon * 10) % 31
        rows[at]["place"] = PlaceStatus.UNLOCATED if math.isnan(lon) else PlaceStatus.LOCATED
        rows[at]["reported_at"], rows[at]["shelved_until"] = NOW.timestamp() - ago, np.nan
    empty = np.empty(0, np.int32)
    return Picture(
        city=City(), catalogue=catalogue(), areas=AreaTable.of([]), incidents=Blocks.of(rows),
        incident_slots=Slots({at + 1: at for at in range(len(rows))}), people=Blocks.of(np.zeros(0, PERSON)),
        person_slots=Slots({}), rhythm=Rhythm.empty(NOW, City().zone), recent=empty, recent_apart={},
        reported_total=len(rows), closed_total=0, last_heard=np.empty(0), loaded_at=NOW, sources={}, categories={},
        departments={},
    )  # fmt: skip


LON = st.one_of(st.just(math.nan), st.floats(116.0, 116.7))
ARRIVAL = st.tuples(
    st.integers(1, 4), st.integers(0, KINDS - 1), LON, st.floats(33.7, 34.3), st.floats(0, 20 * 60)
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ARRIVAL, max_size=500))
def test_that_none_is_lost_and_there_are_at_most_fifteen_groups(arrivals) -> None:
    picture = picture_of(arrivals)
    found = flood(picture, NOW - timedelta(minutes=30), NOW, RULES)
    members = [row for group in found.groups for row in group.rows.tolist()]
    assert sorted([*members, *found.reds.tolist()]) == list(range(len(arrivals)))
    assert found.total == len(arrivals)
    assert len(found.groups) <= RULES.most
    severity = picture.incidents.column("severity")
    assert all(severity[row] == Severity.RED for row in found.reds)
    assert not any(severity[row] == Severity.RED for row in members)
    for group in found.groups:
        assert sum(group.counts) == len(group)
        assert group.unacknowledged == len(group)
        assert group.worst == severity[group.rows].min()


@settings(max_examples=30, deadline=None)
@given(st.lists(ARRIVAL, min_size=20, max_size=120), st.integers(1, 40))
def test_that_a_group_keeps_its_key_while_more_comes_in(arrivals, more) -> None:
    few = [(4, 0, 116.3, 33.9, ago) for *_, ago in arrivals]
    before = flood(picture_of(few), NOW - timedelta(minutes=30), NOW, RULES)
    after = flood(picture_of([*few, *[(4, 0, 116.3, 33.9, 1.0)] * more]), NOW - timedelta(minutes=30), NOW, RULES)
    assert [group.key for group in before.groups] == [group.key for group in after.groups] == [1]


def test_that_one_cause_in_two_far_places_is_two_groups_and_in_near_towns_one() -> None:
    near = [(4, 3, 116.30 + 0.03 * (at % 3), 33.90, at) for at in range(12)]
    far = [(4, 3, 116.62, 34.20, at) for at in range(5)]
    found = flood(picture_of(near + far), NOW - timedelta(minutes=5), NOW, RULES)
    assert sorted(len(group) for group in found.groups) == [5, 12]
    assert {group.category for group in found.groups} == {HEADINGS + 3}


def test_that_what_has_no_place_is_grouped_by_its_cause_apart() -> None:
    found = flood(
        picture_of([(3, 1, math.nan, 33.9, 1)] * 4 + [(3, 1, 116.3, 33.9, 1)] * 3),
        NOW - timedelta(minutes=5),
        NOW,
        RULES,
    )
    assert sorted((len(group), group.towns == (-1,)) for group in found.groups) == [(3, False), (4, True)]


def test_that_five_hundred_in_a_minute_are_a_flood_and_sixty_in_five_minutes_are_none() -> None:
    busy = picture_of([(4, at % KINDS, 116.3, 33.9, at * 60 / 500) for at in range(500)])
    began = flood_began(busy, NOW, RULES)
    assert began is not None
    assert flood(busy, began, NOW, RULES).total == 500
    assert flood_began(picture_of([(4, 1, 116.3, 33.9, at * 4.0) for at in range(60)]), NOW, RULES) is None


def test_that_the_bars_count_by_the_minute_and_show_that_it_ebbs() -> None:
    arrivals = [(4, 1, 116.3, 33.9, 8.0 + 60 * minute) for minute in range(4) for _ in range(10 * minute)]
    found = flood(picture_of(arrivals), NOW - timedelta(minutes=30), NOW, RULES)
    assert len(found.bars) == MINUTES
    assert found.bars[-4:].tolist() == [30, 20, 10, 0]
    assert not found.ebbed
    later = flood(picture_of(arrivals), NOW - timedelta(minutes=30), NOW + timedelta(minutes=6), RULES)
    assert later.ebbed


def test_that_a_group_is_shelved_only_while_all_that_is_open_of_it_is() -> None:
    arrivals = 6
    picture = picture_of([(4, 1, 116.3, 33.9, 1.0)] * arrivals)
    draft = picture.incidents.edit()
    until = NOW.timestamp() + 600
    for at in range(arrivals):
        record = draft.row(at).copy()
        record["shelved_until"] = until + at
        draft.put(at, tuple(record))
    shelved = Picture(
        **{name: getattr(picture, name) for name in picture.__dataclass_fields__} | {"incidents": draft.done()}
    )
    [group] = flood(shelved, NOW - timedelta(minutes=5), NOW, RULES).groups
    assert (group.shelved_until, group.unacknowledged) == (until, 0)
    [group] = flood(shelved, NOW - timedelta(minutes=5), NOW + timedelta(seconds=602), RULES).groups
    assert math.isnan(group.shelved_until)
    assert group.unacknowledged == 3


def test_that_the_citys_figures_are_read_and_a_broken_file_is_named(tmp_path: Path) -> None:
    assert read_alarm_rules() == RULES
    broken = tmp_path / "alarms.toml"
    broken.write_text(
        "[flood]\narrivals = 0\nminutes = 5\ncalm = 0.5\n[groups]\nmost = 1\nmetres = 1\n", encoding="utf-8"
    )
    with pytest.raises(Refusal) as refused:
        read_alarm_rules(broken)
    assert refused.value.code == "alarms.unreadable"

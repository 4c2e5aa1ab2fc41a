"""Cards of areas add up; people near are at work, near and nameless; quiet channels are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from services.domain.areas import Level
from services.domain.people import Duty, Role
from services.insight.area_card import area_card
from services.insight.channels import QUIET_AFTER, channels
from services.insight.nearby import STALE, people_near
from services.live.blocks import Blocks
from services.live.picture import load_picture
from services.live.records import PERSON


@pytest.fixture
def picture(city, fill, clock):
    fill(700)
    with city.reading() as reader:
        return load_picture(reader, clock())


def with_people(picture, rows):
    table = np.zeros(len(rows), PERSON)
    for at, values in enumerate(rows):
        for name, value in values.items():
            table[name][at] = value
    return replace(picture, people=Blocks.of(table))


def test_that_every_card_adds_up_with_what_lies_below(picture, clock) -> None:
    for area in range(len(picture.areas)):
        card = area_card(picture, area, clock())
        below = sum(part.open for part in card.parts)
        assert sum(card.by_level) == card.open
        if card.parts:
            assert below + card.unlocated + card.outside == card.open
            assert sum(part.overdue for part in card.parts) <= card.overdue
        if card.level is not Level.CITY:
            assert card.unlocated == card.outside == 0


def test_that_the_city_s_card_tells_of_incidents_in_no_town(picture, clock) -> None:
    card = area_card(picture, 0, clock())
    assert [part.area for part in card.parts].count(-1) == 1
    assert card.unlocated > 0
    assert card.outside > 0


def test_that_the_cases_of_a_card_are_those_it_counts(picture, city, clock) -> None:
    from services.insight.reading import Reading

    reading = Reading(city)
    for area in (0, int(picture.areas.at_level(Level.TOWN)[1]), int(picture.areas.at_level(Level.GRID)[2])):
        card = area_card(picture, area, clock())
        assert reading.cases(card.cases).total == card.open


def test_that_there_is_no_card_of_no_area(picture, clock) -> None:
    assert area_card(picture, -1, clock()) is None
    assert area_card(picture, len(picture.areas), clock()) is None


def test_that_people_near_are_at_work_and_nearest_first(picture, clock) -> None:
    now = clock()
    fresh, old = now.timestamp() - 60, (now - STALE).timestamp() - 1
    lat, lon = 33.9, 116.4
    here = with_people(picture, [
        {"id": 1, "role": Role.HEAD, "duty": Duty.ON, "lon": lon + 0.02, "lat": lat, "at": fresh},
        {"id": 2, "role": Role.MOBILE, "duty": Duty.BUSY, "lon": lon + 0.01, "lat": lat, "at": old},
        {"id": 3, "role": Role.HEAD, "duty": Duty.OFF, "lon": lon, "lat": lat, "at": fresh},
        {"id": 4, "role": Role.HEAD, "duty": Duty.ON, "lon": np.nan, "lat": np.nan, "at": fresh},
    ])  # fmt: skip
    near = people_near(here, lon, lat, now)
    assert [one.person for one in near] == [2, 1]
    assert [one.stale for one in near] == [True, False]
    assert near[0].metres == pytest.approx(923, abs=3)
    assert people_near(here, lon, lat, now, limit=1) == near[:1]


def test_that_nobody_is_near_a_place_that_is_not_known(picture, clock) -> None:
    assert people_near(picture, float("nan"), 33.9, clock()) == ()


def test_that_channels_gone_quiet_are_named_the_never_heard_last(picture, clock) -> None:
    now = clock()
    heard = np.array([now.timestamp(), (now - QUIET_AFTER).timestamp() - 60, np.nan])
    found = channels(replace(picture, last_heard=heard), now)
    assert (found.heard, found.total) == (1, 3)
    assert [one.source for one in found.quiet] == [1, 2]
    assert found.quiet[0].age == QUIET_AFTER + timedelta(seconds=60)
    assert found.quiet[1].age is None

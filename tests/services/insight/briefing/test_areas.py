from __future__ import annotations

import math

import pytest

from services.domain.areas import Level
from services.domain.incidents import PlaceStatus
from services.insight.briefing.areas import AreaPage
from services.insight.briefing.whole import read_briefing
from services.store.engine import Database


def page_of(city: Database, level: Level) -> AreaPage:
    return read_briefing(city).areas[level]


def placed(city: Database, level: Level, at: int) -> dict[str, object]:
    with city.reading() as reader:
        found = reader.areas(level)[at]
        areas = {area.id: area for area in reader.areas()}
    chain = [found]
    while chain[-1].parent is not None:
        chain.append(areas[chain[-1].parent])
    column = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}
    values = dict.fromkeys(column.values()) | {column[a.level]: a.id for a in chain if a.level in column}
    return values | {"place": int(PlaceStatus.LOCATED)}


def recent(city: Database) -> dict[str, object]:
    return {"reported_at": city.clock(), "flaw": 0, "state": 1, "closed_at": None}


def test_that_only_an_area_clearly_above_the_city_is_called_so(city: Database, fill):
    fill(60, seed=1, **recent(city), **placed(city, Level.TOWN, 0))
    fill(20, seed=2, **recent(city), **placed(city, Level.TOWN, 1))
    fill(20, seed=3, **recent(city), **placed(city, Level.TOWN, 2))
    page = page_of(city, Level.TOWN)
    assert page.above == 1
    assert page.rows[0].clear == 1
    assert page.mean == pytest.approx(100 / 3.6)
    assert page.rows[0].rate == 60 / 1.2
    assert page.finding.values["worst"].index == page.rows[0].area
    assert "{n} lie clearly above" in page.finding.text


def test_that_chance_alone_makes_nobody_the_worst(city: Database, fill):
    for at in range(3):
        fill(20 + at, seed=at, **recent(city), **placed(city, Level.TOWN, at))
    page = page_of(city, Level.TOWN)
    assert page.above == 0
    assert page.finding.text.startswith("None of")


def test_that_places_where_nobody_lives_get_no_rank(city: Database, fill):
    fill(9, **recent(city), **placed(city, Level.GRID, 1))  # the industrial park
    page = page_of(city, Level.GRID)
    assert [row.recent.value for row in page.unranked] == [9]
    assert math.isnan(page.unranked[0].rate)
    assert page.unranked[0].area not in {row.area for row in page.rows}
    assert page.compared == 6


def test_that_without_households_areas_are_ranked_by_plain_counts(city: Database, fill):
    with city.unit() as unit:
        for area in unit.areas():
            unit.put("areas", area.id, households=0)
        unit.commit()
    fill(30, **recent(city), **placed(city, Level.TOWN, 2))
    page = page_of(city, Level.TOWN)
    assert not page.by_households
    assert page.mean == 10
    assert page.rows[0].rate == 30
    assert not page.unranked


def test_that_a_level_without_areas_says_so(city: Database):
    with city.unit() as unit:
        for area in unit.areas(Level.GRID):
            unit.put("areas", area.id, valid_to=area.valid_from)
        unit.commit()
    page = page_of(city, Level.GRID)
    assert page.finding.text == "No grid is on file yet."
    assert page.ledger.areas == 0
    assert not page.rows

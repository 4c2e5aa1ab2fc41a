"""Files of areas into a city: the same, the new, the redrawn, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import box, mapping

from services.cases.importing.areas import AreasIn, import_areas, kind_of
from services.domain.areas import Area, AreaKind, Level
from services.domain.city import City
from services.domain.refusals import Refusal
from services.geo.boundaries import Naming
from services.store.engine import Database

Write = Callable[..., Path]
COLUMNS = Naming(name_field="name", code_field="code", parent_field="parent")
TODAY = date(2026, 11, 23)


def feature(name: str, shape: Any, code: str | None = None, parent: str | None = None) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name, "code": code, "parent": parent}, "geometry": mapping(shape)}


def town(name: str, at: int, code: str | None = None, parent: str | None = None, wide: float = 0.1) -> dict[str, Any]:
    return feature(name, box(116 + at * 0.1, 33, 116 + at * 0.1 + wide, 33.2), code, parent)


def village(name: str, at: int, code: str | None = None, parent: str | None = None) -> dict[str, Any]:
    return feature(name, box(116 + at * 0.05, 33, 116.05 + at * 0.05, 33.2), code, parent)


def bring(database: Database, path: Path, level: Level, **more: Any) -> AreasIn:
    return import_areas(database, path, level, more.pop("naming", COLUMNS), **more)


def areas(database: Database, level: Level | None = None, on: date | None = None) -> list[Area]:
    with database.reading() as reader:
        return reader.areas(level, on, geometry=True)


def everything(database: Database) -> dict[str, Any]:
    with database.reading() as reader:
        tables = {table: reader.count(table) for table in ("areas", "facts", "journal", "incidents", "reports")}
        return tables | {"settings": reader.settings(), "rows": reader.areas(geometry=True)}


def test_that_towns_come_in_and_a_missing_city_is_made_of_them(database: Database, json_file: Write) -> None:
    towns = [town("甲镇", 0, "411481100", "永城市"), town("乙镇", 1, "411481101", "永城市")]
    found = bring(database, json_file(towns), Level.TOWN)
    assert (found.counts["added"], found.derived, found.refused) == (2, "永城市", ())
    (city,) = areas(database, Level.CITY)
    assert (city.name, city.code, city.derived, city.provisional) == ("永城市", "411481000000", True, False)
    assert shapely.from_wkb(city.geometry).symmetric_difference(box(116, 33, 116.2, 33.2)).area < 1e-12
    assert {a.parent for a in areas(database, Level.TOWN)} == {city.id}
    with database.reading() as reader:
        assert reader.city().name_zh == "永城市"
        assert not reader.city().demo


def test_that_a_second_import_changes_nothing(database: Database, json_file: Write) -> None:
    for level, rows in (
        (Level.TOWN, [town("甲镇", 0, "411481100"), town("乙镇", 1)]),
        (Level.VILLAGE, [village("一村", 0, None, "甲镇"), village("二村", 1), village("一村", 2, None, "乙镇")]),
        (Level.GRID, [village("1号网格", 0), village("2号网格", 1)]),
    ):
        path = json_file(rows)
        first = bring(database, path, level)
        before = everything(database)
        second = bring(database, path, level)
        assert first.counts["added"] == second.counts["unchanged"] == len(rows)
        assert everything(database) == before


def test_that_a_missing_code_becomes_a_provisional_one_marked(database: Database, json_file: Write) -> None:
    found = bring(database, json_file([town("甲镇", 0), town("乙镇", 1, "411481101")]), Level.TOWN)
    assert found.counts["provisional"] == 1
    by_name = {a.name: a for a in areas(database, Level.TOWN)}
    assert by_name["甲镇"].provisional
    assert by_name["甲镇"].code.startswith("P2")
    assert not by_name["乙镇"].provisional
    (city,) = areas(database, Level.CITY)
    assert (city.provisional, city.derived) == (True, True)


def test_that_a_real_code_takes_the_place_of_a_provisional_one(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0)]), Level.TOWN)
    (before,) = areas(database, Level.TOWN)
    found = bring(database, json_file([town("甲镇", 0, "411481100")]), Level.TOWN)
    (after,) = areas(database, Level.TOWN)
    assert (after.id, after.code, after.provisional) == (before.id, "411481100000", False)
    assert found.counts["renamed"] == 1
    # and a file without codes later still finds it
    assert bring(database, json_file([town("甲镇", 0)]), Level.TOWN).counts["unchanged"] == 1


def test_that_a_provisional_code_is_never_given_twice(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0, "411481100")]), Level.TOWN)
    bring(database, json_file([village("一村", 0)]), Level.VILLAGE)
    (first,) = areas(database, Level.VILLAGE)
    renewed = feature("一村", box(116, 33, 116.04, 33.2), "411481100201")
    bring(database, json_file([renewed]), Level.VILLAGE, since=date(2026, 6, 1))
    bring(database, json_file([village("二村", 1)]), Level.VILLAGE)
    (second,) = [area for area in areas(database, Level.VILLAGE) if area.name == "二村"]
    assert first.provisional
    assert second.provisional
    assert second.code != first.code


def test_that_a_redrawn_border_keeps_its_history(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0, "411481100")]), Level.TOWN)
    bring(database, json_file([village("一村", 0)]), Level.VILLAGE)
    (old,) = areas(database, Level.TOWN)
    found = bring(database, json_file([town("甲镇", 0, "411481100", None, 0.15)]), Level.TOWN)
    assert found.counts["redrawn"] == 1
    (new,) = areas(database, Level.TOWN)
    assert (new.valid_from, new.valid_to, new.code) == (TODAY, None, old.code)
    assert shapely.from_wkb(new.geometry).equals(box(116, 33, 116.15, 33.2))
    (then,) = areas(database, Level.TOWN, date(2026, 11, 22))
    assert (then.id, then.valid_to) == (old.id, TODAY)
    assert then.geometry == old.geometry
    assert areas(database, Level.VILLAGE)[0].parent == new.id
    assert shapely.from_wkb(areas(database, Level.CITY)[0].geometry).equals(box(116, 33, 116.15, 33.2))


def test_that_borders_drawn_twice_on_one_day_have_one_row_for_it(database: Database, json_file: Write) -> None:
    for wide in (0.1, 0.12, 0.14):
        bring(database, json_file([town("甲镇", 0, "411481100", None, wide)]), Level.TOWN)
    (now,) = areas(database, Level.TOWN)
    assert shapely.from_wkb(now.geometry).bounds[2] == pytest.approx(116.14)
    assert len(areas(database, Level.TOWN, date(2026, 11, 22))) == 1
    with database.reading() as reader:
        assert reader.count("areas") == 3  # town then, town now, city


def test_that_a_day_can_be_named_from_which_borders_hold(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0, "411481100")]), Level.TOWN)
    path = json_file([town("甲镇", 0, "411481100", None, 0.15)])
    bring(database, path, Level.TOWN, since=date(2026, 1, 1))
    assert areas(database, Level.TOWN)[0].valid_from == date(2026, 1, 1)
    assert areas(database, Level.TOWN, date(2025, 12, 31))[0].valid_to == date(2026, 1, 1)


def test_that_borders_are_not_drawn_ahead(database: Database, json_file: Write) -> None:
    with pytest.raises(Refusal) as refused:
        bring(database, json_file([town("甲镇", 0, "411481100")]), Level.TOWN, since=date(2999, 1, 1))
    assert refused.value.code == "areas.ahead"
    assert areas(database) == []


def test_that_a_rename_keeps_the_old_name_for_its_days(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("太邱镇", 0, "411481100")]), Level.TOWN)
    assert bring(database, json_file([town("太丘镇", 0, "411481100")]), Level.TOWN).counts["renamed"] == 1
    assert [a.name for a in areas(database, Level.TOWN)] == ["太丘镇"]
    assert [a.name for a in areas(database, Level.TOWN, date(2026, 1, 1))] == ["太邱镇"]


def test_that_the_real_city_takes_the_place_of_the_derived_one(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0, None, "永城")]), Level.TOWN)
    bring(database, json_file([feature("永城市", box(116, 33, 116.11, 33.2), "411481")]), Level.CITY)
    (city,) = areas(database, Level.CITY)
    assert (city.name, city.code, city.derived, city.provisional) == ("永城市", "411481000000", False, False)
    assert areas(database, Level.TOWN)[0].parent == city.id


def test_that_a_missing_parent_is_the_one_with_the_largest_shared_area(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0), town("乙镇", 1)]), Level.TOWN)
    rows = [
        feature("跨界村", box(116.08, 33, 116.14, 33.1)),
        feature("听令村", box(116.01, 33, 116.02, 33.1), None, "乙镇"),
        feature("错名村", box(116.03, 33, 116.04, 33.1), None, "丙镇"),
        feature("码村", box(116.05, 33, 116.06, 33.1)),
    ]
    found = bring(database, json_file(rows), Level.VILLAGE)
    names = {a.id: a.name for a in areas(database)}
    parents = {a.name: names[a.parent or 0] for a in areas(database, Level.VILLAGE)}
    assert parents == {"跨界村": "乙镇", "听令村": "乙镇", "错名村": "甲镇", "码村": "甲镇"}
    assert sorted(note.code for note in found.notes) == ["areas.elsewhere", "areas.unknown_parent"]


def test_that_villages_that_came_first_find_their_towns_later(database: Database, json_file: Write) -> None:
    path = json_file([village("一村", 0), village("二村", 3)], "villages.geojson")
    bring(database, path, Level.VILLAGE)
    found = bring(database, json_file([town("甲镇", 0), town("乙镇", 1)]), Level.TOWN)
    assert found.counts["adopted"] == 2
    names = {a.id: a.name for a in areas(database)}
    assert {a.name: names[a.parent or 0] for a in areas(database, Level.VILLAGE)} == {"一村": "甲镇", "二村": "乙镇"}
    assert bring(database, path, Level.VILLAGE).counts["unchanged"] == 2


def test_that_grids_want_villages_and_one_that_lies_in_none_is_refused(database: Database, json_file: Write) -> None:
    grids = json_file([village("1号", 0), village("2号", 9)], "grids.geojson")
    with pytest.raises(Refusal) as refused:
        bring(database, grids, Level.GRID)
    assert refused.value.code == "areas.no_villages"
    bring(database, json_file([village("一村", 0)]), Level.VILLAGE)
    found = bring(database, grids, Level.GRID)
    assert (found.counts["added"], [(r.row, r.reason.code) for r in found.refused]) == (
        1,
        [(2, "areas.grid_without_village")],
    )


def test_that_two_rows_are_never_one_area(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0)]), Level.TOWN)
    rows = [town("甲镇", 0, "411481100"), town("甲镇", 0)]
    found = bring(database, json_file(rows), Level.TOWN)
    assert [(r.row, r.reason.code) for r in found.refused] == [(2, "areas.twice")]


def test_that_real_borders_stay_out_of_a_demo_city(database: Database, json_file: Write) -> None:
    with database.unit() as unit:
        for key, value in City("永城市", "Yongcheng", "411481000000", demo=True).settings().items():
            unit.remember(key, value)
        unit.commit()
    before = everything(database)
    with pytest.raises(Refusal) as refused:
        bring(database, json_file([town("甲镇", 0)]), Level.TOWN)
    assert refused.value.code == "import.demo"
    assert "--database" in str(refused.value)
    assert everything(database) == before


def test_that_a_file_in_which_nothing_is_good_changes_nothing(database: Database, json_file: Write) -> None:
    before = everything(database)
    found = bring(database, json_file([town("", 0), town("甲镇", 0, "411481100200")]), Level.TOWN)
    assert [r.row for r in found.refused] == [1, 2]
    assert everything(database) == before


def test_that_the_redrawing_is_told_once_and_stands_in_the_journal(database: Database, json_file: Write) -> None:
    bring(database, json_file([town("甲镇", 0)]), Level.TOWN, officer="li")
    with database.reading() as reader:
        assert reader.count("facts") == 1
        assert reader.count("journal") == 1
        assert reader.setting("areas.version") == "1"


@pytest.mark.parametrize(
    ("level", "code", "name", "kind"),
    [(Level.TOWN, "411481001000", "演集街道", AreaKind.URBAN), (Level.TOWN, "411481100000", "芒山镇", AreaKind.RURAL),
     (Level.VILLAGE, "411481100001", "x", AreaKind.URBAN), (Level.VILLAGE, "411481100200", "x", AreaKind.RURAL),
     (Level.VILLAGE, "", "东城社区", AreaKind.URBAN), (Level.VILLAGE, "", "十五村", AreaKind.RURAL),
     (Level.CITY, "", "彰化縣", AreaKind.URBAN)],
)  # fmt: skip
def test_that_urban_and_rural_follow_from_code_or_name(level: Level, code: str, name: str, kind: AreaKind) -> None:
    assert kind_of(level, code, name) is kind


def test_that_two_outlines_of_a_real_city_fit_once_converted(database: Database, real_data: Path) -> None:
    folder = real_data / "yongcheng"
    known = Naming(name_field="name", code_field="adcode")
    bring(database, folder / "yongcheng_county_gcj02.geojson", Level.CITY, naming=known, crs="gcj02")
    bare = folder / "vonng2016_fence_411481.json"
    named = Naming(name="永城市", code="411481")
    found = bring(database, bare, Level.CITY, naming=named, crs="gcj02")
    assert found.fits[0].median_m <= 5
    assert found.fits[0].differing <= 0.006
    assert found.fits[0].longest_m <= 576
    assert (found.counts["redrawn"], found.notes) == (1, ())
    plain = bring(database, bare, Level.CITY, naming=named)
    assert [(note.code, note.values["system"]) for note in plain.notes] == [("areas.shifted", "gcj02")]


def test_that_a_real_county_comes_in_on_three_levels(database: Database, real_data: Path) -> None:
    folder = real_data / "changhua"
    towns_in = Naming(name_field="town", parent_field="county")
    towns = bring(database, folder / "changhua_towns.geojson", Level.TOWN, naming=towns_in)
    assert (towns.counts["added"], towns.derived) == (26, "彰化縣")
    naming = Naming(name_field="village", parent_field="town")
    path = folder / "changhua_villages.geojson"
    villages = bring(database, path, Level.VILLAGE, naming=naming)
    assert (villages.counts["added"], villages.refused) == (591, ())
    assert len(villages.file.repairs) == 13
    (overlap,) = villages.coverage.overlaps
    pair = {villages.file.boundaries[i].name for i in (overlap.first, overlap.second)}
    assert pair == {"大竹村", "湖水里"}
    assert [len(areas(database, level)) for level in Level] == [1, 26, 591, 0]
    before = everything(database)
    assert bring(database, path, Level.VILLAGE, naming=naming).counts["unchanged"] == 591
    assert everything(database) == before

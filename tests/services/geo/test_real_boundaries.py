"""Real files of boundaries: a city in two years, and a county of three levels."""

from __future__ import annotations

from pathlib import Path

from services.domain.areas import Level
from services.geo.boundaries import Naming, read_boundaries
from services.geo.coverage import coverage_of
from services.geo.fit import better, fits
from services.geo.parents import dissolved, largest_shared

YONGCHENG = Naming(name_field="name", code_field="adcode")


def test_that_two_outlines_of_a_city_agree_once_converted_and_the_shift_is_pointed_out(real_data: Path) -> None:
    folder = real_data / "yongcheng"
    known = read_boundaries(folder / "yongcheng_county_gcj02.geojson", Level.CITY, YONGCHENG, "gcj02").boundaries[0]
    bare = folder / "vonng2016_fence_411481.json"
    naming = Naming(name="永城市", code="411481")
    converted = read_boundaries(bare, Level.CITY, naming, "gcj02")
    found = fits(converted.boundaries[0].geometry, known.geometry, converted.system)
    assert found[0].median_m <= 5
    assert found[0].differing <= 0.006
    assert 500 < found[0].longest_m <= 576
    assert better(found) is None
    plain = read_boundaries(bare, Level.CITY, naming)
    advice = better(fits(plain.boundaries[0].geometry, known.geometry, plain.system))
    assert advice is not None
    assert (advice.system, advice.median_m <= 5) == ("gcj02", True)


def test_that_the_cities_of_a_province_come_from_a_bare_list_with_their_rings_repaired(real_data: Path) -> None:
    found = read_boundaries(real_data / "yongcheng" / "datav2019_410000.json", Level.CITY, YONGCHENG, "gcj02")
    assert (len(found.boundaries), found.refused) == (18, ())
    assert {repair.name for repair in found.repairs} == {"许昌市", "三门峡市", "信阳市"}
    assert found.boundaries[0].code == "410100000000"


def test_that_a_county_comes_whole_with_its_flaws_named(real_data: Path) -> None:
    folder = real_data / "changhua"
    towns = read_boundaries(folder / "changhua_towns.geojson", Level.TOWN, Naming(name_field="town"))
    naming = Naming(name_field="village", parent_field="town")
    villages = read_boundaries(folder / "changhua_villages.geojson", Level.VILLAGE, naming)
    assert (len(towns.boundaries), len(villages.boundaries)) == (26, 591)
    assert towns.refused == villages.refused == towns.repairs == ()
    assert len(villages.repairs) == 13
    assert len({village.name for village in villages.boundaries}) < 591
    assert [note.code for note in villages.notes] == ["geo.garbled", "geo.garbled"]
    (overlap,) = coverage_of([village.geometry for village in villages.boundaries]).overlaps
    names = {villages.boundaries[i].name for i in (overlap.first, overlap.second)}
    assert names == {"大竹村", "湖水里"}
    assert 8_600 < overlap.m2 < 8_640
    index, share = largest_shared([v.geometry for v in villages.boundaries], [t.geometry for t in towns.boundaries])
    assert all(towns.boundaries[i].name == v.parent for i, v in zip(index, villages.boundaries, strict=True))
    assert share.min() > 0.8
    city = dissolved([town.geometry for town in towns.boundaries])
    assert (city.geom_type, len(city.interiors)) == ("Polygon", 0)

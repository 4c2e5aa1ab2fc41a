"""The offline gazetteer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.geo.gazetteer import Gazetteer, NamedPlace

PLACES = (
    NamedPlace("永城市", 116.4, 33.9, "city", area=1),
    NamedPlace("酂城镇", 116.2, 33.9, "town", area=2),
    NamedPlace("太丘镇", 116.3, 34.1, "town", area=3),
    NamedPlace("侯岭街道", 116.5, 33.9, "town", area=4),
    NamedPlace("茴村镇", 116.6, 33.95, "town", area=5),
    NamedPlace("人民路", 116.45, 33.93, "路", ("老人民路",)),
    NamedPlace("人民路幼儿园", 116.451, 33.931, "学校"),
    NamedPlace("人民路 23号", 116.452, 33.932, "门牌"),
    NamedPlace("City Hall", 116.46, 33.94, "office", ("市政府",)),
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(PLACES)


def names(gazetteer: Gazetteer, text: str) -> list[str]:
    return [hit.place.name for hit in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("茴村", "茴村镇"), ("hcz", "茴村镇"), ("huicun", "茴村镇"), ("HuiCunZhen", "茴村镇"), ("酇城", "酂城镇"),
        ("太邱镇", "太丘镇"), ("候岭", "侯岭街道"), ("ccz", "酂城镇"), ("cuocheng", "酂城镇"), ("rml", "人民路"),
        ("老人民路", "人民路"),
        ("市政府", "City Hall"), ("city", "City Hall"), ("幼儿园", "人民路幼儿园"),
    ],
)  # fmt: skip
def test_that_a_place_is_found_by_name_pinyin_initials_alias_and_variant(gazetteer, typed, first) -> None:
    assert names(gazetteer, typed)[0] == first


def test_that_the_exact_name_comes_before_longer_ones(gazetteer) -> None:
    assert names(gazetteer, "人民路")[:2] == ["人民路", "人民路幼儿园"]


def test_that_a_street_with_a_number_is_found_at_the_street_where_the_number_is_not_known(gazetteer) -> None:
    known = gazetteer.find("人民路23号")
    assert not any(hit.place.name == "人民路 23号" and hit.rough for hit in known)
    unknown = gazetteer.find("人民路 118号")
    assert (unknown[0].place.name, unknown[0].address, unknown[0].rough) == ("人民路", "人民路118号", True)


def test_that_nothing_typed_finds_nothing(gazetteer) -> None:
    assert gazetteer.find("  ") == ()
    assert gazetteer.find("没有这个地方") == ()
    assert Gazetteer.of(()).find("路") == ()


@given(st.text(max_size=20))
def test_that_no_text_breaks_it(text) -> None:
    assert len(Gazetteer.of(PLACES).find(text)) <= 8

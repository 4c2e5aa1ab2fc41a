from __future__ import annotations

import pytest

from services.domain.areas import Area, AreaKind, Level
from services.records.stated import Said, StatedAreas

CITY, HOULING, SHIBALI, CUOCHENG = 1, 2, 3, 4
VILLAGES = {
    10: ("411481003001", "候庄社区", HOULING),
    11: ("411481110201", "十八里村", SHIBALI),
    12: ("411481110202", "王庄村", SHIBALI),
    13: ("411481104201", "王庄村", CUOCHENG),
    14: ("411481104202", "南街村", CUOCHENG),
}


def area(ident: int, level: Level, code: str, name: str, parent: int | None) -> Area:
    return Area(ident, level, code, name, AreaKind.RURAL, parent)


@pytest.fixture
def stated() -> StatedAreas:
    return StatedAreas(
        [
            area(CITY, Level.CITY, "411481000000", "永城市", None),
            area(HOULING, Level.TOWN, "411481003000", "侯岭街道", CITY),
            area(SHIBALI, Level.TOWN, "411481110000", "十八里镇", CITY),
            area(CUOCHENG, Level.TOWN, "411481104000", "酂城镇", CITY),
            *(area(ident, Level.VILLAGE, *of) for ident, of in VILLAGES.items()),
            area(20, Level.GRID, "411481104202003", "03网格", 14),
        ]
    )


@pytest.mark.parametrize(
    ("text", "said", "town", "village", "grid"),
    [
        ("", Said.NOTHING, 0, 0, 0),
        ("永城市", Said.NOTHING, 0, 0, 0),
        ("411481", Said.NOTHING, 0, 0, 0),
        ("411481104", Said.CODE, CUOCHENG, 0, 0),
        ("411481104202", Said.CODE, CUOCHENG, 14, 0),
        ("411481104202003", Said.CODE, CUOCHENG, 14, 20),
        ("411481104299", Said.CODE_IN_PART, CUOCHENG, 0, 0),
        ("411481104202999", Said.CODE_IN_PART, CUOCHENG, 14, 0),
        ("419999999999", Said.UNKNOWN, 0, 0, 0),
        ("酂城镇", Said.NAME, CUOCHENG, 0, 0),
        ("酇城", Said.NAME, CUOCHENG, 0, 0),  # another character, and in short
        ("永城市 酂城镇 南街村", Said.NAME, CUOCHENG, 14, 0),
        ("酂城乡南街村委会3组12号", Said.NAME, CUOCHENG, 14, 0),
        ("酂城镇无名村", Said.NAME_IN_PART, CUOCHENG, 0, 0),
        ("酂城镇王庄村", Said.NAME, CUOCHENG, 13, 0),
        ("王庄村", Said.AMBIGUOUS, 0, 0, 0),
        ("南街居委会", Said.NAME, CUOCHENG, 14, 0),
        ("十八里村2组", Said.NAME, SHIBALI, 11, 0),  # the village, though the town begins alike
        ("侯庄社区", Said.NAME, HOULING, 10, 0),
        ("城关镇东关", Said.UNKNOWN, 0, 0, 0),
    ],
)
def test_that_areas_are_understood_as_departments_write_them(
    stated: StatedAreas, text: str, said: Said, town: int, village: int, grid: int
) -> None:
    assert stated.resolve([text]).tolist() == [[said, town, village, grid]]


def test_that_many_texts_come_back_in_their_order(stated: StatedAreas) -> None:
    found = stated.resolve(["南街村", "王庄村", "", "南街村"] * 50)
    assert found.shape == (200, 4)
    assert found[:4, 0].tolist() == [Said.NAME, Said.AMBIGUOUS, Said.NOTHING, Said.NAME]

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from services.domain.areas import Area, AreaKind, Level
from services.domain.records import PlacedBy, Why
from services.geo.shifts import gcj02_from_wgs84
from services.records.decompose import Decomposer

WEST, SOUTH, SIDE = 116.30, 33.80, 0.01
NAN = math.nan
CITY = 1


def made() -> list[Area]:
    """Two towns side by side, each of two villages one above the other, each of two grids; town 2 ends in ground that
    no grid covers."""
    found = [area(CITY, Level.CITY, "410000000000", "小城", None, (0, 0, 5, 2))]
    for t in (1, 2):
        town = t * 100
        found.append(
            area(town, Level.TOWN, f"41000010{t}000", f"{'东西'[t - 1]}集镇", CITY, (2 * t - 2, 0, 2 * t + (t - 1), 2))
        )
        for v in (1, 2):
            village = town + v * 10
            box = (2 * t - 2, v - 1, 2 * t, v)
            found.append(
                area(village, Level.VILLAGE, f"41000010{t}20{v}", f"{'甲乙丙丁'[2 * t + v - 3]}庄村", town, box)
            )
            for g in (1, 2):
                box = (2 * t - 3 + g, v - 1, 2 * t - 2 + g, v)
                found.append(area(village + g, Level.GRID, f"41000010{t}20{v}00{g}", f"0{g}网格", village, box))
    return found


def area(ident: int, level: Level, code: str, name: str, parent: int | None, box: tuple[float, ...]) -> Area:
    west, south, east, north = (start + SIDE * at for start, at in zip((WEST, SOUTH) * 2, box, strict=True))
    return Area(
        ident, level, code, name, AreaKind.RURAL, parent, geometry=shapely.to_wkb(shapely.box(west, south, east, north))
    )


def at(x: float, y: float) -> tuple[float, float]:
    return WEST + SIDE * x, SOUTH + SIDE * y


SHIFTED = tuple(float(part) for part in gcj02_from_wgs84(*at(1.6, 0.5)))  # half a kilometre east: into town 2


@pytest.mark.parametrize(
    ("point", "stated", "expected"),
    [
        (at(0.5, 0.5), "甲庄村", (100, 110, 111, PlacedBy.COORDINATES, Why.NONE)),
        (at(0.5, 0.5), "", (100, 110, 111, PlacedBy.COORDINATES, Why.NONE)),
        (at(0.5, 0.5), "无名村", (100, 110, 111, PlacedBy.COORDINATES, Why.NONE)),
        # another village of the same town: borders are drawn finer than registers are kept
        (at(0.5, 0.5), "乙庄村", (100, 110, 111, PlacedBy.COORDINATES, Why.NONE)),
        (at(0.5, 0.5), "西集镇丁庄村", (0, 0, 0, PlacedBy.NOTHING, Why.PLACE_CONTRADICTS)),
        (SHIFTED, "甲庄村", (100, 110, 0, PlacedBy.NAME, Why.CRS_SUSPECTED)),
        ((NAN, NAN), "甲庄村", (100, 110, 0, PlacedBy.NAME, Why.NO_COORDINATES)),
        ((NAN, NAN), "410000101201", (100, 110, 0, PlacedBy.CODE, Why.NO_COORDINATES)),
        ((NAN, NAN), "410000101201002", (100, 110, 112, PlacedBy.CODE, Why.NONE)),
        ((NAN, 33.8), "东集镇", (100, 0, 0, PlacedBy.NAME, Why.NO_COORDINATES)),
        ((NAN, NAN), "东集镇戊庄", (100, 0, 0, PlacedBy.NAME, Why.AREA_UNKNOWN)),
        ((NAN, NAN), "无名村", (0, 0, 0, PlacedBy.NOTHING, Why.AREA_UNKNOWN)),
        ((NAN, NAN), "", (0, 0, 0, PlacedBy.NOTHING, Why.NO_ADDRESS)),
        ((0.0, 0.0), "甲庄村", (100, 110, 0, PlacedBy.NAME, Why.ZERO_COORDINATES)),
        ((0.0, 0.0), "", (0, 0, 0, PlacedBy.NOTHING, Why.ZERO_COORDINATES)),
        ((117.5, 34.0), "甲庄村", (100, 110, 0, PlacedBy.NAME, Why.OUTSIDE_CITY)),
        ((33.8, 116.3), "", (0, 0, 0, PlacedBy.NOTHING, Why.OUTSIDE_CITY)),  # turned round: on no earth
        (at(4.5, 0.5), "", (200, 0, 0, PlacedBy.COORDINATES, Why.NO_GRID)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("bulk", [False, True])
def test_that_each_record_finds_its_areas_or_the_reason_why_not(point, stated, expected, bulk) -> None:
    found = Decomposer(made(), bulk=bulk).decompose([point[0]], [point[1]], [stated])
    assert (int(found.town[0]), int(found.village[0]), int(found.grid[0]), found.by[0], found.why[0]) == expected


def test_that_no_grid_always_has_a_reason_and_a_grid_never_has_one() -> None:
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(WEST - 0.02, WEST + 0.07, 3000), rng.uniform(SOUTH - 0.02, SOUTH + 0.04, 3000)
    lon[::7], lat[::11] = NAN, 0.0
    lon[::13] = 0.0
    names = ["", "甲庄村", "西集镇丁庄村", "无名村", "东集镇", "410000102202", "410000102202001"]
    found = Decomposer(made()).decompose(lon, lat, [names[n] for n in rng.integers(0, len(names), 3000)])
    assert ((found.grid == 0) == (found.why != Why.NONE)).all()
    assert set(np.unique(found.why).tolist()) >= {Why.NONE, Why.NO_COORDINATES, Why.OUTSIDE_CITY, Why.PLACE_CONTRADICTS}
    # the finest area's parents are those that were found
    inside = found.grid > 0
    assert (found.village[inside] == found.grid[inside] // 10 * 10).all()
    assert (found.town[inside] == found.grid[inside] // 100 * 100).all()

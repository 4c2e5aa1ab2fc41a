"""The canvas by its pixels: areas, markers, subject, layers, live changes, the lock of the view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from services.domain.areas import Level
from widgets.map.canvas import MapCanvas
from widgets.map.markers import Markers
from widgets.map.style import MapStyle
from widgets.theme.theme import Theme

WEST, SOUTH, SIDE = 12_950_000.0, 4_010_000.0, 32_000.0
Settle = Callable[[MapCanvas], MapCanvas]


def pixels(canvas: MapCanvas) -> NDArray[np.uint32]:
    """What the viewport shows, (height, width) 0xRRGGBB."""
    image = canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy() & 0xFFFFFF


def at(canvas: MapCanvas, x: float, y: float) -> tuple[int, int]:
    """Row and column of a place, as shares of the city's side."""
    view = canvas.view()
    west, south = canvas.scenery.ground.origin
    return (
        int((view.ytop - (SOUTH + y * SIDE - south)) * view.k),
        int((WEST + x * SIDE - west - view.x0) * view.k),
    )


def marks(canvas: MapCanvas, *spots: tuple[float, float, int]) -> None:
    """Markers 1, 2, … at shares of the side, with raster levels."""
    x, y, level = (np.array(column) for column in zip(*spots, strict=True))
    canvas.set_markers(np.arange(1, len(x) + 1), WEST + x * SIDE, SOUTH + y * SIDE, level)


def test_that_the_whole_city_is_fitted_with_villages_in_their_colours(canvas: MapCanvas) -> None:
    shown = pixels(canvas)
    assert canvas.fill == Level.VILLAGE
    assert shown[at(canvas, 0.07, 0.07)] == 0x404040
    assert shown[at(canvas, 0.93, 0.93)] == 0x404040 + 15 * 0x100
    assert shown[5, 5] == canvas.look.colour("map.backdrop") & 0xFFFFFF


def test_that_nearer_the_grids_are_in_colours_and_the_seat_is_told(
    canvas: MapCanvas, settle: Settle, qtbot: Any
) -> None:
    with qtbot.waitSignal(canvas.fill_changed) as told:
        canvas.go_to((WEST, SOUTH, WEST + SIDE / 4, SOUTH + SIDE / 4))
    assert told.args == [int(Level.GRID)]
    assert pixels(settle(canvas))[at(canvas, 0.03, 0.03)] == 0x404040


def test_that_a_marker_is_seen_hit_and_moved_by_a_change(canvas: MapCanvas, settle: Settle) -> None:
    red = canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    marks(canvas, (0.3, 0.3, 3), (0.6, 0.6, 0))
    assert pixels(settle(canvas))[at(canvas, 0.3, 0.3)] == red
    row, column = at(canvas, 0.3, 0.3)
    hit = canvas.hit(QPointF(column, row))
    assert hit is not None
    assert (hit.kind, hit.id) == ("marker", 1)
    change = (np.array([1]), np.array([WEST + 0.8 * SIDE]), np.array([SOUTH + 0.3 * SIDE]), np.array([3]))
    canvas.change_markers(*change, np.array([True]))
    shown = pixels(settle(canvas))
    assert shown[at(canvas, 0.8, 0.3)] == red
    assert shown[at(canvas, 0.3, 0.3)] != red


def test_that_a_marker_that_ends_disappears_and_a_new_one_comes(canvas: MapCanvas, settle: Settle, qtbot: Any) -> None:
    red = canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    marks(canvas, (0.3, 0.3, 3))
    settle(canvas)
    place = np.array([WEST + 0.3 * SIDE]), np.array([SOUTH + 0.3 * SIDE]), np.array([3])
    canvas.change_markers(np.array([1]), *place, np.array([False]))
    canvas.change_markers(np.array([77]), place[0] + 0.4 * SIDE, *place[1:], np.array([True]))
    qtbot.waitUntil(lambda: canvas.scenery.markers.place_of(77) is not None, timeout=5000)
    shown = pixels(settle(canvas))
    assert shown[at(canvas, 0.3, 0.3)] != red
    assert shown[at(canvas, 0.7, 0.3)] == red


def test_that_the_reticle_follows_its_marker_and_leaves_with_it(canvas: MapCanvas, settle: Settle, qtbot: Any) -> None:
    marks(canvas, (0.3, 0.3, 2))
    canvas.select_marker(1)
    assert canvas.reticle.place == pytest.approx((WEST + 0.3 * SIDE, SOUTH + 0.3 * SIDE), abs=0.1)
    change = (np.array([1]), np.array([WEST + 0.5 * SIDE]), np.array([SOUTH + 0.5 * SIDE]), np.array([2]))
    canvas.change_markers(*change, np.array([True]))
    assert canvas.reticle.place == pytest.approx((WEST + 0.5 * SIDE, SOUTH + 0.5 * SIDE), abs=0.1)
    canvas.change_markers(*change, np.array([False]))
    qtbot.waitUntil(lambda: canvas.reticle.place is None, timeout=5000)


def test_that_a_burst_larger_than_the_hot_list_loses_nothing(canvas: MapCanvas, settle: Settle) -> None:
    count = 10_000
    rng = np.random.default_rng(1)
    x, y = WEST + rng.random(count) * SIDE, SOUTH + rng.random(count) * SIDE
    canvas.change_markers(np.arange(count) + 500, x, y, np.zeros(count, np.uint8), np.ones(count, bool))
    settle(canvas)
    markers = canvas.scenery.markers
    assert len(markers.inside(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)) == count
    assert markers.place_of(500 + 9_999) == pytest.approx((x[9_999], y[9_999]), abs=0.1)


def test_that_outside_the_subject_the_land_is_flat(canvas: MapCanvas, settle: Settle) -> None:
    canvas.focus_area(int(Level.TOWN), int(Level.TOWN) * 1000 + 3)
    shown = pixels(settle(canvas))
    land = canvas.look.colour("map.land") & 0xFFFFFF
    assert shown[at(canvas, 0.1, 0.1)] == land
    assert shown[at(canvas, 0.93, 0.93)] == 0x404040 + 15 * 0x100
    canvas.focus_area(int(Level.CITY), 1000)
    assert pixels(settle(canvas))[at(canvas, 0.07, 0.07)] == 0x404040


def test_that_fit_shows_the_subject_and_the_city_again_without_one(canvas: MapCanvas) -> None:
    town = (WEST + SIDE / 2, SOUTH + SIDE / 2, WEST + SIDE, SOUTH + SIDE)
    whole = canvas.box.viewRect()
    canvas.focus_area(int(Level.TOWN), 2003, town)
    canvas.fit()
    assert canvas.box.viewRect().width() == pytest.approx(whole.width() / 2, rel=0.01)
    canvas.focus_area(int(Level.CITY), 1000)
    canvas.fit()
    assert canvas.box.viewRect().width() == pytest.approx(whole.width(), rel=0.01)


def test_that_opacity_lets_the_land_through(canvas: MapCanvas, settle: Settle) -> None:
    canvas.set_layers(canvas.scenery.order, {}, {"areas": 0.5})
    land = canvas.look.colour("map.land") & 0xFF
    assert int(pixels(settle(canvas))[at(canvas, 0.07, 0.07)]) & 0xFF == pytest.approx((0x40 + land) / 2, abs=1)
    canvas.set_visible("areas", False)
    assert int(pixels(settle(canvas))[at(canvas, 0.07, 0.07)]) & 0xFF == land


def test_that_hidden_incidents_are_neither_seen_nor_hit(canvas: MapCanvas, settle: Settle) -> None:
    marks(canvas, (0.3, 0.3, 3))
    canvas.set_visible("incidents", False)
    shown = pixels(settle(canvas))
    row, column = at(canvas, 0.3, 0.3)
    assert shown[row, column] != canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    hit = canvas.hit(QPointF(column, row))
    assert hit is not None
    assert hit.kind == "area"


def test_that_half_seen_incidents_show_the_area_beneath(canvas: MapCanvas, settle: Settle) -> None:
    marks(canvas, (0.07, 0.07, 3))
    canvas.set_layers(canvas.scenery.order, {}, {"incidents": 0.5})
    red = canvas.look.theme.palette.level(1).fill
    shown = int(pixels(settle(canvas))[at(canvas, 0.07, 0.07)])
    for shift in (16, 8, 0):
        assert shown >> shift & 255 == pytest.approx(((red >> shift & 255) + 0x40) / 2, abs=2)


def test_that_the_order_of_people_and_incidents_is_the_persons(canvas: MapCanvas, settle: Settle) -> None:
    canvas.go_to((WEST, SOUTH, WEST + SIDE / 4, SOUTH + SIDE / 4))
    marks(canvas, (0.1, 0.1, 3))
    canvas.set_people(np.array([WEST + 0.1 * SIDE]), np.array([SOUTH + 0.1 * SIDE]), np.zeros(1, np.uint8))
    person = canvas.look.theme.palette.colour("accent.base") & 0xFFFFFF
    red = canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    assert pixels(settle(canvas))[at(canvas, 0.1, 0.1)] == person
    canvas.set_layers(("areas", "people", "incidents", "labels"), {}, {})
    assert pixels(settle(canvas))[at(canvas, 0.1, 0.1)] == red


def test_that_a_warned_area_wears_its_level_as_outline_and_glyph(canvas: MapCanvas, settle: Settle) -> None:
    canvas.set_warned(int(Level.TOWN), {2000: 1})
    shown = pixels(settle(canvas))
    red = canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    row, column = at(canvas, 0.5, 0.2)
    assert red in shown[row, column - 4 : column + 5]
    assert len(canvas.glyphs.marks) == 1
    rect = canvas.glyphs.rects()[0].toRect()
    assert np.count_nonzero(shown[rect.top() : rect.bottom(), rect.left() : rect.right()] == red) > 80
    canvas.set_warned(int(Level.TOWN), {})
    assert red not in pixels(settle(canvas))[row, column - 4 : column + 5]


def test_that_of_many_warned_areas_only_those_named_wear_an_outline(canvas: MapCanvas, settle: Settle) -> None:
    red = canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    row, column = at(canvas, 0.5, 0.2)
    canvas.set_warned(int(Level.TOWN), {2000: 1}, outlined=[])
    assert red not in pixels(settle(canvas))[row, column - 4 : column + 5]
    assert len(canvas.glyphs.marks) == 1
    canvas.set_warned(int(Level.TOWN), {2000: 1}, outlined=[2000])
    assert red in pixels(settle(canvas))[row, column - 4 : column + 5]


def test_that_colours_that_did_not_change_ask_for_no_frame(canvas: MapCanvas) -> None:
    lut = canvas.scenery.luts[int(Level.VILLAGE)].copy()
    canvas.set_colours(int(Level.VILLAGE), lut)
    assert canvas.is_exact()
    lut[1] = 0xFF808080
    canvas.set_colours(int(Level.VILLAGE), lut)
    assert not canvas.is_exact()


def test_that_another_theme_dresses_the_map_anew(canvas: MapCanvas, theme: Theme, settle: Settle) -> None:
    theme.use("light")
    canvas.set_style(MapStyle(theme))
    assert pixels(settle(canvas))[5, 5] == theme.palette.colour("map.backdrop") & 0xFFFFFF


def test_that_the_view_is_refitted_on_another_size_until_it_is_locked(canvas: MapCanvas, settle: Settle) -> None:
    canvas.resize(400, 300)
    assert canvas.box.viewRect().height() == pytest.approx(SIDE * 1.08, rel=0.01)
    canvas.set_lock(True)
    before = canvas.box.viewRect().center()
    canvas.resize(700, 300)
    assert canvas.box.viewRect().center().x() == pytest.approx(before.x(), abs=1)
    settle(canvas)


def test_that_room_for_furniture_is_left_above_what_is_fitted(canvas: MapCanvas) -> None:
    canvas.headroom = 100
    canvas.fit()
    assert at(canvas, 0.5, 1.0)[0] >= 100


def test_that_markers_sorted_elsewhere_are_taken_as_they_are(canvas: MapCanvas, settle: Settle) -> None:
    ground = canvas.scenery.ground
    x, y = np.array([WEST + 0.3 * SIDE]), np.array([SOUTH + 0.3 * SIDE])
    canvas.take_markers(Markers.of(np.array([9]), x, y, np.array([3]), ground.origin, ground.extent))
    red = canvas.look.theme.palette.level(1).fill & 0xFFFFFF
    assert pixels(settle(canvas))[at(canvas, 0.3, 0.3)] == red


def test_that_names_never_collide_and_the_towns_come_first(canvas: MapCanvas) -> None:
    assert canvas.labels.texts[:4] == ["Town 0", "Town 1", "Town 2", "Town 3"]
    canvas.rename({int(Level.TOWN): ["甲镇", "乙镇", "丙镇", "丁镇"]})
    assert canvas.labels.texts[:4] == ["甲镇", "乙镇", "丙镇", "丁镇"]


def test_that_a_crowd_at_the_rim_leaves_what_lies_outside_alone(canvas: MapCanvas, settle: Settle) -> None:
    rng = np.random.default_rng(8)
    x, y = np.r_[rng.uniform(0.0, 0.03, 4000), 0.5], np.r_[rng.uniform(0.3, 0.7, 4000), 0.5]
    level = np.r_[np.zeros(4000, np.uint8), np.uint8(3)]  # common ones give way to the density, a rare one does not
    canvas.set_markers(np.arange(1, 4002), WEST + x * SIDE, SOUTH + y * SIDE, level)
    shown = pixels(settle(canvas))
    row, column = at(canvas, 0.0, 0.5)
    density, _ = canvas.scenery.density(canvas.view().k, canvas.fitting_scale())
    assert density is not None
    backdrop = canvas.look.colour("map.backdrop") & 0xFFFFFF
    outside = shown[row - 40 : row + 40, column - 9 : column - 4]
    assert np.all(outside == backdrop)

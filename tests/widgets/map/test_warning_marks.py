"""Warnings on the canvas: none is lost where glyphs would touch, a click finds them, a hidden layer is not hit."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from widgets.map.warning_marks import WarningMark


@pytest.fixture
def shown(canvas, settle):
    settle(canvas)
    west, south, east, north = canvas.scenery.ground.bounds
    wide, high = east - west, north - south

    def show(*places: tuple[float, float], severity: int = 2, radius: float = 0.0):
        marks = [
            WarningMark(at + 1, west + x * wide, south + y * high, severity, radius=radius)
            for at, (x, y) in enumerate(places)
        ]
        canvas.warnings.show_marks(marks)
        canvas.refresh()
        settle(canvas)
        return canvas.warnings

    return show


def test_that_marks_that_would_touch_become_one_that_counts_them(shown) -> None:
    marks = shown((0.5, 0.5), (0.505, 0.5), (0.5, 0.505), (0.2, 0.2))
    assert [stack.numbers for stack in marks.stacks()] == [[1, 2, 3], [4]]
    assert marks.together(3) == [1, 2, 3]


def test_that_of_many_none_is_lost_and_no_glyph_covers_another(shown) -> None:
    random.seed(4)
    marks = shown(*((random.uniform(0.05, 0.95), random.uniform(0.05, 0.95)) for _ in range(300)))
    stacks = marks.stacks()
    assert sorted(number for stack in stacks for number in stack.numbers) == list(range(1, 301))
    boxes = [stack.box for stack in stacks]
    near = [
        (a, b)
        for at, a in enumerate(boxes)
        for b in boxes[at + 1 :]
        if abs((a.center() - b.center()).x()) < 20 and abs((a.center() - b.center()).y()) < 20
    ]
    assert not near


def test_that_a_click_on_a_glyph_is_a_hit_of_the_warning(shown, canvas) -> None:
    marks = shown((0.5, 0.5))
    spot = marks.stacks()[0].box.center()
    hit = canvas.hit(spot)
    assert (hit.kind, hit.id) == ("warning", 1)
    assert canvas.hit(spot + QPointF(60, 60)).kind != "warning"


def test_that_a_hidden_layer_is_not_hit_and_takes_no_room_from_names(shown, canvas) -> None:
    marks = shown((0.5, 0.5))
    spot = marks.stacks()[0].box.center()
    canvas.set_visible("warnings", False)
    assert canvas.hit(spot).kind != "warning"
    assert marks.rects() == []


def test_that_a_circle_is_drawn_round_its_middle_in_the_colour_of_its_level(shown, canvas) -> None:
    west, _, east, _ = canvas.scenery.ground.bounds
    marks = shown((0.5, 0.5), radius=(east - west) * 0.2)
    middle, reach = marks.stacks()[0].box.center(), (east - west) * 0.2 * marks.scale_px
    picture = canvas.grab().toImage()
    ratio = picture.devicePixelRatio()
    orange = canvas.look.theme.level(2)
    seen = [
        picture.pixelColor(round((middle.x() + reach + dx) * ratio), round(middle.y() * ratio)) for dx in (-1, 0, 1)
    ]
    assert any(abs(one.red() - orange.red()) + abs(one.green() - orange.green()) < 60 for one in seen)


def test_that_the_area_of_a_warning_wears_its_level_until_the_layer_is_hidden(canvas, settle) -> None:
    settle(canvas)
    level, layer = next(iter(canvas.scenery.ground.layers.items()))
    assert canvas.scenery.set_perceived({level: {int(layer.ids[0]): 2}})
    assert not canvas.scenery.set_perceived({level: {int(layer.ids[0]): 2}})
    lines = len(canvas.scenery._warned_lines())
    canvas.set_visible("warnings", False)
    assert len(canvas.scenery._warned_lines()) < lines


def test_that_no_name_is_put_where_the_words_of_a_circle_stand(shown, canvas) -> None:
    marks = shown((0.5, 0.5), radius=400.0)
    marks.bare = True
    assert marks.rects() == []
    marks.show_marks([replace(marks.marks[0], label="radius 400 m")])
    (box,) = marks.rects()
    spot = marks.at(marks.marks[0].x, marks.marks[0].y)
    assert box.width() > 0
    assert box.contains(QPointF(box.center().x(), spot.y() + 400.0 * marks.scale_px - 2))

"""Frames off the GUI thread: the newest wish wins, buffers come back, trouble ends no map."""

from __future__ import annotations

import queue
import threading
from typing import Any

import numpy as np
import pytest
from shapely import box

from layers.raster.engine import FrameEngine
from layers.raster.kernel_band import draw_bands
from layers.raster.scene import Frame, View

VIEW = View(0.0, 100.0, 1.0, 100, 100)
PATIENCE = 20.0


@pytest.fixture
def frames(compiled: None) -> Any:
    """An engine and the queue of its frames."""
    came: queue.Queue[Frame] = queue.Queue()
    engine = FrameEngine(came.put)
    yield engine, came
    engine.close()


def test_that_a_frame_carries_the_number_of_its_wish_and_its_view(frames: Any, a: Any) -> None:
    engine, came = frames
    number = engine.request(VIEW, a.scene([box(0, 0, 50, 100)]))
    frame = came.get(timeout=PATIENCE)
    assert (frame.generation, frame.view) == (number, VIEW)
    assert frame.pixels[50, 10] == 0xFF000001
    assert frame.pixels[50, 90] == 0xFF000000


def test_that_wishes_nobody_began_are_forgotten_and_the_newest_is_drawn(frames: Any, a: Any) -> None:
    engine, came = frames
    scene = a.scene([box(0, 0, 50, 100)])
    wishes = [engine.request(VIEW, scene) for _ in range(50)]
    got = []
    while not got or got[-1] != wishes[-1]:
        frame = came.get(timeout=PATIENCE)
        got.append(frame.generation)
        engine.give_back(frame)
    assert got == sorted(got)
    assert len(got) < 50


def test_that_no_frame_is_begun_before_a_buffer_is_free(frames: Any, a: Any) -> None:
    engine, came = frames
    scene = a.scene([box(0, 0, 50, 100)])
    kept = []
    for _ in range(2):
        engine.request(VIEW, scene)
        kept.append(came.get(timeout=PATIENCE))
    engine.request(VIEW, scene)
    with pytest.raises(queue.Empty):
        came.get(timeout=0.1)
    engine.give_back(kept[0])
    assert came.get(timeout=PATIENCE).pixels is kept[0].pixels


def test_that_another_size_gets_buffers_of_its_own(frames: Any, a: Any) -> None:
    engine, came = frames
    scene = a.scene([box(0, 0, 50, 100)])
    engine.request(VIEW, scene)
    old = came.get(timeout=PATIENCE)
    engine.request(View(0.0, 100.0, 2.0, 200, 150), scene)
    assert came.get(timeout=PATIENCE).pixels.shape == (150, 200)
    engine.give_back(old)
    engine.request(View(0.0, 100.0, 2.0, 200, 150), scene)
    assert came.get(timeout=PATIENCE).pixels.shape == (150, 200)


def test_that_a_scene_that_cannot_be_drawn_ends_no_map(frames: Any, a: Any, caplog: Any) -> None:
    engine, came = frames
    broken: Any = object()
    engine.request(VIEW, broken)
    engine.give_back(came.get(timeout=PATIENCE))
    assert "a frame could not be drawn" in caplog.text
    number = engine.request(VIEW, a.scene([box(0, 0, 50, 100)]))
    assert came.get(timeout=PATIENCE).generation == number


def test_that_closing_leaves_no_thread(compiled: None) -> None:
    before = threading.active_count()
    engine = FrameEngine(lambda frame: None)
    engine.aside(lambda: None)
    engine.close()
    engine.aside(lambda: None)
    assert threading.active_count() == before


def test_that_the_kernel_is_compiled_for_one_set_of_types_alone(engine: FrameEngine, a: Any, sprites: Any) -> None:
    from layers.raster.point_index import PointIndex
    from layers.raster.scene import Line, Scene

    frame = Frame(100, 100)
    areas = a.scene([box(0, 0, 50, 100)])
    points = PointIndex.of(np.array([5]), np.array([5]), np.array([3]), 100)
    line = Line(0xFFFFFF, 100, 3.0)
    for scene in (
        areas,
        a.scene([]),
        Scene(areas.areas, areas.colours, line, ((areas.areas, line),), points, sprites, (areas.areas, line)),
    ):
        for view in (VIEW, View(0, 100, 1, 100, 100)):
            engine.draw(frame, view, scene)
    assert len(draw_bands.signatures) == 1

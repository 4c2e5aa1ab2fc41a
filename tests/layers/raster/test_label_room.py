"""Room for names: the first ones first, never over each other, whole in the viewport; by kernel and by Python alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from layers.raster import label_room
from layers.raster.label_room import LabelRoom, place_all

OFFSETS = np.array([(0.0, 0.0), (0.0, -1.5), (0.0, 1.5)])


@pytest.fixture(params=["kernel", "python"])
def room(request: Any, compiled: None, monkeypatch: pytest.MonkeyPatch) -> LabelRoom:
    """A viewport of 400 × 200 px."""
    if request.param == "python":
        monkeypatch.setattr(label_room, "quick_place_all", place_all)
    return LabelRoom(400, 200)


def test_that_names_step_aside_and_then_stay_away(room: LabelRoom) -> None:
    x, y = np.full(4, 200.0), np.full(4, 100.0)
    assert room.place(x, y, np.full(4, 60.0), 24.0, OFFSETS).tolist() == [0, 1, 2, -1]


def test_that_a_name_lies_whole_in_the_viewport(room: LabelRoom) -> None:
    x, y = np.array([10.0, 390.0, 200.0, 200.0, 40.0]), np.array([100.0, 100.0, 5.0, 195.0, 100.0])
    assert room.place(x, y, np.full(5, 60.0), 20.0, OFFSETS[:1]).tolist() == [-1, -1, -1, -1, 0]


def test_that_no_name_stands_where_something_else_is(room: LabelRoom) -> None:
    room.take(150.0, 80.0, 250.0, 120.0)
    room.take(-50.0, -50.0, -10.0, 20.0)
    x, y = np.array([200.0, 60.0, 20.0]), np.array([100.0, 100.0, 20.0])
    assert room.place(x, y, np.full(3, 30.0), 20.0, OFFSETS[:1]).tolist() == [-1, 0, 0]


def test_that_kernel_and_python_choose_the_same(compiled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    names = rng.uniform(0, 400, 80), rng.uniform(0, 200, 80), rng.uniform(20, 90, 80), 18.0, OFFSETS
    quick = LabelRoom(400, 200).place(*names)
    monkeypatch.setattr(label_room, "quick_place_all", place_all)
    assert LabelRoom(400, 200).place(*names).tolist() == quick.tolist()
    assert 0 < np.count_nonzero(quick >= 0) < 80

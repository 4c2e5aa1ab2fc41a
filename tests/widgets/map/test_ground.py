"""Indexed borders, kept for the next start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from widgets.map import ground
from widgets.map.ground import KEPT, ground_of, is_kept


@pytest.fixture
def layers() -> Any:
    """The layers of the small city."""
    from services.commandline.bench import load

    return load(Path(__file__).with_name("conftest.py")).city_layers()


def same(a: Any, b: Any) -> bool:
    """Whether two indexes hold the same borders."""
    return [s for s, _ in a.lods] == [s for s, _ in b.lods] and all(
        np.array_equal(x, y)
        for (_, one), (_, other) in zip(a.lods, b.lods, strict=True)
        for x, y in ((one.seg, other.seg), (one.low, other.low), (one.step, other.step), (one.sides, other.sides))
    )


def test_that_borders_from_the_cache_are_the_ones_that_were_kept(layers: Any, tmp_path: Path) -> None:
    assert not is_kept(layers, tmp_path)
    first = ground_of(layers, tmp_path)
    assert is_kept(layers, tmp_path)
    again = ground_of(layers, tmp_path)
    assert first.bounds == again.bounds
    assert all(same(first.indexes[level], again.indexes[level]) for level in layers)
    assert all(np.array_equal(first.spots[level], again.spots[level]) for level in layers)


def test_that_the_second_time_nothing_is_indexed(layers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ground_of(layers, tmp_path)
    monkeypatch.setattr(ground, "label_spots", None)
    assert set(ground_of(layers, tmp_path).indexes) == set(layers)


def test_that_a_broken_file_is_made_anew(layers: Any, tmp_path: Path, caplog: Any) -> None:
    first = ground_of(layers, tmp_path)
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(b"no archive")
    again = ground_of(layers, tmp_path)
    assert "can't be read" in caplog.text
    assert same(first.indexes[4], again.indexes[4])


def test_that_a_folder_that_cannot_be_written_is_no_trouble(layers: Any, tmp_path: Path, caplog: Any) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    assert set(ground_of(layers, in_the_way).indexes) == set(layers)
    assert "can't be kept" in caplog.text


def test_that_redrawn_cities_do_not_fill_the_disk(layers: Any, tmp_path: Path) -> None:
    for at in range(4):
        moved = {
            level: type(layer)(layer.level, layer.ids, np.roll(layer.polygons, at), layer.names, layer.parent)
            for level, layer in layers.items()
        }
        ground_of(moved, tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) <= KEPT


def test_that_no_areas_make_an_empty_ground() -> None:
    made = ground_of({})
    assert made.indexes == {}
    assert made.extent == 1.0


def test_that_a_level_with_gaps_does_not_cover_the_city(layers: Any) -> None:
    whole = ground_of(layers)
    finest = max(whole.layers)
    assert whole.covers(finest)
    assert not whole.covers(99)
    polygons = layers[finest].polygons.copy()
    polygons[:3] = None
    some = replace(layers[finest], polygons=polygons)
    assert not ground_of({**layers, finest: some}).covers(finest)

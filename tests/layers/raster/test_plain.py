"""Numpy alone: the same picture within anti-aliasing, and a map where numba is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely import Point, box

from layers.raster import plain
from layers.raster.area_index import AreaIndex
from layers.raster.point_index import PointIndex
from layers.raster.scene import Frame, Line, Scene, View

ROOT = Path(__file__).resolve().parents[3]
VIEW = View(0.0, 100.0, 4.0, 400, 400)
DRAW = """
import numpy as np, sys, queue
from shapely import box, Point
from layers.raster import kernels
from layers.raster.area_index import AreaIndex
from layers.raster.engine import FrameEngine
from layers.raster.point_index import PointIndex
from layers.raster.scene import Line, Scene, View
from layers.raster.sprites import Look, Sprites
assert "numba" not in sys.modules
look = Look(9.0, 0xFF0000, 0)
areas = AreaIndex.of(np.array([box(0, 0, 50, 100), Point(75, 50).buffer(10)], dtype=object), (0.0, 0.0))
points = PointIndex.of(np.array([25.0]), np.array([50.0]), np.array([3]), 100.0)
scene = Scene(areas, np.array([0xFF000000, 0xFF000001, 0xFF000002], np.uint32), Line(0x00FF00, 256, 1.0),
              ((areas, Line(0x00FF00, 256, 3.0)),), points, Sprites.of((look,) * 4, 0, 1.0), (areas, Line(1, 256, 7.0)))
came = queue.Queue()
engine = FrameEngine(came.put)
engine.request(View(0.0, 100.0, 4.0, 400, 400), scene)
frame = came.get(timeout=30)
engine.close()
assert not kernels.wait(1.0)
assert [frame.pixels[at] for at in ((200, 20), (200, 300), (10, 390))] == [0xFF000001, 0xFF000002, 0xFF000000]
assert frame.pixels[200, 100] == 0xFFFF0000
assert areas.locate(25.0, 50.0) == 1 and areas.locate(75.0, 50.0) == 2 and areas.locate(99.0, 99.0) == 0
assert points.nearest(25.0, 50.0, 1.0) == 0
assert "numba" not in sys.modules
print("drawn")
"""


def test_that_numpy_fills_the_same_areas_as_the_kernels(draw: Any, a: Any) -> None:
    scene = a.scene([box(0, 0, 50, 100), Point(70, 50).buffer(20).difference(Point(70, 50).buffer(8))])
    frame = Frame(400, 400)
    plain.draw(frame, VIEW, scene)
    different = np.count_nonzero(frame.pixels != draw(VIEW, scene))
    assert different <= 8


def test_that_numpy_draws_lines_and_markers_where_the_kernels_do(draw: Any, a: Any, sprites: Any) -> None:
    areas = AreaIndex.of(np.array([Point(50, 50).buffer(30)], dtype=object), (0.0, 0.0))
    points = PointIndex.of(np.array([50.0, 20.0]), np.array([50.0, 80.0]), np.array([3, 1]), 100.0)
    scene = Scene(areas, a.colours(1), Line(0x00FF00, 256, 1.0), (), points, sprites)
    frame = Frame(400, 400)
    plain.draw(frame, VIEW, scene)
    exact = draw(VIEW, scene)
    for (x, y), colour in (((50, 50), 0xFFFF0000), ((20, 80), 0xFFFFFF00)):
        at = int((100 - y) * 4), int(x * 4)
        assert frame.pixels[at] == exact[at] == colour
    green = (frame.pixels & 0xFFFFFF) == 0x00FF00
    rows, columns = np.nonzero(green)
    around = np.stack([(exact[np.clip(rows + dy, 0, 399), np.clip(columns + dx, 0, 399)] >> 8) & 0xFF
                       for dy in (-1, 0, 1) for dx in (-1, 0, 1)])  # fmt: skip
    assert green.sum() > 300
    assert np.all(around.max(axis=0) > 40)


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )


def test_that_without_numba_numpy_draws_everything() -> None:
    blocked = "import sys\nclass No:\n    def find_spec(self, name, path=None, target=None):\n"
    blocked += "        if name.split('.')[0] in ('numba', 'llvmlite'): raise ImportError(name)\n"
    blocked += "sys.meta_path.insert(0, No())\n"
    done = _run(blocked + DRAW)
    assert done.returncode == 0, done.stderr
    assert "drawn" in done.stdout


def test_that_numba_can_be_turned_off() -> None:
    done = _run(DRAW, GRIDCOMMAND_NO_NUMBA="1")
    assert done.returncode == 0, done.stderr


def test_that_a_cache_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    no_folder = tmp_path / "file"
    no_folder.write_text("in the way of a folder", encoding="utf-8")
    environment = {"XDG_CACHE_HOME": str(no_folder), "HOME": str(no_folder), "LOCALAPPDATA": str(no_folder)}
    code = "import os\nos.environ.pop('NUMBA_CACHE_DIR', None)\nfrom layers.raster import numba_cache\n"
    code += "assert numba_cache.prepare()\nfrom layers.raster import kernel_base\nimport os\n"
    code += "assert os.path.isdir(os.environ['NUMBA_CACHE_DIR'])\nprint('fine')"
    done = _run(code, **environment)
    assert done.returncode == 0, done.stderr
    assert "fine" in done.stdout

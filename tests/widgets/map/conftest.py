"""A small city on a canvas: four towns of four villages of four grids, squares all, with real pixels to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import shapely
from PySide6.QtWidgets import QApplication

from layers.style.tokens import load_tokens
from services.domain.areas import Level
from services.words import Words
from widgets.map.areas import AreaLayer
from widgets.map.canvas import MapCanvas
from widgets.map.style import MapStyle
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import Theme

WEST, SOUTH, SIDE = 12_950_000.0, 4_010_000.0, 32_000.0
FACTOR = {Level.CITY: 1, Level.TOWN: 2, Level.VILLAGE: 4, Level.GRID: 8}


def city_layers() -> dict[int, AreaLayer]:
    """Numbers are level * 1,000 + row; rows run from the south-west, eastwards first."""
    made = {}
    for level, n in FACTOR.items():
        step = SIDE / n
        row, column = np.divmod(np.arange(n * n), n)
        boxes = shapely.box(
            WEST + column * step, SOUTH + row * step, WEST + (column + 1) * step, SOUTH + (row + 1) * step
        )
        parent = (row // 2) * max(1, n // 2) + column // 2 if n > 1 else np.array([-1])
        made[int(level)] = AreaLayer(
            level=int(level),
            ids=np.arange(n * n, dtype=np.int64) + int(level) * 1000,
            polygons=np.asarray(boxes, dtype=object),
            names=[f"{level.name.title()} {at}" for at in range(n * n)],
            parent=np.asarray(parent, np.int32),
        )
    return made


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The dark theme at its first size, with the bundled font."""
    tokens = load_tokens()
    use_fonts(qapp, bundled=True, tokens=tokens)
    return Theme(tokens, "dark")


@pytest.fixture
def settle(qtbot: object) -> Callable[[MapCanvas], MapCanvas]:
    """Waits until a canvas shows its exact frame."""

    def settled(canvas: MapCanvas) -> MapCanvas:
        qtbot.waitUntil(canvas.is_exact, timeout=60_000)  # type: ignore[attr-defined]
        canvas.viewport().repaint()
        return canvas

    return settled


@pytest.fixture
def canvas(qapp: QApplication, theme: Theme, settle: Callable[[MapCanvas], MapCanvas]) -> Iterator[MapCanvas]:
    """The city in classes of grey on a canvas of 600 × 600 px, shown whole."""
    made = MapCanvas(MapStyle(theme), Words("en"))
    made.resize(600, 600)
    made.show()
    made.set_areas(city_layers())
    for level, n in FACTOR.items():
        made.set_colours(int(level), np.r_[0xFF000000, 0xFF404040 + np.arange(n * n) * 0x000100].astype(np.uint32))
    yield settle(made)
    made.close()
    made.deleteLater()
    qapp.processEvents()

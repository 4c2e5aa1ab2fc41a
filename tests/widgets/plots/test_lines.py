from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from widgets.plots.lines import Line, LinesPlot
from widgets.theme.theme import Theme


@pytest.mark.parametrize("end", [0.5, 1.0, 3.0, 12.0, 20.0])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_that_the_name_of_a_line_that_ends_inside_stands_whole(qtbot: QtBot, end: float, zoom: float) -> None:
    plot = LinesPlot(Theme(load_tokens(), scale=zoom))
    qtbot.addWidget(plot)
    plot.resize(int(560 * zoom), int(320 * zoom))
    plot.show()
    hours = np.array([0.0, end])
    whole = Line("Yesterday", np.array([0.0, 24.0]), np.array([0.0, 120.0]), "before")
    plot.show_lines([Line("Today 0", hours, np.array([0.0, 0.0])), whole], (0.0, 24.0), [])
    plot.grab()
    plot.redraw()
    (name,) = [item for item in plot._items if isinstance(item, pg.TextItem) and item.toPlainText() == "Today 0"]
    box = name.mapRectToScene(name.boundingRect())
    inner = plot.getViewBox().sceneBoundingRect()
    assert box.left() >= inner.left() - 1
    assert box.right() <= inner.right() + 1

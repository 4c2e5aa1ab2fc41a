"""The map of the facts: its borders can be seen on bare land, in both themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from services.domain.areas import Level
from services.words import Words
from widgets.risk.card.facts_map import FactsMap
from widgets.theme.theme import SeatKind, Theme

LEAST = 3.0  # of a graphical object, against what is beside it


def luminance(colour: QColor) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture(params=["dark", "light"])
def facts(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[FactsMap]:
    made = FactsMap(Theme(load_tokens(), request.param, 1.0, SeatKind.OPERATOR), Words("zh_CN"))
    qtbot.addWidget(made)
    yield made
    made.close_view()


@pytest.mark.parametrize("level", [Level.TOWN, Level.VILLAGE])
def test_that_borders_stand_out_from_the_land(facts: FactsMap, level: Level) -> None:
    style = facts.canvas.scenery.style
    line, land = (luminance(QColor.fromRgb(one)) for one in (style.cut_line(level).colour, style.colour("map.land")))
    assert (max(line, land) + 0.05) / (min(line, land) + 0.05) >= LEAST

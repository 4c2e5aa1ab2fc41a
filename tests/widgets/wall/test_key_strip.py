"""The key under a wall's map: title, classes, limits and scale, in two lines or in one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from services.words import Words
from widgets.theme.theme import Theme
from widgets.wall.key_strip import KeyShown, KeyStrip

LIMITS = ("2.1", "3.2", "5.2", "7.4", "10.8")


@pytest.fixture
def strip(qtbot: QtBot, wall: Theme) -> KeyStrip:
    """The key of a choropleth of six classes at 25 m a pixel."""
    made = KeyStrip(wall, Words("zh_CN"))
    qtbot.addWidget(made)
    colours = tuple(QColor.fromRgb(40 + 20 * at, 60, 60) for at in range(6))
    made.show_key(KeyShown(("近 30 日每千户事件", "近 30 日每千户"), "截至 14:32", colours, LIMITS))
    made.show_scale(25.0)
    return made


def painted(strip: KeyStrip, wide: int, beside: float) -> list[str]:
    strip.resize(wide, round(strip.height_beside(beside)))
    strip.grab()
    return [piece.text for piece in strip.written]


def test_that_a_large_map_prints_every_limit_its_time_and_the_scale(strip: KeyStrip) -> None:
    texts = painted(strip, 1900, 1500)
    assert set(LIMITS) <= set(texts)
    assert any("截至 14:32" in text for text in texts)
    assert any("公里" in text or "km" in text for text in texts)
    assert not [piece for piece in strip.written if piece.cut]


def test_that_limits_stand_apart_from_each_other(strip: KeyStrip) -> None:
    painted(strip, 1600, 1500)
    boxes = sorted((piece.box for piece in strip.written if piece.text in LIMITS), key=lambda box: box.left())
    assert all(one.right() < other.left() for one, other in pairwise(boxes))


def test_that_a_small_map_has_the_ends_in_one_line_and_the_same_type(strip: KeyStrip, wall: Theme) -> None:
    texts = painted(strip, 910, 500)
    assert {"2.1", "10.8", "近 30 日每千户"} <= set(texts) or {"2.1", "10.8", "近 30 日每千户事件"} <= set(texts)
    assert "5.2" not in texts
    assert min(piece.em for piece in strip.written) >= wall.type_px("small")


def test_that_a_key_without_classes_is_empty(strip: KeyStrip) -> None:
    strip.show_key(KeyShown(("在办",), "", (), ()))
    assert not set(painted(strip, 910, 500)) & set(LIMITS)

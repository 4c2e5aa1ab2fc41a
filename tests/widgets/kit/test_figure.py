"""The KPI figure: what it writes at which size, when it is old, and how it is opened."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from widgets.kit.figure import KpiFigure, Shown, height_of
from widgets.kit.sparkline import Spark
from widgets.theme.fonts import load_bundled
from widgets.theme.theme import SeatKind, Theme

REPORTED = Shown(
    label=("今日上报事件", "今日上报"),
    time=("14:32",),
    value="163",
    unit="件",
    note=("较昨日同时 +12", "+12"),
    spark=Spark(values=(1, 4, 9, 7), ghost=(2, 3, 8, 8, 4, 2), points=24),
    spoken="今日上报 163 件，14:32，较昨日同时 +12",
)


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    """The wall's theme in the bundled font."""
    load_bundled(load_tokens())
    return Theme(load_tokens(), seat=SeatKind.WALL)


def painted(qtbot: QtBot, figure: KpiFigure, wide: int) -> dict[str, float]:
    """The texts a figure writes at that width, with their ems."""
    qtbot.addWidget(figure)
    figure.resize(wide, height_of(figure.figure_px, figure.text_px))
    figure.grab()
    return {piece.text: piece.em for piece in figure.written}


def test_that_a_figure_carries_its_time_unit_and_counterpart(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme)
    figure.show_figure(REPORTED)
    texts = painted(qtbot, figure, 700)
    assert {"今日上报事件", "14:32", "163", "件", "较昨日同时 +12"} == set(texts)
    assert texts["163"] >= theme.type_px("figure")
    assert min(texts.values()) >= theme.type_px("small")


def test_that_a_narrow_figure_shortens_its_words_and_never_its_type(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme)
    figure.show_figure(REPORTED)
    texts = painted(qtbot, figure, 345)
    assert "今日上报" in texts
    assert "14:32" in texts
    assert min(texts.values()) >= theme.type_px("small")


def test_that_an_old_figure_says_its_age_in_place_of_its_time(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme)
    figure.show_figure(REPORTED)
    fresh = painted(qtbot, figure, 700)
    before = figure.grab().toImage()
    figure.show_figure(replace(REPORTED, stale="停更 26 分"))
    stale = painted(qtbot, figure, 700)
    assert "14:32" in fresh
    assert "14:32" not in stale
    assert "停更 26 分" in stale
    assert "163" in stale
    assert figure.grab().toImage() != before


def test_that_the_hatch_never_lies_under_a_text(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme)
    figure.show_figure(replace(REPORTED, stale="停更 26 分", spark=None))
    painted(qtbot, figure, 700)
    image = figure.grab().toImage()
    hatch = theme.colour("line.strong").rgb()
    for piece in figure.written:
        x = round(piece.box.right() + 2)
        column = {
            image.pixel(x, y) for y in range(round(piece.box.top()), min(image.height(), round(piece.box.bottom())))
        }
        assert hatch not in column


def test_that_a_clickable_figure_opens_by_mouse_and_key_and_can_be_read_aloud(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme, clickable=True)
    figure.show_figure(REPORTED)
    painted(qtbot, figure, 700)
    assert figure.accessibleName() == REPORTED.spoken
    with qtbot.waitSignal(figure.clicked):
        qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(figure.clicked):
        qtbot.keyClick(figure, Qt.Key.Key_Space)


def test_that_a_figure_of_the_wall_takes_no_focus(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme)
    qtbot.addWidget(figure)
    assert figure.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_that_the_digits_of_a_key_figure_subtend_thirty_minutes_of_arc(qtbot: QtBot, theme: Theme) -> None:
    figure = KpiFigure(theme)
    figure.show_figure(REPORTED)
    texts = painted(qtbot, figure, 700)
    font = theme.font_px(texts["163"])
    high = QFontMetricsF(font).tightBoundingRect("163").height()
    arcmin = high * theme.viewing.pitch_mm / 1000 / theme.viewing.distance_m / 0.000290888
    assert arcmin >= 30 * 0.98

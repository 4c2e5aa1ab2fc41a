from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.portrait.window import Of, PortraitWindow, open_portrait
from desktop.risk.list_window import WarningsWindow
from services.bundle import Services
from services.domain.incidents import Severity


@pytest.fixture
def window(qtbot: QtBot, make_context, theme_of, services: Services):
    """The portrait of the city (or of another thing) with one orange warning in its first town."""

    def make(of: Of | None = None, lang: str = "en") -> PortraitWindow:
        with services.database.unit() as unit:
            areas = unit.areas()
            at = unit.now - timedelta(days=1)
            unit.add(
                "warnings", number="W-1", scenario="roads.junctions", scenario_version=1, model="frequency",
                situation="subject:thing:a", subject="thing:a", level=int(Severity.ORANGE), top_level=2, state=1,
                score=70.0, place=1, lon=116.31, lat=33.81, town_id=areas[1].id, department="police", raised_at=at,
                first_at=at, last_at=at, members=3, parts=[], measures={}, basis={}, heard={},
                expires_at=at + timedelta(days=9),
            )  # fmt: skip
            unit.commit()
        context = make_context(lang=lang)
        made = open_portrait(context, theme_of(context), of or Of(area=areas[0].id))
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made.portrait is not None, timeout=10_000)
        return made

    return make


def test_that_the_city_shows_its_towns_and_enter_goes_down_and_backspace_back(window, qtbot) -> None:
    made = window()
    city = made.portrait.area
    assert made.portrait.standing.points == 4
    below = made._tables["below"]
    below.setCurrentIndex(made._rows["below"].index(0, 0))
    qtbot.keyClick(below, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.portrait.area != city, timeout=10_000)
    assert made.portrait.standing.points == 4
    assert "number 1 of" in made._sum.text()
    qtbot.keyClick(made, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: made.portrait.area == city, timeout=10_000)


def test_that_a_level_opens_its_warnings(window, qtbot) -> None:
    made = window()
    made._flow.itemAt(1).widget().click()
    listed = made.findChild(WarningsWindow)
    qtbot.waitUntil(lambda: listed.found is not None, timeout=10_000)
    assert [one.live.number for one in listed.found] == ["W-1"]


@pytest.mark.parametrize(
    ("of", "points"),
    [(Of(circle=(116.31, 33.81, 300.0)), 4), (Of(circle=(116.4, 33.81, 300.0)), 0), (Of(subject="thing:a"), 4)],
)
def test_that_a_place_and_a_subject_have_portraits_without_neighbours(window, of, points) -> None:
    made = window(of, "zh_CN")
    assert made.portrait.standing.points == points
    assert not made._tabs["neighbours"].isVisibleTo(made)
    assert not made._tabs["below"].isVisibleTo(made)
    assert made._head.text()


def test_that_a_window_over_a_demo_city_says_so_and_over_a_real_one_takes_no_room(window) -> None:
    made = window()
    picture = made.context.situation.picture
    for demo in (True, False):
        made.context.situation.picture = replace(picture, city=replace(picture.city, demo=demo))
        made.context.situation.replaced.emit(made.context.situation.picture)
        assert made.demo_mark.isHidden() is not demo
        assert (made.contentsMargins().top() > 0) is demo

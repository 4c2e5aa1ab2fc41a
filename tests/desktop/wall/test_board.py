"""The board: a red incident takes its pane and gives it back, scenes fade, only what changed is painted."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from desktop.seats import wall
from desktop.seats.wall import WallSeat
from services.domain.areas import Level
from services.domain.incidents import IncidentState, Severity
from services.live.advance import NOTHING
from services.live.area_table import AreaTable
from services.live.picture import load_picture


@pytest.fixture
def open_wall(qtbot, make_context):
    """Opens a wall that moves, or stands still."""
    seats: list[WallSeat] = []

    def open_it(size=(3840, 2160), still=True) -> WallSeat:
        context = replace(make_context("wall"), still=still, options=argparse.Namespace())
        seat = wall.make(context)
        seats.append(seat)
        seat.window.resize(*size)
        seat.window.show()
        qtbot.waitUntil(seat.complete, timeout=20_000)
        return seat

    yield open_it
    for seat in seats:
        seat.close()


def red(fill, services, state: IncidentState) -> int:
    """One more open red incident."""
    now = services.database.clock() - timedelta(minutes=3)
    values = {"closed_at": None, "severity": int(Severity.RED), "state": int(state), "reported_at": now}
    return fill(1, seed=int(state) + 50, **values)[0]


def go_on(seat: WallSeat, fade: bool = True) -> None:
    """The next scene, as if its turn had come."""
    play = seat.play
    steady = play.begun + play.seconds
    seat.board.show_scene(play.go_on(steady, seat._context.clock()), fade=fade)


def reload(qtbot, seat: WallSeat) -> None:
    """The picture of the database as it is now, told."""
    context = seat._context
    with context.services.database.reading() as reader:
        picture = load_picture(reader, context.clock())
    context.situation.take(picture, replace(NOTHING, reload=True))
    qtbot.waitUntil(lambda: seat._counted_from is picture, timeout=5000)


def test_that_a_waiting_red_one_takes_the_pane_of_the_moment_and_gives_it_back(
    qtbot, fill, services, open_wall
) -> None:
    fill(60, severity=int(Severity.BLUE))
    ident = red(fill, services, IncidentState.REPORTED)
    seat = open_wall((7680, 2160))
    moment = seat.board.moment
    assert moment is not None
    assert moment.held == ("incident", ident)
    assert moment.pane._shown.card.key == ident
    with services.database.unit() as unit:
        unit.put("incidents", ident, state=int(IncidentState.ASSIGNED))
        unit.commit()
    reload(qtbot, seat)
    assert moment.held == ("incident", ident)
    assert not moment.pane._shown.card.waiting
    go_on(seat, fade=False)
    assert moment.held is None
    assert moment.pane._shown.card is None


def test_that_a_red_one_without_a_place_is_shown_all_the_same(qtbot, fill, services, open_wall) -> None:
    now = services.database.clock()
    fill(
        1, closed_at=None, severity=1, state=1, reported_at=now, place=2, lon=None, lat=None,
        town_id=None, village_id=None, grid_id=None,
    )  # fmt: skip
    seat = open_wall((7680, 2160))
    assert seat.board.moment.pane._shown.card.where == "无位置"


def test_that_the_last_scene_fades_over_the_new_one_and_then_is_gone(qtbot, fill, open_wall) -> None:
    fill(100)
    seat = open_wall(still=False)
    go_on(seat)
    assert seat.board.cover.isVisible()
    qtbot.waitUntil(seat.complete, timeout=10_000)
    begun = time.monotonic()
    seat.board.settle()
    qtbot.waitUntil(lambda: seat.board.cover._step == 1, timeout=5000)
    prepared = seat.board.cover._new
    qtbot.waitUntil(seat.board.cover.isHidden, timeout=5000)
    place = seat.board._changing().translated(seat.board.pos())
    shown = seat.window.grab(place).toImage()
    assert time.monotonic() - begun >= 0.5
    alike = [prepared.pixel(x, y) == shown.pixel(x, y) for x in range(0, 1100, 7) for y in range(0, 1700, 11)]
    assert sum(alike) > 0.999 * len(alike)


def test_that_a_still_wall_changes_scenes_at_once(fill, open_wall) -> None:
    fill(100)
    seat = open_wall()
    go_on(seat)
    assert seat.board.cover.isHidden()


def test_that_a_second_without_news_repaints_no_pane_of_figures(qtbot, fill, open_wall) -> None:
    fill(100)
    seat = open_wall()
    seat.window.grab()
    painted: list[str] = []
    for figure in seat.board.front.figures:
        original = figure.paintEvent
        figure.paintEvent = lambda event, original=original: (painted.append("figure"), original(event))
    seat._on_beat()
    qtbot.waitUntil(lambda: not seat._counting, timeout=5000)
    qtbot.wait(50)
    assert painted == []


def test_that_the_night_dims_every_colour_by_one_factor(fill, open_wall) -> None:
    fill(20)
    seat = open_wall((1920, 1080))
    day = {path: seat.theme.colour(path) for path in ("text.primary", "level.red.fill", "map.land")}
    seat.theme.dim(0.45)
    for path, colour in day.items():
        night = seat.theme.colour(path)
        assert night.red() == pytest.approx(0.45 * colour.red(), abs=0.6)
        assert night.blue() == pytest.approx(0.45 * colour.blue(), abs=0.6)
    seat.theme.dim(1.0)
    assert {path: seat.theme.colour(path) for path in day} == day


def test_that_a_database_without_a_city_says_so_and_is_complete(qtbot, make_context, services) -> None:
    context = replace(make_context("wall", "en"), options=argparse.Namespace())
    empty = AreaTable.of([])
    context.situation.picture = replace(context.situation.picture, areas=empty, recent=np.empty(0, np.int32))
    context.situation.shapes = None
    seat = wall.make(context)
    seat.window.resize(1920, 1080)
    seat.window.show()
    qtbot.waitUntil(seat.complete, timeout=10_000)
    seat.window.grab()
    texts = [piece.text for _, piece in seat.board.written()]
    assert "No incident is open." in texts
    seat.close()


def test_that_no_name_on_the_map_of_a_wall_is_smaller_than_the_floor_of_its_type(fill, open_wall) -> None:
    fill(20)
    seat = open_wall((1920, 1080))
    for level in Level:
        assert seat.board.front.map.canvas.look.label_px(level) >= seat.theme.type_px("small")

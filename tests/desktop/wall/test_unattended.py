"""What a wall meets in years: a tile that fails, a screen unplugged, clocks that jump, scenes thrown, no flash."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.seats.wall import OWN_LIMIT, WallSeat
from desktop.wall.screens import OwnScreen
from services.domain.facts import WarningChanged
from services.domain.incidents import Place, PlaceStatus, Severity
from services.domain.people import Officer, OfficerRole
from services.domain.warnings import LiveWarning, WarningState
from services.live.advance import advance
from services.walls.keeping import Walls

DISPATCHER = Officer(1, "zhang", "张三丰", OfficerRole.DISPATCHER)


class Seconds:
    """A steady clock that goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Seconds:
    """Seconds that only go on."""
    return Seconds()


@pytest.fixture
def open_wall(qtbot, fill, make_context, ticking, steady):
    """A wall with injected clocks, drawn."""
    seats: list[WallSeat] = []

    def open_it(size=(1920, 1080), still=False, **values) -> WallSeat:
        fill(80)
        context = replace(make_context("wall"), clock=ticking, still=still, options=argparse.Namespace(**values))
        seat = WallSeat(context, steady)
        seat._heart.stop()
        seats.append(seat)
        seat.window.resize(*size)
        seat.window.show()
        qtbot.waitUntil(seat.complete, timeout=20_000)
        return seat

    yield open_it
    for seat in seats:
        seat.close()


def a_warning(now, ident: int = 9, **values: object) -> LiveWarning:
    """A red warning that nobody has taken up."""
    usual: dict[str, object] = {
        "id": ident, "version": 1, "number": f"W{ident}", "scenario": "energy.leaks", "scenario_version": 1,
        "model": "repetition", "level": Severity.RED, "state": WarningState.RAISED,
        "place": Place(PlaceStatus.LOCATED, 116.31, 33.81), "raised_at": now - timedelta(minutes=8), "last_at": now,
        "score": 90.0, "members": 8, "department": "police", "radius_m": 900.0, "heard": {"hotline": 5, "grid": 3},
    }  # fmt: skip
    return LiveWarning(**(usual | values))  # type: ignore[arg-type]


def tell(qtbot, seat: WallSeat, warning: LiveWarning) -> None:
    """A warning comes as a fact and is counted."""
    situation = seat._context.situation
    picture, touched = advance(situation.picture, [WarningChanged(warning)])
    situation.take(picture, touched)
    qtbot.waitUntil(lambda: seat._counted_from is situation.picture and not seat._counting, timeout=5000)


def texts(seat: WallSeat) -> str:
    """Everything that is written."""
    seat.window.grab()
    return "\n".join(piece.whole for _, piece in seat.board.written())


# ---- warnings -----------------------------------------------------------------------------------------------------


def test_that_a_red_warning_takes_the_card_until_it_is_acknowledged_and_gives_the_view_back(
    qtbot, open_wall, ticking
) -> None:
    seat = open_wall((3840, 2160))
    tell(qtbot, seat, a_warning(ticking.now))
    card = seat.board.levels.card
    assert card is not None
    assert not card.is_incident
    assert card.waiting
    assert "预警" in texts(seat)
    tell(qtbot, seat, a_warning(ticking.now, version=2, acked=True, state=WarningState.ACKNOWLEDGED))
    assert seat.board.levels.card is not None
    assert not seat.board.levels.card.waiting
    seat.board.attention.give_back()
    seat._tell()
    shown = seat.board.levels.card
    assert shown is None or shown.is_incident


def test_that_a_red_warning_nobody_takes_up_leaves_after_its_time(qtbot, open_wall, ticking, steady) -> None:
    seat = open_wall((7680, 2160))
    tell(qtbot, seat, a_warning(ticking.now))
    assert seat.board.moment.held == ("warning", 9)
    steady.now += 601.0
    seat._tell()
    assert seat.board.moment.held != ("warning", 9)
    tell(qtbot, seat, a_warning(ticking.now, ident=10))
    assert seat.board.moment.held == ("warning", 10)


def test_that_a_drill_is_marked_and_in_no_count(qtbot, open_wall, ticking) -> None:
    seat = open_wall((3840, 2160))
    tell(qtbot, seat, a_warning(ticking.now, level=Severity.ORANGE))
    tell(qtbot, seat, a_warning(ticking.now, ident=10, level=Severity.ORANGE, drill=1))
    assert seat.board.levels._shown.counts == ("0", "1", "0", "0")
    assert "演练" in texts(seat)


# ---- one tile fails -----------------------------------------------------------------------------------------------


def test_that_a_list_that_fails_says_so_and_the_rest_goes_on(qtbot, open_wall, monkeypatch, caplog) -> None:
    seat = open_wall((3840, 2160))

    def fail(self: object) -> None:
        raise ValueError("a bug in one list")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.wall.telling.WallWords._newest", fail)
        seat._tell()
        seat._tell()
        said = texts(seat)
        assert "此处暂时无法显示" in said
        assert "在办最多的乡镇" in said
        assert sum("a part of the wall" in record.message for record in caplog.records) == 1
    seat._tell()
    assert "此处暂时无法显示" not in texts(seat)
    caplog.clear()


def test_that_a_pane_that_can_not_be_painted_says_so_and_is_tried_again(open_wall, monkeypatch, caplog) -> None:
    seat = open_wall((3840, 2160))

    def fail(*_: object) -> None:
        raise ValueError("a bug in painting")

    with monkeypatch.context() as patch:
        patch.setattr("widgets.wall.levels.LevelsPane._strip", fail)
        seat.board.levels.update()
        assert "此处暂时无法显示" in texts(seat)
    seat.board.beat()
    assert "此处暂时无法显示" not in texts(seat)
    caplog.clear()


# ---- time ---------------------------------------------------------------------------------------------------------


def test_that_figures_are_hatched_within_two_seconds_of_their_limit(open_wall, ticking) -> None:
    seat = open_wall()
    ticking.now = seat.standing.at + OWN_LIMIT + timedelta(seconds=1.9)
    assert seat.stale() is None
    ticking.now = seat.standing.at + OWN_LIMIT + timedelta(seconds=2.1)
    assert seat.stale() is not None


@pytest.mark.parametrize("hours", [-30, -1, 1, 30])
def test_that_a_clock_that_jumps_stops_nothing(qtbot, open_wall, ticking, steady, hours: int) -> None:
    seat = open_wall()
    scene = seat.play.scene
    ticking.now += timedelta(hours=hours)
    steady.now += 1.0
    seat._on_beat()
    qtbot.waitUntil(lambda: seat.stale() is None and not seat._counting, timeout=5000)
    assert seat.play.scene is scene
    assert seat.play.progress(steady.now, ticking.now) == pytest.approx(1 / 30)
    step = seat.board.foot.step
    seat._on_beat()
    assert seat.board.foot.step != step


# ---- scenes -------------------------------------------------------------------------------------------------------


def test_that_the_next_scene_is_drawn_beforehand_and_no_frame_of_the_fade_is_darker_or_emptier(
    qtbot, open_wall, steady
) -> None:
    seat = open_wall()
    board = seat.board
    old = shot(seat)
    steady.now = 29.0
    seat._on_beat()
    qtbot.waitUntil(board.back.complete, timeout=20_000)
    coming = board.back
    assert coming.scene != seat.play.scene
    assert board.front is not coming
    steady.now = 30.0
    seat._on_beat()
    assert board.front is coming
    assert board.cover.isVisible()
    frames = []
    while board.cover.isVisible():
        frames.append(shot(seat))
        qtbot.wait(20)
    new = shot(seat)
    assert len(frames) >= 3
    low, high = np.minimum(old, new), np.maximum(old, new)
    for frame in frames:
        assert frame.mean() >= min(old.mean(), new.mean()) - 0.5
        assert (frame >= low - 6).mean() > 0.995
        assert (frame <= high + 6).mean() > 0.995


def shot(seat: WallSeat) -> np.ndarray:
    """The part of the wall that scenes differ in, as it is seen; grey values."""
    place = seat.board._changing().translated(seat.board.pos())
    image = seat.window.grab(place).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return raw[:, : image.width()].astype(np.int16)


def test_that_a_thrown_scene_is_shown_with_who_threw_it_and_gives_the_wall_back(
    qtbot, open_wall, services, ticking, steady
) -> None:
    seat = open_wall((3840, 2160), wall="hall")
    walls = Walls(services.database)
    scene = replace(seat.wall.scenes["demand"], code="view", title_zh="投放的画面")
    walls.throw("main", scene, 5, DISPATCHER)
    walls.throw("hall", scene, 5, DISPATCHER)
    seat._read_wall()
    qtbot.waitUntil(lambda: seat.play.thrown is not None, timeout=5000)
    for _ in range(3):
        steady.now += 1.0
        seat._on_beat()
        qtbot.waitUntil(lambda: seat.board.back.complete() or seat.play.scene.code == "view", timeout=20_000)
    assert seat.play.scene.code == "view"
    qtbot.waitUntil(seat.complete, timeout=20_000)
    said = texts(seat)
    assert "投放的画面" in said
    assert "zhang" in said
    assert "张三丰" not in said
    ticking.now += timedelta(minutes=6)
    for _ in range(3):
        steady.now += 1.0
        seat._on_beat()
        qtbot.waitUntil(lambda: seat.board.back.complete() or seat.play.scene.code != "view", timeout=20_000)
    assert seat.play.scene.code == "city"


# ---- screens ------------------------------------------------------------------------------------------------------


class Screen(QObject):
    """A screen as the application tells of it."""

    geometryChanged = Signal(QRect)

    def __init__(self, name: str, place: QRect) -> None:
        super().__init__()
        self._name, self.place = name, place

    def name(self) -> str:
        return self._name

    def geometry(self) -> QRect:
        return self.place


class Screens(QObject):
    """An application with screens that come and go."""

    screenAdded = Signal(object)
    screenRemoved = Signal(object)

    def __init__(self, *found: Screen) -> None:
        super().__init__()
        self.found = list(found)

    def screens(self) -> list[Screen]:
        return list(self.found)

    def primaryScreen(self) -> Screen:
        return self.found[0]

    def plug(self, screen: Screen) -> None:
        self.found.insert(0, screen)
        self.screenAdded.emit(screen)

    def unplug(self, screen: Screen) -> None:
        self.found.remove(screen)
        self.screenRemoved.emit(screen)


def test_that_a_wall_waits_on_another_screen_and_comes_back_with_its_own(qtbot, caplog) -> None:
    hall, desk = Screen("HDMI-1", QRect(0, 0, 800, 450)), Screen("DP-1", QRect(800, 0, 640, 400))
    screens, window = Screens(hall, desk), QWidget()
    qtbot.addWidget(window)
    window.setGeometry(hall.place)
    own = OwnScreen(window, screens)
    own.settle()
    screens.unplug(hall)
    assert window.geometry() == desk.place
    screens.unplug(desk)
    screens.plug(desk)
    screens.plug(hall)
    assert window.geometry() == hall.place
    hall.place = QRect(0, 0, 1024, 576)
    hall.geometryChanged.emit(hall.place)
    assert window.geometry() == hall.place
    own.stop()
    caplog.clear()

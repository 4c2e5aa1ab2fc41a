"""The wall: size of its type, what it drops, that it agrees with the database, languages, age, no personal data."""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QWidget

from desktop.seats import wall
from desktop.seats.wall import WallSeat
from services.domain.case_filter import CaseFilter
from services.domain.incidents import IncidentState, PlaceStatus, Severity
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.live.advance import NOTHING
from services.live.picture import load_picture
from services.live.tail import Pulse
from services.walls.keeping import Walls
from services.walls.standard import standard_wall

SIZES = ((1920, 1080), (3840, 2160), (7680, 2160))
ARCMIN = 0.000290888


@pytest.fixture
def open_wall(qtbot, make_context, ticking):
    """Opens a wall of a size and waits until it is drawn."""
    seats: list[WallSeat] = []

    def open_it(size=(3840, 2160), lang="zh_CN", **values) -> WallSeat:
        context = replace(make_context("wall", lang), clock=ticking, options=argparse.Namespace(**values))
        seat = wall.make(context)
        seats.append(seat)
        seat.window.resize(*size)
        seat.window.show()
        qtbot.waitUntil(seat.complete, timeout=20_000)
        seat.window.grab()
        return seat

    yield open_it
    for seat in seats:
        seat.close()


def texts(seat: WallSeat) -> list[str]:
    """Everything written on the wall."""
    seat.window.grab()
    return [piece.whole for _, piece in seat.board.written()]


def reload(seat: WallSeat) -> None:
    """The picture of the database as it is now."""
    context = seat._context
    with context.services.database.reading() as reader:
        context.situation.take(load_picture(reader, context.clock()), replace(NOTHING, reload=True))


# ---- type ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_that_nothing_is_written_under_sixteen_minutes_of_arc_nor_a_figure_under_thirty(fill, open_wall, size, lang):
    fill(600)
    seat = open_wall(size, lang)
    viewing, tokens = seat.theme.viewing, seat.theme.tokens
    per_px = viewing.pitch_mm / 1000 / viewing.distance_m / ARCMIN
    written = seat.board.written()
    assert len(written) > 20
    for _, piece in written:
        assert piece.em * tokens.number("type.han_face") * per_px >= 16, piece
    for figure in seat.board.front.figures:
        if figure.isVisible():
            value = next(piece for piece in figure.written if piece.text == figure.shown.value)
            digits = QFontMetricsF(seat.theme.font_px(value.em)).tightBoundingRect("0").height()
            assert digits * per_px >= 30 * 0.98, figure.shown.value


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_that_no_title_figure_or_name_is_cut_off(fill, open_wall, size, lang):
    fill(600)
    seat = open_wall(size, lang)
    assert [piece for _, piece in seat.board.written() if piece.cut] == []


def test_that_nearer_viewers_get_more_rows_at_the_same_size_of_picture(fill, open_wall):
    fill(600)
    far, near = open_wall(metres=6.0, width=2.16), open_wall(metres=3.0, width=2.16)
    assert near.theme.type_px("text") == pytest.approx(far.theme.type_px("text") / 2)
    assert len(texts(near)) > len(texts(far))


def test_that_a_small_picture_shows_three_figures_one_list_and_the_map(fill, open_wall):
    fill(600)
    seat = open_wall((1920, 1080))
    board = seat.board
    assert sum(figure.isVisible() for figure in board.front.figures) == 3
    assert [slot.isVisible() for slot in board.front.lists] == [False, False]
    assert board.levels.isVisible()
    assert board.front.map.isVisible()
    assert board.front.map.height() > 0.7 * seat.window.height()


def test_that_distances_that_no_wall_has_are_refused(make_context):
    for values in ({"metres": -3.0}, {"width": 0.0}, {"seams": "abc"}):
        context = replace(make_context("wall"), options=argparse.Namespace(**values))
        with pytest.raises(Refusal) as refused:
            wall.make(context)
        assert refused.value.code.startswith("wall.")


# ---- seams --------------------------------------------------------------------------------------------------------


def test_that_nothing_is_written_within_forty_pixels_of_the_seam(fill, open_wall):
    fill(600)
    seat = open_wall((7680, 2160))
    near = 0
    for pane, piece in seat.board.written():
        left = pane.mapTo(seat.window, piece.box.topLeft().toPoint()).x()
        right = left + piece.box.width()
        assert right <= 3840 - 40 or left >= 3840 + 40, piece
        near += 1
    assert near > 40
    assert seat.board.moment is not None
    assert seat.board.moment.isVisible()


# ---- agreement ----------------------------------------------------------------------------------------------------


def test_that_the_figures_agree_with_a_count_in_the_database(fill, open_wall, services):
    fill(800)
    seat = open_wall()
    written = texts(seat)
    number = services.reading
    open_now = number.cases(CaseFilter(open_only=True), limit=1).total
    shown = [figure.shown.value for figure in seat.board.front.figures]
    assert str(open_now) in shown
    assert str(number.cases(CaseFilter(overdue_at=seat.standing.at), limit=1).total) in shown
    apart = [
        number.cases(CaseFilter(open_only=True, place=at), limit=1).total
        for at in (PlaceStatus.UNLOCATED, PlaceStatus.OUTSIDE)
    ]
    assert any(f"无位置 {apart[0]} · 市域外 {apart[1]}" in text for text in written)


def test_that_bars_rest_and_what_lies_apart_sum_to_the_open_incidents(fill, open_wall):
    fill(800)
    seat = open_wall()
    tally = seat.standing.open_by_town
    assert (
        int(tally.counts.sum()) + tally.none + tally.unlocated + tally.outside
        == seat.standing.figures["open_now"].value
    )


def test_that_a_new_incident_reaches_the_wall_by_itself(qtbot, fill, open_wall, ticking):
    fill(200)
    seat = open_wall()
    before = seat.standing.figures["open_now"].value
    fill(
        1,
        seed=9,
        state=int(IncidentState.REPORTED),
        closed_at=None,
        reported_at=ticking.now,
        severity=int(Severity.RED),
    )
    reload(seat)
    qtbot.waitUntil(lambda: seat.standing.figures["open_now"].value == before + 1, timeout=5000)
    assert seat.board.levels.card is not None
    assert seat.board.levels.card.waiting


# ---- age ----------------------------------------------------------------------------------------------------------


def test_that_a_cut_line_leaves_everything_with_its_age_and_a_line_that_is_back_makes_it_fresh(
    qtbot, fill, open_wall, ticking
):
    fill(300)
    seat = open_wall()
    values = [figure.shown.value for figure in seat.board.front.figures]
    began = ticking.now
    trouble = Refusal("live.gone", "The database can't be reached; the wall goes on by itself when it is back.")
    seat._context.situation.beat(Pulse(began, began, False, 1, trouble))
    ticking.now = began + timedelta(minutes=26)
    seat._on_beat()
    written = texts(seat)
    assert [figure.shown.value for figure in seat.board.front.figures] == values
    assert all(figure.shown.stale == "停更 26\u202f分" for figure in seat.board.front.figures)
    assert sum(text == "停更 26\u202f分" for text in written) >= 8
    assert "数据库连接中断，恢复后自动更新。" in written
    assert seat.board.front.map.veil.isVisible()
    seat._context.situation.beat(Pulse(ticking.now, ticking.now, True, 1))
    seat._on_beat()
    qtbot.waitUntil(lambda: seat.stale() is None, timeout=5000)
    assert not any("停更 26" in text for text in texts(seat))
    assert seat.board.front.map.veil.isHidden()


def test_that_every_figure_carries_its_time(fill, open_wall):
    fill(300)
    for figure in open_wall().board.front.figures:
        assert figure.shown.time == ("14:32",)
        assert "14:32" in [piece.text for piece in figure.written]


# ---- words --------------------------------------------------------------------------------------------------------


def test_that_the_wall_speaks_one_language_and_changes_it_while_it_runs(qtbot, fill, open_wall):
    fill(400)
    seat = open_wall(lang="en")
    assert not [text for text in texts(seat) if any("\u4e00" <= char <= "\u9fff" for char in text)]
    seat._context.words.switch("zh_CN")
    qtbot.waitUntil(seat.complete, timeout=10_000)
    written = texts(seat)
    assert "在办事件分级" in written
    assert "Open incidents by level" not in written


def test_that_the_wall_never_shows_personal_data(qtbot, fill, open_wall, services):
    secrets = {
        "text": "张三丰家漏水 13812345678，身份证 411481199001011234",
        "address": "幸福里 3 号楼 张三丰",
    }
    ids = fill(120, seed=5, **secrets)
    with services.database.unit() as unit:
        for at, ident in enumerate(ids):
            unit.add(
                "reports", incident_id=ident, source="hotline", external=f"E{at}", reported_at=unit.now,
                received_at=unit.now, text=secrets["text"], contact="13812345678", contact_name="张三丰",
            )  # fmt: skip
        unit.add("people", role=2, name="张三丰", phone="13812345678", duty=1)
        unit.add("officers", login="zhang", name="张三丰", role=2)
        ident = unit.add(
            "warnings", number="W1", scenario="energy.leaks", scenario_version=1, model="repetition", level=1,
            situation="subject:who:张三丰", subject="who:张三丰", top_level=1, state=1, score=90.0, place=1, lon=116.31,
            lat=33.81, radius_m=500.0, department="police", raised_at=unit.now, first_at=unit.now, last_at=unit.now,
            members=1, parts=[], measures={}, basis={}, heard={"hotline": 1}, expires_at=unit.now,
            proof=secrets["text"], shelf_reason=secrets["text"],
        )  # fmt: skip
        signal = unit.add(
            "signals", source="hotline", kind="leak", at=unit.now, received_at=unit.now, place=1, lon=116.31, lat=33.81,
            subject="who:张三丰", origin="13812345678",
        )  # fmt: skip
        unit.add("warning_members", warning_id=ident, signal_id=signal, added_at=unit.now)
        unit.commit()
    scene = replace(standard_wall().scenes["city"], code="view")
    Walls(services.database).throw("main", scene, 5, Officer(1, "zhang", "张三丰", OfficerRole.DISPATCHER))
    for size in SIZES:
        seat = open_wall(size)
        said = texts(seat)
        play = seat.play
        for _ in play.turns if size == SIZES[1] else ():
            seat.board.show_scene(play.go_on(play.begun + play.seconds, seat.standing.at), fade=False)
            seat._on_beat()
            qtbot.waitUntil(seat.complete, timeout=20_000)
            said += texts(seat)
        for widget in (seat.window, *seat.window.findChildren(QWidget)):
            said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
            said += [widget.text()] if isinstance(widget, QLabel) else []
        whole = "\n".join(said)
        assert "leak" in whole
        for secret in ("张三丰", "1381234", "幸福里", "411481199001"):
            assert secret not in whole


# ---- by itself ----------------------------------------------------------------------------------------------------


def test_that_the_cursor_hides_and_escape_leaves_full_screen(qtbot, fill, open_wall):
    fill(50)
    seat = open_wall((1920, 1080))
    assert seat.window.cursor().shape() is Qt.CursorShape.BlankCursor
    seat.window.showFullScreen()
    qtbot.keyClick(seat.window, Qt.Key.Key_Escape)
    assert not seat.window.isFullScreen()
    qtbot.keyClick(seat.window, Qt.Key.Key_F11)
    assert seat.window.isFullScreen()


def test_that_each_scene_fits_and_the_foot_names_it(qtbot, fill, open_wall, ticking):
    fill(600)
    seat = open_wall()
    names = ("全域态势", "问题乡镇", "风险预警", "时限与超期", "力量与信息源", "民生需求")
    for name in names:
        written = texts(seat)
        assert name in written
        assert [piece for _, piece in seat.board.written() if piece.cut] == []
        assert len({figure.shown.label for figure in seat.board.front.figures}) == 5
        play = seat.play
        seat.board.show_scene(play.go_on(play.begun + play.seconds, ticking.now), fade=False)
        seat._on_beat()
        qtbot.waitUntil(seat.complete, timeout=10_000)
    assert seat.play.scene.code == "city"


def test_that_the_seat_leaves_no_timer_running(fill, open_wall):
    fill(50)
    seat = open_wall((1920, 1080))
    seat.close()
    assert not seat._heart.isActive()
    assert not seat.board.levels.alternation.running
    assert math.isfinite(seat.play.seconds)


def test_that_a_wall_that_has_nothing_yet_says_what_it_waits_for(qtbot, fill, make_context, ticking):
    fill(100)
    context = replace(make_context("wall"), clock=ticking, options=argparse.Namespace())
    situation, picture = context.situation, context.situation.picture
    situation.picture = None
    seat = wall.make(context)
    seat.window.resize(1920, 1080)
    seat.window.show()
    assert seat.board.waiting.isVisible()
    assert context.words("Reading the state of the city…", ctx="page") in texts(seat)
    situation.take(picture, replace(NOTHING, reload=True))
    qtbot.waitUntil(seat.complete, timeout=20_000)
    assert seat.board.waiting.isHidden()
    seat.close()


def test_that_a_full_disk_is_told_in_the_foot_while_it_is_full(qtbot, fill, make_context, ticking):
    fill(100)
    context = replace(make_context("wall"), clock=ticking, options=argparse.Namespace())
    seconds = [0.0]
    seat = wall.WallSeat(context, steady=lambda: seconds[0])
    seat.window.resize(1920, 1080)
    seat.window.show()
    qtbot.waitUntil(seat.complete, timeout=20_000)
    full = Refusal(
        "store.disk_full",
        "The disk of {database} is full. This was not saved; free some space and repeat.",
        database="city",
    )
    context.workers.troubled.emit(full)
    assert any("磁盘" in text for text in texts(seat))
    seconds[0] += 16.0
    seat._on_beat()
    assert not any("磁盘" in text for text in texts(seat))
    seat.close()

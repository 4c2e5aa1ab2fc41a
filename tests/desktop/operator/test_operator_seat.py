"""The operator's seat as one: what is chosen in one place is seen in the others; keys, orders, language, trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.cases.window import CasesWindow
from desktop.operator.frame.layout import Width
from desktop.operator.hands.keys import KEYS, KeyMap
from services.domain.areas import Level
from services.domain.people import Officer, OfficerRole
from services.domain.queue_choice import Sort, Tab
from services.domain.refusals import Refusal
from services.insight.figures import open_now, overdue
from services.live.advance import NOTHING, Touched
from services.live.tail import Pulse

pytestmark = pytest.mark.usefixtures("filled")


def press(qtbot, seat, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the focus is, as a keyboard sends it."""
    seat.window.activateWindow()
    qtbot.waitUntil(seat.window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or seat.window, key, modifier)


def choose_first(qtbot, seat) -> int:
    """Chooses the first row with the keyboard; gives the incident."""
    seat.queue.view.setFocus()
    press(qtbot, seat, Qt.Key.Key_Down)
    qtbot.waitUntil(seat.complete)
    return seat.queue.view.current_incident()


def test_that_the_bar_the_queue_and_the_detail_agree(open_seat, qtbot) -> None:
    seat = open_seat()
    now = seat.context.clock()
    picture = seat.context.situation.picture
    figures = {one.look.key: one.look.value for one in seat.top.figures.figures()}
    assert figures["overdue"] == str(overdue(picture, now).value)
    assert seat.queue.model.rowCount() == open_now(picture, now).value
    assert f"未结 {seat.queue.model.rowCount()}" in seat.detail.area_page.look.open


def test_that_a_row_chosen_is_shown_and_does_not_move_the_map(open_seat, qtbot) -> None:
    seat = open_seat()
    before = seat.map.canvas.box.viewRect()
    chosen = choose_first(qtbot, seat)
    assert seat.detail.incident == chosen
    assert seat.detail.incident_page.look.incident == chosen
    assert seat.map.canvas.box.viewRect() == before


def test_that_g_goes_to_what_is_chosen(open_seat, qtbot) -> None:
    seat = open_seat()
    choose_first(qtbot, seat)
    seat.queue.change(tab=Tab.ALL, sort=Sort.REPORTED)
    before = seat.map.canvas.box.viewRect()
    press(qtbot, seat, Qt.Key.Key_G)
    assert seat.map.canvas.box.viewRect() != before


def test_that_a_marker_picked_on_the_map_chooses_its_row(open_seat, qtbot) -> None:
    seat = open_seat()
    incident = int(seat.context.situation.picture.incidents.row(3)["id"])
    seat.map.scene.incident_picked.emit(incident)
    qtbot.waitUntil(seat.complete)
    assert seat.queue.view.current_incident() == incident
    assert seat.detail.incident_page.look.incident == incident


def test_that_drilling_narrows_the_queue_and_the_chip_takes_it_back(open_seat, qtbot) -> None:
    seat = open_seat()
    whole = seat.queue.model.rowCount()
    town = int(seat.context.situation.picture.areas.at_level(Level.TOWN)[0])
    seat.map.scene.go(town)
    qtbot.waitUntil(seat.complete)
    assert 0 < seat.queue.model.rowCount() < whole
    assert seat.detail.area_page.look.area == town
    assert seat.queue.panel.area_chip.isVisible()
    seat.queue.panel.area_chip.click()
    qtbot.waitUntil(seat.complete)
    assert seat.queue.model.rowCount() == whole
    assert not seat.queue.panel.area_chip.isVisible()


def test_that_the_number_keys_narrow_to_a_level_and_back(open_seat, qtbot) -> None:
    seat = open_seat()
    seat.queue.view.setFocus()
    whole = seat.queue.model.rowCount()
    press(qtbot, seat, Qt.Key.Key_1)
    qtbot.waitUntil(seat.complete)
    assert {seat.queue.model.look(at).severity for at in range(seat.queue.model.rowCount())} == {1}
    press(qtbot, seat, Qt.Key.Key_1)
    qtbot.waitUntil(seat.complete)
    assert seat.queue.model.rowCount() == whole


def test_that_letters_are_typed_into_the_filter_and_not_taken_as_keys(open_seat, qtbot) -> None:
    seat = open_seat()
    press(qtbot, seat, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is seat.queue.panel.box
    qtbot.keyClicks(seat.queue.panel.box, "leak g1")
    assert seat.queue.panel.box.text() == "leak g1"
    assert seat.queue.panel.choice.severity == 0


def test_that_the_keyboard_goes_round_the_regions(open_seat, qtbot) -> None:
    seat = open_seat()
    seat.queue.view.setFocus()
    visited = []
    for _ in range(4):
        press(qtbot, seat, Qt.Key.Key_F6)
        visited.append(next(region for region in seat._regions() if region.isAncestorOf(QApplication.focusWidget())))
        assert visited[-1].is_active
    assert visited == [seat.map_region, seat.detail.panel, seat.command, seat.queue.panel]


def test_that_escape_goes_one_level_out(open_seat, qtbot) -> None:
    seat = open_seat()
    town = int(seat.context.situation.picture.areas.at_level(Level.TOWN)[0])
    seat.map.scene.go(town)
    qtbot.waitUntil(seat.complete)
    choose_first(qtbot, seat)
    press(qtbot, seat, Qt.Key.Key_Escape)
    qtbot.waitUntil(seat.complete)
    assert seat.detail.incident is None
    assert seat.detail.area_page.look.area == town
    press(qtbot, seat, Qt.Key.Key_Escape)
    assert seat.map.scene.subject == 0


def test_that_the_command_line_goes_to_numbers_and_places_and_filters(open_seat, qtbot) -> None:
    seat = open_seat()
    qtbot.waitUntil(lambda: seat.queue.index is not None)
    record = seat.context.situation.picture.incidents.row(2)
    press(qtbot, seat, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is seat.command.edit
    qtbot.keyClicks(seat.command.edit, record["number"].decode())
    qtbot.keyClick(seat.command.edit, Qt.Key.Key_Return)
    assert seat.detail.incident == int(record["id"])
    seat.hand.carry_out("到 410000002000")
    assert seat.context.situation.picture.areas.codes[seat.map.scene.subject] == "410000002000"
    seat.hand.carry_out("筛 leak")
    assert seat.queue.panel.box.text() == "leak"
    seat.hand.carry_out("级 红")
    assert seat.queue.panel.choice.severity == 1
    seat.hand.carry_out("到 没有这个地方")
    assert "没有找到" in seat.command.answered()


def test_that_tab_completes_and_arrows_recall(open_seat, qtbot) -> None:
    seat = open_seat()
    qtbot.waitUntil(lambda: seat.queue.index is not None)
    edit = seat.command.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "4100000020")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "410000002000"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == ""
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.text() == "410000002000"


def test_that_a_switch_of_language_leaves_nothing_of_the_other(open_seat, qtbot) -> None:
    seat = open_seat()
    choose_first(qtbot, seat)
    seat.context.words.switch("en")
    qtbot.waitUntil(seat.complete)
    seat.line.show_now()
    han = [label.text() for label in seat.window.findChildren(QLabel) if label.isVisible() and _is_han(label.text())]
    assert [text for text in han if "小城" not in text] == []
    assert not any(_is_han(text) for text in seat.status.texts()[:-1])
    seat.context.words.switch("zh_CN")
    qtbot.waitUntil(seat.complete)
    assert seat.queue.panel.tabs._buttons[Tab.ALL].text().startswith("全部")


def test_that_several_chosen_on_the_map_are_listed_by_level(open_seat, qtbot) -> None:
    seat = open_seat()
    ids = seat.context.situation.picture.incidents.column("id")[:9].tolist()
    seat.map.scene.incidents_banded.emit(ids)
    assert seat.detail.model.rowCount() == 9
    levels = [seat.detail.model.look(at).severity for at in range(9)]
    assert levels == sorted(levels)
    seat.detail.several_page.levels.picked.emit(levels[-1])
    assert seat.detail.model.rowCount() == levels.count(levels[-1])


def test_that_a_new_incident_comes_in_and_is_marked(open_seat, qtbot) -> None:
    seat = open_seat()
    picture = seat.context.situation.picture
    before = seat.queue.model.rowCount()
    newer, row = _with_one_more(picture)
    seat.context.situation.take(newer, replace(NOTHING, incidents=np.array([row]), new=1))
    qtbot.waitUntil(lambda: seat.queue.model.rowCount() == before + 1)
    assert seat.queue.model.age(seat.queue.model.position_of(row)) >= 0


def test_that_the_list_stands_still_while_a_hand_is_in_it(open_seat, qtbot) -> None:
    seat = open_seat()
    choose_first(qtbot, seat)
    newer, row = _with_one_more(seat.context.situation.picture)
    before = seat.queue.model.rowCount()
    seat.context.situation.take(newer, replace(NOTHING, incidents=np.array([row]), new=1))
    qtbot.waitUntil(seat.queue.panel.waiting.isVisible)
    assert seat.queue.model.rowCount() == before
    press(qtbot, seat, Qt.Key.Key_R)
    assert seat.queue.model.rowCount() == before + 1
    assert not seat.queue.panel.waiting.isVisible()


def test_that_a_lost_line_is_told_and_everything_is_stale_until_it_is_back(open_seat, qtbot) -> None:
    seat = open_seat()
    now = seat.context.clock()
    lost = Pulse(now, now - timedelta(seconds=26), False, 3, Refusal("store.gone", "The database does not answer."))
    seat.context.situation.beat(lost)
    assert "14:31:44" in seat.quiet.text()
    assert "自动重连" in seat.quiet.text()
    assert seat.queue.view.painter.stale
    assert all(figure._stale for figure in seat.top.figures.figures())
    seat.context.situation.beat(replace(lost, connected=True, fresh_at=now, trouble=None))
    assert seat.quiet.text() == ""
    assert not seat.queue.view.painter.stale
    assert "3 席在线" in seat.status.texts()


def test_that_what_could_not_be_asked_while_the_line_was_cut_is_no_news_once_it_is_back(open_seat) -> None:
    seat = open_seat()
    now, tell = seat.context.clock(), seat.context.workers.troubled.emit
    gone = Refusal("store.unreachable", "The database {database} can't be reached.", database="x")
    lost = Pulse(now, now - timedelta(seconds=26), False, 3, gone)
    back = replace(lost, connected=True, fresh_at=now, trouble=None)
    seat.context.situation.beat(lost)
    tell(gone)
    seat.context.situation.beat(back)
    assert seat.quiet.text() == ""
    tell(gone)
    seat.context.situation.beat(replace(back, at=now + timedelta(seconds=2)))
    assert seat.quiet.text()
    seat.context.situation.beat(replace(back, at=now + timedelta(seconds=12)))
    assert seat.quiet.text() == ""
    tell(Refusal("store.busy", "{database} is busy with another program.", database="x"))
    seat.context.situation.beat(replace(back, at=now + timedelta(seconds=30)))
    assert seat.quiet.text()


def test_that_trouble_is_a_sentence_and_a_bug_has_details(open_seat) -> None:
    seat = open_seat()
    seat.context.workers.troubled.emit(Refusal("x", "There is no display here, so no window can be opened."))
    assert "没有显示" in seat.quiet.text() or "显示" in seat.quiet.text()
    seat.context.workers.troubled.emit(ValueError("bad"))
    assert "出了差错" in seat.quiet.text()


@pytest.mark.parametrize(("width", "kind"), [(1920, Width.NORMAL), (1400, Width.NARROW), (1100, Width.VERY_NARROW)])
def test_that_the_detail_gives_way_where_it_is_narrow(open_seat, qtbot, width, kind) -> None:
    seat = open_seat((width, 900))
    assert seat.work.width_kind is kind
    assert seat.detail.panel.isVisible() == (kind is Width.NORMAL)
    assert {seat.further.first, seat.map_region} <= set(seat.work._splitter.children())
    seat.queue.view.setFocus()
    press(qtbot, seat, Qt.Key.Key_Down)
    press(qtbot, seat, Qt.Key.Key_Return)
    qtbot.waitUntil(seat.detail.panel.isVisible)
    if kind is not Width.NORMAL:
        press(qtbot, seat, Qt.Key.Key_Escape)
        assert not seat.detail.panel.isVisible()


def test_that_a_moved_divider_is_remembered_and_one_key_restores(open_seat, qtbot) -> None:
    seat = open_seat()
    first = seat.work._splitter.sizes()
    seat.work._splitter.moveSplitter(700, 1)
    seat.work._on_moved()
    seat.window.resize(1930, 1080)
    qtbot.waitUntil(lambda: abs(seat.work._splitter.sizes()[0] - 700) < 12)
    seat.window.resize(1920, 1080)
    press(qtbot, seat, Qt.Key.Key_F9)
    assert np.allclose(seat.work._splitter.sizes(), first, atol=3)


def test_that_the_touched_alone_are_told(open_seat) -> None:
    seat = open_seat()
    told: list[int] = []
    seat.queue.model.dataChanged.connect(lambda first, last: told.append(last.row() - first.row() + 1))
    picture = seat.context.situation.picture
    touched = Touched(np.array([1, 4]), np.empty(0, np.int64), 0, np.empty(0, np.int64))
    seat.context.situation.take(picture, touched)
    assert sum(told) == 2


def _with_one_more(picture):
    """A picture with one more open incident, and its row."""
    row = len(picture.incidents)
    draft = picture.incidents.edit()
    values = list(picture.incidents.row(0).item())
    values[0] = 9_000_000
    draft.put(row, tuple(values))
    picture.incident_slots.of[9_000_000] = row
    return replace(picture, incidents=draft.done()), row


def _is_han(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def test_that_the_browser_is_given_what_the_map_shows(open_seat, monkeypatch, tmp_path) -> None:
    seat = open_seat()
    asked = []
    viewer = "desktop.operator.hands.hand.open_view"
    monkeypatch.setattr(viewer, lambda context, request, done: asked.append((request, done)))
    seat.hand.browser()
    request, done = asked[0]
    west, south, east, north = request.extent
    assert west < 116.36 < east
    assert south < 33.82 < north
    done(tmp_path / "page.html")
    assert "page.html" in seat.quiet.text()


def test_that_the_cases_behind_a_figure_are_opened_with_its_number(open_seat, qtbot) -> None:
    seat = open_seat()
    seat.figures.open("overdue")
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CasesWindow) and w.isVisible())
    qtbot.waitUntil(lambda: window.total is not None, timeout=10_000)
    assert window.total == seat.figures.counted.figures["overdue"].value
    window.close()


def test_that_files_are_written_off_the_gui_thread_and_told(open_seat, qtbot, tmp_path) -> None:
    seat = open_seat()
    seat.context.officer.take(Officer(1, "desk", "Desk", OfficerRole.DISPATCHER))
    seat.files.save_incidents(tmp_path / "open.csv")
    qtbot.waitUntil(lambda: "open.csv" in seat.quiet.text(), timeout=10_000)
    assert (tmp_path / "open.csv").exists()
    seat.files.save_areas(tmp_path / "no" / "such" / "areas.gpkg")
    qtbot.waitUntil(lambda: "open.csv" not in seat.quiet.text(), timeout=10_000)
    assert seat.quiet.text()


def test_that_a_question_mark_shows_every_key_that_works(open_seat, qtbot) -> None:
    seat = open_seat()
    seat.queue.view.setFocus()
    press(qtbot, seat, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    shown = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeyMap) and w.isVisible())
    texts = {label.text() for label in shown.findChildren(QLabel)}
    assert {key.written for key in KEYS} <= texts
    assert {key.order for key in KEYS} <= set(seat.hand.orders)
    shown.close()


def test_that_the_menu_speaks_the_language_of_the_moment(open_seat) -> None:
    seat = open_seat(lang="en")
    seat.menu.fill()
    assert "Keys" in [action.text() for action in seat.menu.actions()]
    seat.context.words.switch("zh_CN")
    seat.menu.fill()
    texts = [action.text() for action in seat.menu.actions()]
    assert "键表" in texts
    assert not any(text.isascii() and text for text in texts)

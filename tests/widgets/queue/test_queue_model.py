"""The queue's list over a hundred thousand rows: how much work each change is, counted in rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from layers.style.tokens import load_tokens
from services.live.blocks import Blocks
from services.live.records import INCIDENT
from services.words import Words
from widgets.queue.model import KEPT_LOOKS, QueueModel
from widgets.queue.row import RowLook
from widgets.queue.view import QueueView
from widgets.theme.theme import Theme

MANY = 100_000
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


def incidents(count: int) -> Blocks:
    rows = np.zeros(count, INCIDENT)
    rows["id"] = np.arange(count)
    rows["severity"] = 1 + np.arange(count) % 4
    rows["alive"] = True
    rows["reported_at"] = NOW.timestamp() - 3600
    rows["due_at"] = NOW.timestamp() + np.arange(count)
    return Blocks.of(rows)


class Describe:
    """Makes looks and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, record: Any) -> RowLook:
        self.made += 1
        return RowLook(
            int(record["id"]), int(record["severity"]), f"事件 {record['id']}", "茴村镇", "热线", "0127", "待派", "",
            float(record["reported_at"]), float(record["due_at"]), ended=not record["alive"],
        )  # fmt: skip


@pytest.fixture
def describe() -> Describe:
    return Describe()


@pytest.fixture
def view(qtbot, describe) -> Iterator[QueueView]:
    words = Words("zh_CN")
    model = QueueModel(describe, words, lambda: NOW)
    made = QueueView(model, Theme(load_tokens()), words, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(570, 800)
    made.show()
    yield made
    made._step.stop()


def told_rows(model: QueueModel) -> list[int]:
    """Collects how many rows each dataChanged tells of."""
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.append(last.row() - first.row() + 1))
    return told


def test_that_only_rows_in_sight_are_ever_described(view, describe, qtbot) -> None:
    view.rows.arrange(incidents(MANY), np.arange(MANY))
    view.grab()
    in_sight = view.in_sight()[1] - view.in_sight()[0] + 1
    assert 10 < in_sight < 20
    assert describe.made <= in_sight + 1


def test_that_scrolling_describes_a_screen_at_a_time_and_forgets_the_old(view, describe) -> None:
    view.rows.arrange(incidents(MANY), np.arange(MANY))
    screens = 300
    for screen in range(screens):
        view.verticalScrollBar().setValue(screen * 20_000)
        view.grab()
    assert describe.made <= (screens + 1) * 20
    assert len(view.rows._looks) <= KEPT_LOOKS


def test_that_a_change_tells_of_its_rows_alone(view) -> None:
    blocks = incidents(MANY)
    view.rows.arrange(blocks, np.arange(MANY)[::-1].copy())
    told = told_rows(view.rows)
    draft = blocks.edit()
    for row in (7, 8, 50_000):
        values = list(blocks.row(row).item())
        values[INCIDENT.names.index("severity")] = 1
        draft.put(row, tuple(values))
    assert view.rows.touch(draft.done(), np.array([7, 8, 50_000])) == 3
    assert sorted(told) == [1, 2]
    assert view.rows.look(view.rows.position_of(50_000)).severity == 1


def test_that_a_change_of_rows_that_are_not_in_the_queue_tells_nothing(view) -> None:
    blocks = incidents(1000)
    view.rows.arrange(blocks, np.arange(500))
    told = told_rows(view.rows)
    assert view.rows.touch(blocks, np.array([600, 999])) == 0
    assert told == []


def test_that_the_chosen_row_stays_chosen_and_no_other_takes_its_place(view) -> None:
    blocks = incidents(MANY)
    chosen: list[int] = []
    view.arrange(blocks, np.arange(MANY))
    view.choose(40_000)
    view.chosen.connect(chosen.append)
    view.arrange(blocks, np.random.default_rng(1).permutation(MANY))
    assert view.current_incident() == 40_000
    assert view.rows.position_of(40_000) == view.currentIndex().row() != 40_000
    view.arrange(blocks, np.arange(39_990, 40_010))
    assert view.current_incident() == 40_000
    view.arrange(blocks, np.arange(5))
    assert view.current_incident() is None
    assert chosen == []


def test_that_a_row_that_cannot_be_painted_is_logged_and_the_rest_is_painted(view, describe, caplog) -> None:
    def broken(record: Any) -> RowLook:
        if record["id"] == 2:
            raise IndexError(2)
        return describe(record)

    view.rows._describe = broken
    view.arrange(incidents(10), np.arange(10))
    view.painter.painted = 0
    view.grab()
    assert view.painter.painted == 9
    assert "can't be painted" in caplog.text


def test_that_rows_in_sight_keep_their_place_when_others_come_above(view) -> None:
    blocks = incidents(5000)
    view.rows.arrange(blocks, np.arange(1000, 5000))
    view.choose(2000)
    view.scrollTo(view.rows.index(2000, 0))
    chosen = view.rows.row_at(2000)
    before = view.rowViewportPosition(2000)
    anchor = view.anchor()
    view.rows.arrange(blocks, np.arange(5000))
    view.hold(anchor)
    assert view.rowViewportPosition(view.rows.position_of(chosen)) == before


def test_that_what_is_new_is_marked_for_six_seconds(view, monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr("widgets.queue.model.time.monotonic", lambda: now[0])
    view.rows.arrange(incidents(100), np.arange(100))
    view.rows.welcome(np.array([3]))
    assert view.rows.age(3) == 0
    assert view.rows.age(4) == -1
    now[0] += 5.9
    assert view.rows.has_fresh()
    now[0] += 0.2
    assert not view.rows.has_fresh()


def test_that_a_row_is_read_aloud_with_level_thing_place_and_time(view) -> None:
    view.rows.arrange(incidents(10), np.arange(10))
    spoken = view.rows.data(view.rows.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    for part in ("橙", "事件 1", "茴村镇", "待派", "不足1分"):
        assert part in spoken


def test_that_the_interface_s_zoom_does_not_resize_rows_one_by_one(view) -> None:
    view.rows.arrange(incidents(MANY), np.arange(MANY))
    resized: list[int] = []
    view.verticalHeader().sectionResized.connect(lambda *_: resized.append(1))
    view._theme.use(zoom=2.0)
    assert view.rowHeight(77_777) == 92
    assert len(resized) == 0


def test_that_a_person_s_hand_is_felt_for_three_seconds(view, qtbot, monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr("widgets.queue.view.time.monotonic", lambda: now[0])
    view.rows.arrange(incidents(100), np.arange(100))
    assert not view.at_work()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.at_work()
    now[0] += 3.1
    assert not view.at_work()


def test_that_enter_opens_and_arrows_choose(view, qtbot) -> None:
    view.rows.arrange(incidents(100), np.arange(100))
    chosen, opened = [], []
    view.chosen.connect(chosen.append)
    view.opened.connect(opened.append)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen == [0, 1]
    assert opened == [1]
    view.selectionModel().setCurrentIndex(view.rows.index(9, 0), QItemSelectionModel.SelectionFlag.SelectCurrent)
    assert chosen[-1] == 9


def test_that_a_smaller_city_in_the_old_one_s_place_takes_over_the_list(view) -> None:
    view.rows.arrange(incidents(90), np.arange(90))
    view.choose(80)
    view.grab()
    view.arrange(incidents(40), np.arange(40)[::-1])
    view.grab()
    assert view.rows.rowCount() == 40
    assert [view.rows.row_at(at) for at in (0, 39)] == [39, 0]

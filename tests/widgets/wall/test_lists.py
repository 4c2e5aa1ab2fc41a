"""Bars and rows of a wall: what adds up, what is new, what is old, and the head and foot around them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from widgets.theme.theme import Theme
from widgets.wall.events import Event, EventsPane, EventsShown
from widgets.wall.foot import FootPane, FootShown
from widgets.wall.header import HeaderPane, HeaderShown
from widgets.wall.pane import WallPane
from widgets.wall.ranks import Rank, RanksPane, RanksShown

RANKS = RanksShown(
    title="在办最多的乡镇",
    time="14:32",
    rows=tuple(Rank(f"{at}号镇", 100 - at, str(100 - at), at) for at in range(12)),
    whole="在办",
    part="其中超期",
    rests=tuple(f"另 {12 - n} 个乡镇 {sum(100 - at for at in range(n, 12))}" if n < 12 else "" for n in range(13)),
    apart=("无位置 10 · 市域外 3",),
)
EVENTS = EventsShown(
    "最新在办事件",
    "14:32",
    tuple(
        Event(at, 1 + at % 4, f"14:{at:02}", "路灯不亮", (f"雪枫街道 · 网格员 · {at}", "雪枫街道")) for at in range(20)
    ),
    "没有在办事件。",
)
HEAD = HeaderShown("永城市", "全域态势", ("演示数据",), ("11月23日 星期一", "11-23"), "14:32:08")
FOOT = FootShown("数据 14:32:07", "信息源 17 / 18 有报", ("水位监测 停更 26 分",), (), ("全域", "时限"), 0, True)


def painted(pane: WallPane, wide: int, high: int) -> list[str]:
    """What a pane writes at that size."""
    pane.resize(wide, high)
    pane.grab()
    return [piece.text for piece in pane.written]


@pytest.mark.parametrize("high", [500, 700, 900, 1400])
def test_that_shown_bars_and_the_rest_sum_to_all_towns_at_any_height(qtbot: QtBot, wall: Theme, high: int) -> None:
    pane = RanksPane(wall)
    qtbot.addWidget(pane)
    pane.show_ranks(RANKS)
    texts = painted(pane, 900, high)
    bars = sum(int(text) for text in texts if text.isdigit())
    rest = sum(int(text.rsplit(" ", 1)[1]) for text in texts if text.startswith("另"))
    assert bars + rest == sum(row.value for row in RANKS.rows)
    assert "无位置 10 · 市域外 3" in texts


def test_that_bars_begin_at_zero_and_are_drawn_to_one_scale(qtbot: QtBot, wall: Theme) -> None:
    pane = RanksPane(wall)
    qtbot.addWidget(pane)
    pane.show_ranks(replace(RANKS, rows=(Rank("甲", 100, "100"), Rank("乙", 50, "50"))))
    painted(pane, 900, 700)
    ends = {piece.text: piece.box.left() for piece in pane.written if piece.text in ("100", "50")}
    names = [piece.box for piece in pane.written if piece.text in ("甲", "乙")]
    start = max(box.right() for box in names) + 0.5 * pane.em
    gap = 0.35 * pane.em
    assert (ends["100"] - gap - start) == pytest.approx(2 * (ends["50"] - gap - start), rel=0.01)


def test_that_new_rows_wear_a_bar_that_fades_within_six_seconds(qtbot: QtBot, wall: Theme) -> None:
    now = [100.0]
    pane = EventsPane(wall, lambda: "zh_CN", clock=lambda: now[0])
    qtbot.addWidget(pane)
    pane.show_events(EVENTS, "newest")
    assert [pane._step(row.key) for row in EVENTS.rows[:1]] == [0]
    pane.show_events(replace(EVENTS, rows=(replace(EVENTS.rows[0], key=99), *EVENTS.rows)), "newest")
    assert pane._step(99) == 6
    now[0] += 3.5
    assert 0 < pane._step(99) < 6
    now[0] += 3.0
    assert pane._step(99) == 0


def test_that_the_rows_of_another_scene_are_not_called_new(qtbot: QtBot, wall: Theme) -> None:
    pane = EventsPane(wall, lambda: "zh_CN", clock=lambda: 5.0)
    qtbot.addWidget(pane)
    pane.show_events(EVENTS, "newest")
    pane.show_events(replace(EVENTS, rows=(Event(500, 1, "", "火情", ("太丘镇",)),)), "longest_over")
    assert pane._step(500) == 0


def test_that_an_empty_list_says_so_in_a_sentence(qtbot: QtBot, wall: Theme) -> None:
    pane = EventsPane(wall, lambda: "zh_CN")
    qtbot.addWidget(pane)
    pane.show_events(replace(EVENTS, rows=()))
    assert "没有在办事件。" in painted(pane, 900, 500)


def test_that_an_old_pane_says_its_age_where_its_time_was(qtbot: QtBot, wall: Theme) -> None:
    pane = EventsPane(wall, lambda: "zh_CN")
    qtbot.addWidget(pane)
    pane.show_events(EVENTS)
    pane.show_stale("停更 26 分")
    texts = painted(pane, 900, 700)
    assert "停更 26 分" in texts
    assert "14:32" not in texts
    assert "路灯不亮" in texts


@pytest.mark.parametrize("wide", [900, 1300, 1920, 3840])
def test_that_the_mark_of_a_demo_and_the_clock_never_go(qtbot: QtBot, wall: Theme, wide: int) -> None:
    head = HeaderPane(wall)
    qtbot.addWidget(head)
    head.show_header(HEAD)
    texts = painted(head, wide, 168)
    assert "演示数据" in texts
    assert "14:32:08" in texts


def test_that_head_and_foot_keep_clear_of_the_seam(qtbot: QtBot, wall: Theme) -> None:
    for pane in (HeaderPane(wall), FootPane(wall)):
        qtbot.addWidget(pane)
        pane.margin, pane.screens = 72, ((72.0, 3800.0), (3880.0, 7608.0))
        if isinstance(pane, HeaderPane):
            pane.show_header(HEAD)
        else:
            pane.show_foot(replace(FOOT, old=tuple(f"{n}号监测 停更 26 分" for n in range(40))))
        painted(pane, 7680, 168)
        seam = QRectF(3801, 0, 78, 168)
        assert pane.written
        assert not [piece for piece in pane.written if piece.box.intersects(seam)]


def test_that_the_heart_beats_one_step_a_second_and_rests_while_the_line_is_cut(qtbot: QtBot, wall: Theme) -> None:
    foot = FootPane(wall)
    qtbot.addWidget(foot)
    foot.show_foot(FOOT)
    before = foot.step
    foot.beat(0.1)
    assert foot.step == before + 1
    foot.show_foot(replace(FOOT, alive=False, trouble=("数据库连接中断。",)))
    foot.beat(0.2)
    assert foot.step == before + 1
    assert "数据库连接中断。" in painted(foot, 3000, 112)


def test_that_the_reason_of_a_cut_line_takes_the_wording_that_fits(qtbot: QtBot, wall: Theme) -> None:
    foot = FootPane(wall)
    qtbot.addWidget(foot)
    foot.show_foot(replace(FOOT, alive=False, trouble=("连接中断，" * 12 + "正在重试。", "连接中断。")))

    assert {"连接中断。", "全域"} & set(painted(foot, 1920, 90)) == {"连接中断。"}
    assert not [piece for piece in foot.written if piece.text != piece.whole]

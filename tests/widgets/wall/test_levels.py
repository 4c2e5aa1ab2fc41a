"""The pane of the levels: counts, the red card, what is dropped where there is no room, what moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from widgets.theme.theme import Theme
from widgets.wall.card import Card
from widgets.wall.levels import Case, LevelsPane, LevelsShown

RED = Card(
    key=7,
    level=1,
    where="陈集镇",
    what="燃气异味",
    state=("红色 · 特别严重 · 待立案", "红色 · 待立案"),
    facts=(("地点", "陈集镇 南街村"), ("来源", "12345热线"), ("时限", "余 3时")),
    begin="14:24 上报",
    elapsed="已过 8 分",
    waiting=True,
)
ROWS = tuple(Case(at, 2, f"第{at}镇", "道路塌陷", "14:05", "网格员", "已派") for at in range(8, 30))
SHOWN = LevelsShown(
    "在办事件分级",
    "共 23 件",
    ("1", "22", "0", "0"),
    RED,
    (Case(7, 1, "陈集镇", "燃气异味", "14:24", "12345热线", "待立案"), *ROWS),
)


@pytest.fixture
def pane(qtbot: QtBot, wall: Theme) -> LevelsPane:
    """A pane that moves."""
    made = LevelsPane(wall, lambda: "zh_CN", moving=True)
    qtbot.addWidget(made)
    return made


def texts(pane: LevelsPane, wide: int = 1200, high: int = 1500) -> list[str]:
    """What the pane writes at that size."""
    pane.resize(wide, high)
    pane.grab()
    return [piece.text for piece in pane.written]


def test_that_rows_go_where_they_do_not_fit_and_the_type_stays(pane: LevelsPane, wall: Theme) -> None:
    pane.show_levels(SHOWN)
    many = texts(pane, high=1900)
    few = texts(pane, high=1100)
    assert sum(text.startswith("第") for text in few) < sum(text.startswith("第") for text in many)
    assert min(piece.em for piece in pane.written) >= wall.type_px("small")


def test_that_the_card_is_not_said_twice(pane: LevelsPane) -> None:
    pane.show_levels(SHOWN)
    assert sum("燃气异味" in text for text in texts(pane)) == 1


def test_that_facts_go_before_the_card_and_its_row_stays_when_the_card_has_no_room(pane: LevelsPane) -> None:
    pane.show_levels(SHOWN)
    assert "地点" in texts(pane, high=1500)
    low = texts(pane, high=500)
    assert "地点" not in low
    assert any("燃气异味" in text for text in low)
    assert any("燃气异味" in text for text in texts(pane, high=370))


def test_that_a_red_one_changes_between_fill_and_outline_until_it_is_taken_up(qtbot: QtBot, pane: LevelsPane) -> None:
    pane.show_levels(SHOWN)
    texts(pane)
    assert pane.alternation.running
    filled = pane.grab().toImage()
    with qtbot.waitSignal(pane.alternation.changed, timeout=2600):
        pass
    assert pane.alternation.outline
    assert pane.grab().toImage() != filled
    pane.show_levels(replace(SHOWN, card=replace(RED, waiting=False)))
    assert not pane.alternation.running
    assert not pane.alternation.outline


def test_that_the_change_is_no_faster_than_every_two_seconds(pane: LevelsPane) -> None:
    assert pane.alternation._timer.interval() == 2000


def test_that_a_new_red_slides_in_once_and_the_first_one_does_not(pane: LevelsPane) -> None:
    pane.show_levels(SHOWN)
    assert not pane._slider.isActive()
    pane.show_levels(replace(SHOWN, card=replace(RED, key=99)))
    assert pane._slider.isActive()
    pane.end()


def test_that_nothing_moves_where_motion_is_reduced(qtbot: QtBot, wall: Theme) -> None:
    pane = LevelsPane(wall, lambda: "zh_CN", moving=False)
    qtbot.addWidget(pane)
    pane.show_levels(SHOWN)
    pane.show_levels(replace(SHOWN, card=replace(RED, key=99)))
    assert not pane.alternation.running
    assert not pane._slider.isActive()


def test_that_all_four_counts_stand_whole_in_a_narrow_pane(pane: LevelsPane) -> None:
    pane.show_levels(replace(SHOWN, counts=("2", "20", "252", "1,366")))
    texts(pane, wide=765)
    assert not [piece for piece in pane.written if piece.cut]


def test_that_the_counts_of_a_hundred_thousand_stand_whole_where_the_pane_is_narrowest(
    pane: LevelsPane, wall: Theme
) -> None:
    counts = ("99", "1,433", "18,176", "80,292")
    pane.show_levels(replace(SHOWN, counts=counts))
    assert set(counts) <= set(texts(pane, wide=round(17.2 * wall.type_px("text"))))
    assert all(piece.box.right() <= pane.width() + 1 for piece in pane.written if piece.text in counts)


def test_that_the_pane_can_be_read_aloud(pane: LevelsPane) -> None:
    pane.show_levels(SHOWN)
    assert pane.accessibleName() == "在办事件分级"
    assert "红色 · 特别严重 · 待立案" in pane.accessibleDescription()


def test_that_what_to_do_is_wrapped_and_never_cut(pane: LevelsPane) -> None:
    step = "Fire service, community and property manager check wiring, gas and corridors door to door"
    card = replace(RED, facts=(("Basis", ("6 in 7 days",)), ("Advice", (f"{step}; Warn those who live alone", step))))
    pane.show_levels(replace(SHOWN, card=card))
    said = texts(pane, wide=800, high=1900)
    assert step in " ".join(said)
    assert not any(piece.cut for piece in pane.written if piece.whole in step)


def test_that_why_is_said_in_a_word_before_it_goes(pane: LevelsPane) -> None:
    why = ("依据", ("序列 · 共 4 步，54 天到第 4 步，比平常快一倍还多", "序列"))
    advice = ("建议", ("派出所、综治中心、司法所当日会商，落实包保责任人",))
    pane.show_levels(replace(SHOWN, card=replace(RED, facts=(why, ("来源", ("网格员 1 · 公安 1",)), advice))))
    said = [texts(pane, wide=800, high=high) for high in range(1900, 300, -20)]
    assert any("54 天" in " ".join(found) for found in said)
    tight = [found for found in said if "序列" in found]
    assert tight
    assert all("责任人" in " ".join(found) and "54 天" not in " ".join(found) for found in tight)

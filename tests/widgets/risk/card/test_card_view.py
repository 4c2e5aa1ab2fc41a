"""The explanation card: everything on it is said as well, facts open by hand and by key, it fits in narrow places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QBoxLayout, QPushButton, QWidget

from layers.style.tokens import load_tokens
from services.words import Words
from widgets.forms.looks import StepLook
from widgets.risk.card.facts_map import markers_of
from widgets.risk.card.looks import (
    AdviceLook,
    CardLook,
    CircleLook,
    CourseLook,
    FactLook,
    LanesLook,
    PartLook,
    ReliefLook,
    ScoreLook,
    SectionLook,
    SimilarLook,
)
from widgets.risk.card.view import CardView
from widgets.theme.theme import SeatKind, Theme

DAY = 86_400.0
STEPS = (StepLook("dispatch", "签发工单…", "D"), StepLook("acknowledge", "签收", "A"), StepLook("close", "结束…", "C"))
PARTS = (
    PartLook("频次", "90 天 12 起，阈值 6", 34.0, "+34"),
    PartLook("趋势", "近 30 天 6 起，前 60 天 6 起", 18.0, "+18"),
    PartLook("危害", "伤 6 人", 16.0, "+16"),
    PartLook("暴露", "400 米内小学一所", 10.0, "+10"),
)
SCALE = ((4, 35.0, "35"), (3, 50.0, "50"), (2, 65.0, "65"), (1, 85.0, "85"))


def fact(key: int, incident: int | None) -> FactLook:
    return FactLook(key, f"11-{key:02}", "交警", "追尾", key * DAY, key % 2, key % 3 == 0, incident, key * 30.0, 0.0,
                    f"11-{key:02}，交警，追尾")  # fmt: skip


def a_card(**values: object) -> CardLook:
    facts = tuple(fact(key, 100 + key if key != 3 else None) for key in (5, 4, 3, 2, 1))
    usual = CardLook(
        key=7, rank=2, hollow=False, title="国省道平交路口事故多发", under="茴村镇 · 橙色 严重", model="频次模型 v4",
        why=SectionLook("为什么是橙色", "分值 78 · 满分 100"),
        score=ScoreLook(PARTS, 78.0, "= 78", SCALE, "门槛"),
        relief=SectionLook("怎样会降下来"),
        reliefs=(
            ReliefLook("30 天内不多于 1 起", "趋势 −18", "→ 57", 3), ReliefLook("连续 90 天", "", "→ 22", 0, "解除"),
        ),
        before=SectionLook("以前相似的"),
        similar=(SimilarLook(3, "2025-06 马桥镇", "增设信号灯", 11.0, 3.0, "11 → 3"),),
        similar_note="前后各 90 天", advised=SectionLook("建议"),
        advice=AdviceLook((("主办", "交警大队"), ("时限", "3 天")), ("到场疏导", "设减速带")),
        story_section=SectionLook("经过"), story=(("14:05", "发出"),),
        facts=SectionLook("事实", "5 起，来自 2 个来源"), rows=facts,
        course_section=SectionLook("累计"), lanes_section=SectionLook("90 天"),
        lanes=LanesLook(("交警", "12345"), 0.0, 6 * DAY, ((0.0, "8-25"), (6 * DAY, "11-23")), ((5 * DAY, "发出"),)),
        course=CourseLook((DAY, 2 * DAY), (1.0, 2.0), (0.0, 6 * DAY), (0.0, 3.1), (0.0, 1.2), (0.0, 5.2), 6.0,
                          "实际 2", "预期 3.1", "阈值 6"),
        right="历史准确", foot="数据 14:32:07", circle=CircleLook(90.0, 0.0, 200.0, "半径 200 米"),
        none_before="没有", none_relief="没有", spoken="橙色，国省道平交路口事故多发",
    )  # fmt: skip
    return replace(usual, **values)  # type: ignore[arg-type]


def show(view: CardView, look: CardLook, steps: tuple[StepLook, ...]) -> None:
    view.show_card(look, steps, markers_of(look.rows, look.rank, view.map.canvas.scenery.ground), None)


@pytest.fixture
def make_card(qtbot) -> Iterator[Callable[..., CardView]]:
    made: list[CardView] = []

    def make(
        lang: str = "zh_CN", name: str = "dark", zoom: float = 1.0, size: tuple[int, int] = (1600, 1000)
    ) -> CardView:
        theme = Theme(load_tokens(), name, zoom, SeatKind.OPERATOR)
        view = CardView(theme, Words(lang))
        made.append(view)
        qtbot.addWidget(view)
        view.setStyleSheet(theme.style_sheet())
        view.resize(*size)
        view.show()
        show(view, a_card(), STEPS)
        return view

    yield make
    for view in made:
        view.close_view()


def test_that_the_score_is_said_with_its_parts_and_thresholds(make_card) -> None:
    view = make_card()
    said = view.waterfall.accessibleDescription()
    for part in PARTS:
        assert part.name in said
        assert part.said in said
    assert all(number in said for number in ("35", "50", "65", "85", "= 78"))


def test_that_a_fact_opens_its_case_by_key_and_one_without_a_case_opens_nothing(make_card) -> None:
    view = make_card()
    opened: list[int] = []
    view.incident_asked.connect(opened.append)
    view.facts._go(0)
    QTest.keyClick(view.facts, Qt.Key.Key_Return)
    QTest.keyClick(view.facts, Qt.Key.Key_Down)
    QTest.keyClick(view.facts, Qt.Key.Key_Down)
    QTest.keyClick(view.facts, Qt.Key.Key_Return)
    assert opened == [105]
    assert view.map.canvas.reticle.number == 3


def test_that_a_similar_warning_opens_its_own_card(make_card, qtbot) -> None:
    view = make_card()
    view.similar.setFocus()
    QTest.keyClick(view.similar, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.similar_asked) as asked:
        QTest.keyClick(view.similar, Qt.Key.Key_Return)
    assert asked.args == [3]


def test_that_buttons_say_their_keys_and_one_alone_is_primary(make_card, qtbot) -> None:
    view = make_card()
    buttons = view.foot.buttons()
    assert [button.text() for button in buttons] == ["签发工单… D", "签收 A", "结束… C"]
    assert [bool(button.property("primary")) for button in buttons] == [True, False, False]
    with qtbot.waitSignal(view.asked) as asked:
        buttons[1].click()
    assert asked.args == ["acknowledge"]
    view.foot.show_primary(False)
    assert not any(button.property("primary") for button in view.foot.buttons())


def test_that_the_same_button_keeps_the_keyboard_while_its_step_stays(make_card) -> None:
    view = make_card()
    view.foot.buttons()[2].setFocus()
    show(view, a_card(hollow=True), (STEPS[0], STEPS[2]))
    assert view.window().focusWidget() is view.foot.buttons()[1]


def test_that_narrow_cards_put_one_column_below_the_other(make_card) -> None:
    view = make_card(size=(900, 900))
    assert view._columns.direction() == QBoxLayout.Direction.TopToBottom
    view.resize(1500, 900)
    assert view._columns.direction() == QBoxLayout.Direction.LeftToRight


@pytest.mark.parametrize("zoom", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_no_button_is_cut_and_everything_can_be_painted(make_card, zoom, lang) -> None:
    view = make_card(lang, "light", zoom, (round(1500 * zoom), round(950 * zoom)))
    assert not view.grab().isNull()
    for button in view.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()


def test_that_every_part_has_a_name_that_can_be_read_aloud(make_card) -> None:
    view = make_card()
    for part in (view.waterfall, view.reliefs, view.facts, view.lanes, view.course, view.advice):
        assert part.accessibleName(), part
        assert part.accessibleDescription(), part
    for child in view.findChildren(QWidget):
        inside = isinstance(child.parent(), QAbstractScrollArea)  # a viewport speaks by its owner's name
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and not inside:
            assert child.accessibleName() or getattr(child, "text", str)(), child


def test_that_a_card_with_nothing_but_a_head_can_be_shown(make_card) -> None:
    view = make_card()
    empty = a_card(
        score=ScoreLook((), 0.0, "= 0", SCALE, "门槛"), reliefs=(), similar=(), rows=(), lanes=LanesLook(),
        course=CourseLook(), circle=None, advice=AdviceLook((), ()), story=(),
    )  # fmt: skip
    show(view, empty, ())
    assert not view.grab().isNull()
    assert view.similar.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_that_another_look_of_the_same_warning_leaves_the_map_where_it_is(make_card) -> None:
    view = make_card()
    before = view.map.canvas.box.viewRect()
    view.map.canvas.go_to((0.0, 0.0, 5000.0, 5000.0))
    moved = view.map.canvas.box.viewRect()
    show(view, a_card(hollow=True), STEPS)
    assert view.map.canvas.box.viewRect() == moved != before

"""Advice beside a case: fetched, told in words, kept true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.context import SeatContext
from desktop.operator.near.advice_desk import AdviceDesk, advice_look, whole_percents
from services.cases.routing.advise import Advice, Asked, DutyLine, Share
from services.domain.catalogue import Category, Department
from services.domain.incidents import IncidentClass, Severity
from services.words import Words

POLICE, URBAN = Department("police", "公安局", "Police"), Department("urban", "城管局", "Urban Management")
LAMP = Category("lamp", "路灯不亮", "Street lamp out", None, IncidentClass.ORDINARY, Severity.BLUE, "urban")


@pytest.fixture
def context(make_context: Callable[..., SeatContext], filled: list[int]) -> SeatContext:
    return make_context()


@pytest.fixture
def desk(qtbot: QtBot, context: SeatContext, theme_of) -> Iterator[AdviceDesk]:
    owner = QObject()
    made = AdviceDesk(context, theme_of(context), owner)
    qtbot.addWidget(made.panel)
    yield made
    made.close()


def advice(context: SeatContext, **values: object) -> Advice:
    now = context.clock()
    usual = Advice(
        owners=(Share(POLICE, 0.906), Share(URBAN, 0.062)), rest=0.032, others=35, reasons=(), sure=True, threshold=0.6,
        at=now, version=12, trained_at=now - timedelta(days=3),
    )  # fmt: skip
    return replace(usual, **values)  # type: ignore[arg-type]


def test_that_advice_on_an_incident_arrives(qtbot: QtBot, desk: AdviceDesk, filled: list[int]) -> None:
    with qtbot.waitSignal(desk.advised, timeout=20_000):
        desk.show(filled[0])
    assert desk.advice is not None
    assert desk.panel.look is not None
    assert desk.panel.isEnabled()


def test_that_advice_on_another_incident_can_not_be_chosen_before_it_has_come(
    qtbot: QtBot, desk: AdviceDesk, filled: list[int]
) -> None:
    with qtbot.waitSignal(desk.advised, timeout=20_000):
        desk.show(filled[0])
    with qtbot.waitSignal(desk.advised, timeout=20_000):
        desk.show(filled[1])
        assert not desk.panel.isEnabled()
    assert desk.panel.isEnabled()


def test_that_the_same_incident_again_stays_choosable(qtbot: QtBot, desk: AdviceDesk, filled: list[int]) -> None:
    with qtbot.waitSignal(desk.advised, timeout=20_000):
        desk.show(filled[0])
    with qtbot.waitSignal(desk.advised, timeout=20_000):
        desk.show(filled[0])
        assert desk.panel.isEnabled()


def test_that_an_answer_that_is_no_longer_wanted_is_dropped(qtbot: QtBot, desk: AdviceDesk, filled: list[int]) -> None:
    desk.show(filled[0])
    desk.forget()
    desk._context.workers.wait()
    qtbot.wait(50)
    assert desk.advice is None
    assert desk.panel.isHidden()


def test_that_what_is_typed_is_advised_on_after_a_moment(qtbot: QtBot, desk: AdviceDesk) -> None:
    for text in ("路", "路灯", "路灯不亮"):
        desk.show_text(Asked(text))
    with qtbot.waitSignal(desk.advised, timeout=20_000) as told:
        pass
    assert isinstance(told.args[0], Advice)


def test_that_shares_are_whole_per_cent_that_add_up(context: SeatContext) -> None:
    look = advice_look(advice(context), context.words, context.clock())
    assert [(one.name, one.value.replace("\u202f", " ")) for one in look.choices] == [
        ("公安局", "91 %"),
        ("城管局", "6 %"),
        ("其他 35 个部门", "3 %"),
    ]
    assert look.unsure == ""
    assert look.note == "模型 v12 · 11-20 训练"


@pytest.mark.parametrize("shares", [[0.333, 0.333, 0.334], [0.995, 0.004, 0.001], [1.0], [0.5, 0.25, 0.125, 0.125]])
def test_that_rounding_never_loses_a_part(shares: list[float]) -> None:
    assert sum(whole_percents(shares)) == 100


def test_that_nobody_sure_shows_the_duty_list_instead_of_bars(context: SeatContext) -> None:
    unsure = advice(context, sure=False, owners=(Share(POLICE, 0.41),), rest=0.59, duties=(DutyLine(LAMP, URBAN),))
    look = advice_look(unsure, Words("en"), context.clock())
    assert [(one.code, one.name, one.value, one.share) for one in look.choices] == [
        ("urban", "Urban Management", "Street lamp out", None)
    ]
    assert "Police" in look.unsure


def test_that_a_disagreement_names_whom_the_words_mean(context: SeatContext) -> None:
    look = advice_look(advice(context, sure=False, doubted=POLICE), Words("en"), context.clock())
    assert look.unsure.startswith("The duty list and the words disagree; the words name Police")


def test_that_it_says_when_there_is_no_model_and_when_it_is_damaged(context: SeatContext) -> None:
    none = advice(context, version=None, trained_at=None)
    assert advice_look(none, Words("en"), context.clock()).note == "No model yet"
    assert advice_look(replace(none, damaged=True), Words("en"), context.clock()).note == "Model damaged, not used"

"""The window of the card: opened from the list, filled with the advice, carried out; a lost order keeps its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.portrait.window import PortraitWindow
from desktop.risk.card_ways import PORTRAIT, WORKBENCH
from desktop.risk.card_window import CardWindow
from desktop.workbench.window import WorkbenchWindow
from services.domain.incidents import IncidentState, Report, Severity
from services.domain.people import Officer, OfficerRole
from services.domain.warnings import WarningOrder, WarningOutcome, WarningState, WarningVerb
from services.store.queries import signals, warnings

NOW = datetime(2026, 11, 23, 6, 32, 10, tzinfo=UTC)
OTHER = Officer(77, "other", "钱", OfficerRole.DISPATCHER)
Opened = Callable[..., CardWindow]


@pytest.fixture
def opened(qtbot, at_the_desk, live) -> Opened:
    """A seat that hears facts, with the card of a warning open."""

    def make(ident: int, verb: str = "", **values: Any) -> CardWindow:
        seat = at_the_desk(qtbot, **values)
        live(seat.context)
        window = seat.further.warnings.open(ident, verb)
        qtbot.waitUntil(lambda: window.card is not None, timeout=10_000)
        return window

    return make


def steps_of(window: CardWindow) -> list[str]:
    """What may be done with the warning; the ways on to other windows are no steps."""
    names = [button.objectName() for button in window.view.foot.buttons()]
    return [name for name in names if name not in (PORTRAIT, WORKBENCH)]


def whole(services: Any, ident: int) -> Any:
    with services.database.reading() as reader:
        return warnings.whole(reader, ident)


def test_that_the_card_tells_the_warning_and_every_number_adds_up(opened, warn) -> None:
    window = opened(warn())
    look = window.view.look
    assert look.title == "事故多发路口"
    assert look.rank == 2
    assert sum(part.points for part in look.score.parts) == pytest.approx(look.score.score)
    assert [rank for rank, _, _ in look.score.thresholds] == [4, 3, 2, 1]
    assert len(look.rows) == 6
    assert sum(one.lane == at for at in range(len(look.lanes.sources)) for one in look.rows) == 6
    assert look.course.actual[-1] == 6.0
    assert "chief" in look.model
    assert all(float(one.score.split()[-1]) < look.score.score for one in look.reliefs)
    assert look.reliefs


def test_that_a_fact_opens_its_case_at_the_desk(qtbot, opened, warn, fill) -> None:
    cases = tuple(fill(2, state=int(IncidentState.FILED), closed_at=None))
    window = opened(warn(cases))
    window.view.facts._go(0)
    with qtbot.waitSignal(window.incident_asked) as asked:
        QTest.keyClick(window.view.facts, Qt.Key.Key_Return)
    assert asked.args == [cases[0]]


def test_that_texts_on_the_card_are_masked(opened, warn, services) -> None:
    said = Report("hotline", "fight", "王小明说请回电 13812342210", NOW, lon=116.31, lat=33.81, contact="13812342210",
                  contact_name="王小明")  # fmt: skip
    services.door.take(said)
    with services.database.reading() as reader:
        newest = max(row.id for row in signals.since(reader, NOW - timedelta(days=1)))
    window = opened(warn(facts=(newest,)))
    told = "\n".join(one.spoken + one.what for one in window.view.look.rows)
    assert "138****2210" in told
    assert "13812342210" not in told
    assert "王小明" not in told


def test_that_the_dispatch_is_filled_with_the_advice_and_signed_as_a_ticket(qtbot, opened, warn, services) -> None:
    ident = warn()
    window = opened(ident)
    QTest.keyClick(window, Qt.Key.Key_D)
    form = window.forms.form
    qtbot.waitUntil(lambda: form.look is not None and "department" in form.values(), timeout=10_000)
    values = form.values()
    assert values["department"] == "police"
    assert values["helpers"] == ["water"]
    assert values["category"] == "fight"
    assert values["text"] == "1. 到场疏导\n2. 设减速带"
    QTest.keyClick(form.fields["text"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.submit()
    qtbot.waitUntil(lambda: whole(services, ident).live.state is WarningState.DISPATCHED, timeout=10_000)
    live = whole(services, ident).live
    assert live.ticket is not None
    with services.database.reading() as reader:
        case = reader.incident(live.ticket)
    assert case.live.department == "police"
    assert case.live.severity == live.level
    qtbot.waitUntil(lambda: window.card.ticket is not None, timeout=10_000)
    assert form.look is None
    assert "dispatch" not in [step.objectName() for step in window.view.foot.buttons()]


def test_that_closing_needs_an_outcome_and_says_what_is_missing(qtbot, opened, warn, services) -> None:
    ident = warn()
    window = opened(ident, "close")
    form = window.forms.form
    form.put("why", "到场核实")
    form.submit()
    qtbot.waitUntil(lambda: bool(form.refusal()), timeout=10_000)
    assert whole(services, ident).live.state is WarningState.RAISED
    form.put("outcome", str(int(WarningOutcome.FALSE)))
    form.submit()
    qtbot.waitUntil(lambda: window.card.warning.outcome is WarningOutcome.FALSE, timeout=10_000)
    assert window.view.look.ended == "已结束 · 误报"
    assert steps_of(window) == []


def test_that_a_lost_order_keeps_its_words_and_can_be_given_again(qtbot, opened, warn, services) -> None:
    ident = warn()
    window = opened(ident, "regrade")
    form = window.forms.form
    form.put("level", 1)
    form.put("why", "现场更重")
    services.warning_desk.carry_out(
        WarningOrder(WarningVerb.REGRADE, ident, 1, why="我认为较轻", level=Severity.YELLOW), OTHER
    )
    qtbot.waitUntil(lambda: window.card.warning.live.version > 1, timeout=10_000)
    assert form.values()["why"] == "现场更重"
    form.submit()
    card = window.forms.conflict
    qtbot.waitUntil(lambda: card.look is not None, timeout=10_000)
    assert any(row.yours == "现场更重" for row in card.look.rows)
    card.choose("again")
    assert form.look is not None
    form.put("level", 1)
    form.put("why", "现场更重")
    form.submit()
    qtbot.waitUntil(lambda: whole(services, ident).live.level == 1, timeout=10_000)


def test_that_what_was_typed_is_there_when_the_card_is_opened_again(qtbot, at_the_desk, live, warn) -> None:
    ident = warn()
    seat = at_the_desk(qtbot)
    desk = seat.further.warnings
    window = desk.open(ident, "shelve")
    qtbot.waitUntil(lambda: window.forms.form.look is not None, timeout=10_000)
    field = window.forms.form.fields["why"]
    QTest.keyClicks(field, "abc")
    window.close()
    qtbot.waitUntil(lambda: ident not in desk.cards.windows, timeout=5_000)
    again = desk.open(ident)
    qtbot.waitUntil(lambda: again.forms.form.look is not None, timeout=10_000)
    assert again.forms.form.values()["why"] == "abc"
    QTest.keyClick(again, Qt.Key.Key_Escape)
    assert again.forms.form.look is None
    assert again.isVisible()


def test_that_another_officers_step_is_seen_at_once(qtbot, opened, warn, services) -> None:
    ident = warn()
    window = opened(ident)
    services.warning_desk.carry_out(WarningOrder(WarningVerb.ACKNOWLEDGE, ident, 1), OTHER)
    qtbot.waitUntil(lambda: window.view.look.hollow, timeout=10_000)
    assert "other" in window.view.look.foot


def test_that_an_officer_who_may_do_nothing_has_no_buttons_and_is_told_why(qtbot, opened, warn) -> None:
    window = opened(warn(), login="wanda", role=OfficerRole.WALL)
    assert steps_of(window) == []
    window.begin("dispatch")
    assert window.view.foot.note.text()


def test_that_a_warning_that_is_gone_says_so(qtbot, at_the_desk, warn) -> None:
    warn()
    seat = at_the_desk(qtbot)
    window = seat.further.warnings.open(4711)
    qtbot.waitUntil(lambda: "不在数据库" in window.note.text(), timeout=10_000)
    assert window.view.isHidden()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_the_card_speaks_the_readers_language(qtbot, opened, warn, lang) -> None:
    window = opened(warn())
    window.context.words.switch(lang)
    head = {"zh_CN": "事实", "en": "Facts"}[lang]
    qtbot.waitUntil(lambda: window.view.look.facts.head == head, timeout=10_000)
    assert not window.grab().isNull()


def test_that_a_key_opens_the_portrait_of_the_place_and_the_workbench_at_the_scenario(qtbot, opened, warn) -> None:
    window = opened(warn())
    qtbot.keyClick(window.view.facts, Qt.Key.Key_P)
    portrait = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PortraitWindow))
    qtbot.waitUntil(lambda: portrait.portrait is not None, timeout=10_000)
    assert "200" in portrait._head.text()
    portrait.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    qtbot.keyClick(window.view.facts, Qt.Key.Key_W)
    bench = next(one for one in QApplication.topLevelWidgets() if isinstance(one, WorkbenchWindow))
    qtbot.waitUntil(lambda: bench.tried is not None, timeout=20_000)
    assert bench.tried.now.scenario.code == "roads.junctions"
    bench.close()


def test_that_the_portrait_of_a_contact_never_shows_its_digest(qtbot, opened, warn) -> None:
    window = opened(warn(subject="who:467a2b7683579121"))
    window.begin(PORTRAIT)
    portrait = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PortraitWindow))
    qtbot.waitUntil(lambda: portrait.portrait is not None, timeout=10_000)
    assert portrait._head.text().endswith("同一联系人")
    portrait.close()

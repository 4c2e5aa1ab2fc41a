"""A response at a seat: begun, followed, ticked, raised and stood down by keys; told to every seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.context import SeatContext
from desktop.emergency.desk import EmergencyDesk
from desktop.emergency.window import EmergencyWindow
from services.bundle import Services
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.cases.watch.worker import Watching
from services.domain.emergencies import ResponseLevel
from services.domain.incidents import IncidentClass, Report
from services.domain.people import OfficerRole
from services.domain.refusals import Refusal
from services.live.picture import load_picture

D, W, L = OfficerRole.DISPATCHER, OfficerRole.DEPARTMENT, OfficerRole.LEADER
REPORT = Report("hotline", "leak", "燃气味很大", None, 116.31, 33.81)  # type: ignore[arg-type]


@pytest.fixture
def incident(services: Services) -> int:
    return services.door.take(replace(REPORT, reported_at=services.database.clock())).incident


@pytest.fixture
def desk(qtbot: QtBot, theme_of) -> Callable[[SeatContext], EmergencyDesk]:
    windows: list[QWidget] = []

    def make(context: SeatContext) -> EmergencyDesk:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        made = EmergencyDesk(context, theme_of(context), window)
        windows.append(made.strip)
        qtbot.addWidget(made.strip)
        return made

    return make


@pytest.fixture
def window(qtbot: QtBot, services: Services, seat_of, theme_of, incident: int):
    """The window of a response at level III that calls li, at the seat of an officer."""
    li = seat_of("li", D).officer.now
    ident = services.emergencies.open(incident, li, ResponseLevel.III)

    def make(login: str = "li", role: OfficerRole = D, **more: object) -> EmergencyWindow:
        context = seat_of(login, role, **more)
        made = EmergencyWindow(context, theme_of(context), None, ident)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.view.look is not None)
        return made

    return make


def test_that_a_response_begins_at_the_plans_level_after_asking(
    qtbot: QtBot, services: Services, seat_of, desk, incident: int
) -> None:
    context = seat_of("li", D)
    with services.database.reading() as reader:
        context.situation.picture = load_picture(reader, services.database.clock())
    made = desk(context)
    form = made.start(incident)
    assert form is not None
    assert form.level.value == int(services.emergencies.plan_of("leak").level)
    form.words.put("消防已出发")
    form.start.click()
    qtbot.waitUntil(lambda: bool(made.windows))
    found = services.emergencies.read(next(iter(made.windows)))
    assert found is not None
    assert found.opened_by == "li"
    assert found.log[-1].words == "消防已出发"
    made.close()


def test_that_who_may_not_is_told_in_the_form(qtbot: QtBot, services, seat_of, desk, incident: int) -> None:
    context = seat_of("water", W, department="water")
    with services.database.reading() as reader:
        context.situation.picture = load_picture(reader, services.database.clock())
    made = desk(context)
    form = made.start(incident)
    assert form is not None
    form.start.click()
    qtbot.waitUntil(lambda: "指挥中心和领导" in form.note.text())
    assert services.emergencies.standing() == []
    form.reject()
    made.close()


def test_that_keys_answer_tick_and_log(qtbot: QtBot, window, services: Services) -> None:
    made = window()
    view = made.view
    qtbot.keyClick(made, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: view.look is not None and not view.look.may_answer)
    qtbot.keyClick(made, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: view.look is not None and view.look.steps[1].done)
    view.field.put("两车到场")
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.look is not None and "两车到场" in view.look.log[0][1])
    assert view.field.value == ""
    found = services.emergencies.read(made.ident)
    assert found is not None
    assert [line.verb for line in reversed(found.log)] == ["open", "present", "step", "log"]


def test_that_raising_needs_a_reason_and_keeps_the_level_without_one(qtbot: QtBot, window, services) -> None:
    made = window()
    view = made.view
    view.ask_grade()
    view.grading.levels.put(1)
    view.grading.done.click()
    qtbot.waitUntil(lambda: "原因" in view.note.text())
    assert services.emergencies.read(made.ident).live.level is ResponseLevel.III
    view.grading.field.put("火势蔓延")
    view.grading.done.click()
    qtbot.waitUntil(lambda: view.look.level == 1)
    assert view.grading.isHidden()
    assert "III → I" in view.look.log[0][1]


def test_that_who_is_slower_is_told_and_nothing_typed_is_lost(qtbot: QtBot, window, services) -> None:
    first, second = window(), window("mayor", L)
    first.view.ask_end()
    first.view.ending.field.put("火已灭")
    first.view.ending.done.click()
    qtbot.waitUntil(lambda: bool(first.view.look.ended))
    second.view.ask_grade()
    second.view.grading.field.put("要升级")
    second.view.grading.done.click()
    qtbot.waitUntil(lambda: "已解除" in second.view.note.text())
    assert second.view.grading.field.value == "要升级"
    qtbot.waitUntil(lambda: bool(second.view.look.ended))
    assert second.view.end.isHidden()


def test_that_a_database_that_is_gone_is_asked_once_and_told(qtbot: QtBot, window, services, monkeypatch) -> None:
    made, asked = window(), list[int]()

    def gone(ident: int) -> None:
        asked.append(ident)
        raise Refusal("store.unreachable", "The database {database} can't be reached.", database="city")

    monkeypatch.setattr(services.emergencies, "read", gone)
    made.read()
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=10_000)
    made.context.workers.wait()
    qtbot.wait(50)
    assert len(asked) == 1


def test_that_departments_answer_and_log_but_do_not_command(qtbot: QtBot, window) -> None:
    view = window("water", W, department="water").view
    for button in (view.take, view.grade, view.end):
        assert button.isHidden()
    assert not view.field.isHidden()


def test_that_every_seat_sees_a_response_begin_and_end(
    qtbot: QtBot, services: Services, seat_of, live, desk, incident: int
) -> None:
    seats = [seat_of("li", D), seat_of("water", W, department="water")]
    desks = [desk(context) for context in seats]
    for context in seats:
        live(context)
    li = seats[0].officer.now
    ident = services.emergencies.open(incident, li, ResponseLevel.II)
    qtbot.waitUntil(lambda: all(one.strip.look is not None for one in desks), timeout=5_000)
    assert "II" in desks[1].strip.look.text
    services.emergencies.answer(ident, li)
    qtbot.waitUntil(lambda: "到岗 1/" in desks[1].strip.look.text, timeout=5_000)
    services.emergencies.stand_down(ident, services.emergencies.read(ident).live.version, li, "结束")
    qtbot.waitUntil(lambda: all(one.strip.isHidden() for one in desks), timeout=5_000)


def test_that_a_major_hazard_shows_at_the_desk_by_itself(qtbot: QtBot, services, seat_of, live, desk) -> None:
    context = seat_of("li", D)
    made = desk(context)
    live(context)
    watching = Watching(services.database, Watch(services.database, WatchRules(), services.desk.rules), "test")
    watching.start()
    try:
        ident = services.door.take(replace(REPORT, reported_at=services.database.clock())).incident
        with services.database.unit() as unit:
            live_ = unit.live_incident(ident)
            unit.put("incidents", ident, version=live_.version, kind=int(IncidentClass.MAJOR))
            unit.commit()
        qtbot.waitUntil(lambda: made.strip.look is not None, timeout=10_000)
    finally:
        watching.ask_to_stop()
        watching.join()
    assert made.musters.standing[0].live.incident == ident
    made.close()

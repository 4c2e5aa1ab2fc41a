"""Steps as they are typed: read in both languages, completed in stages, previewed, carried out, kept when refused."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.access.holder import Holder
from desktop.bridge import LiveBridge
from desktop.operator.hands.keys import KEYS, KeyMap
from desktop.operator.hands.step_keys import ALSO, KEY_OF
from desktop.operator.typed.typed_words import SPOKEN, VERB_OF
from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, Severity
from services.domain.people import Officer, OfficerRole
from services.domain.queue_choice import Tab
from services.domain.steps import Verb
from widgets.panels.sections import TextLines

pytestmark = pytest.mark.usefixtures("filled")
DESK = Officer(1, "dispatch-1", "调度 01", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
SOON = 15_000


@pytest.fixture
def live_seat(open_seat, make_context, services, qtbot):
    """The seat of a dispatcher who supervises too, with the change tail running."""
    bridges = []

    def open_it(**values):
        context = make_context("operator", officer=Holder(DESK), **values)
        seat = open_seat(context=context)
        bridges.append(LiveBridge(services, context.situation, context.workers))
        bridges[-1].start()
        qtbot.waitUntil(lambda: seat.detail.forms.options is not None, timeout=SOON)
        qtbot.waitUntil(lambda: context.situation.pulse is not None, timeout=SOON)
        return seat

    yield open_it
    for bridge in bridges:
        bridge.stop()


def some(seat, count: int, *states: IncidentState) -> list[int]:
    rows = seat.context.situation.picture.incidents
    found = np.flatnonzero(np.isin(rows.column("state"), states) & rows.column("alive"))
    assert len(found) >= count, states
    return [int(rows.row(int(at))["id"]) for at in found[:count]]


def number(seat, incident: int) -> str:
    """The whole number of an incident: its end alone may be another one's too."""
    picture = seat.context.situation.picture
    return picture.incidents.row(picture.incident_at(incident))["number"].decode()


def type_in(seat, text: str, enter: bool = False) -> None:
    seat.command.edit.setText(text)
    seat.command.edit.textEdited.emit(text)
    if enter:
        QTest.keyClick(seat.command.edit, Qt.Key.Key_Return)


def stored(services, incident: int):
    with services.database.reading() as reader:
        return reader.incident(incident)


def test_that_every_step_has_words_in_both_languages_a_key_and_no_key_is_there_twice() -> None:
    spoken = {verb for verb in Verb if verb is not Verb.REPORT}
    assert set(SPOKEN) == spoken
    assert all(zh and en for zh, en in SPOKEN.values())
    assert len(VERB_OF) == sum(len(zh) + len(en) for zh, en in SPOKEN.values())
    assert set(KEY_OF) == set(Verb)
    assert len(set(KEY_OF.values())) == len(KEY_OF)


def test_that_an_assignment_is_read_in_both_languages(live_seat) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.FILED)[0]
    owner = seat.detail.forms.options.departments[0]
    for text in (
        f"派 {number(seat, incident)} {owner.item.name_zh} 24时 先设警示",
        f"assign {number(seat, incident)} {owner.search[2]} 24h 先设警示",
    ):
        typed = seat.commands.steps.read(text)
        assert typed.verb is Verb.ASSIGN
        assert typed.incident == incident
        assert typed.values["department"] == owner.item.code
        assert (typed.values["hours"], typed.values["words"]) == (24.0, "先设警示")
        assert typed.missing == ()


def test_that_other_steps_take_what_they_need(live_seat) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.FILED)[0]
    read, now = seat.commands.steps.read, seat.context.clock()
    shelved = read(f"搁置 {number(seat, incident)} 2时 检修施工中")
    assert shelved.values["until"] == pytest.approx(now.timestamp() + 7200)
    assert shelved.values["reason"] == "maintenance"
    assert read("延期 24时 天气原因 连日下雨").values == {"hours": 24.0, "reason": "weather", "words": "连日下雨"}
    assert read("改级 红 情况加重").values["severity"] == Severity.RED
    assert read("评分 5星").values["stars"] == 5
    assert read(f"合并 {number(seat, incident)}").missing == ("into",)
    assert read("备注 12345 来电再次反映").verb is Verb.NOTE
    assert read("茴村镇") is None


def test_that_hours_of_an_assignment_are_an_own_limit_and_only_a_shorter_one_is_taken(
    live_seat, services, qtbot
) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.FILED)[0]
    now = services.database.clock()
    with services.database.unit() as unit:
        version = unit.live_incident(incident).version
        unit.put("incidents", incident, version, reported_at=now, due_at=now + timedelta(hours=24))
        unit.say(IncidentChanged(unit.live_incident(incident)))
        unit.commit()
    picture = seat.context.situation
    due = (now + timedelta(hours=24)).timestamp()
    row = picture.picture.incident_at(incident)
    qtbot.waitUntil(lambda: float(picture.picture.incidents.row(row)["due_at"]) == due, timeout=SOON)
    owner = seat.detail.forms.options.departments[0]
    start = f"派 {number(seat, incident)} {owner.item.name_zh}"
    type_in(seat, f"{start} 48时")
    assert "不可行：市定时限" in seat.command.answered()
    type_in(seat, f"{start} 48时", enter=True)
    qtbot.waitUntil(lambda: "自定时限只能更短" in seat.command.answered(), timeout=SOON)
    assert stored(services, incident).department is None
    type_in(seat, f"{start} 6时")
    assert "自定时限：" in seat.command.answered()
    type_in(seat, f"{start} 6时", enter=True)
    qtbot.waitUntil(lambda: stored(services, incident).own_hours == 6.0, timeout=SOON)
    assert stored(services, incident).live.due_at == now + timedelta(hours=6)


def test_that_completion_goes_by_stages(live_seat, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.FILED)[0]
    seat.choose(incident)
    complete, owner = seat.commands.complete, seat.detail.forms.options.departments[0]
    assert "派人 " in complete("派")
    assert complete("派 ")[0].startswith("派 ")
    assert f"派 {owner.item.name_zh}" in complete(f"派 {owner.search[2][:2]}")
    assert complete("延期 ")[-1].endswith("时")


def test_that_what_will_be_done_is_said_while_it_is_typed(live_seat) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.FILED)[0]
    owner = seat.detail.forms.options.departments[0]
    type_in(seat, f"派 {number(seat, incident)} {owner.item.name_zh}")
    assert owner.item.name_zh in seat.command.answered()
    type_in(seat, f"派 {number(seat, incident)}")
    assert "还需要：主办" in seat.command.answered()


def test_that_a_typed_step_is_carried_out_and_the_line_is_free_again(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.FILED)[0]
    owner = seat.detail.forms.options.departments[0]
    type_in(seat, f"派 {number(seat, incident)} {owner.search[2]}", enter=True)
    qtbot.waitUntil(lambda: stored(services, incident).live.state is IncidentState.ASSIGNED, timeout=SOON)
    qtbot.waitUntil(lambda: seat.command.edit.text() == "", timeout=SOON)
    assert stored(services, incident).department == owner.item.code
    assert "派单" in seat.command.answered()
    QTest.keyClick(seat.command.edit, Qt.Key.Key_Up)
    assert owner.search[2] in seat.command.edit.text()


def test_that_what_is_refused_stays_typed_until_escape(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, 1, IncidentState.ASSIGNED)[0]
    text = f"接单 {number(seat, incident)}"
    type_in(seat, text, enter=True)
    qtbot.waitUntil(lambda: "接单" in seat.command.answered() and "正在" not in seat.command.answered(), timeout=SOON)
    assert seat.command.edit.text() == text
    QTest.keyClick(seat.command.edit, Qt.Key.Key_Escape)
    assert seat.command.edit.text() == ""


def test_that_an_unknown_number_and_no_choice_are_said(live_seat) -> None:
    seat = live_seat()
    type_in(seat, "签收 99999999", enter=True)
    assert "99999999" in seat.command.answered()
    type_in(seat, "签收", enter=True)
    assert "请指明事件" in seat.command.answered()


def test_that_several_are_acknowledged_at_once_with_each_answer(live_seat, services, qtbot) -> None:
    seat = live_seat()
    chosen = some(seat, 3, IncidentState.FILED, IncidentState.ASSIGNED, IncidentState.IN_PROGRESS)
    with services.database.unit() as unit:
        for incident in chosen:
            unit.put("incidents", incident, acked_at=None, acked_by="")
        unit.commit()
    seat.detail.show_several(chosen)
    seat.hand.step(Verb.ACKNOWLEDGE)
    page = seat.detail.several_page
    qtbot.waitUntil(lambda: bool(page.told()), timeout=SOON)
    assert page.told()[0] == "已办 3 / 3 件"
    assert all(stored(services, incident).acked_by == DESK.login for incident in chosen)


def test_that_a_batch_tells_each_refusal_and_carries_out_the_others(live_seat, services, qtbot) -> None:
    seat = live_seat()
    chosen = [*some(seat, 1, IncidentState.FILED), *some(seat, 1, IncidentState.ASSIGNED)]
    seat.detail.show_several(chosen)
    batch = seat.detail.batch
    batch.begin(Verb.ASSIGN)
    batch.form.put("department", seat.detail.forms.options.departments[0].item.code)
    batch.form.submit()
    page = seat.detail.several_page
    qtbot.waitUntil(lambda: bool(page.told()), timeout=SOON)
    assert page.told()[0] == "已办 1 / 2 件"
    assert len(page.told()) == 2
    assert stored(services, chosen[0]).live.state is IncidentState.ASSIGNED


def test_that_the_key_map_tells_every_step(live_seat) -> None:
    seat = live_seat()
    seat.hand.keys()
    shown = [line for lines in seat.window.findChild(KeyMap).findChildren(TextLines) for line in lines.lines()]
    assert ("A", "签收") in shown
    assert len(shown) > len(KEY_OF)


def test_that_the_menu_has_the_steps_of_what_is_chosen(live_seat, qtbot) -> None:
    seat = live_seat()
    assert seat.hand.steps() == []
    seat.choose(some(seat, 1, IncidentState.FILED)[0])
    qtbot.waitUntil(lambda: seat.detail.forms.card is not None, timeout=SOON)
    assert ("派单", "D") in [entry[:2] for entry in seat.hand.steps()]


def test_that_a_view_of_the_queue_is_switched_to_by_name(live_seat, qtbot) -> None:
    seat = live_seat()
    type_in(seat, "视图 超期", enter=True)
    assert seat.queue.panel.choice.tab is Tab.OVERDUE
    type_in(seat, "view cq", enter=True)
    assert seat.queue.panel.choice.tab is Tab.OVERDUE
    assert "视图 待派" in seat.commands.complete("视图 待")


def test_that_no_key_means_two_things() -> None:
    steps = [key for verb, key in KEY_OF.items() if verb is not Verb.REPORT]
    keys = [*(one for key in KEYS for one in key.sequences), *steps, *ALSO]
    assert sorted(keys) == sorted(set(keys))


def test_that_several_are_merged_into_the_one_that_stays(live_seat, services, qtbot) -> None:
    seat = live_seat()
    chosen = some(seat, 3, IncidentState.FILED, IncidentState.ASSIGNED)
    seat.detail.show_several(chosen)
    batch = seat.detail.batch
    batch.begin(Verb.MERGE)
    batch.form.put("into", str(chosen[0]))
    batch.form.submit()
    page = seat.detail.several_page
    qtbot.waitUntil(lambda: bool(page.told()), timeout=SOON)
    assert page.told()[0] == "已办 2 / 2 件"
    states = [stored(services, incident).live.state for incident in chosen]
    assert states[1:] == [IncidentState.MERGED, IncidentState.MERGED]
    assert states[0] is not IncidentState.MERGED

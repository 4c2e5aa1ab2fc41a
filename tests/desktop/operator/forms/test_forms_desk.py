"""The form beside a case: offered, filled, kept, sent, refused and lost, on the real seat over a real database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.access.holder import Holder
from desktop.bridge import LiveBridge
from desktop.operator.forms.drafts import Drafts
from services.domain.incidents import IncidentState
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.queue_choice import Tab
from services.domain.steps import STEPS, Verb

pytestmark = pytest.mark.usefixtures("filled")
DESK = Officer(1, "dispatch-1", "调度 01", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
OTHER = Officer(2, "dispatch-5", "调度 05 席", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
SOON = 15_000


@pytest.fixture
def live_seat(open_seat, make_context, services, qtbot):
    """The seat of a dispatcher who supervises too, with the change tail running."""
    bridges = []

    def open_it(officer: Officer = DESK, **values):
        context = make_context("operator", officer=Holder(officer), **values)
        seat = open_seat(context=context)
        bridges.append(LiveBridge(services, context.situation, context.workers))
        bridges[-1].start()
        qtbot.waitUntil(lambda: seat.detail.forms.options is not None, timeout=SOON)
        qtbot.waitUntil(lambda: context.situation.pulse is not None, timeout=SOON)
        return seat

    yield open_it
    for bridge in bridges:
        bridge.stop()


def some(seat, *states: IncidentState) -> int:
    """An open incident in one of these states."""
    rows = seat.context.situation.picture.incidents
    found = np.flatnonzero(np.isin(rows.column("state"), states) & rows.column("alive"))
    assert len(found), states
    return int(rows.row(int(found[0]))["id"])


def show(qtbot, seat, incident: int):
    """Shows an incident with its form; gives the form."""
    seat.choose(incident)
    forms = seat.detail.forms
    qtbot.waitUntil(lambda: forms.card is not None and forms.card.incident.live.id == incident, timeout=SOON)
    qtbot.waitUntil(lambda: seat.detail.complete() and forms.form.look is not None, timeout=SOON)
    return forms.form


def stored(services, incident: int):
    with services.database.reading() as reader:
        return reader.incident(incident)


def owners(seat) -> list[str]:
    return [option.code for option in seat.detail.forms.options.owners("zh_CN")]


def press(seat, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the focus is, as a keyboard sends it."""
    seat.window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or seat.window, key, modifier)


def test_that_the_usual_next_step_is_open_and_only_steps_of_this_officer_are_beside_it(live_seat, qtbot) -> None:
    seat = live_seat()
    form = show(qtbot, seat, some(seat, IncidentState.FILED, IncidentState.REPORTED))
    state = seat.detail.forms.card.incident.live.state
    assert form.look.step.verb == Verb.ASSIGN
    assert all((state, Verb(step.verb)) in STEPS for step in form.look.others)
    assert Verb.ACCEPT not in [step.verb for step in form.look.others]


def test_that_an_order_is_carried_out_and_seen_by_its_fact(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, IncidentState.FILED, IncidentState.REPORTED)
    form = show(qtbot, seat, incident)
    form.put("department", owners(seat)[0])
    with qtbot.waitSignal(seat.orders.seen, timeout=SOON):
        form.submit()
    assert stored(services, incident).live.state is IncidentState.ASSIGNED
    row = seat.context.situation.picture.incident_at(incident)
    assert int(seat.context.situation.picture.incidents.row(row)["state"]) == IncidentState.ASSIGNED
    qtbot.waitUntil(lambda: form.look is not None and form.look.step.verb != Verb.ASSIGN, timeout=SOON)


def test_that_a_refusal_is_said_in_the_panel_and_the_words_stay(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, IncidentState.FILED, IncidentState.REPORTED)
    form = show(qtbot, seat, incident)
    form.put("department", None)
    form.fields["words"].setPlainText("请尽快")
    form.submit()
    qtbot.waitUntil(lambda: bool(form.refusal()), timeout=SOON)
    assert "主办" in form.refusal()
    assert form.values()["words"] == "请尽快"
    assert stored(services, incident).live.state is not IncidentState.ASSIGNED


def test_that_who_lost_is_told_who_was_faster_and_keeps_every_word(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, IncidentState.FILED, IncidentState.REPORTED)
    form = show(qtbot, seat, incident)
    mine, theirs = owners(seat)[:2]
    form.put("department", mine)
    form.fields["words"].setPlainText("先设警示")
    seat.detail.forms._on_edited()
    version = stored(services, incident).live.version
    order = Order(Verb.ASSIGN, incident, version, Details(department=theirs, words="派警力"))
    services.desk.carry_out(order, OTHER)
    form.submit()
    conflict = seat.detail.forms.conflict.card
    qtbot.waitUntil(lambda: conflict.look is not None, timeout=SOON)
    assert not conflict.isHidden()
    assert f"第 {version + 1} 版" in conflict.look.told
    differing = [row for row in conflict.look.rows if row.differs]
    assert differing[0].yours != differing[0].current
    assert any("先设警示" in row.yours for row in conflict.look.rows)
    assert conflict.look.ways[0].way == "note"
    assert form.values()["words"] == "先设警示"
    with qtbot.waitSignal(seat.orders.seen, timeout=SOON):
        conflict.choose("note")
    with services.database.reading() as reader:
        assert reader.incident(incident).department == theirs
    qtbot.waitUntil(lambda: conflict.look is None, timeout=SOON)
    card = services.reading.incident_card(incident)
    assert any(line.verb == Verb.NOTE and "先设警示" in line.why for line in card.story)


def test_that_who_lost_may_transfer_with_the_same_words(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, IncidentState.FILED, IncidentState.REPORTED)
    form = show(qtbot, seat, incident)
    mine, theirs = owners(seat)[:2]
    form.put("department", mine)
    form.fields["words"].setPlainText("先设警示")
    seat.detail.forms._on_edited()
    version = stored(services, incident).live.version
    services.desk.carry_out(Order(Verb.ASSIGN, incident, version, Details(department=theirs)), OTHER)
    form.submit()
    conflict = seat.detail.forms.conflict.card
    qtbot.waitUntil(lambda: conflict.look is not None, timeout=SOON)
    conflict.choose("again")
    assert form.look.step.verb == Verb.TRANSFER
    assert form.values()["department"] == mine
    assert form.values()["words"] == "先设警示"


def test_that_a_note_of_somebody_else_is_no_conflict(live_seat, services, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, IncidentState.FILED, IncidentState.REPORTED)
    form = show(qtbot, seat, incident)
    form.put("department", owners(seat)[0])
    seat.detail.forms._on_edited()
    version = stored(services, incident).live.version
    services.desk.carry_out(Order(Verb.NOTE, incident, version, Details(words="已回电")), OTHER)
    with qtbot.waitSignal(seat.orders.seen, timeout=SOON):
        form.submit()
    assert stored(services, incident).live.state is IncidentState.ASSIGNED


def test_that_advice_fills_the_owner_and_keeps_the_ring_until_a_person_chose(live_seat, qtbot) -> None:
    seat = live_seat()
    form = show(qtbot, seat, some(seat, IncidentState.FILED, IncidentState.REPORTED))
    first, second = owners(seat)[:2]
    form.put("department", None)
    seat.detail.forms.advise(first)
    assert form.values()["department"] == first
    assert form.advised == "department"
    seat.detail.forms.choose_owner(second)
    assert form.advised == ""
    seat.detail.forms.advise(first)
    assert form.values()["department"] == second


def test_that_what_was_typed_is_there_again_when_the_case_is_opened_again(live_seat, qtbot) -> None:
    seat = live_seat()
    incident = some(seat, IncidentState.FILED, IncidentState.REPORTED)
    form = show(qtbot, seat, incident)
    form.fields["words"].setPlainText("放学前到场")
    seat.choose(None)
    qtbot.waitUntil(seat.detail.complete, timeout=SOON)
    form = show(qtbot, seat, incident)
    assert form.values()["words"] == "放学前到场"
    assert "草稿" in form.state() or seat.drafts.get(f"incident-{incident}")


def test_that_a_step_that_is_not_this_officers_is_refused_with_what_is_possible(live_seat, qtbot) -> None:
    seat = live_seat()
    form = show(qtbot, seat, some(seat, IncidentState.ASSIGNED))
    seat.hand.step(Verb.ACCEPT)
    assert "接单" in form.refusal()
    assert "催办" in form.refusal()


def test_that_who_may_only_look_sees_no_form(live_seat, qtbot) -> None:
    seat = live_seat(officer=replace(DESK, role=OfficerRole.ADMIN, also=frozenset()))
    incident = some(seat, IncidentState.FILED)
    seat.choose(incident)
    forms = seat.detail.forms
    qtbot.waitUntil(lambda: forms.card is not None, timeout=SOON)
    assert forms.form.isHidden()
    assert forms.steps() == ()


def test_that_triage_assign_and_acknowledge_take_six_keys_at_most(live_seat, services, qtbot) -> None:
    seat = live_seat()
    seat.queue.change(tab=Tab.TO_ASSIGN)
    qtbot.waitUntil(lambda: seat.queue.complete() and seat.queue.model.rowCount() > 0, timeout=SOON)
    seat.queue.view.setFocus()
    incident = seat.queue.model.look(0).incident
    with services.database.unit() as unit:  # nobody has looked at it yet
        unit.put("incidents", incident, acked_at=None, acked_by="")
        unit.commit()
    keys = 0
    press(seat, Qt.Key.Key_Down)
    press(seat, Qt.Key.Key_A)
    press(seat, Qt.Key.Key_D)
    keys += 3
    forms = seat.detail.forms
    qtbot.waitUntil(
        lambda: forms.form.look is not None and forms.form.isAncestorOf(QApplication.focusWidget()), timeout=SOON
    )
    qtbot.waitUntil(lambda: stored(services, incident).acked_by == DESK.login, timeout=SOON)
    qtbot.waitUntil(lambda: forms.card.incident.live.acked, timeout=SOON)
    if "department" not in forms.form.values():
        letters = forms.options.departments[0].search[2][:2]
        QTest.keyClicks(QApplication.focusWidget(), letters)
        keys += len(letters)
    press(seat, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keys += 1
    qtbot.waitUntil(lambda: stored(services, incident).live.state is IncidentState.ASSIGNED, timeout=SOON)
    assert keys <= 6
    qtbot.waitUntil(seat.queue.view.hasFocus, timeout=SOON)


TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from desktop.operator.forms.drafts import Drafts
from layers.style.tokens import load_tokens
from services.words import Words
from widgets.forms.looks import FieldKind, FieldLook, FormLook, StepLook
from widgets.forms.step_form import StepForm
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme
import datetime
app = QApplication([])
theme = Theme(load_tokens())
drafts = Drafts(Path(sys.argv[1]))
form = StepForm(theme, Words("zh_CN"), Icons(theme), datetime.datetime.now)
form.show_form(FormLook("incident/7", StepLook("note", "备注"), (FieldLook("words", FieldKind.WORDS, "说明"),)))
form.edited.connect(lambda: drafts.put("incident-7", {"verb": "note", "values": {"note": form.values()}}))
form.show()
words = form.fields["words"]
for at in range(100_000):
    QTest.keyClicks(words, "abcdefgh "[at % 9])
    app.processEvents()
    print(len(words.toPlainText()), flush=True)
    QTest.qWait(5)
"""


def test_that_a_seat_killed_while_somebody_types_loses_half_a_second_at_most(tmp_path, qapp, qtbot) -> None:
    folder = tmp_path / "drafts"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    seat = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(folder)], stdout=subprocess.PIPE, text=True, env=environment
    )
    typed: list[tuple[float, int]] = []
    try:
        while len(typed) < 150:
            typed.append((time.monotonic(), int(seat.stdout.readline())))
    finally:
        seat.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        killed = time.monotonic()
        seat.wait()
        seat.stdout.close()
    drafts = Drafts(folder)
    qtbot.waitUntil(lambda: drafts.is_loaded)
    kept = drafts.get("incident-7")["values"]["note"]["words"]
    drafts.close()
    old_enough = max((length for at, length in typed if at < killed - 0.5), default=0)
    assert len(kept) >= old_enough
    assert kept == ("abcdefgh " * 20_000)[: len(kept)]


def test_that_a_sent_draft_is_gone_though_another_case_is_shown_by_then(live_seat, services, qtbot) -> None:
    seat = live_seat()
    rows = seat.context.situation.picture.incidents
    first, second = (int(rows.row(int(at))["id"]) for at in np.flatnonzero(rows.column("alive"))[:2])
    form = show(qtbot, seat, first)
    seat.hand.step(Verb.NOTE)
    form.fields["words"].setPlainText("已回电")
    assert seat.drafts.keys() == (f"incident-{first}",)
    with qtbot.waitSignal(seat.orders.sent, timeout=SOON):
        form.submit()
        seat.choose(second)
    assert seat.drafts.keys() == ()


def test_that_a_refusal_without_a_form_is_told_on_the_command_line(live_seat, qtbot) -> None:
    seat = live_seat(officer=replace(DESK, role=OfficerRole.ADMIN, also=frozenset()))
    seat.choose(some(seat, IncidentState.FILED))
    qtbot.waitUntil(lambda: seat.detail.forms.card is not None, timeout=SOON)
    seat.hand.step(Verb.ASSIGN)
    assert "派单" in seat.command.answered()

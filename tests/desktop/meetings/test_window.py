"""The window of joint meetings over tickets that two departments gave back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from desktop.cases.window import CasesWindow
from desktop.meetings.window import MeetingsWindow, open_meetings
from desktop.operator.forms.drafts import Drafts
from services.domain.facts import MeetingChanged
from services.domain.incidents import IncidentState
from services.domain.people import Officer, OfficerRole
from services.live.advance import NOTHING, advance
from services.live.picture import load_picture
from services.store.feed.line import open_feed, snapshot
from services.store.tables.meetings import meeting_items
from widgets.forms.time_fields import MomentField

HOUR = timedelta(hours=1)
DESK = Officer(1, "li", "", OfficerRole.DISPATCHER)
Open = Callable[..., MeetingsWindow]


@pytest.fixture
def tickets(city, fill, services) -> list[int]:
    """Three that two departments have given back, before a meeting."""
    found = fill(60)[:3]
    now = services.database.clock()
    with city.unit() as unit:
        codes = [department.code for department in unit.catalogue().departments][:2]
        for ident in found:
            for n, department in enumerate(codes):
                unit.add(
                    "holdings", incident_id=ident, department=department, begin=now - (30 - 10 * n) * HOUR,
                    end=now - (24 - 10 * n) * HOUR, verb="return", reason="not_ours", words="不属我局", by="clerk",
                )  # fmt: skip
            version = unit.incident(ident).live.version
            unit.put(
                "incidents", ident, version=version, state=int(IncidentState.RETURNED), returns=2, in_meeting=True,
                closed_at=None, department=None,
            )  # fmt: skip
            unit.add(
                "meeting_items", incident_id=ident, cause="two_departments", returns=2, opened_at=now - HOUR,
                opened_by="system",
            )  # fmt: skip
        unit.commit()
    return found


@pytest.fixture
def open_window(make_context, theme_of, qtbot, tickets) -> Open:
    def make(drafts: Drafts | None = None, officer: Officer = DESK, lang: str = "zh_CN") -> MeetingsWindow:
        context = make_context("operator", lang=lang)
        context.officer.now = officer
        window = open_meetings(context, theme_of(context), drafts or Drafts(None))
        qtbot.addWidget(window)
        qtbot.waitUntil(lambda: bool(window.pages) and window.pages[0].page is not None)
        return window

    return make


def test_that_the_list_tells_what_waits_and_the_ledger_who_held_it(open_window, tickets) -> None:
    waiting = open_window().pages[0]
    assert [item.incident for item in waiting.items] == tickets
    assert waiting.rows.index(0, 3).data() == "两个部门先后退单"
    looks = waiting.ledger.look.holdings
    assert [look.span for look in looks] == ["6\u202f小时", "6\u202f小时"]
    assert "退单 · 不属本部门职责 · 不属我局" in looks[0].told
    bars = waiting.ledger.bars()
    assert bars[0].left() < bars[1].left()


def test_that_a_decision_is_typed_and_binds(open_window, qtbot, services, tickets) -> None:
    drafts = Drafts(None)
    window = open_window(drafts)
    waiting, item = window.pages[0], window.pages[0].page.item
    owner = waiting._options.owners("zh_CN")[0]
    waiting.form.fields["department"].setFocus()
    QTest.keyClicks(waiting.form.fields["department"], owner.search[-1])
    waiting.form.fields["words"].setPlainText("由其主办")
    assert drafts.get(f"meeting-item-{item.id}")["words"] == "由其主办"
    waiting.form.submit()
    qtbot.waitUntil(lambda: len(waiting.items) == 2)
    (decided,) = services.meetings.decided()
    assert (decided.id, decided.decision) == (item.id, "由其主办")
    assert drafts.keys() == ()
    qtbot.waitUntil(lambda: len(window.pages[3].items) == 1)


def test_that_a_decision_without_words_is_refused_in_the_form_and_keeps_what_was_typed(open_window, qtbot) -> None:
    waiting = open_window(lang="en").pages[0]
    waiting.form.put("department", waiting._options.owners("en")[0].code)
    waiting.form.submit()
    qtbot.waitUntil(lambda: waiting.form.refusal() == "Write down what was decided, and why.")
    assert waiting.form.values()["department"] == waiting._options.owners("en")[0].code


def test_that_what_was_typed_on_one_item_waits_there_while_another_is_looked_at(open_window, qtbot) -> None:
    waiting = open_window().pages[0]
    first = waiting.page.item.id
    waiting.form.fields["words"].setPlainText("一半")
    waiting.table.setCurrentIndex(waiting.rows.index(1, 0))
    qtbot.waitUntil(lambda: waiting.page.item.id != first)
    assert "words" not in waiting.form.values()
    waiting.table.setCurrentIndex(waiting.rows.index(0, 0))
    qtbot.waitUntil(lambda: waiting.page.item.id == first)
    assert waiting.form.values()["words"] == "一半"


def test_that_the_next_meeting_of_the_timetable_stands_in_the_form(open_window, qtbot, services) -> None:
    window = open_window()
    window.turn(1)
    plan = window.pages[1]
    qtbot.waitUntil(lambda: len(plan.form.values().get("items", ())) == 3)
    assert plan.form.values()["place"] == "指挥中心会商室"
    plan.form.submit()
    qtbot.waitUntil(lambda: len(plan.meetings) == 1)
    (meeting,) = services.meetings.planned()
    assert meeting.at > services.database.clock()
    assert len(services.meetings.items_of(meeting.id)) == 3


def test_that_a_meeting_is_closed_with_its_minutes_alone(open_window, qtbot, services) -> None:
    meeting = services.meetings.plan(services.database.clock() - HOUR, [], DESK)
    window = open_window()
    window.turn(1)
    plan = window.pages[1]
    qtbot.waitUntil(lambda: plan.meeting is not None and plan.minutes.isVisibleTo(plan))
    plan.minutes.submit()
    qtbot.waitUntil(lambda: plan.minutes.refusal() != "")
    plan.minutes.fields["minutes"].setPlainText("到会六人")
    plan.minutes.submit()
    qtbot.waitUntil(lambda: services.meetings.planned()[0].held_at is not None)
    assert (services.meetings.planned()[0].id, services.meetings.planned()[0].minutes) == (meeting, "到会六人")


def test_that_days_lost_add_up_and_open_their_cases(open_window, qtbot, tickets) -> None:
    window = open_window()
    window.turn(2)
    lost = window.pages[2]
    qtbot.waitUntil(lambda: len(lost.found) == 2)
    texts = [[lost.rows.cell(row, column).text for column in range(1, 4)] for row in range(3)]
    assert texts == [["1.5", "6", "3"], ["0.8", "3", "3"], ["0.8", "3", "3"]]
    lost.table.setCurrentIndex(lost.rows.index(0, 3))
    QTest.keyClick(lost.table, Qt.Key.Key_Return)
    cases = window.findChild(CasesWindow)
    qtbot.waitUntil(lambda: cases.total is not None)
    assert cases.total == len(tickets)


def test_that_who_may_not_decide_sees_no_form(open_window) -> None:
    window = open_window(officer=Officer(2, "clerk", "", OfficerRole.DEPARTMENT, department="water"))
    assert window.pages[0].form.isHidden()
    assert window.pages[1].form.isHidden()


def test_that_the_language_is_switched_in_the_open_window(open_window) -> None:
    window = open_window()
    window.context.words.switch("en")
    assert window.windowTitle() == "Joint meetings"
    assert window.pages[0].rows.index(0, 3).data() == "Two departments gave it back"


def test_that_a_time_field_has_room_for_its_text(open_window, qtbot) -> None:
    window = open_window()
    window.turn(1)
    plan = window.pages[1]
    qtbot.waitUntil(lambda: "at" in plan.form.fields)
    field: MomentField = plan.form.fields["at"]
    assert field._edit.lineEdit().width() > field._edit.width() / 2


def test_that_what_another_seat_does_is_seen_by_itself_and_the_chosen_item_and_the_words_stay(
    open_window, qtbot, services, city
) -> None:
    window = open_window()
    waiting, situation = window.pages[0], window.context.situation
    window._heard.setInterval(0)
    waiting.table.setCurrentIndex(waiting.rows.index(1, 0))
    qtbot.waitUntil(lambda: waiting.page is not None and waiting.page.item.id == waiting.items[1].id)
    chosen = waiting.items[1].id
    waiting.form.fields["words"].setFocus()
    QTest.keyClicks(waiting.form.fields["words"].focusProxy() or waiting.form.fields["words"], "abc")
    typed = waiting.form.values()
    owner = waiting._options.owners("zh_CN")[0].code
    services.meetings.decide(waiting.items[0].id, 1, owner, "由其主办", DESK)
    situation.changed.emit(situation.picture, replace(NOTHING, incidents=np.array([0])))
    qtbot.waitUntil(lambda: len(waiting.items) == 2)
    assert waiting.items[waiting.table.currentIndex().row()].id == chosen
    assert waiting.form.values() == typed


def test_that_a_meeting_that_another_seat_plans_is_told_as_a_fact(services, city, tickets) -> None:
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, city.clock()))
    with city.reading() as reader:
        items = [row[0] for row in reader.all(select(meeting_items.c.id))]
    ident = services.meetings.plan(city.clock() + HOUR, items, DESK)
    services.meetings.close(ident, 1, "都到了", DESK)
    with closing(open_feed(city)) as feed:
        facts, _ = feed.poll(cursor)
    assert [fact for fact in facts if isinstance(fact, MeetingChanged)] == [MeetingChanged(ident)] * 2
    _, touched = advance(picture, facts)
    assert touched.meetings
    assert not touched.nothing

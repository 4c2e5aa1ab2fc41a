"""Meetings: those planned and held with their lists and minutes, and the form that plans the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.access.login_window import refused
from desktop.meetings.page import MeetingPage, fill
from desktop.operator.forms.drafts import Drafts
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local
from desktop.window import SeatWindow
from services.cases.meetings.deciding import DECIDES
from services.cases.meetings.timetable import Regular, next_meeting
from services.cases.reasons import Reasons
from services.domain.meetings import Item, Meeting
from services.domain.refusals import Refusal
from widgets.access.text_rows import TextRows, TextTable
from widgets.forms.looks import FieldKind, FieldLook, FormLook, Option, StepLook
from widgets.forms.step_form import StepForm
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle

PLAN = "meeting-plan"


class PlanPage(MeetingPage):
    """The timetable's next meeting stands in the form; a meeting that was held shows its minutes."""

    def __init__(self, window: SeatWindow, reasons: Reasons, drafts: Drafts, timetable: tuple[Regular, ...]) -> None:
        super().__init__(window, reasons)
        self._drafts, self._timetable = drafts, timetable
        self.meetings: tuple[Meeting, ...] = ()
        self._waiting: tuple[Item, ...] = ()
        self._agenda: tuple[Item, ...] = ()
        theme, icons = self.theme, Icons(self.theme)
        self.rows = TextRows(theme)
        self.table = TextTable(theme, self.rows, self)
        self._list, self._minutes, self._plan_head = QLabel(), QLabel(), QLabel()
        for label in (self._list, self._minutes, self._plan_head):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        restyle(self._list, tone="2")
        restyle(self._plan_head, role="title")
        self._minutes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.form, self.minutes = (
            StepForm(theme, self.context.words, icons, lambda: local(self.context)) for _ in range(2)
        )
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_chosen())
        self.form.edited.connect(lambda: self._drafts.put(PLAN, self.form.values()))
        self.form.filled.connect(self._on_planned)
        self.minutes.edited.connect(self._on_minutes_edited)
        self.minutes.filled.connect(self._on_held)
        drafts.loaded.connect(self._show_forms)

    @property
    def meeting(self) -> Meeting | None:
        """The chosen one."""
        at = self.table.currentIndex().row()
        return self.meetings[at] if 0 <= at < len(self.meetings) else None

    def read(self) -> None:
        meetings = self.context.services.meetings
        self.ask("planned", lambda: (meetings.planned(), meetings.waiting()), self._take)

    def say(self) -> None:
        teller, words = self.teller(), self.context.words
        if teller is None:
            return
        self.table.setAccessibleName(words("Meetings", ctx="meeting"))
        self._plan_head.setText(words("Plan a meeting", ctx="meeting"))
        texts = [teller.meeting(meeting) for meeting in self.meetings]
        fill(self.rows, self.table, teller.meeting_heads(), texts, [meeting.id for meeting in self.meetings])
        self._show_meeting()
        self._show_forms()

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        gap = self.theme.whole(8)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self.table, 1)
        for part in (self._list, self._minutes, self.minutes):
            left.addWidget(part)
        side = QWidget()
        side.setLayout(right)
        right.setContentsMargins(self.theme.whole(16), 0, 0, 0)
        right.addWidget(self._plan_head)
        right.addWidget(self.form)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(left, 58)
        row.addWidget(side, 42)

    def _show_meeting(self) -> None:
        teller, meeting = self.teller(), self.meeting
        for part in (self._list, self._minutes):
            part.setVisible(meeting is not None)
        if teller is None:
            return
        if meeting is None:
            self._list.setText(self.context.words("No meeting has been planned yet.", ctx="meeting"))
            self._list.setVisible(True)
            return
        self._list.setText(teller.agenda(self._agenda))
        self._minutes.setText(meeting.minutes)
        self._minutes.setVisible(bool(meeting.minutes))

    def _show_forms(self) -> None:
        words, may = self.context.words, bool(at_desk(self.context).roles & DECIDES)
        self._plan_head.setVisible(may)
        if not may or self.context.situation.picture is None:
            self.form.show_form(None)
            self.minutes.show_form(None)
            return
        self.form.show_form(self._plan_look(), self._drafts.get(PLAN))
        meeting = self.meeting
        if meeting is None or meeting.held_at is not None:
            self.minutes.show_form(None)
            return
        field = FieldLook("minutes", FieldKind.WORDS, words("Minutes", ctx="meeting"), (),
                          words("Who was there, what was decided", ctx="meeting"), needed=True)  # fmt: skip
        step = StepLook("hold", words("It was held: keep the minutes", ctx="meeting"))
        self.minutes.show_form(FormLook(_draft(meeting), step, (field,)), self._drafts.get(_draft(meeting)))

    def _plan_look(self) -> FormLook:
        words, teller = self.context.words, self.teller()
        found = next_meeting(self._timetable, local(self.context))
        at, regular = found if found is not None else (None, Regular(1, datetime.min.time()))
        options = tuple(
            Option(str(item.id), f"{item.number} {teller.what(item) if teller else ''}", (item.number,))
            for item in self._waiting
        )
        unplanned = [str(item.id) for item in self._waiting if item.meeting is None]
        fields = (
            FieldLook("at", FieldKind.MOMENT, words("Time", ctx="meeting"), needed=True,
                      value=at.timestamp() if at is not None else None),
            FieldLook("place", FieldKind.LINE, words("Place", ctx="meeting"), value=regular.place(words.lang)),
            FieldLook("chair", FieldKind.LINE, words("Chair", ctx="meeting"), value=regular.chair(words.lang)),
            FieldLook("items", FieldKind.SEVERAL, words("List", ctx="meeting"), options,
                      words("Number of what waits", ctx="meeting"), value=unplanned),
        )  # fmt: skip
        return FormLook(PLAN, StepLook("plan", words("Plan it and tell the departments", ctx="meeting")), fields)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, found: tuple[list[Meeting], list[Item]]) -> None:
        before = self.meetings, self._waiting
        self.meetings, self._waiting = tuple(found[0]), tuple(found[1])
        if before == (self.meetings, self._waiting) and self.rows.rowCount():
            return
        self.say()
        self._on_chosen()

    def _on_chosen(self) -> None:
        meeting, meetings = self.meeting, self.context.services.meetings
        if meeting is None:
            return
        self._agenda = ()
        self._show_forms()
        self.ask("agenda", lambda: meetings.items_of(meeting.id), self._take_agenda)

    def _take_agenda(self, items: list[Item]) -> None:
        self._agenda = tuple(items)
        self._show_meeting()

    def _on_planned(self, values: Mapping[str, Any]) -> None:
        meetings, officer, zone = self.context.services.meetings, at_desk(self.context), local(self.context).tzinfo
        seconds, items = values.get("at"), [int(item) for item in values.get("items", ())]
        place, chair = str(values.get("place", "")), str(values.get("chair", ""))

        def plan() -> int:
            if seconds is None:
                raise Refusal("meeting.when", "Say when the meeting is to be.")
            return meetings.plan(datetime.fromtimestamp(seconds, zone), items, officer, place, chair)

        def done(_: int) -> None:
            self._drafts.drop(PLAN)
            if self.frame.alive:
                self.form.wait(False)
                self.form.show_form(None)
                self.frame.tell(self.context.words("The meeting is planned; the departments were told.", ctx="meeting"))
                self.changed.emit()

        self._order(self.form, "plan", plan, done)

    def _on_held(self, values: Mapping[str, Any]) -> None:
        meeting, meetings, officer = self.meeting, self.context.services.meetings, at_desk(self.context)
        if meeting is None:
            return

        def done(_: None) -> None:
            self._drafts.drop(_draft(meeting))
            if self.frame.alive:
                self.minutes.wait(False)
                self.minutes.show_form(None)
                self.frame.tell(self.context.words("The minutes are kept.", ctx="meeting"))
                self.changed.emit()

        told = str(values.get("minutes", ""))
        self._order(
            self.minutes, "hold", lambda: meetings.close(meeting.id, meeting.version, told, officer), done
        )  # fmt: skip

    def _order(self, form: StepForm, key: str, order: Any, done: Any) -> None:
        def trouble(error: Exception) -> None:
            if self.frame.alive:
                form.wait(False)
                form.show_refusal(refused(error, self.context.words))

        form.wait(True)
        self.context.workers.ask(f"{key} {id(self)}", order, done, trouble)

    def _on_minutes_edited(self) -> None:
        if self.meeting is not None:
            self._drafts.put(_draft(self.meeting), self.minutes.values())


def _draft(meeting: Meeting) -> str:
    return f"meeting-{meeting.id}"

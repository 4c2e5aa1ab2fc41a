"""What waits for a joint meeting: the list, the ledger of the chosen one, and the form for what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.access.login_window import refused
from desktop.meetings.page import MeetingPage, fill
from desktop.operator.forms.drafts import Drafts
from desktop.operator.forms.step_options import StepOptions
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local
from desktop.window import SeatWindow
from services.cases.meetings.deciding import DECIDES
from services.cases.meetings.table import ItemPage
from services.domain.meetings import Item, Meeting
from widgets.access.text_rows import TextRows, TextTable
from widgets.forms.looks import FieldKind, FieldLook, FormLook, StepLook
from widgets.forms.step_form import StepForm
from widgets.kit.icons import Icons
from widgets.meetings.ledger import LedgerView
from widgets.theme.sheet import restyle


class WaitingPage(MeetingPage):
    """Enter on a row brings the keyboard to the form; what is typed is kept as a draft for each item."""

    def __init__(self, window: SeatWindow, options: StepOptions, drafts: Drafts) -> None:
        super().__init__(window, options.reasons)
        self._options, self._drafts = options, drafts
        self.items: tuple[Item, ...] = ()
        self._meetings: dict[int, Meeting] = {}
        self.page: ItemPage | None = None
        theme, words = self.theme, self.context.words
        self.rows = TextRows(theme)
        self.table = TextTable(theme, self.rows, self)
        self.empty, self._head, self._agenda = QLabel(), QLabel(), QLabel()
        for label in (self.empty, self._head, self._agenda):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        restyle(self._head, role="title")
        restyle(self._agenda, tone="2")
        restyle(self.empty, tone="2")
        self._show = QPushButton()
        self.ledger = LedgerView(theme)
        self.form = StepForm(theme, words, Icons(theme), lambda: local(self.context))
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_chosen())
        self.table.activated.connect(lambda _: self.form.set_focus())
        self._show.clicked.connect(self._show_incident)
        self.form.edited.connect(self._on_edited)
        self.form.filled.connect(self._on_filled)
        drafts.loaded.connect(self._show_form)

    def read(self) -> None:
        meetings = self.context.services.meetings
        self.ask("waiting", lambda: (meetings.waiting(), meetings.planned()), self._take)

    def say(self) -> None:
        teller, words = self.teller(), self.context.words
        if teller is None:
            return
        self.table.setAccessibleName(words("Waiting for a meeting", ctx="meeting"))
        texts = [teller.item(item, self._meetings) for item in self.items]
        fill(self.rows, self.table, teller.item_heads(), texts, [item.id for item in self.items])
        self.empty.setText(
            words(
                "No ticket waits for a joint meeting. One that is given back twice, or by two departments, comes here by itself.",  # noqa: E501
                ctx="meeting",
            )
        )
        self._show.setText(words("Show the incident", ctx="meeting"))
        self.empty.setVisible(not self.items)
        self.table.setVisible(bool(self.items))
        self._show_page()

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        gap = self.theme.whole(8)
        side, beside = QWidget(), QVBoxLayout()
        beside.setContentsMargins(self.theme.whole(16), 0, 0, 0)
        beside.setSpacing(gap)
        side.setLayout(beside)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._show, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(head)
        for part in (self._agenda, self.ledger, self.form):
            beside.addWidget(part)
        beside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(side)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        for part in (side, scroll.viewport()):
            part.setAutoFillBackground(False)  # the window's own ground is seen
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        row.addWidget(self.empty, 58, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.table, 58)
        row.addWidget(scroll, 42)

    def _show_page(self) -> None:
        teller, page = self.teller(), self.page
        shown = page is not None and teller is not None
        for part in (self._head, self._show, self._agenda, self.ledger):
            part.setVisible(shown)
        if page is not None and teller is not None:
            self._head.setText(teller.head(page))
            self._agenda.setText(" · ".join(filter(None, (teller.cause(page.item), page.item.agenda))))
            self.ledger.show_look(teller.ledger(page))
        self._show_form()

    def _show_form(self) -> None:
        page, words = self.page, self.context.words
        if page is None or not at_desk(self.context).roles & DECIDES:
            self.form.show_form(None)
            return
        lang = words.lang
        fields = (
            FieldLook("department", FieldKind.CHOICE, words("Owner", ctx="form"), self._options.owners(lang),
                      words("Name or pinyin initials", ctx="form"), needed=True),
            FieldLook("words", FieldKind.WORDS, words("Decision", ctx="meeting"), (),
                      words("What was decided, and why", ctx="meeting"), needed=True),
        )  # fmt: skip
        step = StepLook("decide", words("Decide, binding", ctx="meeting"))
        self.form.show_form(FormLook(_draft(page.item), step, fields), self._drafts.get(_draft(page.item)))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, found: tuple[list[Item], list[Meeting]]) -> None:
        items, meetings = tuple(found[0]), {meeting.id: meeting for meeting in found[1]}
        if (items, meetings) == (self.items, self._meetings) and self.rows.rowCount() == len(items) > 0:
            self._on_chosen()  # its ledger may have grown
            return
        self.items, self._meetings = items, meetings
        if not self.items:
            self.page = None
        self.say()
        self._on_chosen()

    def _on_chosen(self) -> None:
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self.items):
            return
        item, meetings = self.items[at].id, self.context.services.meetings
        self.ask("item", lambda: meetings.page(item), self._take_page)

    def _take_page(self, page: ItemPage | None) -> None:
        self.page = page
        self._show_page()

    def _show_incident(self) -> None:
        if self.page is not None:
            self.incident_asked.emit(self.page.item.incident)

    def _on_edited(self) -> None:
        if self.page is not None:
            self._drafts.put(_draft(self.page.item), self.form.values())

    def _on_filled(self, values: Mapping[str, Any]) -> None:
        page, officer, meetings = self.page, at_desk(self.context), self.context.services.meetings
        if page is None:
            return
        item, owner, told = page.item, str(values.get("department", "")), str(values.get("words", ""))
        self.form.wait(True)
        self.context.workers.ask(
            f"decide {item.id} {id(self)}",
            lambda: meetings.decide(item.id, item.version, owner, told, officer),
            self._on_decided,
            self._on_refused,
        )

    def _on_decided(self, item: Item) -> None:
        self._drafts.drop(_draft(item))
        if not self.frame.alive:
            return
        self.form.wait(False)
        self.frame.tell(
            self.context.words("{number} is decided; the owner was told.", ctx="meeting", number=item.number)
        )
        self.page = None
        self.form.show_form(None)
        self.changed.emit()

    def _on_refused(self, error: Exception) -> None:
        if self.frame.alive:
            self.form.wait(False)
            self.form.show_refusal(refused(error, self.context.words))


def _draft(item: Item) -> str:
    return f"meeting-item-{item.id}"

"""The window of joint meetings: tickets that none will own, meetings, days lost to ping-pong, decisions that bind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.context import SeatContext
from desktop.meetings.page import MeetingPage
from desktop.meetings.plan_page import PlanPage
from desktop.meetings.record_pages import DecisionsPage, LostPage
from desktop.meetings.waiting_page import WaitingPage
from desktop.operator.forms.drafts import Drafts
from desktop.operator.forms.step_options import StepOptions
from desktop.refreshing import Refreshing
from desktop.window import SeatWindow, bring_up
from services.cases.meetings.timetable import Regular, read_timetable
from services.live.advance import Touched
from services.words import N_
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SIZE = (1500, 820)
SETTLES_MILLIS = 2_000
TABS = (
    N_("Waiting for a meeting", ctx="meeting"), N_("Meetings", ctx="meeting"), N_("Ping-pong", ctx="meeting"),
    N_("Decisions", ctx="meeting"),
)  # fmt: skip


def open_meetings(
    context: SeatContext, theme: Theme, drafts: Drafts, parent: QWidget | None = None,
    show_incident: Callable[[int], None] = lambda incident: None,
) -> MeetingsWindow:  # fmt: skip
    """Opens the window; `show_incident(id)` is called for a ticket that is opened."""
    window = MeetingsWindow(context, theme, drafts, parent or QApplication.activeWindow())
    window.show_incident = show_incident
    return bring_up(window)


class MeetingsWindow(SeatWindow):
    """Alt+1 to Alt+4 turn its pages, F5 reads anew, Ctrl+Enter sends the form that is open."""

    def __init__(self, context: SeatContext, theme: Theme, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._drafts = drafts
        self.show_incident: Callable[[int], None] = lambda incident: None
        self.pages: tuple[Any, ...] = ()
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self.say()
        context.situation.replaced.connect(self._on_replaced)
        self._heard = Refreshing(self, context.situation, _touches, self.read_shown, SETTLES_MILLIS)
        self._prepare()

    def _prepare(self) -> None:
        """Reads what the forms choose from; the pages are made when it is there."""
        picture = self.context.situation.picture
        if picture is None or self.pages:
            return
        catalogue = picture.catalogue
        self.ask("prepare", lambda: (StepOptions.of(catalogue), read_timetable()), self._take)

    def turn(self, page: int) -> None:
        """Shows another page, read anew."""
        self._tabs[page].setChecked(True)
        if self.pages:
            self._stack.setCurrentWidget(self.pages[page])
            self.pages[page].read()

    def read(self) -> None:
        """Reads every page anew."""
        for page in self.pages:
            page.read()

    def read_shown(self) -> None:
        """Reads the page that is shown anew; the others are read when they are turned to."""
        if self.alive and self.pages:
            self.pages[self._stack.currentIndex()].read()

    def say(self) -> None:
        words = self.context.words
        name = words("Joint meetings", ctx="meeting")
        self.setWindowTitle(name)
        self._head.setText(name)
        self._again.setText(words("Read anew (F5)", ctx="meeting"))
        for tab, text in zip(self._tabs, TABS, strict=True):
            tab.setText(words(text, ctx="meeting"))
        self.tell(
            words("Alt 1–4 pages · Enter to the form · Ctrl Enter sends it · F5 reads anew · Esc closes", ctx="meeting")
        )
        for page in self.pages:
            page.say()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._note, self._again = QLabel(), QLabel(), QPushButton()
        restyle(self._head, role="title")
        restyle(self._note, tone="3", role="caption")
        self._again.clicked.connect(self.read)
        self._stack = QStackedWidget()
        pad, gap = theme.whole(16), theme.whole(8)
        head, tabs, group = QHBoxLayout(), QHBoxLayout(), QButtonGroup(self)
        head.addWidget(self._head, 1)
        head.addWidget(self._again)
        self._tabs = [QToolButton(self) for _ in TABS]
        for at, tab in enumerate(self._tabs):
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, at=at: self.turn(at))
            group.addButton(tab)
            tabs.addWidget(tab)
            keys = QShortcut(QKeySequence(f"Alt+{at + 1}"), self)
            keys.activated.connect(lambda at=at: self.turn(at))
        tabs.addStretch(1)
        self._tabs[0].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)
        column.addWidget(self._note)

    def _take(self, found: tuple[StepOptions, tuple[Regular, ...]]) -> None:
        options, timetable = found
        if self.pages:
            return
        pages: tuple[MeetingPage, ...] = (
            WaitingPage(self, options, self._drafts),
            PlanPage(self, options.reasons, self._drafts, timetable),
            LostPage(self, options.reasons),
            DecisionsPage(self, options.reasons),
        )
        self.pages = pages
        for page in pages:
            page.incident_asked.connect(self.show_incident)
            page.changed.connect(self.read)
            self._stack.addWidget(page)
            page.say()
        self.read()
        self.pages[0].table.setFocus()

    def _on_replaced(self, picture: object) -> None:
        if self.alive:
            self._prepare()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.read()
        else:
            super().keyPressEvent(event)


def _touches(touched: Touched) -> bool:
    """A meeting was planned or held; a ticket came back, was decided on, or goes before one."""
    return touched.meetings or bool(len(touched.incidents))

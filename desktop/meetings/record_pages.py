"""What joint meetings leave behind: days lost by department with the cases, and every decision."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from desktop.cases.window import open_cases
from desktop.meetings.page import MeetingPage, fill
from desktop.meetings.words import whole
from desktop.window import SeatWindow
from services.cases.reasons import Reasons
from services.domain.case_filter import CaseFilter
from services.domain.meetings import Item, Lost
from widgets.access.text_rows import TextRows, TextTable
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.kit.chooser import Chooser
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle

DAYS = (7, 30, 90, 365)
WIDE = 900  # px at 1x


class LostPage(MeetingPage):
    """Time that tickets lay with a department before they went back; each figure opens its cases."""

    def __init__(self, window: SeatWindow, reasons: Reasons) -> None:
        super().__init__(window, reasons)
        self.found: tuple[Lost, ...] = ()
        self._days, self._at = 30, self.context.clock()
        self._keys: tuple[str | None, ...] = ()  # of the rows: the whole, then the departments
        self.rows = FigureRows()
        self.table = FigureTable(self.theme, self.rows, self)
        self.table.setMaximumWidth(self.theme.whole(WIDE))
        self.table.sort_by(1)
        self.table.opened.connect(self._on_opened)
        self._told = QLabel()
        self._told.setWordWrap(True)
        restyle(self._told, tone="2")
        self._period = Chooser(self.theme, Icons(self.theme), nothing=30, parent=self)
        self._period.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        self._period.picked.connect(self._on_period)
        head = QHBoxLayout()
        head.addWidget(self._told, 1)
        head.addWidget(self._period)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.whole(8))
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def read(self) -> None:
        meetings, clock, days = self.context.services.meetings, self.context.clock, self._days

        def ask() -> tuple[datetime, list[Lost]]:
            now = clock()
            return now, meetings.lost(now - timedelta(days=days), now)

        self.ask("lost", ask, self._take)

    def say(self) -> None:
        teller, words = self.teller(), self.context.words
        if teller is None:
            return
        items = [(days, words("Last {n} days", n=days)) for days in DAYS if days != 30]
        self._period.offer(words("Last {n} days", n=30), items)
        self._period.choose(self._days)
        self.rows.show(teller.lost_heads(), teller.lost(self.found), None)
        self._told.setText(
            words(
                "Time that tickets lay with a department before they were returned, recalled or transferred, in {days} days up to {time}.",  # noqa: E501
                ctx="meeting", days=self._days, time=teller.moment(self._at),
            )
        )  # fmt: skip
        self.table.setAccessibleName(words("Ping-pong", ctx="meeting"))

    def _take(self, answer: tuple[datetime, list[Lost]]) -> None:
        self._at, self.found = answer[0], tuple(answer[1])
        at, before = self.table.currentIndex(), self._keys
        chosen = before[self.rows.order[at.row()]] if at.isValid() and at.row() < len(before) else None
        self._keys = (None, *(one.department for one in self.found))
        self.say()
        if self.found:
            row = self._keys.index(chosen) if chosen in self._keys else 0
            self.table.setCurrentIndex(self.rows.index(self.rows.order.index(row), max(1, at.column())))

    def _on_period(self, days: int) -> None:
        self._days = days
        self.read()

    def _on_opened(self, at: int, _column: int) -> None:
        one = whole(self.found) if at == 0 else self.found[at - 1]
        words = self.context.words

        def title() -> str:
            teller = self.teller()
            name = teller.lost(self.found)[at].cells[0].text if teller is not None else ""
            return f"{name} · {words('Ping-pong', ctx='meeting')}"

        open_cases(
            self.context, self.theme, title, CaseFilter(ids=one.cases), self, expected=len(one.cases), at=self._at
        )  # fmt: skip


class DecisionsPage(MeetingPage):
    """Every decision, the newest first; Enter shows its incident."""

    def __init__(self, window: SeatWindow, reasons: Reasons) -> None:
        super().__init__(window, reasons)
        self.items: tuple[Item, ...] = ()
        self.rows = TextRows(self.theme)
        self.table = TextTable(self.theme, self.rows, self)
        self._empty = QLabel()
        restyle(self._empty, tone="2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addWidget(self.table, 1)
        self.table.activated.connect(lambda index: self.incident_asked.emit(self.items[index.row()].incident))

    def read(self) -> None:
        self.ask("decided", self.context.services.meetings.decided, self._take)

    def say(self) -> None:
        teller, words = self.teller(), self.context.words
        if teller is None:
            return
        self.table.setAccessibleName(words("Decisions", ctx="meeting"))
        self._empty.setText(words("No joint meeting has decided anything yet.", ctx="meeting"))
        self._empty.setVisible(not self.items)
        texts = [teller.decision(item) for item in self.items]
        fill(self.rows, self.table, teller.decision_heads(), texts, [item.id for item in self.items])

    def _take(self, items: list[Item]) -> None:
        if tuple(items) == self.items and items:
            return
        self.items = tuple(items)
        self.say()

"""The window of the inbox: Enter acknowledges and opens what a notice is about, A acknowledges, Esc closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.inbox.message_window import MessageWindow
from desktop.inbox.words import NoticeWords
from desktop.window import SeatWindow
from services.cases.notice import WRITES
from services.cases.reasons import read_reasons
from services.domain.notices import Notice
from widgets.inbox.view import InboxView
from widgets.theme.theme import Theme

if TYPE_CHECKING:
    from desktop.inbox.desk import InboxDesk

SIZE = (640, 680)


class InboxWindow(SeatWindow):
    """Shows what the desk has read; stays where it is while others come."""

    def __init__(self, desk: InboxDesk, theme: Theme, parent: QWidget) -> None:
        super().__init__(desk.context, theme, parent, SIZE)
        self._desk, self._reasons = desk, read_reasons()
        self.view = InboxView(self.theme, self.context.words, self)
        self.view.taken.connect(self._on_taken)
        self.view.opened.connect(self._on_opened)
        self.view.write_asked.connect(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        desk.changed.connect(self._show)
        self.say()

    def say(self) -> None:
        self.setWindowTitle(self.context.words("Inbox"))
        self._show()

    def tell(self, sentence: str) -> None:
        self.view.tell(sentence)

    def write(self) -> MessageWindow:
        """Opens the form of a message of one's own."""
        window = MessageWindow(self.context, self.theme, self)
        window.show()
        return window

    def _show(self) -> None:
        if not self.alive:
            return
        context, inbox = self.context, self._desk.inbox
        words, plans = context.words, context.services.emergencies.plans
        teller = NoticeWords(words, context.situation.picture, context.clock(), plans, self._reasons)
        head = words.plural("{n} notice waits for you", "{n} notices wait for you", inbox.waiting, ctx="notice")
        if not inbox.waiting:
            head = words("No notice waits for you", ctx="notice")
        time = words.formats.clock(teller.local(self._desk.at))
        head = f"{head} · {time}"
        self.view.show_notices([teller.look(receipt) for receipt in inbox.receipts], head)
        self.view.write.setVisible(bool(context.officer.now.roles & WRITES))

    def _notice(self, key: int) -> Notice | None:
        return next((one.notice for one in self._desk.inbox.receipts if one.notice.id == key), None)

    def _on_taken(self, key: int) -> None:
        notice = self._notice(key)
        if notice is not None:
            self._desk.take(notice, lambda: self.tell("") if self.alive else None, self._alive(self._on_trouble))

    def _on_opened(self, key: int) -> None:
        notice, desk = self._notice(key), self._desk
        if notice is not None:
            desk.take(notice, lambda: desk.show(notice), self._alive(self._on_trouble))

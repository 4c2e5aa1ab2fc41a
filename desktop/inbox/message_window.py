"""The form of a message: to a department, a role or a town, in at most 500 characters."""

from __future__ import annotations

import uuid
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.window import SeatWindow
from services.cases.notice import LONGEST
from services.domain.areas import Level
from services.domain.notices import Audience
from services.domain.people import OfficerRole
from services.words.places import english_place
from services.words.terms import OFFICER_ROLES
from widgets.access.fields import Box, Tick
from widgets.forms.text_fields import WordsField
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SIZE = (520, 360)
ANSWER_WITHIN = timedelta(minutes=10)
TOLD = (OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.ADMIN)


class MessageWindow(SeatWindow):
    """Sends once, however often the key is pressed; a refusal keeps what was typed."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._key, self._sending = uuid.uuid4().hex, False
        self.to, self.text, self.urgent = Box(self.theme), WordsField(self.theme), Tick(self.theme)
        self.count, self.note, self.send = QLabel(), QLabel(), QPushButton()
        self._labels = (QLabel(), QLabel())
        self._build()
        self.say()
        self.to.setFocus()

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Send a notice"))
        self._offer()
        for label, text in zip(
            self._labels, (words("To whom", ctx="notice"), words("Words", ctx="notice")), strict=True
        ):
            label.setText(text)
        self.text.setAccessibleName(words("Words", ctx="notice"))
        self.to.setAccessibleName(words("To whom", ctx="notice"))
        self.urgent.setText(words("Urgent: passed on if nobody acknowledges it in 10 minutes", ctx="notice"))
        self.send.setText(words("Send (Ctrl Enter)", ctx="notice"))
        self._on_edited()

    def tell(self, sentence: str) -> None:
        self._sending = False
        self.send.setEnabled(True)
        self.note.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_send()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        whole = self.theme.whole
        restyle(self.count, tone="3", role="caption")
        restyle(self.note, tone="2")
        self.note.setWordWrap(True)
        self.send.setProperty("primary", True)
        self.send.clicked.connect(self._on_send)
        self.text.edited.connect(self._on_edited)
        grid = QGridLayout()
        grid.setHorizontalSpacing(whole(12))
        grid.setVerticalSpacing(whole(10))
        for row, (label, field) in enumerate(zip(self._labels, (self.to, self.text), strict=True)):
            restyle(label, tone="2")
            label.setBuddy(field)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.count, 2, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.urgent, 3, 1)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(whole(16),) * 4)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(foot)

    def _offer(self) -> None:
        words, picture, kept = self.context.words, self.context.situation.picture, self.to.currentIndex()
        role = words.context("officer")
        self.to.clear()
        for each in TOLD:
            self.to.addItem(words("All: {role}", ctx="notice", role=role(OFFICER_ROLES[each])), Audience(role=each))
        if picture is None:
            return
        for one in picture.catalogue.departments:
            self.to.addItem(one.name(words.lang), Audience(department=one.code))
        areas = picture.areas
        for at in areas.at_level(Level.TOWN):
            name = areas.names[int(at)]
            shown = name if words.lang.startswith("zh") else english_place(name)
            self.to.addItem(words("Town: {name}", ctx="notice", name=shown), Audience(town=int(areas.ids[int(at)])))
        self.to.setCurrentIndex(max(0, kept))

    def _on_edited(self) -> None:
        integer = self.context.words.formats.integer
        self.count.setText(f"{integer(len(self.text.value.strip()))} / {integer(LONGEST)}")

    def _on_send(self) -> None:
        if self._sending:
            return
        self._sending = True
        self.send.setEnabled(False)
        audience, text, key = self.to.currentData(), self.text.value, self._key
        within = ANSWER_WITHIN if self.urgent.isChecked() else None
        officer, inbox = self.context.officer.now, self.context.services.inbox
        self.ask("message", lambda: inbox.write(officer, audience, text, within, key), self._on_sent)

    def _on_sent(self, told: int) -> None:
        words = self.context.words
        self._key = uuid.uuid4().hex  # the next one is another
        self.text.put("")
        self._on_edited()
        self.tell(words.plural("Sent to {n} person.", "Sent to {n} people.", told, ctx="notice"))

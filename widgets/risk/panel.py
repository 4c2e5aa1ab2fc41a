"""The room of the warnings at the desk: counts by level, what narrows the list, the rows, and what keys do there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.chip import Chip
from widgets.kit.chooser import Chooser
from widgets.kit.elided import Elided
from widgets.kit.icons import Icons
from widgets.kit.level_counts import LevelCounts
from widgets.kit.region import Region
from widgets.risk.list import WarningList
from widgets.risk.looks import ANY, WarningChoice, WarningRow
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

SPLIT, FIXED = " ·", "\u00a0"  # between the keys of the hint, where a line may end; and a space where none may
TYPING_MILLIS = 180
Offer = Sequence[tuple[int, str]]


class WarningPanel(Region):
    """Shows rows and takes what a person wants to see: `asked(WarningChoice)`, `left()` back to the queue."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.choice = WarningChoice()
        self._area_name = ""
        self._offers: tuple[Offer, Offer, Offer] = ((), (), ())
        self.list, self.levels = WarningList(theme, words), LevelCounts(theme, words, 22)
        self.title, self.time, self.back = QLabel(), Elided(), QPushButton()
        self.box = QLineEdit(self)
        self.campaign, self.model = Chooser(theme, icons, ANY, self), Chooser(theme, icons, ANY, self)
        self.state = Chooser(theme, icons, ANY, self)
        self.area_chip = Chip(words, self)
        self.empty, self.clear, self.hint = QLabel(self), QPushButton(self), QLabel(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLIS)
        self._build()
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    # ---- what a desk gives ---------------------------------------------------------------------------------------

    def show_rows(self, looks: Sequence[WarningRow], time: str) -> None:
        """The rows of what is chosen, as of a time."""
        self.list.show_rows(looks)
        self.time.show_text(time)
        self.empty.setVisible(not looks)
        self.clear.setVisible(not looks and self.choice.is_narrow)

    def show_counts(self, unseen: Sequence[int], standing: Sequence[int], time: str) -> None:
        """By level, red first: what nobody has acknowledged, of all that stand."""
        self.levels.show_counts(unseen, time, standing, self._words("unacknowledged"))

    def offer(self, campaigns: Offer, models: Offer, states: Offer) -> None:
        """What the list may be narrowed to: (number, name)."""
        self._offers = (campaigns, models, states)
        self._say()

    def say_empty(self, sentence: str) -> None:
        """What stands in place of an empty list."""
        self.empty.setText(sentence)

    def change(self, **changes: Any) -> None:
        """A person chose something."""
        wanted = replace(self.choice, **changes)
        if wanted != self.choice:
            self.show_choice(wanted)
            self.asked.emit(wanted)

    def show_choice(self, choice: WarningChoice, area_name: str | None = None) -> None:
        """What the list shows from now on, without asking for it; `area_name` names another area."""
        self.choice = choice
        self._area_name = self._area_name if area_name is None else area_name
        self.area_chip.show_choice(self._area_name if choice.area else "")
        if self.box.text() != choice.text:
            self.box.setText(choice.text)
        self.campaign.choose(choice.campaign)
        self.model.choose(choice.model)
        self.state.choose(choice.state)
        self.levels.choose(choice.level)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        restyle(self.title, role="title")
        restyle(self.time, tone="3", role="caption")
        restyle(self.back, flat=True, role="caption")
        restyle(self.hint, tone="3", role="caption")
        restyle(self.empty, tone="2")
        self.box.setClearButtonEnabled(True)
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.empty.setWordWrap(True)
        self.hint.setWordWrap(True)
        self._head, self._filters, self._foot = QHBoxLayout(), QGridLayout(), QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addWidget(self.levels)
        self._head.addWidget(self.time, 1)
        self._filters.addWidget(self.box, 0, 0, 1, 3)
        for at, chooser in enumerate((self.campaign, self.model, self.state)):
            self._filters.addWidget(chooser, 1, at)
            self._filters.setColumnStretch(at, (5, 3, 3)[at])
        self._filters.addWidget(self.area_chip, 2, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self._foot.addWidget(self.hint, 1)
        self._foot.addWidget(self.back)
        over = QVBoxLayout(self.list.viewport())
        over.addWidget(self.empty)
        over.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        over.addStretch(1)
        self._over = over
        self.body.addLayout(self._head)
        self.body.addLayout(self._filters)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(self._foot)
        self.empty.hide()
        self.clear.hide()
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self._typing.timeout.connect(lambda: self.change(text=self.box.text().strip()))
        self.box.textChanged.connect(lambda _: self._typing.start())
        self.box.returnPressed.connect(self._on_returned)
        self.campaign.picked.connect(lambda one: self.change(campaign=one))
        self.model.picked.connect(lambda one: self.change(model=one))
        self.state.picked.connect(lambda one: self.change(state=one))
        self.levels.picked.connect(lambda rank: self.change(level=rank))
        self.area_chip.clicked.connect(lambda: self.change(area=0))
        self.clear.clicked.connect(self._whole)
        self.back.clicked.connect(self.left)

    def _whole(self) -> None:
        self.show_choice(WarningChoice())
        self.asked.emit(self.choice)

    def _on_returned(self) -> None:
        self._typing.stop()
        self.change(text=self.box.text().strip())
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _dress(self) -> None:
        theme = self._theme
        pad, gap = theme.whole(10), theme.whole(6)
        self._head.setContentsMargins(theme.whole(12), theme.whole(8), theme.whole(12), gap)
        self._head.setSpacing(theme.whole(12))
        self._filters.setContentsMargins(pad, 0, pad, theme.whole(8))
        self._filters.setHorizontalSpacing(theme.whole(8))
        self._filters.setVerticalSpacing(gap)
        self._foot.setContentsMargins(theme.whole(12), theme.whole(4), theme.whole(8), theme.whole(4))
        self._over.setContentsMargins(theme.whole(16), theme.whole(20), theme.whole(16), pad)
        self._over.setSpacing(theme.whole(12))
        for chooser in (self.campaign, self.model, self.state):
            chooser.setMinimumContentsLength(4)

    def _say(self) -> None:
        words = self._words
        self.setAccessibleName(words("Warnings", ctx="map"))
        self.list.setAccessibleName(words("Warnings", ctx="map"))
        self.title.setText(words("Warnings", ctx="map"))
        self.box.setPlaceholderText(words("Filter: place, scenario, number", ctx="warning"))
        self.box.setAccessibleName(words("Filter the warnings", ctx="warning"))
        self.campaign.offer(words("Special action", ctx="warning"), self._offers[0])
        self.model.offer(words("Model", ctx="warning"), self._offers[1])
        self.state.offer(words("State", ctx="warning"), self._offers[2])
        self.clear.setText(words("Show all"))
        self.back.setText(words("Rows of the queue (F5)", ctx="warning"))
        hint = words("Enter card · A acknowledge · S shelve · D dispatch · C close · G go to", ctx="warning")
        self.hint.setText(f"{SPLIT} ".join(part.replace(" ", FIXED) for part in hint.split(f"{SPLIT} ")))
        self.show_choice(self.choice)

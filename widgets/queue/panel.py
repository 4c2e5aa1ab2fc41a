"""The queue with everything that narrows and orders it: tabs with counts, a filter box, choosers, chips, heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.domain.queue_choice import ANY, LONGEST_NAME, NO_TOWN, Choice, Sort, Tab
from services.words import Words
from widgets.kit.chip import Chip
from widgets.kit.chooser import Chooser
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import level_word
from widgets.kit.region import Region
from widgets.queue.header import QueueHeader
from widgets.queue.tabs import QueueTabs
from widgets.queue.view import QueueView
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

TYPING_MILLIS = 180


class QueuePanel(Region):
    """Shows a queue and takes what a person wants to see; `asked(Choice)` when that is something else.

    `name_given(text)`: what is seen is to be kept under that name.
    """

    asked = Signal(object)
    name_given = Signal(str)
    settle_asked = Signal()

    def __init__(
        self, view: QueueView, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.view, self._words = view, words
        self.choice = Choice()
        self._area_name = ""
        self._towns: Sequence[tuple[int, str]] = ()
        self._categories: Sequence[tuple[int, str]] = ()
        self.tabs = QueueTabs(theme, words, self)
        self.box, self.town = QLineEdit(self), Chooser(theme, icons, ANY, self)
        self.category, self.header = Chooser(theme, icons, ANY, self), QueueHeader(theme, words, self)
        self.area_chip, self.level_chip = Chip(words, self), Chip(words, self)
        self.several_chip, self.name_box = Chip(words, self), QLineEdit(self)
        self._several = 0
        self.waiting, self.empty = QPushButton(self), QLabel(self)
        self.clear = QPushButton(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLIS)
        self._build()
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    # ---- what a desk gives ---------------------------------------------------------------------------------------

    def show_choice(self, choice: Choice, area_name: str = "", view: str = "") -> None:
        """What the list shows from now on, without asking for it; `view` names it where it is one of the officer's."""
        self.choice, self._area_name = choice, area_name
        if self.box.text() != choice.text:
            self.box.setText(choice.text)
        self.town.choose(choice.town)
        self.category.choose(choice.category)
        self.tabs.choose(choice.tab, view)
        self.header.show_choice(choice)
        self._say_chips()

    def show_counts(self, counts: Mapping[Tab, int], rows: int, at: str) -> None:
        """How many each tab has at that time, and how many rows the list shows."""
        self.tabs.show_counts(counts, at)
        self.empty.setVisible(rows == 0)
        self.clear.setVisible(rows == 0 and self.is_narrowed())

    def show_waiting(self, came: int, went: int) -> None:
        """Rows that wait until the person's hand rests."""
        self.waiting.setVisible(came + went > 0)
        words = self._words
        self.waiting.setText(words("{came} new, {went} done: put in order", came=came, went=went))
        self.waiting.setToolTip(words("The list stands still while you work in it. R puts it in order now."))

    def show_several(self, count: int) -> None:
        """How many rows are chosen together; fewer than two are no matter."""
        self._several = count if count > 1 else 0
        self._say_chips()

    def ask_name(self) -> None:
        """Asks under which name the view is to be kept; Enter gives it, Esc goes back."""
        self.name_box.clear()
        self.name_box.show()
        self.name_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_empty(self, sentence: str) -> None:
        """What stands in place of an empty list."""
        self.empty.setText(sentence)

    def offer(self, towns: Sequence[tuple[int, str]], categories: Sequence[tuple[int, str]]) -> None:
        """The towns and categories to choose from: (number, name)."""
        self._towns, self._categories = towns, categories
        self._say()

    def is_narrowed(self) -> bool:
        """Whether anything but the order is chosen."""
        return replace(self.choice, sort=Sort.DEADLINE, turned=False) != Choice()

    def change(self, **changes: Any) -> None:
        """A person chose something."""
        wanted = replace(self.choice, **changes)
        if wanted != self.choice:
            self.show_choice(wanted, self._area_name)
            self.asked.emit(wanted)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.box.setClearButtonEnabled(True)
        self._filters = QHBoxLayout()
        self._filters.addWidget(self.box, 5)
        self._filters.addWidget(self.town, 2)
        self._filters.addWidget(self.category, 2)
        self._chip_row = QWidget(self)
        self._chips = Flow(self._chip_row)
        for chip in (self.several_chip, self.area_chip, self.level_chip):
            self._chips.addWidget(chip)
        self.name_box.setMaxLength(LONGEST_NAME)
        self.name_box.hide()
        restyle(self.waiting, flat=True, role="caption")
        self.waiting.hide()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        restyle(self.empty, tone="2")
        self._over = QVBoxLayout(self.view.viewport())
        self._over.addWidget(self.empty)
        self._over.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        self._over.addStretch(1)
        self.empty.hide()
        self.clear.hide()
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.name_box)
        self.body.addLayout(self._filters)
        self.body.addWidget(self._chip_row)
        self.body.addWidget(self.header)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda tab: self.change(tab=tab))
        self._typing.timeout.connect(lambda: self.change(text=self.box.text()))
        self.box.returnPressed.connect(self._on_returned)
        self.box.textChanged.connect(self._on_typed)
        self.town.picked.connect(lambda town: self.change(town=town))
        self.category.picked.connect(lambda category: self.change(category=category))
        self.area_chip.clicked.connect(lambda: self.change(area=0))
        self.level_chip.clicked.connect(lambda: self.change(severity=0))
        self.several_chip.clicked.connect(self.view.clear_choice)
        self.tabs.save_asked.connect(self.ask_name)
        self.name_box.returnPressed.connect(self._on_named)
        self.name_box.installEventFilter(self)
        self.header.sorted_by.connect(lambda sort, turned: self.change(sort=sort, turned=turned))
        self.waiting.clicked.connect(self.settle_asked)
        self.clear.clicked.connect(lambda: self.change(**_whole(self.choice)))
        self.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.view.viewport():
            self._align()
        if watched is self.name_box and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._end_name()
            return True
        return False

    def _on_named(self) -> None:
        name = self.name_box.text().strip()
        self._end_name()
        if name:
            self.name_given.emit(name)

    def _end_name(self) -> None:
        self.name_box.hide()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        self._typing.start()

    def _on_returned(self) -> None:
        self._typing.stop()
        self.change(text=self.box.text())
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _align(self) -> None:
        width = self.view.viewport().width()
        self.header.align(self.view.painter.columns(width))

    def _dress(self) -> None:
        theme = self._theme
        pad, gap = theme.whole(8), theme.whole(6)
        self._filters.setContentsMargins(theme.whole(10), gap, theme.whole(10), gap)
        self._filters.setSpacing(pad)
        self._chips.setContentsMargins(theme.whole(10), 0, theme.whole(10), gap)
        self._chips.setSpacing(gap)
        self._over.setContentsMargins(theme.whole(16), theme.whole(20), theme.whole(16), pad)
        self._over.setSpacing(theme.whole(12))
        self.town.setMinimumContentsLength(4)
        self.category.setMinimumContentsLength(4)
        self._align()

    def _say(self) -> None:
        words = self._words
        self.setAccessibleName(words("Queue"))
        self.box.setPlaceholderText(words("Filter: number, words, place, initials"))
        self.box.setAccessibleName(words("Filter the queue"))
        self.clear.setText(words("Show all"))
        self.name_box.setPlaceholderText(words("Name of the view; Enter keeps it, Esc goes back"))
        self.name_box.setAccessibleName(words("Name of the view"))
        self.town.offer(words("Town", ctx="sort"), [*self._towns, (NO_TOWN, words("In no town"))])
        self.category.offer(words("Category"), self._categories)
        self.town.choose(self.choice.town)
        self.category.choose(self.choice.category)
        self._say_chips()
        self._align()

    def _say_chips(self) -> None:
        choice = self.choice
        self.area_chip.show_choice(self._area_name if choice.area else "")
        level = ""
        if choice.severity:
            look = self._theme.tokens.level(choice.severity)
            level = f"{look.symbol} {level_word(choice.severity, self._words)}"
        self.level_chip.show_choice(level)
        n = self._words.formats.integer(self._several)
        self.several_chip.show_choice(self._words("{n} chosen", n=n) if self._several else "")
        self._chip_row.setVisible(bool(choice.area or choice.severity or self._several))


def _whole(choice: Choice) -> dict[str, Any]:
    """What has to change for everything to be seen; the order stays."""
    nothing = Choice()
    return {name: getattr(nothing, name) for name in ("tab", "text", "town", "category", "severity", "area")}

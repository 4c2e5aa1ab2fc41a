"""A new incident as a form over the map: who tells it, what, where; what was near, and what may be the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from services.words import Words
from widgets.forms.choice_field import ChoiceField
from widgets.forms.looks import Option
from widgets.forms.mark_fields import MarkField, level_field
from widgets.forms.text_fields import LineField, WordsField
from widgets.intake.place_field import PlaceField
from widgets.kit.icons import Icons
from widgets.kit.region import Region
from widgets.panels.choice_rows import ChoiceLook, ChoiceRows
from widgets.panels.sections import Section
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

PAD, LABEL = 14, {"zh": 44, "en": 76}  # px at 1x
KEPT = ("name", "phone", "text", "category", "severity", "source", "system")


class IntakePanel(Region):
    """The form. Values by name: name, phone, text, category (code), severity (rank or None), source, system (codes).

    Signals: `edited()` after each change by a person, `place_asked(text)`, `place_picked(number)`,
    `place_given(text)`, `pointing(bool)` for choosing on the map, `filled()`, `cleared()`, `left()`,
    `incident_asked(id)`.
    """

    edited = Signal()
    place_asked = Signal(str)
    place_picked = Signal(int)
    place_given = Signal(str)
    pointing = Signal(bool)
    filled = Signal()
    cleared = Signal()
    left = Signal()
    incident_asked = Signal(object)

    def __init__(self, theme: Theme, words: Words, icons: Icons, same: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words, self._icons = words, icons
        self.name, self.phone, self.text = LineField(), LineField(), WordsField(theme)
        self.category, self.source = ChoiceField(theme, icons), ChoiceField(theme, icons)
        self.system, self.place = ChoiceField(theme, icons), PlaceField(theme)
        self.severity: MarkField = level_field(theme, words)
        self.point, self.primary = QPushButton(), QPushButton()
        self._clear, self._leave = QPushButton(), QToolButton()
        self._title, self._state, self._refusal = QLabel(), QLabel(), QLabel()
        self.phone_note, self.place_note = QLabel(), QLabel()
        self.recent = ChoiceRows(theme)
        self._near = Section(theme, self.recent)
        self._labels = {key: QLabel() for key in ("name", "phone", "text", "category", "severity", "place", "source")}
        self._build(same)
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    # ---- what a desk gives ---------------------------------------------------------------------------------------

    def offer(self, categories: Sequence[Option], sources: Sequence[Option], systems: Sequence[Option]) -> None:
        """What may be chosen from."""
        for field, options in ((self.category, categories), (self.source, sources), (self.system, systems)):
            field.offer(options)

    def values(self) -> dict[str, Any]:
        """What the fields hold."""
        return {name: getattr(self, name).value for name in KEPT}

    def put(self, values: Mapping[str, Any]) -> None:
        """Fills the fields, without saying so."""
        blockers = [QSignalBlocker(getattr(self, name)) for name in KEPT]
        for name in KEPT:
            if name in values:
                getattr(self, name).put(values[name])
        del blockers

    def tell_phone(self, text: str) -> None:
        """What is to be said of the number; "" for nothing."""
        self.phone_note.setText(text)
        self.phone_note.setVisible(bool(text))

    def tell_place(self, text: str) -> None:
        """Which grid it is, in which coordinates, and what was guessed."""
        self.place_note.setText(text)
        self.place_note.setVisible(bool(text))

    def tell_state(self, text: str) -> None:
        """Whether the draft is kept, at the right of the buttons."""
        self._state.setText(text)

    def tell_refusal(self, sentence: str) -> None:
        """Why it could not be taken; "" takes that away."""
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))

    def show_recent(self, recent: Sequence[ChoiceLook], head: str) -> None:
        """What was reported near lately; its codes are ids of incidents."""
        self._near.name(head)
        self._near.setVisible(bool(head))
        self.recent.show_choices(recent)

    def wait_for(self, waiting: bool) -> None:
        """It is on its way: it can't be sent twice."""
        self.primary.setEnabled(not waiting)
        self.wait() if waiting else self.arrived()

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self, same: QWidget) -> None:
        restyle(self._title, role="title")
        restyle(self._state, tone="3", role="caption")
        restyle(self._refusal, refusal=True)
        for label in (self.phone_note, self.place_note):
            restyle(label, tone="2", role="caption")
        for label in (self._refusal, self.phone_note, self.place_note, self._state):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label is not self._state)
            label.hide()
        self._state.show()
        self.point.setCheckable(True)
        self.point.setProperty("choice", True)
        self.primary.setProperty("primary", True)
        self._near.hide()
        inside, self._column = QWidget(), QVBoxLayout()
        restyle(inside, panel=True)
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside.setLayout(self._column)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._fill_grid()
        self._column.addLayout(self._grid)
        self._column.addWidget(self._near)
        self._column.addWidget(same)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._leave)
        for button in (self.primary, self._clear):
            self._foot.addWidget(button)
        self._foot.addStretch(1)
        self._foot.addWidget(self._state)
        self.body.addLayout(self._head)
        self.body.addWidget(area, 1)
        self.body.addWidget(self._refusal)
        self.body.addLayout(self._foot)
        self.setFocusProxy(self.text)
        order = (self.text, self.place, self.point, self.category, self.severity, self.name, self.phone, self.source,
                 self.system, self.primary, self._clear)  # fmt: skip
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _fill_grid(self) -> None:
        where, row, whom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._rows = (where, row, whom)
        where.addWidget(self.place, 1)
        where.addWidget(self.point)
        row.addWidget(self.source, 3)
        row.addWidget(self.system, 2)
        whom.addWidget(self.name, 2)
        whom.addWidget(self._labels["phone"])
        whom.addWidget(self.phone, 3)
        lines = (
            ("text", self.text), ("place", where), ("", self.place_note), ("category", self.category),
            ("severity", self.severity), ("name", whom), ("", self.phone_note), ("source", row),
        )  # fmt: skip
        for at, (key, part) in enumerate(lines):
            if key:
                self._grid.addWidget(self._labels[key], at, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(part, QHBoxLayout):
                self._grid.addLayout(part, at, 1)
            else:
                self._grid.addWidget(part, at, 1)
        fields = {"text": self.text, "place": self.place, "category": self.category, "severity": self.severity,
                  "name": self.name, "phone": self.phone, "source": self.source}  # fmt: skip
        for key, field in fields.items():
            self._labels[key].setBuddy(field)
            restyle(self._labels[key], tone="2")

    def _connect(self) -> None:
        for name in KEPT:
            getattr(self, name).edited.connect(self.edited)
        self.place.textEdited.connect(lambda _: self.edited.emit())
        self.place.asked.connect(self.place_asked)
        self.place.picked.connect(self.place_picked)
        self.place.returned.connect(self.place_given)
        self.point.toggled.connect(self.pointing)
        self.primary.clicked.connect(self.filled)
        self._clear.clicked.connect(self.cleared)
        self._leave.clicked.connect(self.left)
        self.recent.chosen.connect(lambda code: self.incident_asked.emit(int(code)))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self.primary.isEnabled() and self.filled.emit())

    def _say(self) -> None:
        words = self._words
        told = {
            "name": words("Caller", ctx="intake"), "phone": words("Number", ctx="intake"),
            "text": words("What", ctx="intake"), "category": words("Kind", ctx="intake"),
            "severity": words("Level", ctx="intake"), "place": words("Where", ctx="intake"),
            "source": words("Source", ctx="intake"),
        }  # fmt: skip
        for key, label in self._labels.items():
            label.setText(told[key])
            getattr(self, key).setAccessibleName(told[key])
        self.setAccessibleName(words("New incident", ctx="order"))
        self._title.setText(words("New incident", ctx="order"))
        self.text.setPlaceholderText(words("What the caller says"))
        self.place.setPlaceholderText(words("Name, pinyin, street and number, or coordinates"))
        self.category.setPlaceholderText(words("By name or initials"))
        self.system.setAccessibleName(words("Coordinate system"))
        self.system.setToolTip(words("Which system typed coordinates are in"))
        self.point.setText(words("On the map", ctx="intake"))
        self.point.setToolTip(words("The next click on the map is the place; Esc goes back"))
        self.primary.setText(f"{words('Report it', ctx='intake')}  Ctrl+↵")
        self._clear.setText(words("Clear", ctx="intake"))
        self._leave.setToolTip(words("Back to the map; what was typed is kept (Esc)"))
        self._leave.setAccessibleName(self._leave.toolTip())
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        pad, gap = theme.whole(PAD), theme.whole(8)
        self._head.setContentsMargins(pad, theme.whole(12), theme.whole(8), theme.whole(6))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)
        self._grid.setContentsMargins(pad, gap, pad, gap)
        self._grid.setHorizontalSpacing(theme.whole(10))
        self._grid.setVerticalSpacing(gap)
        self._grid.setColumnMinimumWidth(0, theme.whole(LABEL["zh" if self._words.lang.startswith("zh") else "en"]))
        self._foot.setContentsMargins(pad, gap, pad, theme.whole(12))
        self._foot.setSpacing(gap)
        for row in self._rows:
            row.setSpacing(gap)
        self._leave.setIcon(self._icons.icon("close"))

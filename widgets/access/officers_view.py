"""The list of officers with the form for one: who, in which roles, for which department and area, active or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.words import Words
from widgets.access.fields import Box, Tick
from widgets.access.text_rows import TextRows, TextTable
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

Choices = Sequence[tuple[object, str]]


@dataclass(frozen=True, slots=True)
class OfficerLook:
    """One officer as the list and the form show one; `role` and `also` are numbers, `key` None for a new one."""

    key: int | None = None
    login: str = ""
    name: str = ""
    role: int = 2
    also: frozenset[int] = frozenset()
    department: str | None = None
    area: str | None = None
    active: bool = True
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form was filled with; `password` is "" where it stays."""

    key: int | None
    look: OfficerLook
    password: str = field(default="", repr=False)


class OfficersView(QWidget):
    """Shows what it is given; `saved(Filled)` when the form is to be kept. A refusal keeps what was typed."""

    saved = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._looks: tuple[OfficerLook, ...] = ()
        self._heads: Callable[[], Sequence[str]] = tuple
        self._now = OfficerLook()
        self.rows = TextRows(theme)
        self.table = TextTable(theme, self.rows, self)
        self.login, self.name, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.role, self.department, self.area = Box(theme), Box(theme), Box(theme)
        self.also: dict[int, Tick] = {}
        self.active, self.save, self.new = Tick(theme), QPushButton(), QPushButton()
        self._note, self._labels = QLabel(), {name: QLabel() for name in FIELDS}
        self._also_box, self._grid = QVBoxLayout(), QGridLayout()
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    # ---- what a desk asks ----------------------------------------------------------------------------------------

    def offer(self, roles: Choices, departments: Choices, areas: Choices) -> None:
        """What can be chosen."""
        for box, items in (
            (self.role, roles),
            (self.department, [(None, "—"), *departments]),
            (self.area, [(None, "—"), *areas]),
        ):
            kept = box.currentData()
            box.clear()
            for value, name in items:
                box.addItem(name, value)
            box.setCurrentIndex(max(0, box.findData(kept)))
        for value, name in roles:
            if value not in self.also:
                self.also[int(str(value))] = Tick(self._theme)
                self._also_box.addWidget(self.also[int(str(value))])
            self.also[int(str(value))].setText(name)

    def show_officers(self, heads: Sequence[str], looks: Sequence[OfficerLook]) -> None:
        """Other officers; the one in the form stays there."""
        self._looks = tuple(looks)
        quiet = [not look.active for look in looks]
        self.rows.show(heads, [look.row for look in looks], [look.key for look in looks], quiet)
        keys = [look.key for look in looks]
        if self._now.key in keys:
            self.table.selectRow(keys.index(self._now.key))

    def show_one(self, look: OfficerLook) -> None:
        """Fills the form."""
        self._now = look
        self.login.setText(look.login)
        self.login.setReadOnly(look.key is not None)
        self.name.setText(look.name)
        self.password.clear()
        for box, value in ((self.role, look.role), (self.department, look.department), (self.area, look.area)):
            box.setCurrentIndex(max(0, box.findData(value)))
        for value, check in self.also.items():
            check.setChecked(value in look.also)
        self.active.setChecked(look.active)
        self.tell("")
        self._say()

    def tell(self, sentence: str) -> None:
        """What came of it, or why not."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        self.save.setEnabled(True)

    def told(self) -> str:
        """The sentence that stands there."""
        return self._note.text()

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._note.setWordWrap(True)
        self._note.hide()
        self.save.setProperty("primary", True)
        self.save.clicked.connect(self._on_save)
        self.new.clicked.connect(
            lambda: (self.table.clearSelection(), self.show_one(OfficerLook()), self.login.setFocus())
        )
        self.active.setChecked(True)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        also = QWidget()
        also.setLayout(self._also_box)
        self._also_box.setContentsMargins(0, 0, 0, 0)
        fields = (self.login, self.name, self.role, also, self.department, self.area, self.password)
        for row, (name, widget) in enumerate(zip(FIELDS, fields, strict=True)):
            label = self._labels[name]
            restyle(label, tone="2")
            label.setBuddy(widget)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(widget, row, 1)
        self._grid.addWidget(self.active, len(FIELDS), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        self._form = QVBoxLayout()
        self._form.addLayout(self._grid)
        self._form.addWidget(self._note)
        self._form.addLayout(buttons)
        self._form.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.table, 1)
        self._row.addLayout(self._form)

    def _on_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            look = self._looks[rows[0].row()]
            if look.key != self._now.key:
                self.show_one(look)

    def _on_save(self) -> None:
        self.save.setEnabled(False)
        look = OfficerLook(
            self._now.key,
            self.login.text().strip(),
            self.name.text(),
            int(self.role.currentData()),
            frozenset(value for value, check in self.also.items() if check.isChecked()),
            self.department.currentData(),
            self.area.currentData(),
            self.active.isChecked(),
        )
        self.saved.emit(Filled(self._now.key, look, self.password.text()))

    def _say(self) -> None:
        words = self._words
        texts = {
            "login": words("Login"), "name": words("Name", ctx="officer"), "role": words("Role", ctx="officer"),
            "also": words("Also", ctx="officer"), "department": words("Department"), "area": words("Area"),
            "password": words("Password") if self._now.key is None else words("New password"),
        }  # fmt: skip
        for name, text in texts.items():
            self._labels[name].setText(text)
        self.active.setText(words("May log in"))
        self.password.setPlaceholderText("" if self._now.key is None else words("stays as it is"))
        self.save.setText(words("Add the officer") if self._now.key is None else words("Save the officer"))
        self.new.setText(words("Another officer…"))
        self.table.setAccessibleName(words("Officers"))

    def _dress(self) -> None:
        theme = self._theme
        gap = theme.whole(12)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(theme.whole(16))
        self._grid.setHorizontalSpacing(theme.whole(12))
        self._grid.setVerticalSpacing(theme.whole(6))
        self._form.setSpacing(theme.whole(10))
        for widget in (self.login, self.name, self.password, self.role, self.department, self.area):
            widget.setFixedWidth(theme.whole(260))
        self._note.setFixedWidth(theme.whole(360))


FIELDS = ("login", "name", "role", "also", "department", "area", "password")

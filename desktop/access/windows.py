"""The windows of administrators: the officers, and who looked at personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.access.look import REASONS
from desktop.context import SeatContext
from desktop.window import SeatWindow
from services.access.login import Logins
from services.access.looks import Looks
from services.access.officers import GIVEN, Entry, Officers
from services.domain.areas import Level
from services.domain.looks import LookReason
from services.domain.officers import LookLine, OfficerLine
from services.domain.people import OfficerRole
from services.words.places import english_place
from services.words.terms import OFFICER_ROLES
from widgets.access.officers_view import Filled, OfficerLook, OfficersView
from widgets.access.text_rows import TextRows, TextTable
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PAGE = 200


class OfficersWindow(SeatWindow):
    """Adds and changes officers; an administrator's."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, (1320, 660))
        logins = context.officer.logins or Logins(context.services.database)
        self._officers = Officers(context.services.database, logins)
        self._lines: tuple[OfficerLine, ...] = ()
        self.view = OfficersView(self.theme, context.words, self)
        self.view.saved.connect(self._on_saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._offer()
        self.view.show_one(OfficerLook())
        self.read()
        self.say()

    def read(self) -> None:
        """Reads the list anew."""
        by = self.context.officer.now
        self.ask("officers", lambda: self._officers.lines(by), self._take)

    def say(self) -> None:
        self.setWindowTitle(self.context.words("Officers"))
        self._offer()
        self._show()

    def tell(self, sentence: str) -> None:
        self.view.tell(sentence)

    def _offer(self) -> None:
        words, picture = self.context.words, self.context.situation.picture
        role = words.context("officer")
        roles = [(int(each), role(OFFICER_ROLES[each])) for each in GIVEN if each is not OfficerRole.WALL]
        departments: list[tuple[object, str]] = []
        areas: list[tuple[object, str]] = []
        if picture is not None:
            departments = [(one.code, one.name(words.lang)) for one in picture.catalogue.departments]
            for at in picture.areas.at_level(Level.TOWN):
                name = picture.areas.names[int(at)]
                areas.append(
                    (picture.areas.codes[int(at)], name if words.lang.startswith("zh") else english_place(name))
                )
        self.view.offer(roles, departments, areas)

    def _take(self, lines: list[OfficerLine]) -> None:
        self._lines = tuple(line for line in lines if OfficerRole.SYSTEM not in line.officer.roles)
        self._show()

    def _show(self) -> None:
        words = self.context.words
        heads = (
            words("Login"), words("Name", ctx="officer"), words("Role", ctx="officer"), words("Department"),
            words("Area"), words("Last seen"), words("State", ctx="officer"),
        )  # fmt: skip
        self.view.show_officers(heads, [self._look(line) for line in self._lines])

    def _look(self, line: OfficerLine) -> OfficerLook:
        words, officer = self.context.words, line.officer
        role = words.context("officer")
        names = [role(OFFICER_ROLES[each]) for each in (officer.role, *sorted(officer.also))]
        state = words("active") if line.active else words("deactivated")
        if line.active and not line.has_password:
            state = words("no password")
        elif line.active and line.must_change:
            state = words("password to be changed")
        departments = {value: self.view.department.itemText(at) for at, value in _data(self.view.department)}
        areas = {value: self.view.area.itemText(at) for at, value in _data(self.view.area)}
        row = (
            officer.login, officer.name, " · ".join(names), departments.get(officer.department, "—"),
            areas.get(line.area, line.area or "—"), _moment(self.context, line.last_seen), state,
        )  # fmt: skip
        return OfficerLook(
            officer.id, officer.login, officer.name, int(officer.role), frozenset(map(int, officer.also)),
            officer.department, line.area, line.active, row,
        )  # fmt: skip

    def _on_saved(self, filled: Filled) -> None:
        look, by = filled.look, self.context.officer.now
        entry = Entry(
            look.login, look.name, OfficerRole(look.role), frozenset(OfficerRole(number) for number in look.also),
            look.department, look.area,
        )  # fmt: skip
        line = next((line for line in self._lines if line.officer.id == filled.key), None)

        def save() -> str:
            if filled.key is None or line is None:
                self._officers.add(by, entry, filled.password)
                return entry.login
            self._officers.change(by, filled.key, line.version, entry, look.active)
            if filled.password:
                self._officers.reset(by, filled.key, filled.password)
            return entry.login

        self.ask("save officer", save, self._on_kept)

    def _on_kept(self, login: str) -> None:
        self.view.password.clear()
        self.view.tell(self.context.words("{login} is kept as you entered it.", login=login))
        self.read()


class LooksWindow(SeatWindow):
    """Who opened which personal data, when and why; an administrator's. Pages of two hundred, newest first."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, (980, 600))
        self._lines: list[LookLine] = []
        self._total = self._offset = 0
        self.rows = TextRows(self.theme)
        self.table = TextTable(self.theme, self.rows, self)
        self.note, self.newer, self.older = QLabel(), QPushButton(), QPushButton()
        restyle(self.note, tone="2")
        self.newer.clicked.connect(lambda: self._turn(-PAGE))
        self.older.clicked.connect(lambda: self._turn(PAGE))
        foot = QHBoxLayout()
        foot.setContentsMargins(*(self.theme.whole(12),) * 4)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.newer)
        foot.addWidget(self.older)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.say()
        self.read()

    def read(self) -> None:
        """Reads the page anew."""
        by, offset, looks = self.context.officer.now, self._offset, Looks(self.context.services.database)
        self.ask("looks", lambda: looks.lines(by, offset, PAGE), self._take)

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Who looked at personal data"))
        self.newer.setText(words("Newer"))
        self.older.setText(words("Older"))
        self._show()

    def tell(self, sentence: str) -> None:
        self.note.setText(sentence)

    def _turn(self, by: int) -> None:
        self._offset = max(0, self._offset + by)
        self.read()

    def _take(self, found: tuple[list[LookLine], int]) -> None:
        self._lines, self._total = found
        self._show()

    def _show(self) -> None:
        words = self.context.words
        heads = (words("Time"), words("Officer"), words("Of what"), words("Reason"), words("In words"))
        rows = [self._row(line) for line in self._lines]
        self.rows.show(heads, rows, [line.id for line in self._lines], [False] * len(rows))
        integer = words.formats.integer
        first, last = self._offset + 1, self._offset + len(rows)
        self.note.setText(
            words("{first}–{last} of {total}", first=integer(first), last=integer(last), total=integer(self._total))
            if rows
            else words("Nobody has opened personal data yet.")
        )
        self.newer.setEnabled(self._offset > 0)
        self.older.setEnabled(last < self._total)

    def _row(self, line: LookLine) -> tuple[str, ...]:
        reason = self.context.words(REASONS[LookReason(line.reason)])
        return _moment(self.context, line.at), line.officer, self._subject(line), reason, line.words

    def _subject(self, line: LookLine) -> str:
        words = self.context.words
        kind, _, ident = line.subject.partition("/")
        if kind == "person":
            return words("Grid worker {id}", id=ident)
        if kind == "record":
            return words("Base record {id}", id=ident)
        return words("Report {id} of {number}", id=ident, number=line.number or "—")


def _moment(context: SeatContext, at: datetime | None) -> str:
    picture = context.situation.picture
    if at is None:
        return "—"
    return (at.astimezone(picture.city.zone) if picture is not None else at).strftime("%Y-%m-%d %H:%M:%S")


def _data(box: QComboBox) -> list[tuple[int, Any]]:
    return [(at, box.itemData(at)) for at in range(box.count())]

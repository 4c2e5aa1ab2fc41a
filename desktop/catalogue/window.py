"""The window in which a city keeps its catalogue, limits, duties, departments and calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from desktop.catalogue.editing import Editing
from desktop.catalogue.words import changes_of, columns_of, problems_of
from desktop.context import SeatContext
from desktop.window import bring_up
from services.catalogue.comparing import Change
from services.catalogue.sheets import BY_KEY, SHEETS
from services.domain.people import SYSTEM
from widgets.catalogue.frame import CatalogueFrame
from widgets.catalogue.history_pane import VersionRow
from widgets.catalogue.sheet_model import SheetModel
from widgets.theme.theme import SeatKind, Theme

SIZE = (1560, 900)
HISTORY = "history"


def open_catalogue(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> CatalogueWindow:
    """Opens the editor of the catalogue."""
    return bring_up(CatalogueWindow(context, theme, parent or QApplication.activeWindow()))


class CatalogueWindow(QWidget):
    """Sheets to be edited, beside them what is wrong and what would change; the history with the way back.

    What is written is kept on disk and found again at the next opening, until it is saved or given up.
    """

    def __init__(
        self, context: SeatContext, theme: Theme, parent: QWidget | None = None, path: Path | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._words = context, context.words
        self._theme = Theme(context.tokens, theme.name, context.scale, SeatKind.OPERATOR, parent=self)
        self.editing = Editing(context, self, path)
        self.model = SheetModel()
        self._sheet = SHEETS[0].key
        self._build()
        self.model.edited.connect(self.editing.edited)
        self.model.edited.connect(self._say_state)
        self.editing.loaded.connect(self._on_loaded)
        self.editing.looked.connect(self._on_looked)
        self.editing.versioned.connect(self._on_versioned)
        self.editing.kept.connect(self._say_state)
        self.editing.told.connect(self.frame.note.show_text)
        self._end_words = self._words.on_change(self._say)
        context.officer.changed.connect(self._on_officer)
        self.frame.turn_to(self._sheet)
        self._say()
        self.frame.note.show_text(self._words("Reading…"))
        self.editing.load()

    # ---- what can be asked ---------------------------------------------------------------------------------------

    def show_sheet(self, key: str) -> None:
        """Turns to a sheet, or to the history."""
        self._sheet = key
        self.frame.turn_to(key)
        if key != HISTORY and self.editing.opened is not None:
            self._show_rows()

    def complete(self) -> bool:
        """Whether everything it shows is there."""
        return self.editing.found is not None and not self.editing.busy

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.qt_palette())
        frame = self.frame = CatalogueFrame(theme, self._words, self.model, (*BY_KEY, HISTORY), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        frame.turned.connect(self.show_sheet)
        frame.take_in.clicked.connect(self._on_import)
        frame.save_as.clicked.connect(self._on_export)
        frame.add.clicked.connect(self._on_add)
        frame.take.clicked.connect(self._on_take)
        frame.view.looked_at.connect(self._on_looked_at)
        frame.side.picked.connect(self._on_picked)
        frame.side.reasoned.connect(self._on_reasoned)
        frame.side.save_asked.connect(self.editing.save)
        frame.side.discard_asked.connect(self.editing.discard)
        frame.history.looked_at.connect(self._on_version)
        frame.history.return_asked.connect(self._on_return)
        QShortcut(QKeySequence.StandardKey.Save, self, self.editing.save)
        QShortcut(QKeySequence.StandardKey.Find, self, frame.find.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._on_escape)
        room = self.screen().availableGeometry().size()
        self.resize(QSize(theme.whole(SIZE[0]), theme.whole(SIZE[1])).boundedTo(room))
        self.setMinimumSize(theme.whole(900), theme.whole(520))

    def _say(self) -> None:
        """Everything in the reader's language."""
        words = self._words
        self.setWindowTitle(words("Catalogue and duties"))
        if self.editing.opened is not None:
            self._show_rows()
            self._on_looked()
            self._on_versioned()
        else:
            self._say_tabs()

    def _say_tabs(self) -> None:
        words, found = self._words, self.editing.found
        wrong = [one.sheet for one in found.problems] if found is not None else []
        for key in (*BY_KEY, HISTORY):
            name = words("History", ctx="catalogue") if key == HISTORY else words(BY_KEY[key].title, ctx="catalogue")
            rows = len(self.editing.versions if key == HISTORY else self.editing.draft.get(key, ()))
            text = f"{name} {words.formats.integer(rows)}"
            bad = words.plural("{n} wrong", "{n} wrong", wrong.count(key)) if key in wrong else ""
            self.frame.name_tab(key, f"{text} · {bad}" if bad else text)

    def _say_state(self) -> None:
        words, editing = self._words, self.editing
        opened, found = editing.opened, editing.found
        if opened is None:
            return
        newest = next(iter(editing.versions), None)
        version = words("Version {number}", number=opened.version) if opened.version else words("The standard tables")
        if newest is not None:
            version += f" · {words(newest.why)} · {self._name(newest.officer)} · {self._moment(newest.at)}"
        self.frame.version.show_text(version)
        may, changed = editing.may_save(), editing.is_changed()
        wrong = found is not None and bool(found.problems)
        reason = ""
        if not may:
            reason = words(
                "Only an administrator may change the catalogue. You may look, and save it as a spreadsheet."
            )
        elif wrong:
            reason = words("It can be saved when nothing is wrong any more.")
        elif changed and not editing.why.strip():
            reason = words("Say why; then it can be saved.")
        kept = datetime.fromtimestamp(editing.kept_at / 1000, UTC) if editing.kept_at and changed else None
        state = words("Draft kept at {time}", time=self._moment(kept)) if kept is not None else ""
        ready = may and changed and not wrong and bool(editing.why.strip()) and found is not None and not editing.busy
        self.frame.side.allow(ready, changed and not editing.busy, reason, " · ".join(filter(None, (reason, state))))
        row = self.frame.view.row()
        self.frame.add.setEnabled(may)
        self.frame.take.setEnabled(may and row >= 0 and self.model.may_take(row))
        self.frame.take_in.setEnabled(may and not editing.busy)
        self._say_tabs()

    def _moment(self, at: datetime) -> str:
        picture = self._context.situation.picture
        here = at.astimezone(picture.city.zone) if picture else at
        return self._words.formats.moment(here, self._context.clock().astimezone(here.tzinfo))

    def _name(self, login: str) -> str:
        return self._words("System", ctx="officer") if login == SYSTEM.login else login

    # ---- what comes back -----------------------------------------------------------------------------------------

    def _on_loaded(self) -> None:
        self.frame.side.why.setText(self.editing.why)
        self.model.locked = not self.editing.may_save()
        if self.frame.note.text() == self._words("Reading…"):
            self.frame.note.show_text(
                self._words("Ctrl+F finds · Esc closes")
                if self.model.locked
                else self._words("Enter or a key edits a cell · Ctrl+F finds · Ctrl+S saves · Esc closes")
            )
            self.frame.view.setFocus()
        self._show_rows()
        self._say_state()

    def _show_rows(self) -> None:
        if self._sheet == HISTORY or self.editing.opened is None:
            return
        sheet, shown = BY_KEY[self._sheet], self.editing.shown()
        columns = columns_of(sheet, shown, self._words)
        self.model.show_sheet(columns, self.editing.draft[sheet.key], lambda key, v: shown.text(sheet.column(key), v))
        self.frame.view.fit()
        self._mark()

    def _mark(self) -> None:
        opened, found = self.editing.opened, self.editing.found
        if opened is None or self._sheet == HISTORY:
            return
        self.model.show_before(opened.draft[self._sheet], BY_KEY[self._sheet].identity)
        problems = [one for one in found.problems if one.sheet == self._sheet] if found is not None else []
        self.model.show_problems({(one.row, one.column): one.reason.say(self._words) for one in problems})

    def _on_looked(self) -> None:
        found, words = self.editing.found, self._words
        if found is not None:
            remarks = [(one.say(words), None) for one in found.remarks]
            self.frame.side.tell(problems_of(found, words), remarks, changes_of(found, self.editing.shown()))
            self._mark()
        self._say_state()

    def _on_versioned(self) -> None:
        words = self._words
        rows = [
            VersionRow(
                one.number,
                self._moment(one.at),
                self._name(one.officer),
                words.formats.integer(len(one.changes)),
                words(one.why),
            )
            for one in self.editing.versions
        ]
        self.frame.history.show_versions(rows, self.editing.may_save())

    def _on_version(self, number: int) -> None:
        one = next((one for one in self.editing.versions if one.number == number), None)
        if one is None or self.editing.opened is None:
            return
        shown, told = self.editing.shown(), []
        for change in map(Change.of, one.changes):
            where, before, after = shown.change(change)
            told.append((f"{where}\n{before or '—'} → {after or '—'}", None))
        count = self._words.plural("{n} change", "{n} changes", len(told))
        self.frame.history.changes.tell(f"{self._words('Version {number}', number=number)} · {count}", told)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_officer(self, officer: object) -> None:
        self.model.locked = not self.editing.may_save()
        self._say_state()
        self._on_versioned()

    def _on_looked_at(self, row: int, key: str) -> None:
        problem = self.model.problem_at(row, key) if row >= 0 else ""
        if problem:
            self.frame.note.show_text(problem)
        self._say_state()

    def _on_picked(self, place: tuple[str, int, str]) -> None:
        sheet, row, key = place
        self.show_sheet(sheet)
        if row >= 0:
            self.frame.view.go_to(row, key)

    def _on_reasoned(self, why: str) -> None:
        self.editing.write_why(why)
        self._say_state()

    def _on_add(self) -> None:
        self.frame.find.clear()
        usual = {"active": "yes", "kind": "ordinary", "severity": "blue"}
        keys = {column.key for column in BY_KEY[self._sheet].columns if column.needed}
        row = self.model.add_row(
            {key: value for key, value in usual.items() if key in keys and self._sheet != "calendar"}
        )
        self.frame.view.go_to(row, self.model.columns[0].key)

    def _on_take(self) -> None:
        self.model.take_row(self.frame.view.row())

    def _on_return(self, number: int) -> None:
        self.editing.roll_back(number, self.editing.why or self._words("Back to version {number}", number=number))

    def _on_export(self) -> None:
        name = str(Path.home() / f"{self.windowTitle()}.xlsx")
        path, _ = QFileDialog.getSaveFileName(self, self._words("Save as a spreadsheet…"), name, "Excel (*.xlsx)")
        if path:
            self.editing.export_to(Path(path))

    def _on_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self._words("Take in a spreadsheet…"), "", "Excel (*.xlsx)")
        if path:
            self.editing.import_from(Path(path))

    def _on_escape(self) -> None:
        if self.frame.find.text():
            self.frame.find.clear()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.editing.close()
        self._end_words()
        self._context.officer.changed.disconnect(self._on_officer)
        super().closeEvent(event)

"""The window of base records: where they belong, why some do not, who must mend them; a figure opens its records."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.access.look import look_reasons
from desktop.access.windows import AdminWindow
from desktop.context import SeatContext
from desktop.records.list_window import open_records
from desktop.records.words import FIGURES, GROUPS, MISSED, LedgerWords
from desktop.refreshing import Refreshing
from services.access.exporting import PersonalExport
from services.access.rights import Right, may
from services.domain.areas import Level
from services.domain.looks import LookReason
from services.domain.records import Mender
from services.records.handing_out import hand_out
from services.records.ledger import Ledger, LedgerGroup, LedgerLine, Ledgers
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SIZE = (1860, 860)
SETTLES_MILLIS = 1_000


def open_ledger(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> LedgerWindow:
    """Opens the window."""
    window = LedgerWindow(context, theme, parent or QApplication.activeWindow())
    window.show()
    window.raise_()
    window.activateWindow()
    return window


class LedgerWindow(AdminWindow):
    """Lines by register, by who must mend, or by town; Enter opens a figure's records, S hands out a line's list."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._ledgers = Ledgers(context.services.database)
        self._group = LedgerGroup.REGISTER
        self._ledger: Ledger | None = None
        self._rows = FigureRows()
        self._round = 0
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self.say()
        self.read()
        self._heard = Refreshing(self, context.situation, lambda touched: touched.records, self._hear, SETTLES_MILLIS)
        context.situation.replaced.connect(self._on_replaced)

    @property
    def ledger(self) -> Ledger | None:
        """What is shown; None while it is on its way."""
        return self._ledger

    def choose(self, group: LedgerGroup) -> None:
        """Shows another group of lines."""
        self._group = group
        self._tabs[group].setChecked(True)
        self.read()

    def read(self, quiet: bool = False) -> None:
        """Reads the ledger of now; `quiet`: nobody asked, what is shown stays until it is there."""
        if self.context.situation.picture is None:
            return
        self._round += 1
        number, group, officer = self._round, self._group, self.context.officer.now
        if not quiet:
            self._note.setText(self.context.words("Reading…"))
        self.ask("ledger", lambda: (number, self._ledgers.read(officer, group)), self._take)

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._demo, self._sum, self._empty, self._note = (QLabel() for _ in range(5))
        for label in (self._head, self._demo, self._sum, self._empty, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label not in (self._head, self._demo))
        restyle(self._head, role="title")
        restyle(self._demo, tone="3", role="caption")
        restyle(self._sum, tone="2")
        restyle(self._empty, tone="2")
        restyle(self._note, tone="3", role="caption")
        self._save, self._save_named, self._again = QPushButton(), QPushButton(), QPushButton()
        self._save.clicked.connect(self._on_save)
        self._save_named.clicked.connect(self._on_save_named)
        self._again.clicked.connect(self.read)
        self._figures = FigureTable(theme, self._rows, self, stretch=False)
        self._figures.opened.connect(self._on_opened)
        pad, gap = theme.whole(16), theme.whole(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        head = QHBoxLayout()
        for part in (self._head, self._demo, None, self._again, self._save_named, self._save):
            head.addStretch(1) if part is None else head.addWidget(part)
        column.addLayout(head)
        column.addLayout(self._make_tabs())
        for part in (self._sum, self._empty, self._figures, self._note):
            column.addWidget(part, 1 if part is self._figures else 0)
        self._empty.hide()
        self._figures.setFocus()

    def _make_tabs(self) -> QHBoxLayout:
        row, group = QHBoxLayout(), QButtonGroup(self)
        self._tabs: dict[LedgerGroup, QToolButton] = {}
        for kind in LedgerGroup:
            tab = QToolButton(self)
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, kind=kind: self.choose(kind))
            group.addButton(tab)
            row.addWidget(tab)
            self._tabs[kind] = tab
        self._tabs[self._group].setChecked(True)
        row.addStretch(1)
        return row

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Base records"))
        self._head.setText(words("Base records"))
        self._again.setText(words("Read anew (R)"))
        self._save.setText(words("Hand out a list to mend (S)"))
        self._save_named.setText(words("With names…", ctx="ledger"))
        self._save_named.setVisible(may(self.context.officer.now, Right.EXPORT_PERSONAL))
        for group, tab in self._tabs.items():
            tab.setText(words(GROUPS[group], ctx="ledger"))
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._save.setEnabled(True)

    def _show(self) -> None:
        ledger, words = self._ledger, self.context.words
        say = self._words_of_now()
        if ledger is None or say is None:
            return
        self._rows.show(say.heads(ledger.group), say.rows(ledger), None)
        there = ledger.whole.total > 0
        self._figures.setVisible(there)
        self._sum.setVisible(there)
        self._empty.setVisible(not there)
        self._demo.setText(words("Demo data") if ledger.synthetic and self.demo_mark.isHidden() else "")
        self._sum.setText(self._sentence(ledger))
        self._empty.setText(
            words(
                "No base records are here yet, or none that you may see. Bring the register of a department in with "
                "main.py import records FILE --kind … --source …; a demo city gets all of its own with "
                "main.py demo --full."
            )
        )
        self._note.setText(
            words("← → ↑ ↓ choose a figure · Enter opens its records · a head sorts · Esc closes") if there else ""
        )

    def _sentence(self, ledger: Ledger) -> str:
        words, tally, picture = self.context.words, ledger.whole, self.context.situation.picture
        integer, zone = words.formats.integer, picture.city.zone if picture is not None else None
        return words(
            "{total} records at {time}. {share} found their grid, {missed} did not: departments mend {departments}, "
            "towns {towns}. The register untouched for longest is of {oldest}.",
            total=integer(tally.total),
            time=words.formats.clock(ledger.at.astimezone(zone), seconds=True),
            share=words.formats.share(tally.found.get(Level.GRID, 0), tally.total),
            missed=integer(tally.missed),
            departments=integer(tally.mender.get(Mender.DEPARTMENT, 0)),
            towns=integer(tally.mender.get(Mender.TOWN, 0)),
            oldest=words.formats.moment(ledger.oldest, ledger.at.astimezone(zone)),
        )

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, answer: tuple[int, Ledger]) -> None:
        number, ledger = answer
        if number == self._round:
            chosen, column, top = self._chosen(ledger)
            self._ledger = ledger
            self._show()
            if self._rows.rowCount():
                row = self._rows.order.index(chosen) if chosen >= 0 else 0
                self._figures.setCurrentIndex(self._rows.index(row, column))
                self._figures.verticalScrollBar().setValue(top)

    def _chosen(self, new: Ledger) -> tuple[int, int, int]:
        """Which of the new lines is the one that is chosen now (-1: none), the column, and how far it is scrolled."""
        at, old = self._figures.currentIndex(), self._ledger
        if not at.isValid() or old is None or old.group is not new.group:
            return -1, 1, 0
        line = self._line_at(self._rows.order[at.row()])
        found = next((row for row, one in enumerate(new.lines) if line is not None and one.chosen == line.chosen), -1)
        return found, max(1, at.column()), self._figures.verticalScrollBar().value()

    def _hear(self) -> None:
        if self.alive and self.context.situation.picture is not None:
            self.read(quiet=True)

    def _line_at(self, at: int) -> LedgerLine | None:
        ledger = self._ledger
        if ledger is None:
            return None
        return ledger.lines[at] if at < len(ledger.lines) else ledger.total

    def _on_opened(self, at: int, column: int) -> None:
        line, ledger = self._line_at(at), self._ledger
        if line is None or ledger is None or column == 0:
            return
        figure, group = FIGURES[ledger.group][column - 1], ledger.group

        def title() -> str:
            say, words = self._words_of_now(), self.context.words
            name = say.name(group, line) if say is not None else ""
            return f"{name} · {words(figure.head, ctx=figure.ctx)}"

        window = open_records(
            self.context, self.theme, title, figure.narrow(line.chosen), self._ledgers, self,
            figure.count(line.tally), ledger.at,
        )  # fmt: skip
        window.mended.connect(self._hear)

    def _words_of_now(self) -> LedgerWords | None:
        picture = self.context.situation.picture
        if picture is None:
            return None
        return LedgerWords(self.context.words, picture, self.context.clock(), self._ledgers.categories)

    def _on_replaced(self, picture: object) -> None:
        if self.alive and self._ledger is None:
            self.say()
            self.read()

    # ---- handing out ---------------------------------------------------------------------------------------------

    def chosen_line(self) -> LedgerLine | None:
        """The line under the cursor."""
        at = self._figures.currentIndex()
        return self._line_at(self._rows.order[at.row()]) if at.isValid() else None

    def _on_save(self) -> None:
        self._ask_path(None)

    def _on_save_named(self) -> None:
        """First why names are needed, then where the file goes."""
        dialog = look_reasons(self.context, self.theme, self)

        def take(reason: int, why: str) -> None:
            officer, words = self.context.officer.now, f"{LookReason(reason).name.lower()} {why}".strip()
            dialog.close()
            self._ask_path(PersonalExport(officer, words))

        dialog.asked.connect(take)
        dialog.open()

    def _ask_path(self, personal: PersonalExport | None) -> None:
        words, say, ledger, line = self.context.words, self._words_of_now(), self._ledger, self.chosen_line()
        if line is None or say is None or ledger is None:
            self._note.setText(words("Choose a line first: its list is handed out."))
            return
        name = f"{words('Base records')} {say.name(ledger.group, line)}".replace("/", " ").replace(" · ", " ")
        path, _ = QFileDialog.getSaveFileName(
            self, words("Hand out a list to mend (S)"), str(Path.home() / f"{name}.xlsx"), "Excel (*.xlsx)"
        )
        if path:
            self.hand_out_to(Path(path), line, personal)

    def hand_out_to(self, path: Path, line: LedgerLine, personal: PersonalExport | None = None) -> None:
        """Writes what of a line is to be mended into a workbook, off the GUI thread; names masked unless by right."""
        database, officer, words = self.context.services.database, self.context.officer.now, self.context.words
        chosen = MISSED.narrow(line.chosen)
        self._save.setEnabled(False)
        self._note.setText(words("Saving…"))

        def write() -> tuple[Path, int, bool]:
            return path, hand_out(database, path, chosen, officer, words, personal), personal is not None

        self.ask("hand out", write, self._on_handed_out)

    def _on_handed_out(self, answer: tuple[Path, int, bool]) -> None:
        path, count, named = answer
        words = self.context.words
        n = words.formats.integer(count)
        self.tell(
            words("{n} records to mend saved in {path} with names; the journal keeps why.", n=n, path=path)
            if named
            else words("{n} records to mend saved in {path}, names of people masked.", n=n, path=path)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.read()
        elif event.key() == Qt.Key.Key_S:
            self._on_save()
        else:
            super().keyPressEvent(event)

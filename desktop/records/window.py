"""The window of base records: where they belong, why some do not, who must mend them; a figure opens its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QWidget

from desktop.access.look import look_reasons
from desktop.context import SeatContext
from desktop.records.list_window import open_records
from desktop.records.words import FIGURES, GROUPS, MISSED, LedgerWords
from desktop.table_window import GroupedWindow, plain_label
from desktop.window import bring_up
from services.access.exporting import PersonalExport
from services.access.rights import Right, may
from services.domain.areas import Level
from services.domain.looks import LookReason
from services.domain.records import Mender
from services.records.handing_out import hand_out
from services.records.ledger import Ledger, LedgerGroup, LedgerLine, Ledgers
from widgets.theme.theme import Theme

SIZE = (1860, 860)
SETTLES_MILLIS = 1_000


def open_ledger(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> LedgerWindow:
    """Opens the window."""
    return bring_up(LedgerWindow(context, theme, parent or QApplication.activeWindow()))


class LedgerWindow(GroupedWindow):
    """Lines by register, by who must mend, or by town; Enter opens a figure's records, S hands out a line's list."""

    KEY = "ledger"

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE, tuple(LedgerGroup))
        self._ledgers = Ledgers(context.services.database)
        self._build()
        self.say()
        self.read()
        self._heard = self.follow(lambda touched: touched.records, SETTLES_MILLIS)

    @property
    def ledger(self) -> Ledger | None:
        """What is shown; None while it is on its way."""
        return self._shown

    def _question(self) -> Callable[[], Ledger]:
        group, officer, ledgers = self._group, self.context.officer.now, self._ledgers
        return lambda: ledgers.read(officer, group)

    def _lines_of(self, shown: Ledger) -> Sequence[LedgerLine]:
        return shown.lines

    def _mark(self, line: LedgerLine) -> object:
        return line.chosen

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._sum, self._empty = plain_label(tone="2"), plain_label(tone="2")
        self._demo = plain_label(wrap=False, tone="3", role="caption")
        self._save, self._save_named, self._again = QPushButton(), QPushButton(), QPushButton()
        self._save.clicked.connect(self._on_save)
        self._save_named.clicked.connect(self._on_save_named)
        self._again.clicked.connect(self.read)
        head = QHBoxLayout()
        for part in (self._head, self._demo, None, self._again, self._save_named, self._save):
            head.addStretch(1) if part is None else head.addWidget(part)
        self._lay_out(head, self._tab_row, self._sum, self._empty, self._figures, self._note)
        self._empty.hide()

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
        ledger, words = self.ledger, self.context.words
        say = self._words_of_now()
        if ledger is None or say is None:
            return
        self._rows.show(say.heads(ledger.group), say.rows(ledger), None)
        there = ledger.whole.total > 0
        self._figures.setVisible(there)
        self._sum.setVisible(there)
        self._empty.setVisible(not there)
        # registers may be made up in a city that is not
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

    def _on_opened(self, at: int, column: int) -> None:
        line, ledger = self._line_at(at), self.ledger
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
        words, say, ledger, line = self.context.words, self._words_of_now(), self.ledger, self.chosen_line()
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
        records = words.plural("{n} record to mend", "{n} records to mend", count)
        self.tell(
            words("{records} saved in {path} with names; the journal keeps why.", records=records, path=path)
            if named
            else words("{records} saved in {path}, names of people masked.", records=records, path=path)
        )

    def _keys(self) -> Mapping[Qt.Key, Callable[[], None]]:
        return {Qt.Key.Key_S: self._on_save}

"""The window of evaluation: who closed how much of what was due, and in time; every figure opens its cases."""

from __future__ import annotations

import csv
from collections.abc import Sequence
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

from desktop.access.windows import AdminWindow
from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.evaluation.rows import EvaluationWords, part_at
from desktop.refreshing import Refreshing
from services.connectors.files.writers import whole_file
from services.domain.evaluation import Group, Measure, Part
from services.insight.evaluation.table import LEAST, EvaluationTable, Row, last_days
from services.words.terms import GROUPS, PARTS
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.kit.chooser import Chooser
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SIZE = (1860, 860)
SETTLES_MILLIS = 3_000  # what a step counts is kept about a second after it
DAYS = (7, 30, 90, 365)
BYTES_FIRST = "\ufeff"  # spreadsheets take a file without it for another encoding


def open_evaluation(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> EvaluationWindow:
    """Opens the window."""
    window = EvaluationWindow(context, theme, parent or QApplication.activeWindow())
    window.show()
    window.raise_()
    window.activateWindow()
    return window


class EvaluationWindow(AdminWindow):
    """Figures by department, town, village, grid or worker; Enter on a figure opens its cases, R reads anew."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._group, self._days = Group.DEPARTMENT, 30
        self._table: EvaluationTable | None = None
        self._rows = FigureRows()
        self._round = 0
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self.say()
        self.read()
        self._heard = Refreshing(self, context.situation, lambda touched: bool(len(touched.incidents)), self._hear,
                                 SETTLES_MILLIS)  # fmt: skip
        context.situation.replaced.connect(self._on_replaced)

    @property
    def table(self) -> EvaluationTable | None:
        """What is shown; None while it is on its way."""
        return self._table

    def choose(self, group: Group) -> None:
        """Shows another group."""
        self._group = group
        self._tabs[group].setChecked(True)
        self.read()

    def read(self, quiet: bool = False) -> None:
        """Reads the figures of now; `quiet`: nobody asked, what is shown stays until they are there."""
        if self.context.situation.picture is None:
            return
        self._round += 1
        number, group, days = self._round, self._group, self._days
        services, zone = self.context.services, self.context.situation.picture.city.zone
        if not quiet:
            self._note.setText(self.context.words("Reading…"))

        def ask() -> tuple[int, EvaluationTable]:
            now = services.database.clock()
            return number, services.reading.evaluation(group, last_days(now, days, zone), now)

        self.ask("evaluation", ask, self._take)

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._sum, self._left_out, self._note = QLabel(), QLabel(), QLabel(), QLabel()
        for label in (self._head, self._sum, self._left_out, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label is not self._head)
        restyle(self._head, role="title")
        restyle(self._sum, tone="2")
        restyle(self._left_out, tone="3", role="caption")
        restyle(self._note, tone="3", role="caption")
        self._period = Chooser(theme, Icons(theme), nothing=30, parent=self)
        self._period.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        self._period.picked.connect(self._on_period)
        self._save, self._again = QPushButton(), QPushButton()
        self._save.clicked.connect(self._on_save)
        self._again.clicked.connect(self.read)
        self._tabs: dict[Group, QToolButton] = {}
        self._figures = FigureTable(theme, self._rows, self)
        self._figures.opened.connect(self._on_opened)
        pad, gap = theme.whole(16), theme.whole(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        head = QHBoxLayout()
        for part in (self._head, None, self._period, self._again, self._save):
            head.addStretch(1) if part is None else head.addWidget(part)
        column.addLayout(head)
        column.addLayout(self._make_tabs())
        for part in (self._sum, self._figures, self._left_out, self._note):
            column.addWidget(part, 1 if part is self._figures else 0)
        self._figures.setFocus()

    def _make_tabs(self) -> QHBoxLayout:
        row, group = QHBoxLayout(), QButtonGroup(self)
        for kind in Group:
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
        self.setWindowTitle(words("Evaluation"))
        self._head.setText(words("Evaluation"))
        self._again.setText(words("Read anew (R)"))
        self._save.setText(words("Save as a file (S)"))
        for group, tab in self._tabs.items():
            tab.setText(words(GROUPS[group], ctx="group"))
        items = [(days, words("Last {n} days", n=days)) for days in DAYS if days != 30]
        self._period.offer(words("Last {n} days", n=30), items)
        self._period.choose(self._days)
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)

    def _show(self) -> None:
        table, picture = self._table, self.context.situation.picture
        if table is None or picture is None:
            return
        words, say = self.context.words, EvaluationWords(self.context.words, picture)
        scale = table.total.rate(Measure.ON_TIME).value
        self._rows.show(say.heads(), say.rows(table), scale)
        at = words.formats.clock(table.at.astimezone(picture.city.zone), seconds=True)
        due = words.formats.integer(table.total.sums.of(Part.DUE))
        self._sum.setText(
            words(
                "{due} due in {days} days, at {time}. Due is what was finished, or should have been; suspended and excluded cases are not in it. Under {least} cases no interval is drawn.",  # noqa: E501
                due=due,
                days=self._days,
                time=at,
                least=LEAST,
            )
        )
        self._left_out.setText(say.exclusions(table))
        self._left_out.setVisible(bool(self._left_out.text()))
        if table.behind:
            self._note.setText(words("Cases are still being counted; read anew in a moment."))
        elif not table.total.sums.of(Part.DUE):
            self._note.setText(words("Nothing was due in this period. Choose a longer one."))
        else:
            self._note.setText(words("← → ↑ ↓ choose a figure · Enter opens its cases · a head sorts · Esc closes"))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, answer: tuple[int, EvaluationTable]) -> None:
        number, table = answer
        if number == self._round:
            chosen, column, top = self._chosen()
            self._table = table
            self._show()
            if self._rows.rowCount():
                at = next((at for at, row in enumerate(table.rows) if chosen and row.key == chosen.key), -1)
                whole = chosen is None or at < 0
                self._figures.setCurrentIndex(self._rows.index(0 if whole else self._rows.order.index(at), column))
                self._figures.verticalScrollBar().setValue(top)
            if table.behind:
                self._heard.start()

    def _chosen(self) -> tuple[Row | None, int, int]:
        """The row that is chosen (None: the whole city), the column, and how far the list is scrolled."""
        at, table = self._figures.currentIndex(), self._table
        if not at.isValid() or table is None or table.group is not self._group:
            return None, 1, 0
        row = self._rows.order[at.row()]
        top = self._figures.verticalScrollBar().value()
        return (table.rows[row] if row < len(table.rows) else None), max(1, at.column()), top

    def _hear(self) -> None:
        if self.alive and self.context.situation.picture is not None:
            self.read(quiet=True)

    def _row_at(self, at: int) -> Row | None:
        table = self._table
        if table is None:
            return None
        return table.rows[at] if at < len(table.rows) else table.total

    def _on_opened(self, at: int, column: int) -> None:
        row, table, picture = self._row_at(at), self._table, self.context.situation.picture
        if row is None or table is None or picture is None:
            return
        part = part_at(row, column)
        if part is None:
            return
        words, group = self.context.words, table.group

        def title() -> str:
            total = row is table.total
            name = words("The whole city", ctx="page") if total else EvaluationWords(words, picture).name(group, row)
            return f"{name} · {words(PARTS[part], ctx='part')}"

        open_cases(self.context, self.theme, title, table.cases(row, part), self, row.sums.of(part), table.at)

    def _on_period(self, days: int) -> None:
        self._days = days
        self.read()

    def _on_replaced(self, picture: object) -> None:
        if self.alive and self._table is None:
            self.say()
            self.read()

    def _on_save(self) -> None:
        words = self.context.words
        name = Path.home() / f"{words('Evaluation')} {words(GROUPS[self._group], ctx='group')}.csv"
        path, _ = QFileDialog.getSaveFileName(self, words("Save as a file (S)"), str(name), "CSV (*.csv)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Writes the shown table into a file for spreadsheets, off the GUI thread."""
        picture, table = self.context.situation.picture, self._table
        if picture is None or table is None:
            return
        say = EvaluationWords(self.context.words, picture)
        lines = [say.heads(), *([cell.text for cell in row.cells] for row in say.rows(table))]
        self.ask("save evaluation", lambda: _write(path, lines), self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self._note.setText(self.context.words("Saved in {path}.", path=path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.read()
        elif event.key() == Qt.Key.Key_S:
            self._on_save()
        else:
            super().keyPressEvent(event)


def _write(path: Path, lines: Sequence[Sequence[str]]) -> Path:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.write(BYTES_FIRST)
        csv.writer(file).writerows(lines)
    return path

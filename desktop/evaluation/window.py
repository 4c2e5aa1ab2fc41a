"""The window of evaluation: who closed how much of what was due, and in time; every figure opens its cases."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QWidget

from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.evaluation.rows import EvaluationWords, part_at
from desktop.table_window import GroupedWindow, plain_label
from desktop.window import bring_up
from services.connectors.files.writers import whole_file
from services.domain.evaluation import Group, Measure, Part
from services.insight.evaluation.table import LEAST, EvaluationTable, Row, last_days
from services.words.terms import GROUPS, PARTS
from widgets.kit.chooser import Chooser
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

SIZE = (1860, 860)
SETTLES_MILLIS = 3_000  # what a step counts is kept about a second after it
DAYS = (7, 30, 90, 365)
BYTES_FIRST = "\ufeff"  # spreadsheets take a file without it for another encoding


def open_evaluation(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> EvaluationWindow:
    """Opens the window."""
    return bring_up(EvaluationWindow(context, theme, parent or QApplication.activeWindow()))


class EvaluationWindow(GroupedWindow):
    """Figures by department, town, village, grid or worker; Enter on a figure opens its cases, R reads anew."""

    KEY = "evaluation"

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE, tuple(Group), stretch=True)
        self._days = 30
        self._build()
        self.say()
        self.read()
        self._heard = self.follow(lambda touched: bool(len(touched.incidents)), SETTLES_MILLIS)

    @property
    def table(self) -> EvaluationTable | None:
        """What is shown; None while it is on its way."""
        return self._shown

    def _question(self) -> Callable[[], EvaluationTable]:
        group, days, services = self._group, self._days, self.context.services
        picture = self.context.situation.picture
        zone = UTC if picture is None else picture.city.zone

        def ask() -> EvaluationTable:
            now = services.database.clock()
            return services.reading.evaluation(group, last_days(now, days, zone), now)

        return ask

    def _lines_of(self, shown: EvaluationTable) -> Sequence[Row]:
        return shown.rows

    def _mark(self, line: Row) -> object:
        return (line.key,)

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._sum, self._left_out = plain_label(tone="2"), plain_label(tone="3", role="caption")
        self._period = Chooser(self.theme, Icons(self.theme), nothing=30, parent=self)
        self._period.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        self._period.picked.connect(self._on_period)
        self._save, self._again = QPushButton(), QPushButton()
        self._save.clicked.connect(self._on_save)
        self._again.clicked.connect(self.read)
        head = QHBoxLayout()
        for part in (self._head, None, self._period, self._again, self._save):
            head.addStretch(1) if part is None else head.addWidget(part)
        self._lay_out(head, self._tab_row, self._sum, self._figures, self._left_out, self._note)

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

    def _show(self) -> None:
        table, picture = self.table, self.context.situation.picture
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
        super()._take(answer)
        if self.table is answer[1] and answer[1].behind:
            self._heard.start()

    def _on_opened(self, at: int, column: int) -> None:
        row, table, picture = self._line_at(at), self.table, self.context.situation.picture
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

    def _on_save(self) -> None:
        words = self.context.words
        name = Path.home() / f"{words('Evaluation')} {words(GROUPS[self._group], ctx='group')}.csv"
        path, _ = QFileDialog.getSaveFileName(self, words("Save as a file (S)"), str(name), "CSV (*.csv)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Writes the shown table into a file for spreadsheets, off the GUI thread."""
        picture, table = self.context.situation.picture, self.table
        if picture is None or table is None:
            return
        say = EvaluationWords(self.context.words, picture)
        lines = [say.heads(), *([cell.text for cell in row.cells] for row in say.rows(table))]
        self.ask("save evaluation", lambda: _write(path, lines), self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self._note.setText(self.context.words("Saved in {path}.", path=path))

    def _keys(self) -> Mapping[Qt.Key, Callable[[], None]]:
        return {Qt.Key.Key_S: self._on_save}


def _write(path: Path, lines: Sequence[Sequence[str]]) -> Path:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.write(BYTES_FIRST)
        csv.writer(file).writerows(lines)
    return path

"""The versions of the catalogue: who saved each, when and why, what it changed, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.words import Words
from widgets.catalogue.told_list import ToldList
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

WIDTHS = (80.0, 150.0, 130.0, 90.0)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version as it is shown."""

    number: int
    at: str
    officer: str
    count: str
    why: str


class HistoryPane(QWidget):
    """`looked_at(number)` when the cursor stands on a version, `return_asked(number)` when it shall hold again."""

    looked_at = Signal(int)
    return_asked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._rows: tuple[VersionRow, ...] = ()
        self._may = False
        self.table, self.changes, self._back = QTableWidget(0, 5, self), ToldList(theme, self), QPushButton()
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        heads = table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate(WIDTHS):
            heads.resizeSection(at, theme.whole(width))
        heads.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda row, *_: self._on_row(row))
        self._back.clicked.connect(self._on_back)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.whole(12), theme.whole(8), theme.whole(12), theme.whole(12))
        column.setSpacing(theme.whole(8))
        column.addWidget(table, 3)
        column.addWidget(self.changes, 2)
        column.addLayout(row)
        follow(words, self, self.say)

    def show_versions(self, rows: Sequence[VersionRow], may: bool) -> None:
        """The versions, newest first, and whether the reader may bring one back."""
        self._rows, self._may = tuple(rows), may
        self.table.setRowCount(len(rows))
        for at, one in enumerate(rows):
            for column, text in enumerate((str(one.number), one.at, one.officer, one.count, one.why)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        if rows:
            self.table.setCurrentCell(0, 0)
        self._on_row(self.table.currentRow())

    def say(self) -> None:
        """Heads and the button in the reader's language."""
        words = self._words
        say = words.context("catalogue")
        heads = [say("Version"), say("Saved at"), say("Officer"), say("Changes"), say("Why")]
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setAccessibleName(say("History"))
        self._say_button(self.table.currentRow())

    def _on_row(self, row: int) -> None:
        self._say_button(row)
        if 0 <= row < len(self._rows):
            self.looked_at.emit(self._rows[row].number)

    def _say_button(self, row: int) -> None:
        known = 0 <= row < len(self._rows)
        number = self._rows[row].number if known else 0
        self._back.setText(self._words("Let version {number} hold again", number=number))
        self._back.setVisible(known and row > 0)
        self._back.setEnabled(self._may)

    def _on_back(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._rows):
            self.return_asked.emit(self._rows[row].number)

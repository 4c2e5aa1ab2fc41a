"""The duty roster as a table, with a line to add: who, on which day, from when to when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.access.fields import Box
from widgets.access.text_rows import TextRows, TextTable
from widgets.forms.text_fields import LineField
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


class RotaView(QWidget):
    """`added(login, weekday, from, to)` with the times as they were typed, `removed(id)`, `import_asked()`."""

    added = Signal(str, int, str, str)
    removed = Signal(int)
    import_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.rows = TextRows(theme)
        self.table = TextTable(theme, self.rows, self)
        self.who, self.day = Box(theme), Box(theme)
        self.begin, self.end = LineField(), LineField()
        self.add, self.remove, self.load = QPushButton(), QPushButton(), QPushButton()
        self.note, self.dash = QLabel(), QLabel("–")
        self._build()
        follow(words, self, self._say)

    def offer(self, officers: Sequence[tuple[str, str]], days: Sequence[tuple[int, str]], may: bool) -> None:
        """Who can be chosen, and the days; `may`: the roster can be changed."""
        for box, items in ((self.who, officers), (self.day, days)):
            kept = box.currentData()
            box.clear()
            for value, name in items:
                box.addItem(name, value)
            box.setCurrentIndex(max(0, box.findData(kept)))
        for widget in (self.who, self.day, self.begin, self.dash, self.end, self.add, self.remove, self.load):
            widget.setVisible(may)

    def show_lines(self, heads: Sequence[str], rows: Sequence[Sequence[str]], keys: Sequence[int]) -> None:
        """Other lines."""
        self.rows.show(heads, rows, keys, [False] * len(rows))
        self.remove.setEnabled(False)

    def tell(self, sentence: str) -> None:
        """What came of it, or why not."""
        self.note.setText(sentence)

    def chosen(self) -> int | None:
        """The line that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return int(self.rows.keys[rows[0].row()]) if rows else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._on_remove()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        whole = self._theme.whole
        restyle(self.note, tone="2")
        self.note.setWordWrap(True)
        for field in (self.begin, self.end):
            field.setFixedWidth(whole(76))
            field.returnPressed.connect(self._on_add)
        self.begin.put("08:30")
        self.end.put("17:30")
        self.who.setMinimumWidth(whole(200))
        self.day.setMinimumWidth(whole(110))
        self.add.setProperty("primary", True)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.load.clicked.connect(self.import_asked)
        self.table.selectionModel().selectionChanged.connect(
            lambda *_: self.remove.setEnabled(self.chosen() is not None)
        )
        line, foot = QHBoxLayout(), QHBoxLayout()
        for widget in (self.who, self.day, self.begin, self.dash, self.end, self.add):
            line.addWidget(widget)
        line.addStretch(1)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.load)
        foot.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(whole(12),) * 4)
        column.setSpacing(whole(10))
        column.addWidget(self.table, 1)
        column.addLayout(line)
        column.addLayout(foot)

    def _on_add(self) -> None:
        if self.who.currentData() is not None:
            self.added.emit(self.who.currentData(), int(self.day.currentData()), self.begin.value, self.end.value)

    def _on_remove(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.removed.emit(chosen)

    def _say(self) -> None:
        words = self._words
        names = (
            (self.who, words("Officer", ctx="rota")), (self.day, words("Weekday", ctx="rota")),
            (self.begin, words("From", ctx="rota")), (self.end, words("To", ctx="rota")),
        )  # fmt: skip
        for widget, name in names:
            widget.setAccessibleName(name)
            widget.setToolTip(name)
        self.add.setText(words("Add the duty", ctx="rota"))
        self.remove.setText(words("Remove the line", ctx="rota"))
        self.load.setText(words("Import a spreadsheet…", ctx="rota"))
        self.table.setAccessibleName(words("Duty roster"))

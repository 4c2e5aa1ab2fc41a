"""Windows around a table of figures: one that shows it, one that goes by the clock, one by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLayout, QToolButton, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.refreshing import Refreshing
from desktop.window import SeatWindow
from services.live.advance import Touched
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PAD, GAP = 16, 8  # px at 1x


def plain_label(wrap: bool = True, **look: Any) -> QLabel:
    """Words that are never taken for mark-up; `look` are properties of the sheet (role, tone)."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if look:
        restyle(label, **look)
    return label


def tab_row(
    window: QWidget, keys: Sequence[Any], choose: Callable[[Any], None]
) -> tuple[QHBoxLayout, dict[Any, QToolButton]]:
    """Tabs side by side, one for each key, the first chosen; their words are the caller's."""
    row, group = QHBoxLayout(), QButtonGroup(window)
    tabs: dict[Any, QToolButton] = {}
    for key in keys:
        tab = QToolButton(window)
        tab.setProperty("tab", True)
        tab.setCheckable(True)
        tab.clicked.connect(lambda _=False, key=key: choose(key))
        group.addButton(tab)
        row.addWidget(tab)
        tabs[key] = tab
    tabs[keys[0]].setChecked(True)
    row.addStretch(1)
    return row, tabs


class TableWindow(SeatWindow):
    """A head, the table, a note below."""

    def __init__(
        self, context: SeatContext, theme: Theme, parent: QWidget | None, size: tuple[int, int], stretch: bool = False
    ) -> None:
        super().__init__(context, theme, parent, size)
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._rows = FigureRows()
        self._figures = FigureTable(self.theme, self._rows, self, stretch=stretch)
        self._figures.opened.connect(self._on_opened)
        self._head, self._note = plain_label(wrap=False, role="title"), plain_label(tone="3", role="caption")

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)

    def _lay_out(self, *parts: QWidget | QLayout) -> None:
        """Puts parts below each other (head, table and note unless told otherwise); the table takes the rest."""
        pad, gap = self.theme.whole(PAD), self.theme.whole(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        for part in parts or (self._head, self._figures, self._note):
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, 1 if part is self._figures else 0)
        self._figures.setFocus()

    def _on_opened(self, at: int, column: int) -> None:
        """A figure was opened, by its row of the source."""


class ClockedWindow(TableWindow):
    """A table whose lines go by the clock, whatever facts come: read anew every so often, and with R.

    `begin()` comes last in the making of one.
    """

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        parent: QWidget | None,
        size: tuple[int, int],
        millis: int,
        stretch: bool = False,
    ) -> None:
        super().__init__(context, theme, parent, size, stretch)
        self._again = QTimer(self, interval=millis)
        self._again.timeout.connect(self.read)
        context.situation.replaced.connect(self._on_replaced)

    def begin(self) -> None:
        """Says what is known, reads, and goes on reading."""
        self.say()
        self.read()
        self._again.start()

    def read(self) -> None:
        """Reads the lines of now."""
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError

    def _on_replaced(self, _picture: object) -> None:
        if self.alive:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.read()
        else:
            super().keyPressEvent(event)


class GroupedWindow(TableWindow):
    """Figures by one group or another, read anew when a fact touches them, with what is chosen kept.

    `_question()` gives what is asked off the GUI thread, `_lines_of(answer)` the lines of an answer (the whole, which
    comes after the last of them, apart), `_total_of` that whole, `_group_of` its group, `_mark(line)` what a line is
    known by when it is read anew.
    """

    KEY = "figures"

    def __init__(
        self, context: SeatContext, theme: Theme, parent: QWidget | None, size: tuple[int, int], groups: Sequence[Any],
        stretch: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(context, theme, parent, size, stretch)
        self._group, self._shown, self._round = groups[0], None, 0
        self._tab_row, self._tabs = tab_row(self, groups, self.choose)
        context.situation.replaced.connect(self._on_replaced)

    def follow(self, touches: Callable[[Touched], bool], millis: int) -> Refreshing:
        """Reads anew by itself, soon after a fact has touched what is shown."""
        return Refreshing(self, self.context.situation, touches, self._hear, millis)

    def choose(self, group: Any) -> None:
        """Shows another group."""
        self._group = group
        self._tabs[group].setChecked(True)
        self.read()

    def read(self, quiet: bool = False) -> None:
        """Reads the figures of now; `quiet`: nobody asked, what is shown stays until they are there."""
        if self.context.situation.picture is None:
            return
        self._round += 1
        number, question = self._round, self._question()
        if not quiet:
            self._note.setText(self.context.words("Reading…"))
        self.ask(self.KEY, lambda: (number, question()), self._take)

    # ---- what a window of its own kind says ------------------------------------------------------------------------

    def _question(self) -> Callable[[], Any]:
        raise NotImplementedError

    def _lines_of(self, shown: Any) -> Sequence[Any]:
        raise NotImplementedError

    def _total_of(self, shown: Any) -> Any:
        return shown.total

    def _group_of(self, shown: Any) -> Any:
        return shown.group

    def _mark(self, line: Any) -> Any:
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError

    # ---- what happens ------------------------------------------------------------------------------------------------

    def _line_at(self, at: int) -> Any:
        """A line by its row of the source; the whole after the last; None while nothing is there."""
        if self._shown is None:
            return None
        lines = self._lines_of(self._shown)
        return lines[at] if at < len(lines) else self._total_of(self._shown)

    def _take(self, answer: tuple[int, Any]) -> None:
        number, shown = answer
        if number != self._round:
            return
        mark, column, top = self._chosen(shown)
        self._shown = shown
        self._show()
        if self._rows.rowCount():
            marks = [self._mark(line) for line in self._lines_of(shown)]
            row = self._rows.order.index(marks.index(mark)) if mark in marks else 0
            self._figures.setCurrentIndex(self._rows.index(row, column))
            self._figures.verticalScrollBar().setValue(top)

    def _chosen(self, new: Any) -> tuple[Any, int, int]:
        """What the chosen line is known by (None: the whole), the column, and how far the list is scrolled."""
        at, old = self._figures.currentIndex(), self._shown
        if not at.isValid() or old is None or self._group_of(old) is not self._group_of(new):
            return None, 1, 0
        row, lines = self._rows.order[at.row()], self._lines_of(old)
        mark = self._mark(lines[row]) if row < len(lines) else None
        return mark, max(1, at.column()), self._figures.verticalScrollBar().value()

    def _hear(self) -> None:
        if self.alive and self.context.situation.picture is not None:
            self.read(quiet=True)

    def _on_replaced(self, picture: object) -> None:
        if self.alive and self._shown is None:
            self.say()
            self.read()

    def _keys(self) -> Mapping[Qt.Key, Callable[[], None]]:
        """Keys of the window besides those of reading anew."""
        return {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.read()
        elif (do := self._keys().get(Qt.Key(event.key()))) is not None:
            do()
        else:
            super().keyPressEvent(event)

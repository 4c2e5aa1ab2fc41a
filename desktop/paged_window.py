"""A window over a long list that never shifts: pages read as they are looked at, the card of a row beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.table_window import GAP, PAD, plain_label
from desktop.window import SeatWindow
from widgets.tables.list_table import ListTable
from widgets.tables.paged_model import PAGE, Head, PagedModel
from widgets.theme.theme import Theme

SIZE = (1640, 820)
Title = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands behind a figure, in its order, as of a moment."""

    ids: NDArray[np.int64]
    at: datetime


class PagedWindow(SeatWindow):
    """Enter opens a card beside the list; Esc closes card, then window; R reads anew.

    `title` is asked again when the language changes. With `expected`, the figure as it was shown at `at`, it says so
    when the number has moved since. `REPEATED` are the columns that a card says too: it takes their room.
    """

    KEY = "rows"
    REPEATED: tuple[int, ...] = ()
    WIDTHS: tuple[float, ...] = ()

    def __init__(
        self, context: SeatContext, theme: Theme, title: Title, parent: QWidget | None, expected: int | None,
        at: datetime | None,
    ) -> None:  # fmt: skip
        super().__init__(context, theme, parent, SIZE)
        self._title, self._expected, self._expected_at = title, expected, at
        self._list: Listing | None = None
        self._round = self._listed = 0
        self.model = PagedModel(())
        self._build()
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self.model.wanted.connect(self._on_wanted)
        context.situation.replaced.connect(self._on_replaced)
        self.say()
        if context.situation.picture is not None:
            self.load()

    @property
    def total(self) -> int | None:
        """How many rows the list has; None while it is on its way."""
        return None if self._list is None else len(self._list.ids)

    def load(self) -> None:
        """Reads the list anew."""
        self._round += 1
        number, question = self._round, self._question()
        self._note.setText(self.context.words("Reading…"))
        self.ask(self.KEY, lambda: (number, question()), self._take_list)

    def open_row(self, row: int) -> None:
        """Shows the card of a row."""
        if self._list is not None and 0 <= row < len(self._list.ids):
            self.ask(f"card of {self.KEY}", self._card_question(int(self._list.ids[row])), self._take_card)

    # ---- what a list of its own kind says ----------------------------------------------------------------------------

    def _question(self) -> Callable[[], Listing]:
        raise NotImplementedError

    def _page_question(self, ids: Sequence[int]) -> Callable[[], tuple[Any, ...]] | None:
        """What reads the rows of some ids; None while the picture is not there."""
        raise NotImplementedError

    def _card_question(self, ident: int) -> Callable[[], Any]:
        raise NotImplementedError

    def _take_card(self, found: Any) -> None:
        raise NotImplementedError

    def _make_card(self) -> QWidget:
        raise NotImplementedError

    def _heads(self) -> Sequence[Head] | None:
        raise NotImplementedError

    def _counted(self, count: int, time: str) -> str:
        """How many there are, at a time."""
        raise NotImplementedError

    def _hint(self, count: int) -> str:
        """The keys of the list; what to say where nothing is in it."""
        raise NotImplementedError

    # ---- how it looks ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._sum = plain_label(wrap=False, role="title"), plain_label(tone="2")
        self._note = plain_label(tone="3", role="caption")
        self._again = QPushButton()
        self._again.clicked.connect(self.load)
        self._table = ListTable(theme, self.context.words, self.model, self)
        self._table.opened.connect(self.open_row)
        self._table.looked_at.connect(self._on_looked_at)
        self._card = self._make_card()
        self._card.setFixedWidth(self._card.sizeHint().width())
        self._card.hide()
        pad, gap = theme.whole(PAD), theme.whole(GAP)
        head, body = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self._head, 1)
        for button in self._buttons():
            head.addWidget(button)
        body.setSpacing(1)
        body.addWidget(self._table, 1)
        body.addWidget(self._card)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self._sum)
        column.addLayout(body, 1)
        column.addWidget(self._note)
        self._table.setFocus()

    def _buttons(self) -> Sequence[QPushButton]:
        return (self._again,)

    def say(self) -> None:
        title = self._title()
        self.setWindowTitle(title)
        self._head.setText(title)
        self._again.setText(self.context.words("Read anew (R)"))
        self._table.setAccessibleName(title)
        heads = self._heads()
        if heads is not None:
            self.model.say_heads(heads)
            self._table.set_widths(self.WIDTHS)
        self._say_total()
        if self._card.isVisible():
            self.open_row(self._table.currentIndex().row())

    def _say_total(self) -> None:
        words, picture = self.context.words, self.context.situation.picture
        if self._list is None or picture is None:
            return
        formats, count = words.formats, len(self._list.ids)
        at = self._list.at.astimezone(picture.city.zone)
        if self._expected in (None, count):
            self._sum.setText(self._counted(count, formats.clock(at, seconds=True)))
        else:
            then = (self._expected_at or at).astimezone(picture.city.zone)
            self._sum.setText(
                words(
                    "The figure was {before} at {then}; now it is {after}.",
                    before=formats.integer(self._expected), then=formats.moment(then, at), after=formats.integer(count),
                )
            )  # fmt: skip
        self._note.setText(self._hint(count))

    # ---- what comes back ---------------------------------------------------------------------------------------------

    def _take_list(self, answer: tuple[int, Listing]) -> None:
        number, found = answer
        if number != self._round:
            return
        row = max(0, self._table.currentIndex().row())
        self._list, self._listed = found, number
        self.model.start(len(found.ids))
        self._table.go_to(min(self._row_after(row), len(found.ids) - 1))
        self._say_total()

    def _row_after(self, row: int) -> int:
        """Where the cursor goes in a list read anew, by where it was."""
        return row

    def _on_wanted(self, page: int) -> None:
        if self._list is None:
            return
        # the list that is shown may be older than the one that is on its way
        number, ids = self._listed, self._list.ids[page * PAGE : (page + 1) * PAGE].tolist()
        question = self._page_question(ids)
        if question is not None:
            self.context.workers.ask(
                f"{self.KEY} {id(self)} {number} {page}",
                lambda: (number, page, question()),
                self._alive(self._take_page),
                self._alive(lambda error: self._on_page_trouble(page, error)),
            )

    def _take_page(self, answer: tuple[int, int, tuple[Any, ...]]) -> None:
        number, page, rows = answer
        if number == self._listed:
            self.model.take(page, rows)

    def _on_page_trouble(self, page: int, error: Exception) -> None:
        self.model.failed(page)
        self._on_trouble(error)

    # ---- what happens ------------------------------------------------------------------------------------------------

    def _show_card(self, shown: bool) -> None:
        """The card, in the room of the columns that it repeats."""
        self._card.setVisible(shown)
        for column in self.REPEATED:
            self._table.setColumnHidden(column, shown)

    def _on_looked_at(self, row: int) -> None:
        """A card that is open follows the cursor."""
        if self._card.isVisible():
            self.open_row(row)

    def _on_replaced(self, picture: object) -> None:
        if self.alive and self._round == 0:
            self.say()
            self.load()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.load()
        elif event.key() == Qt.Key.Key_Escape and self._card.isVisible():
            self._show_card(False)
            self._table.setFocus()
        else:
            super().keyPressEvent(event)

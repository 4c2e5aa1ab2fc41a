"""The records behind a figure of the ledger: a list that never shifts, the card of each, and what corrects it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.access.look import look_at_record
from desktop.access.windows import AdminWindow
from desktop.context import SeatContext
from desktop.records.words import WIDTHS, LedgerWords
from services.domain.records import Record, RecordFilter
from services.domain.refusals import Refusal
from services.geo.typed import coordinates
from services.records.ledger import Ledgers
from services.records.mending import Correction, correct
from widgets.records.card import RecordCard
from widgets.tables.list_table import ListTable
from widgets.tables.paged_model import PAGE, PagedModel
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SIZE = (1640, 820)
REPEATED = (3, 4, 7)  # what the card says too
Title = Callable[[], str]


def open_records(
    context: SeatContext,
    theme: Theme,
    title: Title,
    chosen: RecordFilter,
    ledgers: Ledgers,
    parent: QWidget | None = None,
    expected: int | None = None,
    at: datetime | None = None,
) -> RecordsWindow:
    """Opens the records behind a figure; with `expected`, the figure as shown at `at`, it says when that has moved."""
    window = RecordsWindow(context, theme, title, chosen, ledgers, parent, expected, at)
    window.show()
    window.raise_()
    window.activateWindow()
    return window


class RecordsWindow(AdminWindow):
    """Enter opens a card beside the list; Esc closes card, then window. `mended()` when a record was corrected."""

    mended = Signal()

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        title: Title,
        chosen: RecordFilter,
        ledgers: Ledgers,
        parent: QWidget | None = None,
        expected: int | None = None,
        at: datetime | None = None,
    ) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._title, self._chosen, self._ledgers = title, chosen, ledgers
        self._expected, self._expected_at = expected, at
        self._ids: NDArray[np.int64] | None = None
        self._at = context.clock()
        self._round = self._listed = 0
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self.model = PagedModel(())
        self.model.wanted.connect(self._on_wanted)
        self._build()
        self.say()
        self.load()

    @property
    def total(self) -> int | None:
        """How many records the list has; None while it is on its way."""
        return None if self._ids is None else len(self._ids)

    @property
    def card(self) -> RecordCard:
        """The card of the record that was opened."""
        return self._card

    def load(self) -> None:
        """Reads the list anew."""
        self._round += 1
        number, officer, chosen, ledgers = self._round, self.context.officer.now, self._chosen, self._ledgers
        self._note.setText(self.context.words("Reading…"))
        self.ask("records", lambda: (number, *ledgers.ids(officer, chosen)), self._take)

    def open_row(self, row: int) -> None:
        """Shows the card of a row."""
        if self._ids is not None and 0 <= row < len(self._ids):
            wanted, ledgers = int(self._ids[row]), self._ledgers
            self.ask("record", lambda: ledgers.records([wanted]), self._take_card)

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._sum, self._note = QLabel(), QLabel(), QLabel()
        for label in (self._head, self._sum, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._head, role="title")
        restyle(self._sum, tone="2")
        restyle(self._note, tone="3", role="caption")
        self._again = QPushButton()
        self._again.clicked.connect(self.load)
        self._table = ListTable(theme, self.context.words, self.model, self)
        self._table.opened.connect(self.open_row)
        self._table.looked_at.connect(self._on_looked_at)
        self._card = RecordCard(theme, self.context.words, self)
        self._card.setFixedWidth(self._card.sizeHint().width())
        self._card.corrected.connect(self._on_corrected)
        self._card.name_asked.connect(lambda record: look_at_record(self.context, self.theme, record, self))
        self._card.hide()
        pad, gap = theme.whole(16), theme.whole(8)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._again)
        body = QHBoxLayout()
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

    def say(self) -> None:
        words, title = self.context.words, self._title()
        self.setWindowTitle(title)
        self._head.setText(title)
        self._again.setText(words("Read anew (R)"))
        self._table.setAccessibleName(title)
        say = self._words_of_now()
        if say is not None:
            self.model.say_heads(say.list_heads())
            self._table.set_widths(WIDTHS)
        self._say_total()
        if self._card.isVisible():
            self.open_row(self._table.currentIndex().row())

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        if self._card.isVisible():
            self._card.tell(sentence)

    def _say_total(self) -> None:
        words, picture = self.context.words, self.context.situation.picture
        if self._ids is None or picture is None:
            return
        formats, at = words.formats, self._at.astimezone(picture.city.zone)
        count = formats.integer(len(self._ids))
        if self._expected in (None, len(self._ids)):
            text = words("{n} records at {time}", n=count, time=formats.clock(at, seconds=True))
        else:
            text = words(
                "The figure was {before} at {then}; now it is {after}.",
                before=formats.integer(self._expected), then=formats.moment(self._expected_at, at), after=count,
            )  # fmt: skip
        self._sum.setText(text)
        self._note.setText(
            words("↑ ↓ choose · Enter opens the card, where it can be corrected · Esc closes")
            if len(self._ids)
            else words("No record stands behind this figure.")
        )

    # ---- what comes back -----------------------------------------------------------------------------------------

    def _take(self, answer: tuple[int, NDArray[np.int64], datetime]) -> None:
        number, ids, at = answer
        if number != self._round:
            return
        row = max(0, self._table.currentIndex().row())
        self._ids, self._at, self._listed = ids, at, number
        self.model.start(len(ids))
        self._table.go_to(min(row, len(ids) - 1))
        self._say_total()

    def _on_wanted(self, page: int) -> None:
        say = self._words_of_now()
        if self._ids is None or say is None:
            return
        number, ids = self._listed, self._ids[page * PAGE : (page + 1) * PAGE].tolist()
        ledgers = self._ledgers
        self.context.workers.ask(
            f"records {id(self)} {number} {page}",
            lambda: (number, page, say.list_rows(ledgers.records(ids))),
            self._alive(self._take_page),
            self._alive(lambda error: self._on_page_trouble(page, error)),
        )

    def _take_page(self, answer: tuple[int, int, tuple[object, ...]]) -> None:
        number, page, rows = answer
        if number == self._listed:
            self.model.take(page, rows)  # type: ignore[arg-type]

    def _on_page_trouble(self, page: int, error: Exception) -> None:
        self.model.failed(page)
        self._on_trouble(error)

    def _take_card(self, found: list[Record]) -> None:
        say = self._words_of_now()
        if say is None:
            return
        if not found:
            self._note.setText(self.context.words("This record is not there any more."))
            return
        self._card.show_record(say.card(found[0]))
        self._show_card(True)

    def _show_card(self, shown: bool) -> None:
        """The card, in the room of the columns that it repeats."""
        self._card.setVisible(shown)
        for column in REPEATED:
            self._table.setColumnHidden(column, shown)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_looked_at(self, row: int) -> None:
        """A card that is open follows the cursor."""
        if self._card.isVisible():
            self.open_row(row)

    def _on_corrected(self, record: int, point: str, area: str) -> None:
        database, officer = self.context.services.database, self.context.officer.now

        def write() -> Record:
            return self._ledgers.masked(correct(database, _correction(record, point, area), officer))

        self.ask("correct", write, self._take_corrected)

    def _take_corrected(self, record: Record) -> None:
        say, words = self._words_of_now(), self.context.words
        if say is None:
            return
        self._card.show_record(say.card(record))
        self._card.tell(
            words("Corrected: it found its grid.", ctx="record")
            if record.place.grid is not None
            else words("Corrected, but it did not find its grid yet.", ctx="record")
        )
        self.mended.emit()

    def _words_of_now(self) -> LedgerWords | None:
        picture = self.context.situation.picture
        if picture is None:
            return None
        return LedgerWords(self.context.words, picture, self.context.clock(), self._ledgers.categories)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.load()
        elif event.key() == Qt.Key.Key_Escape and self._card.isVisible():
            self._show_card(False)
            self._table.setFocus()
        else:
            super().keyPressEvent(event)


def _correction(record: int, point: str, area: str) -> Correction:
    """What was typed; refuses coordinates that can't be read."""
    if not point.strip():
        return Correction(record, None, None, area)
    typed = coordinates(point)
    if typed is None:
        raise Refusal(
            "records.point",
            "“{text}” is no pair of coordinates, like 116.54, 33.98 (longitude first).",
            text=point[:60],
        )
    return Correction(record, typed.lon, typed.lat, area)

"""The records behind a figure of the ledger: a list that never shifts, the card of each, and what corrects it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.access.look import look_at_record
from desktop.context import SeatContext
from desktop.paged_window import Listing, PagedWindow, Title
from desktop.records.words import WIDTHS, LedgerWords
from desktop.window import bring_up
from services.domain.records import Record, RecordFilter
from services.domain.refusals import Refusal
from services.geo.typed import coordinates
from services.records.ledger import Ledgers
from services.records.mending import Correction, correct
from widgets.records.card import RecordCard
from widgets.tables.paged_model import Head
from widgets.theme.theme import Theme


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
    return bring_up(RecordsWindow(context, theme, title, chosen, ledgers, parent, expected, at))


class RecordsWindow(PagedWindow):
    """The list, and a card that corrects; `mended()` when a record was corrected."""

    KEY = "records"
    REPEATED = (3, 4, 7)
    WIDTHS = WIDTHS

    mended = Signal()

    def __init__(
        self, context: SeatContext, theme: Theme, title: Title, chosen: RecordFilter, ledgers: Ledgers,
        parent: QWidget | None = None, expected: int | None = None, at: datetime | None = None,
    ) -> None:  # fmt: skip
        self._chosen, self._ledgers = chosen, ledgers
        super().__init__(context, theme, title, parent, expected, at)

    @property
    def card(self) -> RecordCard:
        """The card of the record that was opened."""
        return self._card

    # ---- what this list is ---------------------------------------------------------------------------------------

    def _question(self) -> Callable[[], Listing]:
        officer, chosen, ledgers = self.context.officer.now, self._chosen, self._ledgers
        return lambda: Listing(*ledgers.ids(officer, chosen))

    def _page_question(self, ids: Sequence[int]) -> Callable[[], tuple[Any, ...]] | None:
        say, ledgers = self._words_of_now(), self._ledgers
        return None if say is None else lambda: say.list_rows(ledgers.records(ids))

    def _card_question(self, ident: int) -> Callable[[], list[Record]]:
        ledgers = self._ledgers
        return lambda: ledgers.records([ident])

    def _make_card(self) -> RecordCard:
        card = RecordCard(self.theme, self.context.words, self)
        card.corrected.connect(self._on_corrected)
        card.name_asked.connect(lambda record: look_at_record(self.context, self.theme, record, self))
        return card

    def _heads(self) -> Sequence[Head] | None:
        say = self._words_of_now()
        return None if say is None else say.list_heads()

    def _counted(self, count: int, time: str) -> str:
        return self.context.words.plural("{n} record at {time}", "{n} records at {time}", count, time=time)

    def _hint(self, count: int) -> str:
        words = self.context.words
        if count:
            return words("↑ ↓ choose · Enter opens the card, where it can be corrected · Esc closes")
        return words("No record stands behind this figure.")

    def _words_of_now(self) -> LedgerWords | None:
        picture = self.context.situation.picture
        if picture is None:
            return None
        return LedgerWords(self.context.words, picture, self.context.clock(), self._ledgers.categories)

    # ---- what happens --------------------------------------------------------------------------------------------

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        if self._card.isVisible():
            self._card.tell(sentence)

    def _take_card(self, found: list[Record]) -> None:
        say = self._words_of_now()
        if say is None:
            return
        if not found:
            self._note.setText(self.context.words("This record is not there any more."))
            return
        self._card.show_record(say.card(found[0]))
        self._show_card(True)

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

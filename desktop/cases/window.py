"""The cases behind a figure in a window of their own: a list that never shifts, the card of each, a file of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from desktop.cases.words import WIDTHS, CaseWords
from desktop.context import SeatContext
from desktop.paged_window import SIZE, Listing, PagedWindow
from desktop.window import bring_up
from desktop.workers import said_of
from services.connectors.files.exports import export_incidents
from services.domain.case_filter import CaseFilter, CaseOrder
from services.insight.reading import IncidentCard
from widgets.panels.case_card import CaseCard
from widgets.tables.paged_model import Head
from widgets.theme.theme import Theme

LEAST = (640, 320)  # px at 1x
REPORTED_COLUMN = 6
Title = str | Callable[[], str]


def open_cases(
    context: SeatContext,
    theme: Theme,
    title: Title,
    chosen: CaseFilter,
    parent: QWidget | None = None,
    expected: int | None = None,
    at: datetime | None = None,
) -> CasesWindow:
    """Opens the cases behind a figure.

    `title` may be a function, asked again when the language changes. With `expected`, the figure as it was shown at
    `at`, the window says so when the number has moved since.
    """
    return bring_up(CasesWindow(context, theme, title, chosen, parent or QApplication.activeWindow(), expected, at))


class CasesWindow(PagedWindow):
    """A list of cases with its total, sortable, and a file of them all.

    `counted(total)` when the list is there, `carded(id)` when a card is shown, `saved(path, rows)` when a file is
    written.
    """

    KEY = "cases"
    REPEATED = (4, 8)  # source and end of a case
    WIDTHS = WIDTHS

    counted = Signal(int)
    carded = Signal(object)
    saved = Signal(object, int)

    def __init__(
        self, context: SeatContext, theme: Theme, title: Title, chosen: CaseFilter, parent: QWidget | None = None,
        expected: int | None = None, at: datetime | None = None,
    ) -> None:  # fmt: skip
        self._chosen, self._order, self._descending = chosen, CaseOrder.REPORTED, True
        super().__init__(context, theme, (lambda: title) if isinstance(title, str) else title, parent, expected, at)
        width, height = context.memory.get("cases.size") or SIZE
        screen = self.screen().availableGeometry().size()
        self.resize(QSize(self.theme.whole(width), self.theme.whole(height)).boundedTo(screen))
        self.setMinimumSize(self.theme.whole(LEAST[0]), self.theme.whole(LEAST[1]))

    # ---- what can be asked ---------------------------------------------------------------------------------------

    def sort(self, order: CaseOrder, descending: bool) -> None:
        """Sorts the whole list, not only what is seen."""
        self._order, self._descending = order, descending
        self.load()

    def export_to(self, path: Path) -> None:
        """Writes the cases to a file (.csv, .gpkg or .geojson), personal data masked."""
        database, chosen = self.context.services.database, self._chosen
        self._save.setEnabled(False)
        self._note.setText(self.context.words("Saving…"))
        self.ask("export", lambda: (path, export_incidents(database, path, chosen)), self._take_saved)

    # ---- what this list is ---------------------------------------------------------------------------------------

    def _question(self) -> Callable[[], Listing]:
        order, descending, chosen = self._order, self._descending, self._chosen
        reading = self.context.services.reading

        def ask() -> Listing:
            found = reading.case_list(chosen, order, descending)
            return Listing(found.ids, found.at)

        return ask

    def _page_question(self, ids: Sequence[int]) -> Callable[[], tuple[Any, ...]] | None:
        say, reading = self._words_of_now(), self.context.services.reading
        return None if say is None else lambda: say.rows(reading.cases_of(ids))

    def _card_question(self, ident: int) -> Callable[[], IncidentCard | None]:
        reading = self.context.services.reading
        return lambda: reading.incident_card(ident)

    def _make_card(self) -> CaseCard:
        return CaseCard(self.theme, self.context.words, self)

    def _heads(self) -> Sequence[Head] | None:
        say = self._words_of_now()
        return None if say is None else say.heads()

    def _counted(self, count: int, time: str) -> str:
        words = self.context.words
        return words("{n} at {time}", n=words.formats.amount(count, "incident"), time=time)

    def _hint(self, count: int) -> str:
        words = self.context.words
        if count:
            return words("↑ ↓ choose · Enter opens the card · 1–9 sort by a column · Esc closes")
        return words("No case stands behind this figure.")

    def _row_after(self, row: int) -> int:
        return 0  # it may be sorted another way

    def _words_of_now(self) -> CaseWords | None:
        picture = self.context.situation.picture
        if picture is None:
            return None
        return CaseWords(self.context.words, picture, self._list.at if self._list else self.context.clock())

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._save = QPushButton()
        self._save.clicked.connect(self._on_save)
        super()._build()
        self._sum.setWordWrap(True)
        self._table.sorted.connect(self._on_sorted)
        self._table.show_sorting(REPORTED_COLUMN, True)

    def _buttons(self) -> Sequence[QPushButton]:
        return (self._again, self._save)

    def say(self) -> None:
        words = self.context.words
        self._save.setText(words("Save as a file (S)"))
        self._save.setAccessibleName(words("Save these cases as a file"))
        super().say()

    # ---- what comes back -----------------------------------------------------------------------------------------

    def _take_list(self, answer: tuple[int, Listing]) -> None:
        super()._take_list(answer)
        if self._list is answer[1]:
            self.counted.emit(len(answer[1].ids))

    def _take_card(self, found: IncidentCard | None) -> None:
        say = self._words_of_now()
        if say is None:
            return
        if found is None:
            self._note.setText(self.context.words("This case is not in the database any more."))
            return
        self._card.show_card(say.card(found))
        self._show_card(True)
        self.carded.emit(found.incident.live.id)

    def _take_saved(self, answer: tuple[Path, int]) -> None:
        path, rows = answer
        words = self.context.words
        self._save.setEnabled(True)
        self._note.setText(
            words.plural(
                "{n} case saved in {path}, personal data masked.", "{n} cases saved in {path}, personal data masked.",
                rows, path=path,
            )
        )  # fmt: skip
        self.saved.emit(path, rows)

    def _on_trouble(self, error: Exception) -> None:
        self._save.setEnabled(True)
        self._note.setText(said_of(error, self.context.words))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_sorted(self, column: int, descending: bool) -> None:
        self.sort(CaseOrder(self.model.heads[column].key), descending)

    def _on_save(self) -> None:
        name = Path.home() / f"{self.windowTitle().replace('/', ' ')}.csv"
        kinds = "CSV (*.csv);;GeoPackage (*.gpkg);;GeoJSON (*.geojson)"
        path, _ = QFileDialog.getSaveFileName(self, self.context.words("Save these cases as a file"), str(name), kinds)
        if path:
            self.export_to(Path(path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_S:
            self._on_save()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self.model.heads):
            self._table.horizontalHeader().sectionClicked.emit(int(key - Qt.Key.Key_1))
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        scale = self.theme.scale
        self.context.memory.put("cases.size", [round(self.width() / scale), round(self.height() / scale)])
        super().closeEvent(event)

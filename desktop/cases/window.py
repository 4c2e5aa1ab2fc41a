"""The cases behind a figure in a window of their own: a list that never shifts, the card of each, a file of all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.cases.words import WIDTHS, CaseWords
from desktop.context import SeatContext
from desktop.workers import said_of
from services.connectors.files.exports import export_incidents
from services.domain.case_filter import CaseFilter, CaseOrder
from services.insight.reading import CaseList, IncidentCard
from services.live.picture import Picture
from services.words import Words
from widgets.panels.case_card import CaseCard
from widgets.tables.list_table import ListTable
from widgets.tables.paged_model import PAGE, PagedModel
from widgets.theme.sheet import restyle
from widgets.theme.theme import SeatKind, Theme

SIZE = (1640, 820)
REPORTED_COLUMN = 6
REPEATED = (4, 8)  # source and end of a case: its card says them too
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
    window = CasesWindow(context, theme, title, chosen, parent or QApplication.activeWindow(), expected, at)
    window.show()
    window.raise_()
    window.activateWindow()
    return window


class CasesWindow(QWidget):
    """A list of cases with its total, sortable; Enter opens a card beside it; Esc closes card, then window.

    `counted(total)` when the list is there, `carded(id)` when a card is shown, `saved(path, rows)` when a file is
    written.
    """

    counted = Signal(int)
    carded = Signal(object)
    saved = Signal(object, int)

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        title: Title,
        chosen: CaseFilter,
        parent: QWidget | None = None,
        expected: int | None = None,
        at: datetime | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._chosen, self._title = context, chosen, title
        self._theme = window_theme(context, theme, self)
        self._expected, self._expected_at = expected, at
        self._words = context.words
        self._order, self._descending = CaseOrder.REPORTED, True
        self._list: CaseList | None = None
        self._round = self._listed = 0
        self._alive = True
        self.model = PagedModel(())
        self._build()
        self.model.wanted.connect(self._on_wanted)
        self._end_words = self._words.on_change(self._say)
        context.situation.replaced.connect(self._on_replaced)
        self._say()
        if context.situation.picture is not None:
            self.load()

    # ---- what can be asked ---------------------------------------------------------------------------------------

    @property
    def total(self) -> int | None:
        """How many cases the list has; None while it is on its way."""
        return None if self._list is None else len(self._list.ids)

    def load(self) -> None:
        """Reads the list anew."""
        self._round += 1
        number, order, descending, chosen = self._round, self._order, self._descending, self._chosen
        reading = self._context.services.reading
        self._note.setText(self._words("Reading…"))
        self._context.workers.ask(
            f"cases {id(self)}",
            lambda: (number, reading.case_list(chosen, order, descending)),
            self._take_list,
            self._on_trouble,
        )

    def sort(self, order: CaseOrder, descending: bool) -> None:
        """Sorts the whole list, not only what is seen."""
        self._order, self._descending = order, descending
        self.load()

    def open_row(self, row: int) -> None:
        """Shows the card of a row."""
        if self._list is None or not 0 <= row < len(self._list.ids):
            return
        wanted, reading = int(self._list.ids[row]), self._context.services.reading
        self._context.workers.ask(
            f"card {id(self)}", lambda: reading.incident_card(wanted), self._take_card, self._on_trouble
        )

    def export_to(self, path: Path) -> None:
        """Writes the cases to a file (.csv, .gpkg or .geojson), personal data masked."""
        database, chosen = self._context.services.database, self._chosen
        self._save.setEnabled(False)
        self._note.setText(self._words("Saving…"))
        self._context.workers.ask(
            f"export {id(self)}",
            lambda: (path, export_incidents(database, path, chosen)),
            self._take_saved,
            self._on_trouble,
        )

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.style_sheet())
        self._head, self._sum, self._note = QLabel(), QLabel(), QLabel()
        for label in (self._head, self._sum, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._head, role="title")
        restyle(self._sum, tone="2")
        restyle(self._note, tone="3", role="caption")
        self._sum.setWordWrap(True)
        self._save, self._again = QPushButton(), QPushButton()
        self._save.clicked.connect(self._on_save)
        self._again.clicked.connect(self.load)
        self._table = ListTable(theme, self._words, self.model, self)
        self._table.opened.connect(self.open_row)
        self._table.sorted.connect(self._on_sorted)
        self._table.looked_at.connect(self._on_looked_at)
        self._table.show_sorting(REPORTED_COLUMN, True)
        self._card = CaseCard(theme, self._words, self)
        self._card.setFixedWidth(self._card.sizeHint().width())
        self._card.hide()
        self._lay_out()
        width, height = self._context.memory.get("cases.size") or SIZE
        screen = self.screen().availableGeometry().size()
        self.resize(QSize(theme.whole(width), theme.whole(height)).boundedTo(screen))
        self.setMinimumSize(theme.whole(640), theme.whole(320))

    def _lay_out(self) -> None:
        pad, gap = self._theme.whole(16), self._theme.whole(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(gap)
        buttons.addWidget(self._again)
        buttons.addWidget(self._save)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addLayout(buttons)
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

    def _say(self) -> None:
        """Everything in the reader's language."""
        words, title = self._words, self._title() if callable(self._title) else self._title
        self.setWindowTitle(title)
        self._head.setText(title)
        self._save.setText(words("Save as a file (S)"))
        self._save.setAccessibleName(words("Save these cases as a file"))
        self._again.setText(words("Read anew (R)"))
        self._table.setAccessibleName(title)
        self._say_total()
        picture = self._context.situation.picture
        if picture is not None:
            self.model.say_heads(self._case_words(picture).heads())
            self._table.set_widths(WIDTHS)
        if self._card.isVisible():
            self.open_row(self._table.currentIndex().row())

    def _say_total(self) -> None:
        words = self._words
        if self._list is None:
            self._sum.setText("")
            return
        at, then = self._here(self._list.at), self._here(self._expected_at or self._list.at)
        self._sum.setText(sentence_of(words, len(self._list.ids), at, self._expected, then))
        if len(self._list.ids):
            self._note.setText(words("↑ ↓ choose · Enter opens the card · 1–9 sort by a column · Esc closes"))
        else:
            self._note.setText(words("No case stands behind this figure."))

    # ---- what comes back -----------------------------------------------------------------------------------------

    def _take_list(self, answer: tuple[int, CaseList]) -> None:
        number, found = answer
        if not self._alive or number != self._round:
            return
        self._list, self._listed = found, number
        self.model.start(len(found.ids))
        self._table.go_to(0)
        self._say_total()
        self.counted.emit(len(found.ids))

    def _on_wanted(self, page: int) -> None:
        picture = self._context.situation.picture
        if self._list is None or picture is None:
            return
        # the list that is shown may be older than the one that is on its way
        number, ids = self._listed, self._list.ids[page * PAGE : (page + 1) * PAGE].tolist()
        reading, say = self._context.services.reading, self._case_words(picture)
        self._context.workers.ask(
            f"cases {id(self)} {number} {page}",
            lambda: (number, page, say.rows(reading.cases_of(ids))),
            self._take_page,
            lambda error: self._on_page_trouble(page, error),
        )

    def _take_page(self, answer: tuple[int, int, tuple[object, ...]]) -> None:
        number, page, rows = answer
        if self._alive and number == self._listed:
            self.model.take(page, rows)

    def _take_card(self, found: IncidentCard | None) -> None:
        picture = self._context.situation.picture
        if not self._alive or picture is None:
            return
        if found is None:
            self._note.setText(self._words("This case is not in the database any more."))
            return
        self._card.show_card(self._case_words(picture).card(found))
        self._show_card(True)
        self.carded.emit(found.incident.live.id)

    def _show_card(self, shown: bool) -> None:
        """The card, in the room of the columns that it repeats."""
        self._card.setVisible(shown)
        for column in REPEATED:
            self._table.setColumnHidden(column, shown)

    def _take_saved(self, answer: tuple[Path, int]) -> None:
        path, rows = answer
        if not self._alive:
            return
        self._save.setEnabled(True)
        n = self._words.formats.integer(rows)
        self._note.setText(self._words("{n} cases saved in {path}, personal data masked.", n=n, path=path))
        self.saved.emit(path, rows)

    def _on_trouble(self, error: Exception) -> None:
        if not self._alive:
            return
        self._save.setEnabled(True)
        self._note.setText(said_of(error, self._words))

    def _on_page_trouble(self, page: int, error: Exception) -> None:
        if self._alive:
            self.model.failed(page)
            self._on_trouble(error)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_replaced(self, picture: Picture) -> None:
        if self._alive and self._round == 0:
            self._say()
            self.load()

    def _on_sorted(self, column: int, descending: bool) -> None:
        self.sort(CaseOrder(self.model.heads[column].key), descending)

    def _on_looked_at(self, row: int) -> None:
        """A card that is open follows the cursor."""
        if self._card.isVisible():
            self.open_row(row)

    def _on_save(self) -> None:
        name = Path.home() / f"{self.windowTitle().replace('/', ' ')}.csv"
        kinds = "CSV (*.csv);;GeoPackage (*.gpkg);;GeoJSON (*.geojson)"
        path, _ = QFileDialog.getSaveFileName(self, self._words("Save these cases as a file"), str(name), kinds)
        if path:
            self.export_to(Path(path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._on_escape()
        elif key in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self.load()
        elif key == Qt.Key.Key_S:
            self._on_save()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self.model.heads):
            self._table.horizontalHeader().sectionClicked.emit(int(key - Qt.Key.Key_1))
        else:
            super().keyPressEvent(event)

    def _on_escape(self) -> None:
        if self._card.isVisible():
            self._show_card(False)
            self._table.setFocus()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._alive = False
        self._end_words()
        self._context.situation.replaced.disconnect(self._on_replaced)
        size = [round(self.width() / self._theme.scale), round(self.height() / self._theme.scale)]
        self._context.memory.put("cases.size", size)
        super().closeEvent(event)

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _case_words(self, picture: Picture) -> CaseWords:
        return CaseWords(self._words, picture, self._list.at if self._list else self._context.clock())

    def _here(self, at: datetime) -> datetime:
        picture = self._context.situation.picture
        return at.astimezone(picture.city.zone) if picture else at


def window_theme(context: SeatContext, theme: Theme, parent: QWidget) -> Theme:
    """A list is read from near: the desk's sizes in the seat's colours, at the zoom of the interface."""
    zoom = theme.zoom if theme.seat is SeatKind.OPERATOR else context.scale
    return Theme(context.tokens, theme.name, zoom, SeatKind.OPERATOR, parent=parent)


def sentence_of(words: Words, total: int, at: datetime, expected: int | None, then: datetime) -> str:
    """How many cases there are, or that the figure has moved since it was shown."""
    formats = words.formats
    if expected is None or expected == total:
        return words("{n} at {time}", n=formats.amount(total, "incident"), time=formats.clock(at, seconds=True))
    return words(
        "The figure was {before} at {then}; now it is {after}.",
        before=formats.integer(expected), then=formats.moment(then, at), after=formats.integer(total),
    )  # fmt: skip

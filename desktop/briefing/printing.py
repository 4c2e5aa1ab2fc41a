"""The briefing as a PDF: every page of the snapshot, drawn in the wings while the screen goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QPoint, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog

from desktop.briefing.pages import PAGES
from desktop.briefing.snapshot import Snapshot
from desktop.context import SeatContext
from desktop.situation import Situation
from layers.print_font import print_font
from services.connectors.files.writers import whole_file
from services.domain.refusals import Refusal

if TYPE_CHECKING:
    from desktop.briefing.book import Book

log = logging.getLogger(__name__)
DRAWN = (3840, 2160)  # px: twice the page, so that its map is sharp on paper
POINTS = QSizeF(960.0, 540.0)
LOOK_MILLIS = 20


class PrintRun(QObject):
    """One PDF in the making; `done(path)` when it is whole, `failed(error)` when it is not: then there is no file."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, context: SeatContext, snapshot: Snapshot, path: Path, parent: Book) -> None:
        super().__init__(parent)
        self._context = replace(context, situation=Situation(self))
        self._snapshot, self._path = snapshot, path
        self._make = type(parent)
        self._book: Book | None = None
        self._font = -1
        self._work: Iterator[bool] | None = None
        self._timer = QTimer(self, interval=LOOK_MILLIS)
        self._timer.timeout.connect(self._on_look)

    def start(self) -> None:
        """Makes the font of the page off the GUI thread, then draws page after page."""
        characters = self._context.words.characters() | named(self._snapshot)
        self._context.workers.ask("print font", lambda: print_font(characters), self._on_font, self._on_trouble)

    def stop(self) -> None:
        """Ends it where it is; no file is left."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
        self._work = None
        if self._book is not None:
            self._book.close_book()
            self._book.deleteLater()
            self._book = None
        if self._font >= 0:
            QFontDatabase.removeApplicationFont(self._font)
            self._font = -1

    def _on_font(self, data: bytes) -> None:
        self._font = QFontDatabase.addApplicationFontFromData(data)
        family = QFontDatabase.applicationFontFamilies(self._font)[0]
        book = self._book = self._make(self._context, self._snapshot, family)
        book.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        book.resize(*DRAWN)
        book.show()
        self._work = self._draw(book)
        self._timer.start()

    def _on_look(self) -> None:
        if self._book is None or self._work is None or not self._book.complete():
            return
        try:
            more = next(self._work, False)
        except (OSError, Refusal) as error:
            self._on_trouble(error)
            return
        if not more:
            self.stop()
            self.done.emit(self._path)

    def _draw(self, book: Book) -> Iterator[bool]:
        """One page at each step; the file has its name only when all are in it."""
        with whole_file(self._path) as part:
            writer = QPdfWriter(str(part))
            writer.setTitle(self._context.words("The city today", ctx="page"))
            writer.setCreator("GridCommand")
            writer.setPageSize(QPageSize(POINTS, QPageSize.Unit.Point))
            writer.setPageMargins(QMarginsF(0, 0, 0, 0))
            writer.setResolution(round(72 * DRAWN[0] / POINTS.width()))
            painter = QPainter()
            if not painter.begin(writer):
                raise Refusal("print.unwritable", "The file {path} can't be written.", path=self._path)
            try:
                for page in range(len(PAGES)):
                    if page:
                        book.turn(page)
                        yield True
                        writer.newPage()
                    book.render(painter, QPoint(0, 0))
            finally:
                painter.end()

    def _on_trouble(self, error: Exception) -> None:
        log.warning("the briefing was not printed: %s", error)
        self.stop()
        self.failed.emit(error)


def named(snapshot: Snapshot) -> frozenset[str]:
    """Every character of the names of the city's areas, departments, sources and categories."""
    picture = snapshot.briefing.picture
    things = (*picture.catalogue.sources, *picture.catalogue.categories, *picture.catalogue.departments)
    names = (*picture.areas.names, picture.city.name_zh, *(thing.name_zh for thing in things))
    return frozenset("".join(names))


class Printing(QObject):
    """Asks where to, prints, and says how it went in `said`, a sentence for the head of the page."""

    changed = Signal()

    def __init__(self, context: SeatContext, book: Book) -> None:
        super().__init__(book)
        self._context, self._book = context, book
        self._run: PrintRun | None = None
        self.said = ""

    def ask(self) -> None:
        """Asks for a file and prints into it."""
        snapshot, words = self._book.snapshot, self._context.words
        if snapshot is None or snapshot.is_empty:
            return
        day = snapshot.briefing.at.strftime("%Y-%m-%d %H%M")
        name = Path.home() / f"{words('Briefing', ctx='page')} {day}.pdf"
        path, _ = QFileDialog.getSaveFileName(
            self._book, words("Print the briefing as PDF", ctx="page"), str(name), "PDF (*.pdf)"
        )
        if path:
            self.print_to(Path(path))

    def print_to(self, path: Path) -> None:
        """Prints the snapshot into a file; one at a time."""
        snapshot = self._book.snapshot
        if self._run is not None or snapshot is None:
            return
        self._run = PrintRun(self._context, snapshot, path, self._book)
        self._run.done.connect(self._on_done)
        self._run.failed.connect(self._on_failed)
        self._say(self._context.words("Printing…", ctx="page"))
        self._run.start()

    def stop(self) -> None:
        """Ends a print that is going on."""
        if self._run is not None:
            self._run.stop()
            self._run = None

    def _on_done(self, path: Path) -> None:
        self._run = None
        self._say(self._context.words("Printed to {path}", ctx="page", path=path.name))

    def _on_failed(self, error: Exception) -> None:
        self._run = None
        words = self._context.words
        said = error.say(words) if isinstance(error, Refusal) else ""
        self._say(said or words("Not printed; the reason is in the log.", ctx="page"))

    def _say(self, sentence: str) -> None:
        self.said = sentence
        self.changed.emit()

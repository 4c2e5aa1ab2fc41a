"""The window of the sources' registry: how each stands, its last batches, and what is expected of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop.context import SeatContext
from desktop.registry.feeds_window import open_feeds
from desktop.registry.words import RegistryWords
from desktop.table_window import ClockedWindow, plain_label
from desktop.window import bring_up
from services.domain.signals import SourceLine
from services.risk.watching_sources import WRITES, Batch, WatchedSources
from widgets.kit.chooser import Chooser
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

OWNER_WIDE, MINUTES_WIDE, BATCHES_HIGH = 220, 140, 150  # px at 1x
SIZE = (1500, 820)
AGAIN_MILLIS = 10_000  # states go by the clock, whatever facts come
NOBODY = -1


def open_registry(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> RegistryWindow:
    """Opens the window."""
    return bring_up(RegistryWindow(context, theme, parent or QApplication.activeWindow()))


class RegistryWindow(ClockedWindow):
    """A row for each source; below, the batches of the one that is chosen, and what is expected of it."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE, AGAIN_MILLIS)
        self._sources = WatchedSources(context.services.database)
        self._lines: tuple[SourceLine, ...] = ()
        self._at: datetime | None = None
        self._chosen = ""
        self._batches: tuple[Batch, ...] = ()
        self._build()
        self.begin()

    @property
    def lines(self) -> tuple[SourceLine, ...]:
        """What is shown."""
        return self._lines

    def read(self) -> None:
        """Reads the registry of now."""
        self.ask("registry", self._sources.read, self._take)

    def choose(self, source: str) -> None:
        """Shows the batches of a source and what is expected of it."""
        self._chosen = source
        self._fill_form()
        self.ask("batches", lambda: (source, self._sources.batches(source)), self._take_batches)

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._sum, self._about = plain_label(tone="2"), plain_label()
        self._figures.selectionModel().currentChanged.connect(self._on_current)
        self._list = QPlainTextEdit(readOnly=True)
        self._list.setFixedHeight(self.theme.whole(BATCHES_HIGH))
        head, form = QHBoxLayout(), self._make_form()
        self._cap = QPushButton()
        self._cap.clicked.connect(lambda: open_feeds(self.context, self.theme, self))
        head.addWidget(self._head, 1)
        head.addWidget(self._cap)
        self._lay_out(head, self._sum, self._figures, self._about, self._list, form, self._note)

    def _make_form(self) -> QHBoxLayout:
        """Owner, cadence and the reason; only for those who may set them."""
        row = QHBoxLayout()
        self._owner = Chooser(self.theme, Icons(self.theme), nothing=NOBODY, parent=self)
        self._minutes, self._why, self._save = QSpinBox(), QLineEdit(), QPushButton()
        self._minutes.setRange(0, 366 * 24 * 60)
        self._owner.setMinimumWidth(self.theme.whole(OWNER_WIDE))
        self._minutes.setMinimumWidth(self.theme.whole(MINUTES_WIDE))
        self._minutes.lineEdit().setTextMargins(self.theme.whole(6), 0, 0, 0)
        restyle(self._save, primary=True)
        self._save.clicked.connect(self._on_save)
        for part in (self._owner, self._minutes, self._why, self._save):
            row.addWidget(part, 1 if part is self._why else 0)
            part.setVisible(bool(self.context.officer.now.roles & WRITES))
        return row

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Registry of sources"))
        self._head.setText(words("Registry of sources"))
        self._cap.setText(words("CAP feeds…"))
        self._save.setText(words("Save", ctx="source"))
        self._minutes.setSuffix(" " + words("minutes", ctx="source"))
        self._minutes.setSpecialValueText(words("Nothing expected", ctx="source"))
        self._minutes.setAccessibleName(words("Expected every", ctx="source"))
        self._why.setPlaceholderText(words("Why it is changed", ctx="source"))
        self._why.setAccessibleName(words("Why it is changed", ctx="source"))
        self._note.setText(words("↑ ↓ choose a source · a head sorts · R reads anew · Esc closes"))
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._save.setEnabled(True)

    def _words_of_now(self) -> RegistryWords | None:
        picture = self.context.situation.picture
        if picture is None or self._at is None:
            return None
        return RegistryWords(self.context.words, picture, self._at)

    def _show(self) -> None:
        say, picture = self._words_of_now(), self.context.situation.picture
        if say is None or picture is None:
            return
        lang = self.context.words.lang
        named = [(at, one.name(lang)) for at, one in enumerate(picture.catalogue.departments)]
        self._owner.offer(self.context.words("No department", ctx="source"), named)
        top = self._figures.verticalScrollBar().value()
        self._figures.selectionModel().blockSignals(True)
        self._rows.show(say.heads(), say.rows(self._lines), None)
        codes = [line.source for line in self._lines]
        if self._chosen in codes:
            self._figures.setCurrentIndex(self._rows.index(self._rows.order.index(codes.index(self._chosen)), 0))
        self._figures.selectionModel().blockSignals(False)
        self._figures.verticalScrollBar().setValue(top)
        self._sum.setText(say.sentence(self._lines))
        self._show_batches()

    def _show_batches(self) -> None:
        say = self._words_of_now()
        if say is None or not self._chosen:
            return
        self._about.setText(self.context.words("Batches of {source}", source=say.source(self._chosen)))
        self._list.setPlainText(say.batches(self._batches))

    def _fill_form(self) -> None:
        picture = self.context.situation.picture
        line = next((line for line in self._lines if line.source == self._chosen), None)
        if picture is None or line is None:
            return
        codes = [one.code for one in picture.catalogue.departments]
        self._owner.choose(codes.index(line.owner) if line.owner in codes else NOBODY)
        self._minutes.setValue(0 if line.cadence is None else round(line.cadence.total_seconds() / 60))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, answer: tuple[datetime, tuple[SourceLine, ...]]) -> None:
        first = not self._lines
        self._at, self._lines = answer
        self._show()
        if first and self._lines:
            self._figures.setCurrentIndex(self._rows.index(0, 0))

    def _take_batches(self, answer: tuple[str, tuple[Batch, ...]]) -> None:
        source, batches = answer
        if source == self._chosen:
            self._batches = batches
            self._show_batches()

    def _on_current(self, now: object, _before: object) -> None:
        at = self._figures.currentIndex().row()
        if 0 <= at < len(self._rows.order):
            source = self._lines[self._rows.order[at]].source
            if source != self._chosen:
                self.choose(source)

    def _on_save(self) -> None:
        picture, source = self.context.situation.picture, self._chosen
        if picture is None or not source:
            return
        at, minutes, why = self._owner.value(), self._minutes.value(), self._why.text()
        owner = picture.catalogue.departments[at].code if at != NOBODY else None
        cadence = timedelta(minutes=minutes) if minutes else None
        officer = self.context.officer.now
        self._save.setEnabled(False)
        self.ask("expect", lambda: self._sources.expect(source, owner, cadence, officer, why), self._on_saved)

    def _on_saved(self, _: None) -> None:
        self._why.clear()
        self.tell(self.context.words("Saved; the journal keeps who and why."))
        self.read()

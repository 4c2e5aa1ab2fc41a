"""The window of the feeds of alerts: which addresses are asked, how each stands, and the form that changes the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from desktop.context import SeatContext
from desktop.registry.feed_words import FeedWords
from desktop.table_window import ClockedWindow, plain_label
from desktop.window import bring_up
from services.connectors.cap.feeds import LONGEST, SHORTEST, Feeds, FeedTerms
from services.connectors.cap.fetching import LONGEST_ADDRESS
from services.domain.cap_feeds import CapFeed
from services.risk.watching_sources import WRITES
from widgets.kit.chooser import Chooser
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SOURCE_WIDE, MINUTES_WIDE = 220, 140  # px at 1x
SIZE = (1500, 640)
AGAIN_MILLIS = 5_000  # states go by the clock, whatever facts come
USUAL_MINUTES = 10
BY_ALERT = -1


def open_feeds(context: SeatContext, theme: Theme, parent: QWidget | None = None) -> FeedsWindow:
    """Opens the window."""
    return bring_up(FeedsWindow(context, theme, parent or QApplication.activeWindow()))


class FeedsWindow(ClockedWindow):
    """A row for each feed; below, what is to be known of the one that is chosen, and the form for it or a new one."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE, AGAIN_MILLIS, stretch=True)
        self._kept = Feeds(context.services.database)
        self._feeds: tuple[CapFeed, ...] = ()
        self._at: datetime | None = None
        self._chosen: CapFeed | None = None
        self._build()
        self._fill_form()
        self.begin()

    @property
    def feeds(self) -> tuple[CapFeed, ...]:
        """What is shown."""
        return self._feeds

    def read(self) -> None:
        """Reads the feeds of now."""
        self.ask("feeds", self._kept.read, self._take)

    def choose(self, ident: int | None) -> None:
        """Puts a feed into the form; None for a new one."""
        self._chosen = next((feed for feed in self._feeds if feed.id == ident), None)
        self._fill_form()
        self._show()

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._sum, self._about = plain_label(tone="2"), plain_label()
        self._figures.selectionModel().currentChanged.connect(self._on_current)
        self._lay_out(self._head, self._sum, self._figures, self._about, *self._make_form(), self._note)

    def _make_form(self) -> tuple[QHBoxLayout, QHBoxLayout]:
        """Address, source, minutes; whether it is asked, the reason, what to do; only for those who may."""
        self._address, self._why, self._minutes, self._on = QLineEdit(), QLineEdit(), QSpinBox(), QCheckBox()
        self._source = Chooser(self.theme, Icons(self.theme), nothing=BY_ALERT, parent=self)
        self._save, self._remove, self._new = QPushButton(), QPushButton(), QPushButton()
        self._address.setMaxLength(LONGEST_ADDRESS)
        self._minutes.setRange(SHORTEST, LONGEST)
        self._source.setMinimumWidth(self.theme.whole(SOURCE_WIDE))
        self._minutes.setMinimumWidth(self.theme.whole(MINUTES_WIDE))
        self._minutes.lineEdit().setTextMargins(self.theme.whole(6), 0, 0, 0)
        restyle(self._save, primary=True)
        self._save.clicked.connect(self._on_save)
        self._remove.clicked.connect(self._on_remove)
        self._new.clicked.connect(self._on_new)
        first, second = QHBoxLayout(), QHBoxLayout()
        parts = ((first, (self._address, self._source, self._minutes, self._on)),
                 (second, (self._why, self._new, self._remove, self._save)))  # fmt: skip
        for row, those in parts:
            for part in those:
                row.addWidget(part, 1 if part in (self._address, self._why) else 0)
                part.setVisible(self._may)
        return first, second

    @property
    def _may(self) -> bool:
        return bool(self.context.officer.now.roles & WRITES)

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("CAP feeds"))
        self._head.setText(words("CAP feeds"))
        self._save.setText(words("Save", ctx="source"))
        self._remove.setText(words("Remove", ctx="feed"))
        self._new.setText(words("New feed", ctx="feed"))
        self._on.setText(words("Is asked", ctx="feed"))
        self._minutes.setPrefix(words("every", ctx="feed") + " ")
        self._minutes.setSuffix(" " + words("minutes", ctx="source"))
        self._minutes.setAccessibleName(words("Asked every", ctx="feed"))
        for field, said in (
            (self._address, words("https://… the address of a CAP, Atom or RSS feed")),
            (self._why, words("Why it is changed", ctx="source")),
        ):
            field.setPlaceholderText(said)
            field.setAccessibleName(said)
        keys = words("↑ ↓ choose a feed · a head sorts · R reads anew · Esc closes")
        self._note.setText(keys if self._may else words("Supervisors, leaders and administrators change this list."))
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._let(True)

    def _let(self, may: bool) -> None:
        self._save.setEnabled(may)
        self._remove.setEnabled(may and self._chosen is not None)

    def _show(self) -> None:
        picture, words = self.context.situation.picture, self.context.words
        if picture is None or self._at is None:
            return
        say = FeedWords(words, picture, self._at)
        named = [(at, one.name(words.lang)) for at, one in enumerate(picture.catalogue.sources)]
        self._source.offer(words("Source by the alert", ctx="feed"), named)
        top = self._figures.verticalScrollBar().value()
        self._figures.selectionModel().blockSignals(True)
        self._rows.show(say.heads(), say.rows(self._feeds), None)
        idents = [feed.id for feed in self._feeds]
        if self._chosen is not None and self._chosen.id in idents:
            self._figures.setCurrentIndex(self._rows.index(self._rows.order.index(idents.index(self._chosen.id)), 0))
        self._figures.selectionModel().blockSignals(False)
        self._figures.verticalScrollBar().setValue(top)
        self._figures.say_empty(say.empty())
        self._sum.setText(say.sentence(self._feeds))
        now = next((feed for feed in self._feeds if self._chosen is not None and feed.id == self._chosen.id), None)
        self._about.setText("" if now is None else say.about(now))

    def _fill_form(self) -> None:
        """What is set of the chosen feed, or what a new one begins with."""
        feed, picture = self._chosen, self.context.situation.picture
        codes = [] if picture is None else [one.code for one in picture.catalogue.sources]
        self._address.setText("" if feed is None else feed.address)
        self._address.setCursorPosition(0)
        known = feed is not None and feed.source in codes
        self._source.choose(codes.index(feed.source) if feed is not None and known else BY_ALERT)
        self._minutes.setValue(USUAL_MINUTES if feed is None else feed.minutes)
        self._on.setChecked(feed is None or feed.on)
        self._let(True)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, answer: tuple[datetime, tuple[CapFeed, ...]]) -> None:
        self._at, self._feeds = answer
        if self._chosen is not None and self._chosen.id not in {feed.id for feed in self._feeds}:
            self._chosen = None  # what is typed stays, for a new one
            self.tell(self.context.words("Somebody took this feed out. What is typed here can be saved as a new one."))
        self._show()

    def _on_current(self, now: object, _before: object) -> None:
        at = self._figures.currentIndex().row()
        if 0 <= at < len(self._rows.order):
            feed = self._feeds[self._rows.order[at]]
            if self._chosen is None or feed.id != self._chosen.id:
                self.choose(feed.id)

    def _on_new(self) -> None:
        self.choose(None)
        self._figures.clearSelection()
        self._address.setFocus()

    def _terms(self) -> FeedTerms | None:
        picture, at = self.context.situation.picture, self._source.value()
        if picture is None:
            return None
        source = picture.catalogue.sources[at].code if at != BY_ALERT else None
        return FeedTerms(self._address.text(), source, self._minutes.value(), self._on.isChecked())

    def _on_save(self) -> None:
        terms, feed, why, officer = self._terms(), self._chosen, self._why.text(), self.context.officer.now
        if terms is None:
            return
        if feed is None:
            self._do(lambda: self._kept.add(terms, officer, why))
        else:
            self._do(lambda: self._kept.change(feed.id, feed.version, terms, officer, why))

    def _on_remove(self) -> None:
        feed, why, officer = self._chosen, self._why.text(), self.context.officer.now
        if feed is not None:
            self._do(lambda: self._kept.remove(feed.id, feed.version, officer, why))

    def _do(self, change: Callable[[], int | None]) -> None:
        self._let(False)
        self.ask("change", change, self._on_done, look_again=self._look_again)

    def _on_done(self, _: int | None) -> None:
        self._why.clear()
        self._chosen = None
        self._fill_form()
        self.tell(self.context.words("Saved; the journal keeps who and why."))
        self.read()

    def _look_again(self) -> None:
        """What was typed stays; who was second sees what the first made of it, and may save again."""
        self.ask("feeds", self._kept.read, self._take_newest)

    def _take_newest(self, answer: tuple[datetime, tuple[CapFeed, ...]]) -> None:
        chosen = self._chosen
        if chosen is not None:
            self._chosen = next((feed for feed in answer[1] if feed.id == chosen.id), chosen)
        self._take(answer)

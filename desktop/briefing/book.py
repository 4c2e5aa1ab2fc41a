"""The window of the briefing: turns pages of one snapshot, stays still while it is read, reads anew when asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QMargins, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.briefing.keys import bind_keys
from desktop.briefing.menu import show_menu
from desktop.briefing.news import news_of
from desktop.briefing.page_empty import empty_text, make_empty
from desktop.briefing.page_kit import PageKit
from desktop.briefing.page_map import PageMap
from desktop.briefing.pages import OTHER, PAGES, frame_text
from desktop.briefing.printing import Printing
from desktop.briefing.sizes import is_narrow, page_zoom
from desktop.briefing.snapshot import Snapshot, read_snapshot
from desktop.briefing.watch import BookWatch
from desktop.cases.card_window import CardWindow, open_card
from desktop.cases.window import CasesWindow, open_cases
from desktop.context import SeatContext
from desktop.language import switch_language
from desktop.situation import Situation
from desktop.window import SeatWindow
from desktop.workers import said_of
from services.insight.briefing.count import Count
from services.live.advance import NOTHING
from services.words import N_, Words
from widgets.briefing.frame import FrameText, PageFrame, lay_out
from widgets.briefing.paper import Blank
from widgets.kit.plain import label
from widgets.theme.theme import SeatKind, Theme

SETTLE_MILLIS = 60
WHOLE = replace(NOTHING, reload=True)
READING = N_("Reading the state of the city…", ctx="page")


class Book(QWidget):
    """The pages. `turned(page)` when another page is shown, `read(snapshot)` when there is a new snapshot."""

    turned = Signal(int)
    read = Signal(object)

    def __init__(self, context: SeatContext, snapshot: Snapshot | None = None, family: str = "") -> None:
        super().__init__()
        self._live, self.officer = context, context.officer
        self._theme = Theme(context.tokens, context.theme, seat=SeatKind.BRIEFING, parent=self)
        self._theme.family = family
        # what the pages and their map see is the snapshot's, whatever comes in meanwhile
        self._context = replace(context, situation=Situation(self), clock=self._moment)
        self._cases = replace(context, situation=self._context.situation)
        self.map, self.watch = PageMap(self._context, self._theme, self), BookWatch(self, context, self._theme)
        self.snapshot: Snapshot | None = None
        self.page = min(max(1, getattr(context.options, "page", 1) or 1), len(PAGES)) - 1
        self._places: dict[str, int] = {}
        self._frame: QWidget | None = None
        self._blank: Blank | None = None
        self._trouble: Exception | None = None
        self._closed = self._reading = False
        self._column = QVBoxLayout(self, contentsMargins=QMargins())
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MILLIS)
        self._settle.timeout.connect(self._on_settled)
        self.printing = Printing(context, self)
        self.printing.changed.connect(self._on_live)
        self._prepare()
        if snapshot is None:
            self.read_anew()
        else:
            self._take(snapshot)

    def _prepare(self) -> None:
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(640, 480)
        self._end_words = self._live.words.on_change(self._on_language)
        self._say()
        for signal in self._news():
            signal.connect(self._on_live)
        bind_keys(self)

    # ---- what can be asked ---------------------------------------------------------------------------------------

    def turn(self, page: int) -> None:
        """Shows another page; beyond the first and the last nothing happens."""
        if 0 <= page < len(PAGES) and page != self.page and self._blank is None:
            self.page = page
            self._show()
            self.turned.emit(page)

    def read_anew(self) -> None:
        """Takes a new snapshot off the GUI thread; the old one stays until it is there, and if it does not come."""
        if self._reading or self._closed:
            return
        self._reading = True
        services, before = self._live.services, self.snapshot
        self._live.workers.ask("briefing", lambda: read_snapshot(services, before), self._take, self._on_trouble)
        if self.snapshot is None:
            self._trouble = None
            self._show()

    def blank(self) -> None:
        """Blanks to paper, or shows the page again."""
        if self._blank is not None:
            self._blank.hide()
            self._blank.deleteLater()
            self._blank = None
            return
        self._blank = Blank(self._live.words("The page is blank; any key shows it again.", ctx="page"), self)
        self._blank.lifted.connect(self.blank)
        self._blank.show()
        self._blank.raise_()
        self._blank.setFocus()

    def switch_language(self) -> None:
        """Reads on in the other language."""
        switch_language(self._live, OTHER[self._live.words.lang][0])

    def print_pages(self) -> None:
        """Asks for a file and prints every page into it."""
        self.printing.ask()

    def full_screen(self) -> None:
        """Takes the whole screen, or gives it back."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self._live.words

    def complete(self) -> bool:
        """Whether the page wanted is shown, at its size, with its map."""
        if self.snapshot is None or self._settle.isActive() or self._reading:
            return self._trouble is not None and self.snapshot is None
        return not PAGES[self.page].has_map or self.map.complete()

    def close_book(self) -> None:
        """Ends everything that the seat began."""
        self._closed = True
        self.printing.stop()
        self.watch.close()
        self._settle.stop()
        self._end_words()
        for signal in self._news():
            signal.disconnect(self._on_live)
        for window in self.findChildren(SeatWindow):
            window.close()
        self.map.close()
        self.close()

    @property
    def is_blank(self) -> bool:
        """Whether paper covers the page."""
        return self._blank is not None

    @property
    def frame(self) -> QWidget | None:
        """The page that is shown."""
        return self._frame

    # ---- showing -------------------------------------------------------------------------------------------------

    def _kit(self, snapshot: Snapshot) -> PageKit:
        return PageKit(
            context=self._context,
            theme=self._theme,
            briefing=snapshot.briefing,
            shapes=snapshot.shapes,
            mark=snapshot.mark,
            stacked=self.stacked,
            open_count=self.open_count,
            open_case=self.open_case,
            map=self.map.view,
            remake=self._remake,
            places=self._places,
        )

    def _say(self) -> None:
        words = self._live.words
        self.setWindowTitle(f"{words('GridCommand')} · {words('Briefing', ctx='page')}")

    def _on_language(self) -> None:
        self._say()
        self._show()

    def _show(self, sheet: str | None = None) -> None:
        """Makes the page anew and puts it in the old one's place; with another style sheet where one is given."""
        if self._closed:
            return
        old, order = self._frame, self._order_of(self.focusWidget())
        self.map.park()
        if sheet is not None and sheet != self.styleSheet():
            if old is not None:
                old.setParent(None)  # to dress what is about to go would take longer than all the rest
            self.setStyleSheet(sheet)
        self._frame = self._made()
        self._column.addWidget(self._frame)
        self._frame.show()
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        lay_out(self)
        if self._blank is not None:
            self._blank.raise_()
        else:
            self._focus(order)
        QTimer.singleShot(0, self, self.map.let_go)  # a step of its own: the page is seen first

    def _made(self) -> QWidget:
        snapshot, words = self.snapshot, self._live.words
        if snapshot is None:
            return _alone((self._trouble and f"{said_of(self._trouble, words)}\n\nR ↻") or words(READING, ctx="page"))
        kit = self._kit(snapshot)
        text = frame_text(kit, self.page, self.news())
        if snapshot.is_empty:
            return self._framed(empty_text(text, words), make_empty(self._theme, words))
        return self._framed(text, PAGES[self.page].make(kit))

    def _framed(self, text: FrameText, body: QWidget) -> PageFrame:
        frame = PageFrame(self._theme, text, body, self.stacked, self.watch.chip())
        frame.turned.connect(self.turn)
        frame.news_asked.connect(self.read_anew)
        frame.language_asked.connect(self.switch_language)
        return frame

    def _remake(self, name: str, choice: int) -> None:
        self._places[name] = choice
        self._show()

    # ---- opening -------------------------------------------------------------------------------------------------

    def open_count(self, count: Count) -> CasesWindow | None:
        """Opens the cases behind a figure."""
        if self.snapshot is None:
            return None
        kit = self._kit(self.snapshot)
        return open_cases(
            self._cases, self._theme, lambda: kit.say(count.title), count.cases, self,
            expected=count.value, at=kit.now,
        )  # fmt: skip

    def open_case(self, incident: int) -> CardWindow:
        """Opens the card of one case."""
        return open_card(self._cases, self._theme, incident, self)

    # ---- what is newer -------------------------------------------------------------------------------------------

    def news(self) -> str:
        """What has come in since the snapshot, or why the line is cut; empty where the page is up to date."""
        if self.snapshot is None:
            return ""
        return self.printing.said or news_of(self._live.words, self.snapshot, self._live.situation, self._trouble)

    def _news(self) -> tuple[Any, ...]:
        live = self._live.situation
        return live.changed, live.replaced, live.pulsed

    def _on_live(self, *_: object) -> None:
        if isinstance(self._frame, PageFrame):
            self._frame.show_news(self.news())
        elif self.snapshot is None and self._trouble is not None:
            pulse = self._live.situation.pulse
            if pulse is not None and pulse.connected:
                self.read_anew()

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, snapshot: Snapshot) -> None:
        self._reading = False
        if self._closed:
            return
        before, self.snapshot, self._trouble = self.snapshot, snapshot, None
        self.printing.said = ""
        situation = self._context.situation
        situation.take(snapshot.briefing.picture, WHOLE)
        if before is None or before.shapes is not snapshot.shapes:
            situation.draw(snapshot.shapes)
        self._show()
        self.read.emit(snapshot)

    def _on_trouble(self, error: Exception) -> None:
        self._reading = False
        self._trouble = error
        self._show()

    def _moment(self) -> datetime:
        return self.snapshot.briefing.at if self.snapshot is not None else self._live.clock()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_menu(self, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    # ---- the size of the page ------------------------------------------------------------------------------------

    @property
    def stacked(self) -> bool:
        """Whether the screen is too narrow or too small for the page as a whole."""
        return is_narrow(self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._blank is not None:
            self._blank.setGeometry(self.rect())
        self._settle.start()

    def _on_settled(self) -> None:
        self.map.hold()
        self._theme.use(zoom=page_zoom(self.width(), self.height()))
        self._show(_sheet_of(self._theme))

    # ---- the focus -----------------------------------------------------------------------------------------------

    def _order_of(self, widget: QWidget | None) -> int:
        """The place of a widget in the page's order of focus, −1 for none."""
        return next((at for at, found in enumerate(self.focusable()) if found is widget), -1)

    def _focus(self, order: int) -> None:
        there = self.focusable()
        if 0 <= order < len(there):
            there[order].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus()

    def focusable(self) -> list[QWidget]:
        """Everything on the page that Tab reaches, in its order."""
        if self._frame is None:
            return []
        found = self._frame.findChildren(QWidget)
        return [widget for widget in found if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _alone(sentence: str) -> QWidget:
    """A sentence in the place of a page."""
    shown = label(sentence, tone="2", role="lead", wrap=True)
    shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return shown


def _sheet_of(theme: Theme) -> str:
    family = f'* {{ font-family: "{theme.family}"; }}' if theme.family else ""
    return f"{theme.style_sheet()}\n{family}"

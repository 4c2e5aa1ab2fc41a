"""An officer's inbox at a seat: read when a fact says that it changed, shown on chips and in its window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.inbox.window import InboxWindow
from desktop.inbox.words import NoticeWords
from desktop.window import bring_up
from services.domain.case_filter import CaseFilter
from services.domain.notices import Inboxed, Notice
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.inbox.chip import InboxChip
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

KEY = "F7"


class InboxDesk(QObject):
    """`inbox` is what was read last, at `at`; `changed()` when it was read anew, `opened(Notice)` to show its matter.

    Nobody who has not logged in has an inbox.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.context, self._theme, self._window = context, theme, parent
        self.inbox, self.at = Inboxed(), context.clock()
        self.window: InboxWindow | None = None
        situation = context.situation
        situation.changed.connect(self._on_changed)
        situation.replaced.connect(self._on_replaced)
        context.officer.changed.connect(lambda _: self.read())
        self.read()

    def chip(self, theme: Theme, icons: Icons, key: str = KEY) -> InboxChip:
        """A chip that keeps itself true; a click opens the inbox."""
        made = InboxChip(theme, self.context.words, icons, key)

        def show() -> None:
            made.show_counts(self.inbox.waiting, self.inbox.urgent)
            made.setVisible(bool(self.context.officer.now.id))

        self.changed.connect(show)
        made.destroyed.connect(self._leaving(show))
        made.clicked.connect(self.open)
        show()
        return made

    def read(self) -> None:
        """Reads it off the GUI thread."""
        officer, services, clock = self.context.officer.now, self.context.services, self.context.clock
        if not officer.id:
            self._take((Inboxed(), clock()))
            return
        self.context.workers.ask(
            f"inbox {id(self)}", lambda: (services.inbox.look(officer), clock()), self._take, self._on_trouble
        )

    def open(self) -> InboxWindow:
        """Opens the inbox, or brings it to the front."""
        if self.window is None:
            self.window = InboxWindow(self, self._theme, self._window)
            self.window.destroyed.connect(self._on_window_gone)
        bring_up(self.window)
        self.window.view.setFocus()
        return self.window

    def show(self, notice: Notice) -> None:
        """Shows what a notice is about: one that gathers many opens the list of them."""
        if not notice.cases:
            self.opened.emit(notice)
            return
        context = self.context

        def title() -> str:
            return NoticeWords(context.words, context.situation.picture, context.clock()).sentence(notice)

        chosen = CaseFilter(notice=notice.id)
        open_cases(context, self._theme, title, chosen, self.window or self._window, notice.cases, self.at)

    def close(self) -> None:
        """Closes the window."""
        if self.window is not None:
            self.window.close()

    def take(self, notice: Notice, then: Callable[[], None], refuse: Callable[[Exception], None]) -> None:
        """Acknowledges a notice, and goes on."""
        officer, inbox = self.context.officer.now, self.context.services.inbox

        def taken(_: bool) -> None:
            self.read()
            then()

        self.context.workers.ask(f"take {id(self)} {notice.id}", lambda: inbox.take(notice.id, officer), taken, refuse)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, answer: tuple[Inboxed, datetime]) -> None:
        self.inbox, self.at = answer
        self.changed.emit()

    def _on_trouble(self, error: Exception) -> None:
        self.context.workers.troubled.emit(error)

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if self.context.officer.now.id in touched.officers:
            self.read()

    def _on_replaced(self, _picture: Picture) -> None:
        self.read()

    def _on_window_gone(self) -> None:
        self.window = None

    def _leaving(self, show: Callable[[], None]) -> Callable[..., None]:
        def leave(*_: object) -> None:
            try:
                self.changed.disconnect(show)
            except RuntimeError:  # the seat is gone as well
                return

        return leave

"""Losing the line: what is ordered meanwhile is kept on disk, sent when the line is back, and what failed is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.operator.forms.drafts import NAME
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local, short_number
from desktop.window import bring_up, window_theme
from desktop.workers import said_of
from services.cases.outbox import Outbox, Sent, Waiting
from services.domain.incidents import Report
from services.domain.orders import Order
from services.live.tail import Pulse
from services.settings import data_folder
from services.words.terms import ORDERS
from widgets.kit.quiet_bar import Notice, QuietBar
from widgets.panels.outbox_page import OutboxPage, WaitingLook
from widgets.panels.status_bar import StatusBar
from widgets.theme.theme import Theme

AGAIN = timedelta(seconds=5)
WIDE, HIGH = 900, 560
Trouble = Callable[[Exception], None]


class OutboxDesk(QObject):
    """The outbox of this seat's officer: a chip in the status bar, a window, and the sending.

    `loaded()` when what was kept before is known, `changed()` when it is other, `kept(Report)` for a new incident.
    """

    loaded = Signal()
    changed = Signal()
    kept = Signal(object)

    def __init__(
        self, context: SeatContext, theme: Theme, status: StatusBar, quiet: QuietBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._theme, self._status, self._quiet = context, theme, status, quiet
        self._outbox: Outbox | None = None
        self.waiting: tuple[Waiting, ...] = ()
        self._sending = self._connected = False
        self._tried: datetime | None = None
        self.window: OutboxWindow | None = None
        status.waiting_asked.connect(self.open)
        context.situation.pulsed.connect(self._on_pulsed)
        self._end_words = context.words.on_change(self._show)
        folder = None if context.still else outbox_folder(context)
        services = context.services
        context.workers.ask(
            f"outbox {id(self)}",
            lambda: Outbox(folder, services.database, services.desk, services.door, services.evidence),
            self._on_loaded,
        )

    def close(self) -> None:
        """The window goes with the seat; what waits stays on disk."""
        self._end_words()
        if self.window is not None:
            self.window.close()

    # ---- keeping -------------------------------------------------------------------------------------------------

    def is_cut(self) -> bool:
        """Whether the line is known to be lost: nothing is tried then that would wait for it."""
        pulse = self._context.situation.pulse
        return self._outbox is not None and pulse is not None and pulse.fresh_at is not None and not pulse.connected

    def keep(self, orders: Sequence[Order], on_kept: Callable[[], None], on_trouble: Trouble) -> None:
        """Keeps orders for when the line is back."""
        outbox, now = self._outbox, self._context.clock()
        called = {order.incident: self._called(order.incident) for order in orders}

        def put(box: Outbox) -> None:
            for order in orders:
                box.put_order(order, called[order.incident], now)

        self._put(outbox, put, f"outbox keep {orders[0].key}", on_kept, on_trouble)

    def keep_report(self, report: Report, on_trouble: Trouble) -> None:
        """Keeps a new incident for when the line is back."""
        now = self._context.clock()
        self._put(
            self._outbox,
            lambda box: box.put_report(report, now),
            f"outbox keep {id(report)}",
            lambda: self.kept.emit(report),
            on_trouble,
        )

    def _put(
        self,
        outbox: Outbox | None,
        put: Callable[[Outbox], object],
        key: str,
        on_kept: Callable[[], None],
        on_trouble: Trouble,
    ) -> None:
        def work() -> tuple[Waiting, ...]:
            if outbox is None:
                raise RuntimeError("the outbox is not open yet")
            put(outbox)
            return outbox.waiting()

        def done(waiting: tuple[Waiting, ...]) -> None:
            self._take(waiting)
            on_kept()

        self._context.workers.ask(key, work, done, on_trouble)

    def _called(self, incident: int) -> str:
        picture = self._context.situation.picture
        row = picture.incident_at(incident) if picture is not None else -1
        return picture.incidents.row(row)["number"].decode() if picture is not None and row >= 0 else ""

    # ---- sending -------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Carries out what waits, off the GUI thread; one sending at a time."""
        outbox, officer = self._outbox, at_desk(self._context)
        if outbox is None or self._sending:
            return
        self._sending, self._tried = True, self._context.clock()
        self._context.workers.ask(
            f"outbox send {id(self)}", lambda: (outbox.send(officer), outbox.waiting()), self._on_sent, self._on_unsent
        )

    def send_again(self, key: str) -> None:
        """One that could not be applied is sent all the same."""
        self._change(lambda box: box.send_again(key), self.send)

    def discard(self, key: str) -> None:
        """One is not wanted any more."""
        self._change(lambda box: box.discard(key), lambda: None)

    def _change(self, change: Callable[[Outbox], None], then: Callable[[], None]) -> None:
        outbox = self._outbox
        if outbox is None:
            return

        def work() -> tuple[Waiting, ...]:
            change(outbox)
            return outbox.waiting()

        def done(waiting: tuple[Waiting, ...]) -> None:
            self._take(waiting)
            then()

        self._context.workers.ask(f"outbox change {id(self)}", work, done)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_loaded(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._take(outbox.waiting())
        self.loaded.emit()
        if self._connected:
            self._begin()

    def _on_pulsed(self, pulse: Pulse) -> None:
        back = pulse.connected and not self._connected
        self._connected = pulse.connected
        due = self._tried is None or pulse.at - self._tried >= AGAIN
        if back:
            self._begin()
        elif pulse.connected and due and any(one.refused is None for one in self.waiting):
            self.send()

    def _begin(self) -> None:
        """The line is there: which database it leads to is learned, and what waits is sent."""
        outbox = self._outbox
        if outbox is None:
            return
        if any(one.refused is None for one in self.waiting):
            self.send()
        else:
            self._context.workers.ask(f"outbox city {id(self)}", outbox.learn_city, lambda _: None, lambda _: None)

    def _on_sent(self, answer: tuple[Sent, tuple[Waiting, ...]]) -> None:
        self._sending = False
        sent, waiting = answer
        self._take(waiting)
        words = self._context.words
        if sent.refused:
            count = len(sent.refused)
            self._quiet.tell(
                "outbox",
                Notice(
                    "refused",
                    lambda: words.plural(
                        "{n} step that was written offline could not be applied.",
                        "{n} steps that were written offline could not be applied.",
                        count,
                    ),
                    lambda: words("Show"),
                    self.open,
                ),
            )
        elif sent.done:
            done = sent.done
            self._quiet.tell(
                "outbox",
                Notice(
                    "info",
                    lambda: words.plural(
                        "{n} step that was written offline is sent now.",
                        "{n} steps that were written offline are sent now.",
                        done,
                    ),
                    lambda: words("Close"),
                    lambda: self._quiet.end("outbox"),
                ),
            )

    def _on_unsent(self, error: Exception) -> None:
        self._sending = False
        self._context.workers.troubled.emit(error)

    def _take(self, waiting: tuple[Waiting, ...]) -> None:
        self.waiting = waiting
        self._show()
        self.changed.emit()

    # ---- showing -------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Opens the list."""
        self._quiet.end("outbox")
        if self.window is None:
            self.window = OutboxWindow(self._context, self._theme, self._status.window())
            self.window.page.send_asked.connect(self.send)
            self.window.page.again_asked.connect(self.send_again)
            self.window.page.discarded.connect(self.discard)
            self._show()
        bring_up(self.window)

    def _show(self) -> None:
        words = self._context.words
        waits = sum(one.refused is None for one in self.waiting)
        failed = len(self.waiting) - waits
        parts = []
        if waits:
            parts.append(words("To be sent {n}", n=waits))
        if failed:
            parts.append(words("Not applied {n}", n=failed))
        self._status.show_waiting(" · ".join(parts), words("What was written while the line was lost"))
        if self.window is not None:
            self.window.page.show_looks([self._look(one) for one in self.waiting])
            self.window.say()

    def _look(self, one: Waiting) -> WaitingLook:
        words, order = self._context.words, one.order
        at = local(self._context, one.at)
        what = words("New incident") if order is None else words(ORDERS[order.verb], ctx="order")
        return WaitingLook(
            key=one.key,
            written=words.formats.moment(at, local(self._context)),
            what=what,
            case=short_number(one.called) if one.called else "—",
            state=words("Not applied", ctx="outbox") if one.refused is not None else words("Waits for the line"),
            words=one.words,
            why=said_of(one.refused, words) if one.refused is not None else "",
        )


class OutboxWindow(QWidget):
    """The window of the outbox; Esc closes it."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self._words, self._theme = context.words, window_theme(context, theme, self)
        self.setStyleSheet(self._theme.style_sheet())
        self.page = OutboxPage(self._theme, context.words, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.resize(self._theme.whole(WIDE), self._theme.whole(HIGH))
        self.say()

    def say(self) -> None:
        """The title in the reader's language."""
        self.setWindowTitle(self._words("Outbox"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def outbox_folder(context: SeatContext) -> Path:
    """Where what this officer wrote for this database waits."""
    address = context.services.database.url.render_as_string(hide_password=True)
    city = hashlib.sha256(address.encode()).hexdigest()[:16]
    officer = NAME.sub("-", context.officer.now.login) or "desk"
    return data_folder() / "outbox" / city / officer

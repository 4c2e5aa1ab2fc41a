"""How the line to the database is: the status bar, the clock, the quiet bar, and what is stale while it is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from desktop.context import SeatContext
from desktop.operator.queue.row_words import local
from services.domain.refusals import Refusal
from services.insight.channels import Channels, channels
from services.live.tail import Pulse
from services.words import UNKNOWN
from widgets.kit.quiet_bar import Notice, QuietBar
from widgets.panels.status_bar import StatusBar, StatusLook
from widgets.panels.top_bar import TopBar

log = logging.getLogger(__name__)
SECOND = 1000
# what passes by itself, and is told again while it lasts
PASSING = ("store.unreachable", "store.gone", "store.disk_full", "store.disk_failed", "store.read_only")
LINGER = timedelta(seconds=10)


class StatusDesk(QObject):
    """Shows the state of the line each second; `staled(bool)` when it is lost or back."""

    staled = Signal(bool)

    def __init__(self, context: SeatContext, top: TopBar, status: StatusBar, quiet: QuietBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._top, self._status, self._quiet = context, top, status, quiet
        self._stale = False
        self._told: datetime | None = None  # when trouble that passes was told last
        self._tick = QTimer(self, interval=SECOND)
        self._tick.timeout.connect(self.show_now)
        self._tick.start()
        context.situation.pulsed.connect(self._on_pulsed)
        context.situation.replaced.connect(self.show_now)
        context.workers.troubled.connect(self.tell_trouble)
        self._end_words = context.words.on_change(self.show_now)
        self.show_now()

    def show_now(self, *_: object) -> None:
        """The clock and the bars as they are at this moment."""
        context, formats = self._context, self._context.words.formats
        now, picture = local(context), context.situation.picture
        self._top.show_time(formats.heading(now, short=True), formats.clock(now, True))
        self._top.demo.setVisible(picture is not None and picture.city.demo)
        self._status.show_look(self._look())

    def tell_trouble(self, error: Exception) -> None:
        """Something could not be done: a sentence that a person may read, or a bug with its details."""
        words = self._context.words
        passing = isinstance(error, Refusal) and error.code in PASSING
        self._told = self._context.clock() if passing else None
        if isinstance(error, Refusal):
            notice = Notice("refused", partial(_said, error, words), lambda: words("Close"), self._end("trouble"))
        else:
            notice = Notice(
                "refused",
                lambda: words(
                    "Something in the program went wrong; what you see is kept. The log has the whole of it."
                ),
                lambda: words("Details"),
                partial(self._show_details, error),
            )
        self._quiet.tell("trouble", notice)

    def tell(self, sentence: str, **values: object) -> None:
        """A sentence on something that was done; it goes by the person's own hand."""
        words = self._context.words
        self._quiet.tell(
            "done", Notice("info", partial(words, sentence, **values), lambda: words("Close"), self._end("done"))
        )

    def close(self) -> None:
        """Ends the clock."""
        self._end_words()
        self._tick.stop()

    def _on_pulsed(self, pulse: Pulse) -> None:
        self._status.heart.beat(pulse.connected)
        known = self._context.situation.picture is not None or pulse.trouble is not None
        stale = known and not pulse.connected
        if stale:
            self._quiet.tell("line", Notice("feed lost", self._lost))
        elif self._stale:
            self._quiet.end("line")
        since = self._told  # a clock that was set back would keep it for as long
        if since is not None and pulse.connected and (self._stale or abs(pulse.at - since) > LINGER):
            self._told = None  # what could not be done meanwhile is no news any more
            self._quiet.end("trouble")
        if stale != self._stale:
            self._stale = stale
            self.staled.emit(stale)
        self.show_now()

    def _lost(self) -> str:
        """That the line is lost, of when the picture is, and why."""
        words, pulse = self._context.words, self._context.situation.pulse
        why = pulse.trouble.say(words) if pulse and pulse.trouble else ""
        if pulse is None or pulse.fresh_at is None:
            return " ".join((words("No word from the database yet; it is tried again by itself."), why)).strip()
        fresh = local(self._context, pulse.fresh_at)
        age = words.formats.age(local(self._context) - fresh)
        said = words(
            "The line to the database is lost. This is how it was at {time}, {age}; it is tried again by itself.",
            time=words.formats.clock(fresh, True), age=age,
        )  # fmt: skip
        return f"{said} {why}".strip()

    def _look(self) -> StatusLook:
        words, formats = self._context.words, self._context.words.formats
        pulse, picture, now = self._context.situation.pulse, self._context.situation.picture, local(self._context)
        fresh = local(self._context, pulse.fresh_at) if pulse and pulse.fresh_at else None
        data = words("Data {time}", time=formats.clock(fresh, True))
        if self._stale and fresh is not None:
            data = f"{data} · {formats.stale(max(timedelta(0), now - fresh))}"
        found = channels(picture, now) if picture is not None else None
        seats = pulse.seats if pulse else 0
        address = self._context.services.database.url.render_as_string(hide_password=True)
        return StatusLook(
            data=data,
            database=words("Database {name}", name=self._context.services.database.name),
            database_tip=address,
            seats=words.plural("{n} seat on line", "{n} seats on line", seats),
            sources=words("Sources {heard} / {total}", heard=found.heard, total=found.total) if found else UNKNOWN,
            stale=self._quiet_channels(found, 1) if found else "",
            stale_tip=self._quiet_channels(found, 18) if found else "",
            alive=not self._stale,
        )

    def _quiet_channels(self, found: Channels, most: int) -> str:
        """The channels that were not heard, most of them by name."""
        words, picture = self._context.words, self._context.situation.picture
        if picture is None or not found.quiet:
            return ""
        named = [
            f"{picture.catalogue.sources[one.source].name(words.lang)} "
            + (words("never heard") if one.age is None else words.formats.stale(one.age))
            for one in found.quiet[:most]
        ]
        more = len(found.quiet) - len(named)
        return words.formats.listing([*named, *([words("{n} more", n=more)] if more else [])])

    def _end(self, cause: str) -> Callable[[], None]:
        return partial(self._quiet.end, cause)

    def _show_details(self, error: Exception) -> None:
        words = self._context.words
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, words("Details"), f"{type(error).__name__}: {error}", parent=self._top.window()
        )
        box.addButton(words("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(lambda _: self._quiet.end("trouble"))
        box.open()


def _said(refusal: Refusal, words: Callable[..., str]) -> str:
    return refusal.say(words)

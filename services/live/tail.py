"""The change tail: keeps one picture true by the facts that commit, through lost lines, restores and midnights."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from services.domain.facts import Fact
from services.domain.refusals import Refusal
from services.domain.seats import SeatThere
from services.live.advance import NOTHING, Touched
from services.store.engine import Clock, Database, utc_now
from services.store.feed.line import Cursor, Feed, Reload, open_feed, snapshot
from services.store.reader import Reader

log = logging.getLogger(__name__)

POLL = 0.5  # looked at so often even if nothing wakes
TOGETHER = 0.02  # facts that come within this time are one batch
BEAT = 1.0
COUNT_SEATS = 1.0
AGE_LOOK = 1.0
BACK_OFF = (0.5, 5.0)
SILENT_AFTER = 5.0
WHOLE = replace(NOTHING, reload=True)


class Ageing(Protocol):
    """A picture that knows when time alone has made it untrue."""

    def is_outdated(self, now: datetime) -> bool: ...


P = TypeVar("P", bound=Ageing)


@dataclass(frozen=True, slots=True)
class Pulse:
    """The state of the line: the picture is known to be true up to `fresh_at` (None before the first one).

    `seats` were there when last counted, `there` says whose they are and what each has open; `trouble` says why the
    line is cut.
    """

    at: datetime
    fresh_at: datetime | None
    connected: bool
    seats: int
    trouble: Refusal | None = None
    there: tuple[SeatThere, ...] = ()


class Tail(Generic[P]):
    """Reads the feed on one thread and tells of each newer picture; a second one tells the pulse, whatever happens.

    `load(reader, now)` makes a full picture of one state, `advance(picture, facts)` the next one. `on_change(picture,
    touched)` comes from the first thread (`touched.reload` for a full picture), `on_pulse` from the second, once a
    second and at once when the line is cut or back. Cut off, it tries again with growing pauses up to 5 s and goes on
    from its cursor, or from a full picture where that can't be.
    """

    def __init__(
        self,
        database: Database,
        load: Callable[[Reader, datetime], P],
        advance: Callable[[P, Sequence[Fact]], tuple[P, Touched]],
        on_change: Callable[[P, Touched], None],
        on_pulse: Callable[[Pulse], None] = lambda pulse: None,
        clock: Clock = utc_now,
    ) -> None:
        self._database, self._load, self._advance = database, load, advance
        self._on_change, self._on_pulse, self._clock = on_change, on_pulse, clock
        self._stop, self._news = threading.Event(), threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name="tail", daemon=True),
            threading.Thread(target=self._beat, name="pulse", daemon=True),
        ]
        self._picture: P | None = None
        self._cursor: Cursor | None = None
        self._identity = ""
        self._state = Pulse(clock(), None, False, 0)
        self._heard = time.monotonic()
        self._counted = self._aged = 0.0

    def start(self) -> None:
        """Begins; the first picture comes when it is loaded."""
        for thread in self._threads:
            thread.start()

    def ask_to_stop(self) -> None:
        """Ends soon; does not wait."""
        self._stop.set()
        self._news.set()

    def join(self, timeout: float = 10.0) -> None:
        """Waits until both threads have ended."""
        self.ask_to_stop()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    # ---- the tail's thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        pause = BACK_OFF[0]
        while not self._stop.is_set():
            try:
                self._follow()
            except Refusal as refusal:
                trouble = refusal
            except Exception:
                log.exception("the tail stumbled and begins anew")
                self._cursor = None
                trouble = Refusal("live.stumbled", "Live updates stumbled over an error and begin anew by themselves.")
            else:
                break
            if self._state.connected:
                pause = BACK_OFF[0]
            self._now_is(connected=False, trouble=trouble)
            self._stop.wait(pause)
            pause = min(2 * pause, BACK_OFF[1])

    def _follow(self) -> None:
        """Stays true over one connection after another until it is told to stop or the line is cut."""
        while not self._stop.is_set():
            with closing(open_feed(self._database)) as feed:
                if feed.identity != self._identity:
                    if self._identity:  # another file or server in its place: pooled connections lead to the old one
                        self._database.reconnect()
                    self._cursor, self._identity = None, feed.identity
                try:
                    while not self._stop.is_set():
                        self._step(feed)
                except Reload:
                    self._cursor = None

    def _step(self, feed: Feed) -> None:
        """One look: facts, or a full picture where facts can't lead to it; then waits for more."""
        at = self._clock()
        picture, cursor = self._picture, self._cursor
        if picture is None or cursor is None or self._is_outdated(picture, at):
            self._reload(at)
            said: list[Fact] = []
        else:
            said, after = feed.poll(cursor)
            if said:
                self._take(picture, said)
            self._cursor = after
        self._count(feed)
        self._now_is(connected=True, trouble=None, fresh_at=at)
        if said and self._stop.wait(TOGETHER):
            return
        feed.wait(POLL, self._stop)

    def _take(self, picture: P, said: Sequence[Fact]) -> None:
        newer, touched = self._advance(picture, said)
        if touched.reload:
            raise Reload
        self._picture = newer
        if not touched.nothing:
            self._on_change(newer, touched)

    def _reload(self, at: datetime) -> None:
        picture, self._cursor = snapshot(self._database, lambda reader: self._load(reader, at))
        self._picture = picture
        self._on_change(picture, WHOLE)

    def _is_outdated(self, picture: P, at: datetime) -> bool:
        now = time.monotonic()
        if now - self._aged < AGE_LOOK:
            return False
        self._aged = now
        return picture.is_outdated(at)

    def _count(self, feed: Feed) -> None:
        now = time.monotonic()
        if now - self._counted >= COUNT_SEATS:
            self._counted = now
            there = feed.seats()
            if there != self._state.there:
                self._news.set()
            self._state = replace(self._state, seats=len(there), there=there)

    def _now_is(self, connected: bool, trouble: Refusal | None, fresh_at: datetime | None = None) -> None:
        before = self._state
        self._heard = time.monotonic()
        self._state = replace(
            before, connected=connected, trouble=trouble, fresh_at=before.fresh_at if fresh_at is None else fresh_at
        )
        if before.connected != connected:
            self._news.set()

    # ---- the pulse's thread --------------------------------------------------------------------------------------

    def _beat(self) -> None:
        while not self._stop.is_set():
            try:
                self._on_pulse(self._pulse())
            except Exception:
                log.exception("nobody took the pulse")
            self._news.wait(BEAT)
            self._news.clear()

    def _pulse(self) -> Pulse:
        """What is so now; a server that neither answers nor breaks the line off counts as gone."""
        state, silent = self._state, time.monotonic() - self._heard
        if state.connected and silent > SILENT_AFTER:
            trouble = Refusal(
                "live.silent",
                "The database {database} has not answered for {seconds} s. What is shown may be older than it looks.",
                database=self._database.name,
                seconds=round(silent),
            )
            state = replace(state, connected=False, trouble=trouble)
        return replace(state, at=self._clock())

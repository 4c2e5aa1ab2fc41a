"""Work off the GUI thread: a question asked now, its answer delivered on the GUI thread later."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from services.domain.refusals import Refusal
from services.words import Words

log = logging.getLogger(__name__)
# how Python is told that a Qt object behind it is no more: asked for itself, or for one of its signals
GONE = ("already deleted", "source has been deleted")
IDLE_SECONDS = 5.0  # after which a thread without work ends


class _Post(QObject):
    """Carries answers over to the GUI thread; one for all, since nothing that is sent from may go meanwhile."""

    arrived = Signal(int, bool, object)


class _Threads:
    """A few threads that are made when they are needed and end when they are not.

    Qt's own pool would do, but for one thing: of each ten of its runnables that are written in Python about one is
    never let go, with all that it holds, and a wall asks ten questions a second for years.
    """

    def __init__(self, most: int) -> None:
        self._most, self._alive, self._idle, self._busy = most, 0, 0, 0
        self._jobs: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()

    def start(self, job: Callable[[], None]) -> None:
        """Does it as soon as a thread is free; in the order of asking."""
        with self._changed:
            self._jobs.append(job)
            if self._idle < len(self._jobs) and self._alive < self._most:
                self._alive += 1
                threading.Thread(target=self._run, name="question", daemon=True).start()
            else:
                self._changed.notify()

    def wait(self, seconds: float) -> bool:
        """Waits until there is nothing to do; whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._busy, seconds)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            finally:
                job = None
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            self._idle += 1
            found = self._changed.wait_for(lambda: bool(self._jobs), IDLE_SECONDS)
            self._idle -= 1
            if not found:
                self._alive -= 1
                return None
            self._busy += 1
            return self._jobs.popleft()


def _asked(ask: Callable[[], Any], number: int, post: _Post) -> None:
    """Asks, and sends what comes of it."""
    try:
        found = ask()
    except Refusal as refusal:
        _send(post, number, False, refusal)
    except Exception as error:  # a bug: logged whole, shown as a quiet bar, never a dead window
        log.exception("a question to the services failed")
        _send(post, number, False, error)
    else:
        _send(post, number, True, found)


def _send(post: _Post, number: int, done: bool, value: object) -> None:
    try:
        post.arrived.emit(number, done, value)
    except RuntimeError:  # the seat that asked is gone
        log.debug("an answer came too late")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits for an answer: the key of the question, and what takes the answer or the trouble."""

    key: str
    on_answer: Callable[[Any], None]
    on_trouble: Callable[[Exception], None]


def said_of(error: Exception, words: Words) -> str:
    """Why an answer did not come, for the reader: a refusal's own sentence; of a bug, where its reason is."""
    return (
        error.say(words) if isinstance(error, Refusal) else words("This could not be read; the reason is in the log.")
    )


class Workers(QObject):
    """A few threads for questions to the services; the answers come back in the GUI thread.

    `ask(key, question, on_answer)`: of several questions with one key only the newest answer is delivered. Trouble goes
    to `on_trouble` or, without one, to the signal `troubled` (a Refusal or another exception).
    """

    troubled = Signal(object)

    def __init__(self, parent: QObject | None = None, threads: int = 3) -> None:
        super().__init__(parent)
        self._threads = _Threads(threads)
        self._post = _Post(self)
        self._post.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._asked = 0
        self._newest: dict[str, int] = {}
        self._waiting: dict[int, _Waiting] = {}

    def ask(
        self,
        key: str,
        question: Callable[[], Any],
        on_answer: Callable[[Any], None],
        on_trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Asks off the GUI thread; `on_answer` runs on it."""
        self._asked += 1
        self._newest[key] = self._asked
        self._waiting[self._asked] = _Waiting(key, on_answer, on_trouble or self.troubled.emit)
        self._threads.start(partial(_asked, question, self._asked, self._post))

    def wait(self, millis: int = 10_000) -> bool:
        """Waits until nothing is asked any more (at the end of the program)."""
        return self._threads.wait(millis / 1000)

    def _deliver(self, number: int, done: bool, value: Any) -> None:
        found = self._waiting.pop(number, None)
        if found is None or self._newest.get(found.key) != number:
            return
        try:
            (found.on_answer if done else found.on_trouble)(value)
        except RuntimeError as error:
            if not any(said in str(error) for said in GONE):
                raise
            log.debug("the window that asked is gone: %s", error)

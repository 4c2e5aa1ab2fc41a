"""Work off the GUI thread: a question asked now, its answer delivered on the GUI thread later."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from services.domain.refusals import Refusal
from services.words import Words

log = logging.getLogger(__name__)


class _Answer(QObject):
    arrived = Signal(object)
    failed = Signal(object)


class _Question(QRunnable):
    def __init__(self, ask: Callable[[], Any], answer: _Answer) -> None:
        super().__init__()
        self._ask = ask
        self._answer = answer

    def run(self) -> None:
        try:
            found = self._ask()
        except Refusal as refusal:
            self._send(self._answer.failed, refusal)
        except Exception as error:  # a bug: logged whole, shown as a quiet bar, never a dead window
            log.exception("a question to the services failed")
            self._send(self._answer.failed, error)
        else:
            self._send(self._answer.arrived, found)

    @staticmethod
    def _send(signal: Any, value: object) -> None:
        try:
            signal.emit(value)
        except RuntimeError:  # the window that asked is gone
            log.debug("an answer came too late")


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
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._newest: dict[str, int] = {}
        self._waiting: set[_Answer] = set()

    def ask(
        self,
        key: str,
        question: Callable[[], Any],
        on_answer: Callable[[Any], None],
        on_trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Asks off the GUI thread; `on_answer` runs on it."""
        number = self._newest.get(key, 0) + 1
        self._newest[key] = number
        answer = _Answer(self)
        self._waiting.add(answer)
        queued = Qt.ConnectionType.QueuedConnection
        answer.arrived.connect(lambda found: self._deliver(answer, key, number, on_answer, found), queued)
        trouble = on_trouble or self.troubled.emit
        answer.failed.connect(lambda error: self._deliver(answer, key, number, trouble, error), queued)
        self._pool.start(_Question(question, answer))

    def wait(self, millis: int = 10_000) -> bool:
        """Waits until nothing is asked any more (at the end of the program)."""
        return self._pool.waitForDone(millis)

    def _deliver(self, answer: _Answer, key: str, number: int, to: Callable[[Any], None], value: Any) -> None:
        self._waiting.discard(answer)
        answer.deleteLater()
        if self._newest.get(key) == number:
            to(value)

"""A question about the case that is shown: asked off the GUI thread, and again when facts touch it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.context import SeatContext
from services.live.advance import Touched
from services.live.picture import Picture

Question = Callable[[], Any]


class Asking(QObject):
    """The life of a panel beside a case: what is asked (`asked`, None for nothing), and what came of it.

    A desk of its own says what the question is (`question`), whether facts touch it (`touched_by`), what an answer
    changes (`answer`: None for nothing, or trouble), and how it is told (`tell`). `wait` is called before the answer
    on another case, so that nothing of the one before can be chosen.
    """

    def __init__(
        self, context: SeatContext, name: str, parent: QObject, again_millis: int, typed_millis: int = 0
    ) -> None:
        super().__init__(parent)
        self._context, self._name = context, name
        self._asked: Any = None
        self._again = QTimer(self, singleShot=True, interval=again_millis)
        self._typed = QTimer(self, singleShot=True, interval=typed_millis)
        self._again.timeout.connect(self._fetch)
        self._typed.timeout.connect(self._fetch)
        context.situation.changed.connect(self._on_changed)
        context.situation.replaced.connect(self._fetch)
        self._end_words = context.words.on_change(self.tell)

    def ask(self, asked: Any) -> None:
        """Asks about this from now on, and at once."""
        if self._asked != asked:
            self.wait()
        self._asked = asked
        self._fetch()

    def ask_soon(self, asked: Any) -> None:
        """The same about what is being typed, a moment after the last key."""
        self._asked = asked
        self._typed.start()

    def forget(self) -> None:
        """Nothing is asked about any more."""
        self._asked = None
        self._typed.stop()
        self._take(None, None)

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._asked = None
        self._end_words()
        self._again.stop()
        self._typed.stop()

    # ---- what each desk says for itself --------------------------------------------------------------------------

    def question(self, asked: Any, picture: Picture) -> Question:
        """What a worker thread is to answer."""
        raise NotImplementedError

    def touched_by(self, picture: Picture, touched: Touched) -> bool:
        """Whether facts may have changed the answer."""
        raise NotImplementedError

    def answer(self, asked: Any, found: Any) -> None:
        """Another answer, or None for nothing; `tell` follows by itself, then `pass_on`."""
        raise NotImplementedError

    def pass_on(self) -> None:
        """The answer is shown: whoever waits for it may be told."""

    def tell(self) -> None:
        """Shows the answer in the words of now."""
        raise NotImplementedError

    def wait(self) -> None:
        """Another one is asked about."""

    # ---- inside --------------------------------------------------------------------------------------------------

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        """Soon again, not with every step."""
        if self._asked is not None and not self._again.isActive() and self.touched_by(picture, touched):
            self._again.start()

    def _fetch(self) -> None:
        asked, picture = self._asked, self._context.situation.picture
        if asked is None or picture is None:
            return
        question = self.question(asked, picture)
        self._context.workers.ask(
            f"{self._name} {id(self)}", question, lambda found: self._take(asked, found), self._on_trouble
        )

    def _take(self, asked: Any, found: Any) -> None:
        if asked != self._asked:
            return
        self.answer(asked, found)
        self.tell()
        self.pass_on()

    def _on_trouble(self, error: Exception) -> None:
        self._take(self._asked, None)
        self._context.workers.troubled.emit(error)

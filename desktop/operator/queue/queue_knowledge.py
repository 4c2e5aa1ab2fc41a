"""What a queue is arranged by besides its picture: names, the words of incidents, and which are the officer's own."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from services.insight.queue import NOBODY, Whose
from services.insight.queue_reading import QueueReading
from services.insight.search import SearchIndex
from services.insight.texts import Texts
from services.live.advance import Touched
from services.live.picture import Picture

MORE_MILLIS = 1_500  # words and hands of what was touched are read together


@dataclass(frozen=True, slots=True)
class Known:
    """All of it as it is at one moment."""

    index: SearchIndex | None = None
    texts: Texts = field(default_factory=Texts)
    whose: Whose = NOBODY


class QueueKnowledge(QObject):
    """Reads off the GUI thread, again when facts have touched it.

    `grown()` when names or words are others, which matters to a search; `owned()` when other cases are the officer's;
    `shelved(mapping)`: who put what on the shelf, and why, by incident. `likened(mapping)`: what each may be a
    duplicate of.
    """

    grown = Signal()
    owned = Signal()
    shelved = Signal(object)
    likened = Signal(object)

    def __init__(self, context: SeatContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._reading = QueueReading(context.services.database, context.officer.scope)
        self.now = Known()
        self._unread: set[int] = set()
        self._growing = False
        self._line = 0  # counts full pictures: words from before one may lack what came with it
        self._more = QTimer(self, singleShot=True, interval=MORE_MILLIS)
        self._more.timeout.connect(self._ask_more)

    def begin(self, picture: Picture) -> None:
        """Another picture: everything is read anew."""
        self._line += 1
        self._unread.clear()
        workers = self._context.workers
        workers.ask("search index", lambda: SearchIndex.of(picture), self._take_index)
        workers.ask(f"words {id(self)}", self._reading.texts, self._take_texts)
        self._ask_whose()

    def hear(self, picture: Picture, touched: Touched) -> None:
        """Some incidents are new or have changed."""
        if touched.new:
            rows = np.sort(touched.incidents)[-touched.new :]
            self._unread.update(picture.incidents.rows(rows)["id"].tolist())
        if not self._more.isActive():
            self._more.start()

    def close(self) -> None:
        """Nothing is asked any more."""
        self._more.stop()

    def _ask_more(self) -> None:
        if self._growing:  # two that grow from the same words would lose what the other read
            self._more.start()
            return
        wanted, known, line = sorted(self._unread), self.now.texts, self._line
        self._unread.clear()
        if wanted:
            self._growing = True
            self._context.workers.ask(
                f"more words {id(self)}",
                lambda: (line, self._reading.more_texts(known, wanted)),
                self._take_more,
                self._on_trouble,
            )
        self._ask_whose()

    def _take_more(self, answer: tuple[int, Texts]) -> None:
        self._growing = False
        line, texts = answer
        if line == self._line:
            self._take_texts(texts)

    def _on_trouble(self, error: Exception) -> None:
        self._growing = False
        self._context.workers.troubled.emit(error)

    def _ask_whose(self) -> None:
        picture, officer = self._context.situation.picture, self._context.officer.now
        if picture is not None:
            workers, now = self._context.workers, self._context.clock()
            workers.ask(f"whose {id(self)}", lambda: self._reading.whose(officer, picture), self._take_whose)
            workers.ask(f"likenesses {id(self)}", self._reading.likenesses, self.likened.emit)
            workers.ask(f"shelves {id(self)}", lambda: self._reading.shelves(picture, now), self.shelved.emit)

    def _take_index(self, index: SearchIndex) -> None:
        self.now = Known(index, self.now.texts, self.now.whose)
        self.grown.emit()

    def _take_texts(self, texts: Texts) -> None:
        self.now = Known(self.now.index, texts, self.now.whose)
        self.grown.emit()

    def _take_whose(self, whose: Whose) -> None:
        before = self.now.whose
        self.now = Known(self.now.index, self.now.texts, whose)
        same = np.array_equal(whose.ids, before.ids) and whose.department == before.department
        if not same or whose.area != before.area:
            self.owned.emit()

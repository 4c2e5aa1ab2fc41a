"""The watch as a job of the engine."""

from __future__ import annotations

from datetime import timedelta

from services.cases.watch.look import Watch
from services.live.leased import Leased
from services.store.engine import Database

LOOK = 2.0
LASTS = timedelta(seconds=20)


class Watching(Leased):
    """Looks every few seconds; two programs at once would do no harm."""

    def __init__(self, database: Database, watch: Watch, holder: str) -> None:
        super().__init__("watch", database, holder, LOOK, LASTS)
        self._watch = watch

    def _work(self) -> None:
        self._watch.look(self._stop.is_set)

"""A demo city that was closed for days is brought up to now by its simulated day, before anybody looks for silences."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import signals

FRESH = timedelta(minutes=10)
LONGEST = 20.0  # seconds: where no simulated day runs, what is silent is silent
LOOK = 0.5


def let_catch_up(database: Database, stop: threading.Event, longest: float = LONGEST) -> None:
    """Waits until a batch of signals came lately, at most so many seconds; a real city waits for nothing."""
    until = time.monotonic() + longest
    while not _is_up_to_date(database) and time.monotonic() < until:
        if stop.wait(LOOK):
            return


def _is_up_to_date(database: Database) -> bool:
    try:
        with database.reading() as reader:
            newest = signals.newest_batch(reader) if reader.city().demo else None
            return newest is None or database.clock() - newest < FRESH
    except Refusal:  # a database that is away is told of by whoever needs it
        return True

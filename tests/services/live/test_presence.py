from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from services.live import presence
from services.live.presence import Presence
from services.store.engine import Database
from services.store.feed.line import open_feed

Until = Callable[[Callable[[], bool]], None]


def test_that_a_seat_is_there_from_its_start_to_its_end(database: Database, until: Until) -> None:
    seat = Presence(database, "operator", "one")
    with closing(open_feed(database)) as feed:
        seat.start()
        until(lambda: feed.seats() == 1)
        seat.ask_to_stop()
        seat.join()
        assert feed.seats() == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "presence"]


def test_that_a_seat_that_never_started_can_be_ended(database: Database) -> None:
    Presence(database, "operator", "one").join()


def test_that_a_seat_lives_through_a_database_that_is_away(
    postgresql: Any, fresh_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    monkeypatch.setattr(presence, "RENEW_SECONDS", 0.05)
    database = Database(fresh_database("postgresql"))
    name = str(database.url.database)
    seat = Presence(database, "operator", "one")
    seat.start()
    postgresql.shut_out(name)
    postgresql.let_in(name)
    with closing(open_feed(database)) as feed:
        until(lambda: feed.seats() == 1)
        seat.join()
        assert feed.seats() == 0
    database.close()

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from services.live import presence
from services.live.advance import advance
from services.live.picture import load_picture
from services.live.presence import Looking, Presence
from services.live.tail import Tail
from services.store.engine import Database
from services.store.feed.line import open_feed

Until = Callable[[Callable[[], bool]], None]


def test_that_a_seat_is_there_from_its_start_to_its_end(database: Database, until: Until) -> None:
    seat = Presence(database, "operator", Looking("one"))
    with closing(open_feed(database)) as feed:
        seat.start()
        until(lambda: len(feed.seats()) == 1)
        seat.ask_to_stop()
        seat.join()
        assert len(feed.seats()) == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "presence"]


def test_that_a_seat_that_never_started_can_be_ended(database: Database) -> None:
    Presence(database, "operator", Looking("one")).join()


def test_that_a_seat_lives_through_a_database_that_is_away(
    postgresql: Any, fresh_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    monkeypatch.setattr(presence, "RENEW_SECONDS", 0.05)
    database = Database(fresh_database("postgresql"))
    name = str(database.url.database)
    seat = Presence(database, "operator", Looking("one"))
    seat.start()
    postgresql.shut_out(name)
    postgresql.let_in(name)
    with closing(open_feed(database)) as feed:
        until(lambda: len(feed.seats()) == 1)
        seat.join()
        assert len(feed.seats()) == 0
    database.close()


def test_that_another_seat_sees_within_two_seconds_what_is_opened(database: Database, until: Until) -> None:
    looking = Looking("one")
    seat, pulses = Presence(database, "operator", looking), []
    tail = Tail(database, load_picture, advance, lambda *_: None, pulses.append, clock=database.clock)
    seat.start()
    tail.start()
    until(lambda: bool(pulses) and pulses[-1].seats == 1)
    looking.put("desk05", 7)
    begun = time.monotonic()
    until(lambda: [there.incident for there in pulses[-1].there] == [7])
    assert time.monotonic() - begun < 2
    looking.put("desk05", None)
    until(lambda: [there.incident for there in pulses[-1].there] == [None])
    for part in (seat, tail):
        part.ask_to_stop()
    for part in (seat, tail):
        part.join()

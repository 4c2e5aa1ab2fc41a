from __future__ import annotations

from contextlib import closing

from sqlalchemy import text

from services.store import seats
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot


def test_that_a_seat_is_counted_until_it_leaves(database: Database) -> None:
    with closing(open_feed(database)) as feed:
        assert feed.seats() == 0
        with database.unit() as unit:
            seats.renew(unit, "one", "operator", "desk", 1)
            seats.renew(unit, "two", "wall", "hall", 2)
            seats.renew(unit, "two", "wall", "hall", 2)
            unit.commit()
        assert feed.seats() == 2
        with database.unit() as unit:
            seats.leave(unit, "one")
            unit.commit()
        assert feed.seats() == 1


def test_that_a_seat_that_fell_silent_is_not_counted_and_then_forgotten(database: Database) -> None:
    with database.unit() as unit:
        seats.renew(unit, "silent", "operator", "desk", 1)
        unit.connection.execute(text("update seats set seen_at = seen_at - 21000"))
        unit.commit()
    with closing(open_feed(database)) as feed:
        assert feed.seats() == 0
    with database.unit() as unit:
        seats.renew(unit, "alive", "operator", "desk", 2)
        unit.commit()
    with database.reading() as reader:
        assert reader.count("seats") == 1


def test_that_presence_is_no_fact(database: Database) -> None:
    cursor = snapshot(database, lambda reader: None)[1]
    with database.unit() as unit:
        seats.renew(unit, "one", "operator", "desk", 1)
        unit.commit()
        assert not unit.spoke
    with closing(open_feed(database)) as feed:
        assert feed.poll(cursor)[0] == []

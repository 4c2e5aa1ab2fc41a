from __future__ import annotations

from contextlib import closing

from sqlalchemy import text

from services.store import seats
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot


def test_that_a_seat_is_counted_until_it_leaves(database: Database) -> None:
    with closing(open_feed(database)) as feed:
        assert len(feed.seats()) == 0
        with database.unit() as unit:
            seats.renew(unit, "one", "operator", "desk", 1)
            seats.renew(unit, "two", "wall", "hall", 2)
            seats.renew(unit, "two", "wall", "hall", 2)
            unit.commit()
        assert len(feed.seats()) == 2
        with database.unit() as unit:
            seats.leave(unit, "one")
            unit.commit()
        assert len(feed.seats()) == 1


def test_that_a_seat_that_fell_silent_is_not_counted_and_then_forgotten(database: Database) -> None:
    with database.unit() as unit:
        seats.renew(unit, "silent", "operator", "desk", 1)
        unit.connection.execute(text("update seats set seen_at = seen_at - 21000"))
        unit.commit()
    with closing(open_feed(database)) as feed:
        assert len(feed.seats()) == 0
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


def test_that_a_seat_says_whose_it_is_and_what_it_has_open(database: Database) -> None:
    with database.unit() as unit:
        unit.add("officers", login="desk05", name="调度 05", role=2)
        seats.renew(unit, "one", "operator", "desk", 1, "desk05", 7)
        seats.renew(unit, "two", "wall", "hall", 2)
        unit.commit()
    with closing(open_feed(database)) as feed:
        found = {there.seat: there for there in feed.seats()}
    assert (found["one"].officer, found["one"].incident) == ("调度 05", 7)
    assert found["one"].since is not None
    assert (found["two"].officer, found["two"].incident, found["two"].since) == ("", None, None)


def test_that_the_time_since_which_it_is_open_stays_until_another_is_opened(database: Database) -> None:
    def renew(incident: int | None) -> None:
        with database.unit() as unit:
            seats.renew(unit, "one", "operator", "desk", 1, "desk05", incident)
            unit.commit()

    with closing(open_feed(database)) as feed:
        renew(7)
        with database.unit() as unit:
            unit.connection.execute(text("update seats set opened_at = opened_at - 60000"))
            unit.commit()
        first = feed.seats()[0].since
        renew(7)
        assert feed.seats()[0].since == first
        renew(8)
        later = feed.seats()[0].since
        assert first is not None
        assert later is not None
        assert later > first
        renew(None)
        assert feed.seats()[0].since is None

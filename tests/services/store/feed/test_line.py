from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.domain.facts import CityRedrawn, to_payload
from services.domain.refusals import Refusal
from services.store.engine import Clock, Database
from services.store.feed import postgresql, sqlite
from services.store.feed.line import Cursor, Feed, Reload, open_feed, prune, snapshot
from services.store.reader import Reader
from services.store.unit import Unit

WRITERS, ROUNDS = 4, 30
KEYS = tuple(f"storm.{number}" for number in range(6))
Fresh = Callable[[str], str]


def say(database: Database, *words: str) -> None:
    with database.unit() as unit:
        unit.say(*(CityRedrawn(word) for word in words))
        unit.commit()


def begin(database: Database) -> Cursor:
    return snapshot(database, lambda reader: None)[1]


def heard(facts: list[Any]) -> list[str]:
    return [fact.what for fact in facts]


def write_fact(unit: Unit, word: str) -> None:
    """Writes a fact at once instead of at the commit, so that it can commit long after a higher number."""
    kind, payload = to_payload(CityRedrawn(word))
    unit.add("facts", at=unit.now, kind=kind, payload=payload)
    unit.spoke = True


@contextmanager
def writers(url: str, clock: Clock, write: Callable[[Database, random.Random, str], None]) -> Iterator[threading.Event]:
    """Several writers, each with connections of its own as a process has; the event is set when all are done."""
    done = threading.Event()
    failures: list[BaseException] = []

    def run(number: int) -> None:
        database = Database(url, clock)
        try:
            for turn in range(ROUNDS):
                write(database, random.Random(1000 * number + turn), f"{number}.{turn}")
        except BaseException as error:
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]

    def wait() -> None:
        for thread in threads:
            thread.join()
        done.set()

    waiter = threading.Thread(target=wait)
    for thread in (*threads, waiter):
        thread.start()
    yield done
    waiter.join()
    assert not failures


def test_that_a_storm_of_writers_loses_nothing_and_tells_nothing_twice(
    database: Database, clock: Clock, fresh_database: Fresh
) -> None:
    said: list[str] = []
    told: list[str] = []

    def write(own: Database, chance: random.Random, name: str) -> None:
        words = [f"{name}.{number}" for number in range(chance.randint(1, 4))]
        with own.unit() as unit:
            for word in words:
                write_fact(unit, word)
            if not own.is_sqlite:
                time.sleep(chance.choice((0, 0, 0.002, 0.03)))
            if chance.random() < 0.1:
                return  # rolled back: nobody may hear of it
            unit.commit()
        said.extend(words)

    cursor = begin(database)
    with closing(open_feed(database)) as feed, writers(_url(database), clock, write) as done:
        last = False
        while not last:
            last = done.is_set()
            facts, cursor = feed.poll(cursor)
            told.extend(heard(facts))
            feed.wait(0.01, done)
    assert sorted(told) == sorted(said)


def test_that_a_seat_ends_with_the_true_state_after_a_storm_with_pruning(database: Database, clock: Clock) -> None:
    """Rows are written, rewritten and taken away by several at once, and the feed is cut short meanwhile."""

    def write(own: Database, chance: random.Random, name: str) -> None:
        key = chance.choice(KEYS)
        value = "" if chance.random() < 0.2 else name
        with own.unit() as unit:
            unit.remember(key, value)
            write_fact(unit, f"{key}={value}")
            if not own.is_sqlite:
                time.sleep(chance.choice((0, 0.001, 0.01)))
            if chance.random() > 0.1:
                unit.commit()

    def load(reader: Reader) -> dict[str, str]:
        return {key: value for key, value in reader.settings().items() if key in KEYS}

    with database.unit() as unit:
        for key in KEYS:
            unit.remember(key, "")
        unit.commit()
    pruner = Database(_url(database), lambda: clock() + timedelta(hours=1))
    state, cursor = snapshot(database, load)
    reloads = 0
    with closing(open_feed(database)) as feed, writers(_url(database), clock, write) as done:
        last = False
        while not last:
            last = done.is_set()
            try:
                facts, cursor = feed.poll(cursor)
                state.update(word.split("=") for word in heard(facts))
            except Reload:
                state, cursor = snapshot(database, load)
                reloads += 1
            prune(pruner, timedelta(minutes=1))
            feed.wait(0.02, done)
    pruner.close()
    with database.reading() as reader:
        assert state == load(reader)
    assert reloads > 0


def test_that_a_fact_that_commits_late_with_a_lower_number_is_heard_once(fresh_database: Fresh, clock: Clock) -> None:
    database = Database(fresh_database("postgresql"), clock)
    cursor = begin(database)
    with closing(open_feed(database)) as feed:
        with database.unit() as late:
            write_fact(late, "late")
            say(database, "early")
            facts, cursor = feed.poll(cursor)
            assert heard(facts) == ["early"]
            late.commit()
        facts, cursor = feed.poll(cursor)
        assert heard(facts) == ["late"]
        assert feed.poll(cursor)[0] == []
    database.close()


def test_that_a_snapshot_taken_beside_an_open_transaction_hears_of_it_later(
    fresh_database: Fresh, clock: Clock
) -> None:
    database = Database(fresh_database("postgresql"), clock)
    with database.unit() as late:
        write_fact(late, "late")
        say(database, "early")
        cursor = begin(database)
        late.commit()
    with closing(open_feed(database)) as feed:
        facts, cursor = feed.poll(cursor)
        assert heard(facts) == ["late"]
    database.close()


def test_that_a_server_that_fell_and_reuses_its_numbers_loses_nothing(postgresql: Any, fresh_database: Fresh) -> None:
    database = Database(fresh_database("postgresql"))
    say(database, "before")
    cursor = begin(database)
    for _ in range(5):
        with database.unit() as unit:
            write_fact(unit, "never")
    with closing(open_feed(database)) as feed:
        identity = feed.identity
        assert feed.poll(cursor)[0] == []
        postgresql.stop()
        with pytest.raises(Refusal) as refusal:
            feed.poll(cursor)
        assert refusal.value.code == "store.unreachable"
    with pytest.raises(Refusal):
        open_feed(database)
    postgresql.start()
    for number in range(6):
        say(database, f"after {number}")
    with closing(open_feed(database)) as feed:
        assert feed.identity == identity
        assert heard(feed.poll(cursor)[0]) == [f"after {number}" for number in range(6)]
    database.close()


def test_that_a_city_restored_from_another_servers_dump_begins_its_feed_anew(
    fresh_database: Fresh, clock: Clock
) -> None:
    database = Database(fresh_database("postgresql"), clock)
    say(database, "said on the other server, whose transactions were far ahead")
    old = begin(database)
    with database.unit() as unit:
        unit.connection.execute(text("update facts set xid = '999999999999'"))
        unit.commit()
    with pytest.raises(Reload):
        begin(database)
    with closing(open_feed(database)) as feed:
        new = begin(database)
        assert new.epoch != old.epoch
        with pytest.raises(Reload):
            feed.poll(old)
        say(database, "said here")
        assert heard(feed.poll(new)[0]) == ["said here"]
    with closing(open_feed(database)) as feed:
        assert begin(database).epoch == new.epoch
    database.close()


def test_that_a_reader_behind_the_pruned_facts_has_to_reload(database: Database, clock: Clock) -> None:
    say(database, "one")
    behind = begin(database)
    say(database, "two")
    say(database, "three")
    with closing(open_feed(database)) as feed:
        _, ahead = feed.poll(behind)
        later = Database(_url(database), lambda: clock() + timedelta(days=4))
        assert prune(later, timedelta(days=3)) == 3
        assert prune(later, timedelta(days=3)) == 0
        later.close()
        with pytest.raises(Reload):
            feed.poll(behind)
        say(database, "four")
        assert heard(feed.poll(ahead)[0]) == ["four"]
        assert feed.poll(begin(database))[0] == []


def test_that_fresh_facts_are_kept_even_where_a_clock_once_went_wrong(database: Database, clock: Clock) -> None:
    say(database, "fresh")
    wrong = Database(_url(database), lambda: clock() - timedelta(days=400))
    say(wrong, "said by a machine whose clock stood still")
    wrong.close()
    assert prune(database, timedelta(days=3)) == 0


def test_that_a_fact_of_a_newer_program_is_passed_over(database: Database) -> None:
    cursor = begin(database)
    with database.unit() as unit:
        unit.add("facts", at=unit.now, kind="TrafficLightChanged", payload={"id": 7})
        unit.commit()
    say(database, "known")
    with closing(open_feed(database)) as feed:
        facts, after = feed.poll(cursor)
        assert heard(facts) == ["known"]
        assert feed.poll(after)[0] == []


def test_that_a_feed_that_began_anew_makes_readers_reload(database: Database) -> None:
    cursor = begin(database)
    with closing(open_feed(database)) as feed, pytest.raises(Reload):
        feed.poll(Cursor("another epoch", cursor.at, cursor.gaps))


def test_that_a_commit_wakes_a_waiting_reader(database: Database) -> None:
    with closing(open_feed(database)) as feed:
        woken: list[bool] = []
        reader = threading.Thread(target=lambda: woken.append(_wait_here(database)))
        reader.start()
        while reader.is_alive():  # it may not be listening yet: keep on until it has heard
            say(database, "wake up")
            reader.join(0.05)
        assert woken == [True]
        assert feed.identity


def test_that_a_commit_without_facts_rings_no_bell(fresh_database: Fresh, clock: Clock) -> None:
    database = Database(fresh_database("postgresql"), clock)
    with closing(open_feed(database)) as feed:
        with database.unit() as unit:
            unit.remember("quiet", "yes")
            unit.commit()
        assert feed.wait(0.2, threading.Event()) is False
    database.close()


def test_that_a_file_put_in_the_place_of_another_is_noticed(fresh_database: Fresh, clock: Clock) -> None:
    database = Database(fresh_database("sqlite"), clock)
    other = Database(fresh_database("sqlite"), clock)
    assert database.path is not None
    assert other.path is not None
    other.close()
    with closing(open_feed(database)) as feed:
        feed.wait(0, threading.Event())
        other.path.rename(database.path)
        with pytest.raises(Reload):
            feed.wait(0, threading.Event())
        database.reconnect()
        with closing(open_feed(database)) as again:
            assert again.identity != feed.identity
    database.close()


def test_that_an_older_copy_written_over_the_city_makes_readers_reload(fresh_database: Fresh, clock: Clock) -> None:
    database = Database(fresh_database("sqlite"), clock)
    copy = Database(fresh_database("sqlite"), clock)
    say(database, "one")
    with closing(database.connect_raw()) as now, closing(copy.connect_raw()) as backup:
        now.backup(backup)
        say(database, "two")
        cursor = begin(database)
        backup.backup(now)
    with closing(open_feed(database)) as feed, pytest.raises(Reload):
        feed.poll(cursor)
    copy.close()
    database.close()


def test_that_a_file_taken_away_is_said_so(fresh_database: Fresh, clock: Clock) -> None:
    database = Database(fresh_database("sqlite"), clock)
    assert database.path is not None
    with closing(open_feed(database)) as feed:
        feed.wait(0, threading.Event())
        database.path.unlink()
        with pytest.raises(Refusal) as refusal:
            feed.wait(0, threading.Event())
    assert refusal.value.code == "store.gone"
    database.close()


def _wait_here(database: Database) -> bool:
    feed: Feed
    with closing(open_feed(database)) as feed:
        return feed.wait(20.0, threading.Event())


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_that_a_reader_who_was_away_for_long_begins_anew_instead_of_reading_it_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for feed in (sqlite, postgresql):
        monkeypatch.setattr(feed, "MOST", 5)
    cursor = begin(database)
    say(database, *"12345")
    with closing(open_feed(database)) as feed:
        assert heard(feed.poll(cursor)[0]) == [*"12345"]
        say(database, "6")
        with pytest.raises(Reload):
            feed.poll(cursor)

from __future__ import annotations

import threading
from contextlib import closing
from datetime import timedelta
from typing import Any

from services.live.lease import Lease
from services.store.engine import Database


def test_that_of_two_one_gets_it_until_it_is_given_back(database: Database) -> None:
    one, two = Lease(database, "work", "one"), Lease(database, "work", "two")
    assert one.take()
    assert not two.take()
    assert one.take()
    two.give_back()
    assert not two.take()
    one.give_back()
    assert two.take()


def test_that_it_goes_to_another_when_its_holder_falls_silent(database: Database, clock: Any) -> None:
    one, two = Lease(database, "work", "one"), Lease(database, "work", "two")
    assert one.take()
    assert not two.take()
    clock.go_on(seconds=14)
    assert not two.take()
    clock.go_on(seconds=2)
    assert two.take()
    assert not one.take()


def test_that_a_machine_whose_clock_goes_before_takes_it_from_nobody_who_works(database: Database, clock: Any) -> None:
    address = database.url.render_as_string(hide_password=False)
    with closing(Database(address, lambda: clock() + timedelta(minutes=1))) as ahead:
        one, two = Lease(database, "work", "one"), Lease(ahead, "work", "two")
        for _ in range(4):
            assert one.take()
            assert not two.take()
            clock.go_on(seconds=5)


def test_that_one_that_ran_out_long_ago_is_taken_at_once(database: Database, clock: Any) -> None:
    assert Lease(database, "work", "one").take()
    clock.go_on(minutes=6)
    assert Lease(database, "work", "two").take()


def test_that_different_jobs_are_taken_apart(database: Database) -> None:
    assert Lease(database, "work", "one").take()
    assert Lease(database, "other", "two").take()


def test_that_of_many_at_once_exactly_one_gets_it(database: Database, clock: Any) -> None:
    url, start = database.url.render_as_string(hide_password=False), threading.Barrier(5)
    others, got = [Database(url, clock) for _ in range(5)], list[str]()

    def run(own: Database, name: str) -> None:
        start.wait()
        if Lease(own, "work", name).take():
            got.append(name)

    threads = [threading.Thread(target=run, args=(own, str(at))) for at, own in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
    for own in others:
        own.close()

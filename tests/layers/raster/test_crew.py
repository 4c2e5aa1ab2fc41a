"""Threads that share one piece of work: who comes late is not waited for, who has begun is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from layers.raster.crew import Crew

PATIENCE = 20.0


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Two threads besides the test's own."""
    made = Crew(2)
    yield made
    made.close()


def test_that_every_member_takes_part_under_a_number_of_its_own(crew: Crew) -> None:
    meet, seen = threading.Barrier(3), []

    def do(member: int) -> None:
        meet.wait(PATIENCE)
        seen.append(member)

    crew.work(do)
    assert sorted(seen) == [0, 1, 2]


def test_that_work_is_over_only_when_those_who_began_are_done(crew: Crew) -> None:
    begun, go, done = threading.Event(), threading.Event(), []

    def do(member: int) -> None:
        if member:
            begun.set()
            go.wait(PATIENCE)
            done.append(member)
        else:
            assert begun.wait(PATIENCE)
            threading.Timer(0.05, go.set).start()

    crew.work(do)
    assert done


def test_that_nobody_waits_for_a_thread_that_is_busy_elsewhere() -> None:
    crew, go = Crew(1), threading.Event()
    busy = threading.Thread(target=crew.work, args=(lambda member: go.wait(PATIENCE),))
    busy.start()
    seen: list[int] = []
    crew.work(seen.append)
    assert 0 in seen
    go.set()
    busy.join()
    crew.close()


def test_that_a_failure_of_a_helper_is_logged_and_ends_nothing(crew: Crew, caplog: Any) -> None:
    begun = threading.Event()

    def do(member: int) -> None:
        if member:
            begun.set()
            raise ValueError("broken")
        assert begun.wait(PATIENCE)

    crew.work(do)
    assert "a helping thread has failed" in caplog.text
    seen: list[int] = []
    crew.work(seen.append)
    assert 0 in seen

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from services.bundle import read_deadlines
from services.cases.door import TRIES, Door
from services.cases.intake import Rules
from services.domain.incidents import UNLOCATED, Place, Report
from services.domain.refusals import Refusal
from services.geo.atlas import Atlas
from services.store import queries_live
from services.store.engine import Clock, Database
from services.store.reader import Reader

Make = Callable[..., Report]


def at_once(do: Callable[[], None], times: int = 4) -> None:
    threads = [threading.Thread(target=do) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_that_many_who_report_one_thing_at_once_make_no_second_row_of_their_number(
    city: Database, a_report: Make, clock: Clock
) -> None:
    """Several programs bring the same report of the same number in the same moment."""
    url, found, start = city.url.render_as_string(hide_password=False), list[int](), threading.Barrier(4)

    def bring() -> None:
        own = Database(url, clock)
        door = Door(own, Rules(Atlas(own), read_deadlines()))
        start.wait()
        found.append(door.take(a_report(external="12345-7")).incident)
        own.close()

    at_once(bring)
    assert len(found) == 4
    assert len(set(found)) == 1
    with city.reading() as reader:
        assert (reader.count("incidents"), reader.count("reports")) == (1, 1)


def test_that_many_who_report_one_thing_at_once_open_one_incident(city: Database, a_report: Make, clock: Clock) -> None:
    url, start = city.url.render_as_string(hide_password=False), threading.Barrier(4)

    def bring() -> None:
        own = Database(url, clock)
        door = Door(own, Rules(Atlas(own), read_deadlines()))
        door.take(a_report(category="noise", lon=None))  # everything is loaded before they start together
        start.wait()
        door.take(a_report())
        own.close()

    at_once(bring)
    with city.reading() as reader:
        found = [row.reports for row in queries_live.open_incidents(reader) if row.category == "leak"]
    assert found == [4]


class Busy:
    """A placing that is interrupted by another who was faster, so often."""

    def __init__(self, times: int, code: str = "store.changed") -> None:
        self.left, self.code = times, code

    def place(self, lon: float | None, lat: float | None, crs: str, reader: Reader) -> Place:
        self.left -= 1
        if self.left >= 0:
            raise Refusal(self.code, "another was faster")
        return UNLOCATED


def test_that_it_is_tried_again_where_another_was_faster(city: Database, a_report: Make) -> None:
    door = Door(city, Rules(Busy(TRIES - 1), read_deadlines()))
    assert door.take(a_report()).new


def test_that_it_is_given_up_after_some_tries(city: Database, a_report: Make) -> None:
    placing = Busy(99)
    with pytest.raises(Refusal) as refusal:
        Door(city, Rules(placing, read_deadlines())).take(a_report())
    assert refusal.value.code == "store.changed"
    assert 99 - placing.left == TRIES


def test_that_a_full_disk_is_not_tried_again(city: Database, a_report: Make) -> None:
    placing = Busy(99, "store.disk_full")
    with pytest.raises(Refusal):
        Door(city, Rules(placing, read_deadlines())).take(a_report())
    assert 99 - placing.left == 1

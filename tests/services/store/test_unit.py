from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from services.domain.facts import CityRedrawn, PersonMoved
from services.domain.people import Duty
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot


def settings_of(database: Database) -> dict[str, str]:
    with database.reading() as reader:
        return reader.settings()


def add_person(database: Database) -> int:
    with database.unit() as unit:
        made = unit.add("people", role=1, name="某", duty=1)
        unit.commit()
        return made


def test_that_a_number_once_given_is_never_given_again(database: Database) -> None:
    with database.unit() as unit:
        first = unit.next_id("people")
        unit.add("people", id=first, role=1, name="某", duty=1)
        second = unit.next_id("people")
        unit.add("people", id=second, role=1, name="某", duty=1)
        unit.commit()
    with database.unit() as unit:
        unit.connection.execute(text("delete from people"))
        unit.commit()
    with database.unit() as unit:
        assert first < second < unit.next_id("people")


def test_that_only_one_of_two_who_change_the_same_version_wins(database: Database) -> None:
    person = add_person(database)
    with database.unit() as unit:
        unit.put("people", person, version=1, name="先")
        unit.commit()
    with pytest.raises(Refusal) as refusal, database.unit() as unit:
        unit.put("people", person, version=1, name="后")
    assert refusal.value.code == "store.changed"
    with database.reading() as reader:
        assert [found.name for found in reader.people()] == ["先"]


def test_that_a_row_that_is_not_there_is_not_changed_silently(database: Database) -> None:
    with pytest.raises(Refusal) as refusal, database.unit() as unit:
        unit.put("people", 4711, name="x")
    assert refusal.value.code == "store.changed"


def test_that_many_rows_go_in_and_change_together(database: Database) -> None:
    with database.unit() as unit:
        rows = [{"role": 1, "name": f"p{n}", "duty": 1, "lon": None if n % 2 else 116.4} for n in range(45_000)]
        assert unit.add_many("people", rows) == 45_000
        ids = [person.id for person in unit.people()]
        unit.put_many("people", [{"id": ident, "name": "new"} for ident in ids[:3]])
        unit.put_many("people", [])
        unit.commit()
    with database.reading() as reader:
        people = reader.people()
    assert len(people) == 45_000
    assert [person.name for person in people[:4]] == ["new", "new", "new", "p3"]
    assert people[1].lon is None


def test_that_a_setting_is_swapped_only_from_what_it_was(database: Database) -> None:
    with database.unit() as unit:
        assert unit.swap("lease", "", "mine")
        assert not unit.swap("lease", "", "yours")
        assert not unit.swap("lease", "theirs", "yours")
        assert unit.swap("lease", "mine", "yours")
        unit.commit()
    assert settings_of(database)["lease"] == "yours"


def test_that_facts_are_told_in_their_order_and_only_after_the_commit(database: Database) -> None:
    person = add_person(database)
    cursor = snapshot(database, lambda reader: None)[1]
    facts = [CityRedrawn("one"), PersonMoved(person, 2, Duty.ON, 116.4, 33.9, database.clock()), CityRedrawn("two")]
    with closing(open_feed(database)) as feed:
        with database.unit() as unit:
            unit.say(*facts)
            assert feed.poll(cursor)[0] == []
            unit.commit()
        assert feed.poll(cursor)[0] == facts


def test_that_a_journal_line_goes_with_its_step(database: Database) -> None:
    with database.unit() as unit:
        unit.note("li", "close", "incident/1", why="done", before="open", after="closed")
    with database.unit() as unit:
        unit.note("li", "close", "incident/2", why="done", before="open", after="closed")
        unit.commit()
    with database.reading() as reader:
        lines: Any = reader.all(text("select officer, verb, subject, why from journal"))
    assert [tuple(line) for line in lines] == [("li", "close", "incident/2", "done")]


def test_that_the_time_of_a_unit_is_that_of_its_turn_not_of_the_waiting_before_it(
    fresh_database: Callable[[str], str],
) -> None:
    """Who waited for another program's commit must not date its own before it."""
    url, dates = fresh_database("sqlite"), list[str]()

    def clock(who: str) -> Callable[[], datetime]:
        return lambda: dates.append(who) or datetime.now(UTC)

    with closing(Database(url, clock("first"))) as first, closing(Database(url, clock("second"))) as second:

        def write() -> None:
            with second.unit() as unit:
                unit.commit()

        waiting = threading.Thread(target=write)
        with first.unit() as unit:
            waiting.start()
            waiting.join(0.3)
            dates.append("committed")
            unit.commit()
        waiting.join()
    assert dates == ["first", "committed", "second"]

"""The journal's seals: nothing left out, nothing sealed twice, and whatever is changed afterwards is found."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from services.access import seals as sealing
from services.access.seals import Sealing, Verdict, seal, verify
from services.domain.refusals import Refusal
from services.insight.check_journal import journal_chapter
from services.store import ranges
from services.store.engine import Database
from services.store.queries import seals


def note(database: Database, *subjects: str) -> None:
    for subject in subjects:
        with database.unit() as unit:
            unit.note("lin", "assign", subject, why="duty list", before="FILED", after="ASSIGNED")
            unit.commit()


def tamper(database: Database, statement: str, **values: object) -> None:
    with database.unit() as unit:
        unit.connection.execute(text(statement), values)
        unit.commit()


def verdict(database: Database) -> Verdict:
    with database.reading() as reader:
        return verify(reader, database.clock())


@given(st.sets(st.integers(0, 400)))
def test_that_numbers_come_back_from_ranges(numbers: set[int]) -> None:
    assert ranges.from_text(ranges.to_text(sorted(numbers))) == sorted(numbers)


def test_that_all_lines_are_sealed_once_and_the_tail_is_told(database: Database) -> None:
    assert seal(database) == 0
    note(database, "incident/1", "incident/2")
    assert seal(database) == 2
    assert seal(database) == 0
    note(database, "incident/3")
    found = verdict(database)
    assert (found.lines, found.sealed, found.tail, found.blocks, found.is_intact) == (3, 2, 1, 1, True)
    assert found.oldest == timedelta(0)
    assert seal(database) == 1
    assert verdict(database).tail == 0


def test_that_a_great_many_lines_are_sealed_in_several_blocks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_LINES", 4)
    monkeypatch.setattr(seals, "PAGE", 3)
    note(database, *(f"incident/{number}" for number in range(10)))
    assert seal(database) == 10
    found = verdict(database)
    assert (found.blocks, found.sealed, found.is_intact) == (3, 10, True)


def test_that_a_changed_line_is_found_even_with_a_digest_that_fits(database: Database) -> None:
    note(database, *(f"incident/{number}" for number in range(5)))
    seal(database)
    tamper(database, "update journal set why = 'another reason' where id = 2")
    assert verdict(database).changed == (2,)
    with database.unit() as unit:  # somebody who knows how digests are made
        unit.note("lin", "assign", "incident/1", why="another reason", before="FILED", after="ASSIGNED")
        made = unit.connection.execute(text("select digest, at from journal order by id desc limit 1")).one()
        forged = text("update journal set digest = :digest, at = :at where id = 2")
        unit.connection.execute(forged, {"digest": made.digest, "at": made.at})
        unit.connection.execute(text("delete from journal where id = (select max(id) from journal)"))
        unit.commit()
    found = verdict(database)
    assert (found.changed, found.misfit, found.removed, found.altered) == ((2,), (), (), ())
    assert not found.is_intact


def test_that_a_removed_line_is_found(database: Database) -> None:
    note(database, *(f"incident/{number}" for number in range(5)))
    seal(database)
    tamper(database, "delete from journal where id = 3")
    found = verdict(database)
    assert (found.removed, found.changed, found.altered) == ((3,), (), ())


def test_that_a_line_put_among_sealed_ones_is_found(database: Database) -> None:
    note(database, "incident/1", "incident/2", "incident/3")
    seal(database)
    tamper(database, "delete from journal where id = 3")
    note(database, "incident/4")
    seal(database)
    moved = (
        "update journal set id = 0" + ("" if database.is_sqlite else ", xid = '1'") + " where subject = 'incident/4'"
    )
    tamper(database, moved)
    found = verdict(database)
    assert found.inserted == (0,)
    assert found.removed == (3, 4)
    assert seal(database) == 0  # nor is it sealed later, as if it had always been there


def test_that_a_line_in_the_tail_whose_words_do_not_fit_is_found(database: Database) -> None:
    note(database, "incident/1")
    tamper(database, "update journal set officer = 'wang'")
    assert verdict(database).misfit == (1,)


@pytest.mark.parametrize(
    ("statement", "altered"),
    [
        ("update seals set seal = 'x' where number = 2", (2, 3)),
        ("update seals set before = 'x' where number = 2", (2,)),
        ("update seals set at = at + 1 where number = 2", (2,)),
        ("update seals set marks = substr(marks, 1, 1) where number = 2", (2,)),
        ("delete from seals where number = 2", (3,)),
    ],
)
def test_that_a_block_that_was_altered_is_found(database: Database, statement: str, altered: tuple[int, ...]) -> None:
    for number in range(3):
        note(database, f"incident/{number}")
        seal(database)
    tamper(database, statement)
    assert set(altered) <= set(verdict(database).altered)


def test_that_two_engines_never_seal_a_line_twice(database: Database) -> None:
    note(database, *(f"incident/{number}" for number in range(8)))
    with database.reading() as reader:
        last = seals.last(reader)
        mine = sealing._blocks(reader, last, seals.unsealed(reader, last), database.clock())
    assert seal(database) == 8
    with database.unit() as unit:
        assert not seals.write(unit, mine)
    found = verdict(database)
    assert (found.blocks, found.sealed, found.is_intact) == (1, 8, True)


def test_that_the_blocks_lose_nothing_while_writers_commit_late_and_several_seal(database: Database) -> None:
    """Writers hold their lines back for some time, in an order that numbers do not follow; some roll back."""
    done, stop = threading.Barrier(5), threading.Event()
    kept: list[int] = []

    def write(number: int) -> None:
        chance = random.Random(number)
        for turn in range(25):
            with database.unit() as unit:
                unit.note("lin", "assign", f"incident/{number}.{turn}")
                if not database.is_sqlite:
                    stop.wait(chance.choice((0, 0, 0.004, 0.03)))
                if chance.random() > 0.15:
                    unit.commit()
                    kept.append(1)
        done.wait()

    def seal_on() -> None:
        while not stop.is_set():
            seal(database)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    sealers = [threading.Thread(target=seal_on) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    done.wait()
    stop.set()
    for thread in (*writers, *sealers):
        thread.join()
    seal(database)
    found = verdict(database)
    assert found.is_intact
    assert (found.lines, found.sealed, found.tail) == (len(kept), len(kept), 0)
    assert found.blocks > 1


def test_that_a_line_that_commits_after_a_higher_number_was_sealed_is_sealed_too(
    fresh_database: Callable[[str], str],
) -> None:
    database = Database(fresh_database("postgresql"))
    with database.unit() as late:
        late.note("lin", "assign", "incident/1")
        note(database, "incident/2")
        assert seal(database) == 1
        assert verdict(database).is_intact
        late.commit()
    found = verdict(database)
    assert (found.tail, found.inserted) == (1, ())
    assert seal(database) == 1
    assert verdict(database).sealed == 2
    database.close()


def test_that_sealing_goes_on_after_a_dump_was_restored_into_a_younger_server(
    fresh_database: Callable[[str], str],
) -> None:
    database = Database(fresh_database("postgresql"))
    note(database, "incident/1", "incident/2")
    seal(database)
    note(database, "incident/3")
    # as the dump of a server that has lived much longer would have left it
    tamper(database, "update journal set xid = '4000000000'")
    with database.unit() as unit:
        last = seals.last(unit)
        old = sealing._block(last, (), (), database.clock(), upto=4_000_000_000, gaps=())
        assert seals.write(unit, [old])
        unit.commit()
    note(database, "incident/4")
    assert verdict(database).is_intact
    assert seal(database) == 0
    assert seal(database) == 2
    found = verdict(database)
    assert (found.sealed, found.tail, found.is_intact) == (4, 0, True)
    database.close()


def test_that_a_worker_seals_by_itself_and_at_its_end(database: Database) -> None:
    note(database, "incident/1")
    worker = Sealing(database)
    worker.start()
    worker.join()
    assert verdict(database).tail == 0


def test_that_a_seal_written_down_shows_a_journal_that_was_sealed_anew(database: Database) -> None:
    """Who may write everything can forge every block; what was written down elsewhere can't be forged."""
    note(database, "incident/1", "incident/2")
    seal(database)
    noted = verdict(database).seal

    def agrees(seal: str) -> bool:
        with database.reading() as reader:
            lines = journal_chapter(reader, database.clock(), seal).lines
        return lines[-1].is_right

    assert agrees(noted[:18])
    tamper(database, "delete from seals")
    tamper(database, "delete from journal where id = 1")
    seal(database)
    assert verdict(database).is_intact
    assert not agrees(noted[:18])
    with pytest.raises(Refusal):
        agrees("1:xy")

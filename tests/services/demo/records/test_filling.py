from __future__ import annotations

import json

import pytest

from services.demo.make import make_city
from services.demo.profile import read_profile
from services.demo.records.filling import fill
from services.demo.records.plan import FLAWS, read_plan
from services.domain.records import RecordFilter, Why
from services.domain.refusals import Refusal
from services.domain.scope import WHOLE
from services.insight.check_records import records_chapters
from services.records.categories import read_categories
from services.records.ledger import Tally
from services.store.engine import Database
from services.store.queries import records as queries

RECORDS = 20_000


@pytest.fixture
def full_profile(write, tmp_path):
    return read_profile("small", write(tmp_path / "profiles", records=RECORDS))


def test_that_the_plan_of_the_large_city_has_its_figure_and_every_flaw() -> None:
    plan = read_plan(3824, read_profile("yongcheng").figures["records"])
    assert plan.total == 2_429_000
    assert 6_000 < sum(part.end - part.begin for part in plan.small()) < 9_000
    assert sum(part.end - part.begin for part in (*plan.small(), *plan.rest())) == plan.total
    assert all(len(rows.flaws) == len(FLAWS) and 0 < sum(rows.flaws) < 0.2 for rows in plan.rows)
    known = read_categories()
    assert all(known[rows.category].kind is rows.kind for rows in plan.rows)


def test_that_an_ordinary_demo_holds_what_warnings_need(small_made) -> None:
    with small_made.reading() as reader:
        columns = queries.standing(reader, ("old_alone", "gas_station", "school"))
        assert all(register.synthetic for register in queries.all_registers(reader))
        found = queries.records_of(reader, columns[0])
    assert {record.category for record in found} == {"old_alone", "gas_station", "school"}
    assert all(record.due_days > 0 for record in found)
    assert sum(record.place.grid is not None for record in found) > len(found) * 0.8


def test_that_a_full_demo_reaches_its_figure_and_goes_on_where_it_was_stopped(embedded, full_profile) -> None:
    make_city(embedded, profile=full_profile, incidents=50)
    asked: list[int] = []

    def after_three() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Refusal) as stopped:
        fill(embedded, stop=after_three)
    assert stopped.value.code == "demo.records_stopped"
    with embedded.reading() as reader:
        there = reader.count("records")
    assert 0 < there < RECORDS
    assert stopped.value.values["count"] == there
    assert fill(embedded) == RECORDS
    assert fill(embedded) == RECORDS  # nothing is left to do
    with embedded.reading() as reader:
        assert reader.count("records") == RECORDS
        chapters = records_chapters(reader, reader.settings())
        tally = Tally.of(queries.sums(reader, WHOLE))
    assert all(line.is_right for chapter in chapters for line in chapter.lines)
    # no name is shared in the small city, and its grids lie without gaps
    assert set(tally.why) >= set(Why) - {Why.NONE, Why.NO_GRID, Why.AREA_AMBIGUOUS}


def test_that_the_same_seed_makes_the_same_records(fresh_database, full_profile, clock) -> None:
    told = []
    for seed in (1, 1, 2):
        database = Database(fresh_database("sqlite"), clock)
        make_city(database, seed=seed, profile=full_profile, incidents=20)
        fill(database)
        with database.reading() as reader:
            ids = queries.ids_of(reader, RecordFilter(), WHOLE)
            told.append([(r.key, r.name, r.place, r.why, r.checked_at) for r in queries.records_of(reader, ids)])
        database.close()
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_that_records_are_added_to_a_demo_city_alone(embedded) -> None:
    with pytest.raises(Refusal) as refused:
        fill(embedded)
    assert refused.value.code == "demo.records_no_city"


def test_that_what_must_be_looked_after_is_mostly_in_time_partly_overdue(small_made) -> None:
    now = round(small_made.clock().timestamp() * 1000)
    with small_made.reading() as reader:
        columns = queries.standing(reader)
        made = json.loads(reader.setting("demo.figures"))
    late = sum(at is None or now - at > days * 86_400_000 for at, days in zip(columns[8], columns[9], strict=True))
    assert made["grids"] == 90
    assert 0 < late < len(columns[0]) * 0.2

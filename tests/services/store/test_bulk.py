"""Many rows as columns, on both databases alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import column, select, table

from services.store.bulk import after_load, load_columns
from services.store.engine import Database
from services.store.tables.city import areas, people

AT = datetime(2026, 11, 23, 6, 32, 1, 234_000, tzinfo=UTC)
PEOPLE = {
    "id": [7, 8, 9],
    "version": [1, 1, 1],
    "role": [1, 2, 3],
    "name": ["甲\t乙", "line\nbreak", r"back\slash"],
    "phone": ["", "1", "2"],
    "duty": [1, 0, 1],
    "lon": [116.4, None, 0.1 + 0.2],
    "lat": [33.9, None, -0.0],
    "position_at": [round(AT.timestamp() * 1000), None, None],
    "synthetic": [True, False, True],
}


def test_that_values_come_back_as_they_went_in(database: Database) -> None:
    with database.unit() as unit:
        assert load_columns(unit, "people", PEOPLE) == 3
        after_load(unit, "people")
        unit.commit()
    with database.reading() as reader:
        rows = reader.all(select(people).order_by(people.c.id))
    assert [row.name for row in rows] == PEOPLE["name"]
    assert [row.lon for row in rows] == PEOPLE["lon"]
    assert [row.position_at for row in rows] == [AT, None, None]
    assert [row.synthetic for row in rows] == [True, False, True]


def test_that_geometry_and_days_are_kept(database: Database) -> None:
    with database.unit() as unit:
        load_columns(
            unit, "areas",
            {"id": [1], "level": [1], "code": ["411481000000"], "name": ["市"], "kind": [1], "households": [3],
             "provisional": [False], "derived": [False], "synthetic": [True], "origin": [""],
             "valid_from": ["2000-01-01"], "geometry": [b"\x00\x01\xff"]},
        )  # fmt: skip
        unit.commit()
    with database.reading() as reader:
        row = reader.all(select(areas))[0]
    assert bytes(row.geometry) == b"\x00\x01\xff"
    assert row.valid_from.isoformat() == "2000-01-01"


def test_that_new_rows_get_numbers_after_the_loaded_ones(database: Database) -> None:
    with database.unit() as unit:
        load_columns(unit, "people", PEOPLE)
        after_load(unit, "people")
        assert unit.next_id("people") >= 10
        assert unit.add("people", role=1, name="x", duty=1) >= 10


def test_that_a_part_of_the_columns_can_be_loaded(database: Database) -> None:
    with database.unit() as unit:
        assert load_columns(unit, "people", PEOPLE, 1, 2) == 1
        assert load_columns(unit, "people", PEOPLE, 3, 9) == 0
        assert [row.id for row in unit.all(select(people))] == [8]


def test_that_nothing_is_kept_without_a_commit(database: Database) -> None:
    with database.unit() as unit:
        load_columns(unit, "people", PEOPLE)
    with database.reading() as reader:
        assert reader.count("people") == 0


def test_that_an_unknown_column_is_a_bug_that_is_named(database: Database) -> None:
    with database.unit() as unit, pytest.raises(ValueError, match="people has no column"):
        load_columns(unit, "people", {"id": [1], "nothing": [2]})


def test_that_postgresql_knows_at_once_how_full_a_loaded_table_is(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite plans well without")
    with database.unit() as unit:
        load_columns(unit, "people", PEOPLE)
        after_load(unit, "people")
        unit.commit()
    with database.reading() as reader:
        full = reader.all(
            select(column("reltuples")).select_from(table("pg_class")).where(column("relname") == "people")
        )
    assert full[0][0] == 3

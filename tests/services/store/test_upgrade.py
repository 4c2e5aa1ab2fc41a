from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.domain.refusals import Refusal
from services.store import upgrade
from services.store.engine import Database
from services.store.tables.all import ALL
from services.store.tables.metadata import METADATA

FIRST_ROWS = """
insert into sources (code, name_zh, name_en, kind, rank, active) values ('hotline', '热线', 'Hotline', '', 1, true);
insert into categories (code, name_zh, name_en, kind, severity, rank, active)
  values ('litter', '暴露垃圾', 'Litter', 1, 1, 1, true);
insert into areas (id, level, code, name, kind, households, valid_from, provisional, derived, synthetic, origin)
  values (1, 1, '410000000000', '某市', 1, 0, '2024-01-01', false, false, true, '');
insert into people (id, version, role, name, phone, area_id, duty, synthetic)
  values (1, 1, 1, '', '', 1, 1, true);
insert into incidents (id, version, number, source, category, severity, kind, state, place, address, text,
  reported_at, filed_at, due_at, reports, flaw, external, synthetic, town_id)
  values (1, 1, 'GC-1', 'hotline', 'litter', 1, 1, 2, 1, '', '', 1000, 3000, 11000, 1, 0, '', true, 1);
insert into reports (id, incident_id, source, reported_at, received_at, text, contact, contact_name)
  values (1, 1, 'hotline', 0, 0, '', '', '')
"""


def _as_of(database: Database, version: str) -> None:
    """The tables as an older program left them."""
    config = upgrade.configuration(database._writer)
    with database._writer.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: Any = request.getfixturevalue("postgresql")
    name = server.make()
    yield server.url(name)
    server.drop(name)


def test_that_an_empty_database_gets_all_tables_once(empty: str) -> None:
    database = Database(empty)
    assert upgrade.version_of(database._writer) is None
    database.migrate()
    database.migrate()
    with database.reading() as reader:
        assert [reader.count(name) for name in ALL if name != "feed_meta"] == [0] * (len(ALL) - 1)
        assert reader.count("feed_meta") == 1
    database.close()


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_that_the_upgrades_lead_to_the_tables_that_the_code_knows(empty: str) -> None:
    database = Database(empty)
    database.migrate()
    with database._writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        differences = compare_metadata(context, METADATA)
    # only PostgreSQL fills the transaction's number, and there it is never missing
    assert [found for found in differences if "'xid'" not in str(found)] == []
    database.close()


def test_that_a_city_of_the_first_program_is_upgraded_with_all_that_it_holds(empty: str) -> None:
    """SQLite makes a table anew to change it: what refers to it must stay, and refer to it still."""
    database = Database(empty)
    _as_of(database, "0001")
    with database._writer.connect() as connection, connection.begin():
        for statement in FIRST_ROWS.split(";\n"):
            connection.execute(text(statement))
    database.migrate()
    with database.reading() as reader:
        assert [reader.count(name) for name in ("incidents", "reports", "people")] == [1, 1, 1]
        live = reader.live_incident(1)
    marks = [round(at.timestamp()) for at in (live.warn_at, live.due_at, live.triple_at) if at is not None]
    assert (marks, live.acked) == ([9, 11, 31], True)  # without marks the watch would never look at it
    with database._writer.connect() as connection, pytest.raises(IntegrityError), connection.begin():
        connection.execute(text("delete from incidents"))
    database.close()


def test_that_a_database_of_a_newer_program_is_refused_and_left_alone(database: Database) -> None:
    with database.unit() as unit:
        unit.connection.execute(text("update alembic_version set version_num = '9999'"))
        unit.commit()
    with pytest.raises(Refusal) as refusal:
        database.migrate()
    assert refusal.value.code == "store.newer"
    assert "9999" in str(refusal.value)
    assert upgrade.version_of(database._writer) == "9999"


def test_that_two_programs_that_start_at_once_make_the_tables_once(empty: str) -> None:
    databases, failures = [Database(empty) for _ in range(6)], list[BaseException]()
    start = threading.Barrier(len(databases))

    def open_one(database: Database) -> None:
        start.wait()
        try:
            database.migrate()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_one, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with databases[0].reading() as reader:
        assert reader.count("feed_meta") == 1
    for database in databases:
        database.close()


def test_that_opening_a_city_waits_for_no_writer(
    fresh_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.store.engine.BUSY_MILLIS", 50)
    database = Database(fresh_database("sqlite"))
    with closing(database.connect_raw()) as writer:
        writer.execute("begin immediate")
        database.migrate()
    database.close()


def test_that_a_fact_carries_the_number_of_its_transaction(
    fresh_database: Callable[[str], str],
) -> None:
    database = Database(fresh_database("postgresql"))
    with database.unit() as unit:
        unit.add("facts", at=unit.now, kind="CityRedrawn", payload={"what": "x"})
        own = unit.connection.execute(text("select pg_current_xact_id()::text")).scalar_one()
        assert unit.connection.execute(text("select xid::text from facts")).scalar_one() == own
    database.close()

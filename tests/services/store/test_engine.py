from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.domain.facts import CityRedrawn
from services.domain.refusals import Refusal
from services.store.engine import Clock, Database


def refused(code: str) -> Any:
    return pytest.raises(Refusal, match=rf"^{code}")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://somewhere/city", "store.unknown_kind"),
        ("sqlite://", "store.no_file"),
        ("sqlite:///:memory:", "store.no_file"),
        ("://", "store.bad_url"),
    ],
)
def test_that_an_address_that_cannot_be_used_is_refused(url: str, code: str) -> None:
    with refused(code):
        Database(url)


def test_that_a_password_is_never_shown(tmp_path: Path) -> None:
    assert "secret" not in Database("postgresql://li:secret@somewhere/city").name
    with pytest.raises(Refusal) as refusal:
        Database("nonsense://li:secret@some where:port/city")
    assert "secret" not in str(refusal.value)


def test_that_a_plain_path_is_a_database_file(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "new" / "城 市#1?%20.sqlite"))
    database.migrate()
    assert database.path == tmp_path / "new" / "城 市#1?%20.sqlite"
    with closing(database.connect_raw()) as raw:
        assert raw.execute("select count(*) from incidents").fetchone() == (0,)
    database.close()


def test_that_what_was_not_committed_is_not_kept(database: Database) -> None:
    with database.unit() as unit:
        unit.remember("kept", "yes")
        unit.commit()
    with database.unit() as unit:
        unit.remember("lost", "yes")
    with pytest.raises(RuntimeError):
        stumble(database)
    with database.reading() as reader:
        assert reader.settings() == {"kept": "yes"}


def test_that_a_reading_is_of_one_moment(database: Database) -> None:
    with database.reading() as reader:
        assert reader.setting("word") == ""
        with database.unit() as unit:
            unit.remember("word", "new")
            unit.commit()
        assert reader.setting("word") == ""
    with database.reading() as reader:
        assert reader.setting("word") == "new"


def test_that_a_reading_cannot_write(database: Database) -> None:
    with pytest.raises(Refusal) as refusal, database.reading() as reader:
        reader.connection.execute(text("delete from settings"))
    assert refusal.value.code == "store.read_only"


def keep(database: Database, word: str) -> None:
    with database.unit() as unit:
        unit.remember("word", word)
        unit.commit()


def stumble(database: Database) -> None:
    with database.unit() as unit:
        unit.remember("lost", "yes")
        raise RuntimeError("a bug")


def test_that_many_writers_take_turns_without_losing_one(database: Database, clock: Clock) -> None:
    url = database.url.render_as_string(hide_password=False)
    others = [Database(url, clock) for _ in range(3)]

    def write(own: Database, name: str) -> None:
        for number in range(15):
            with own.unit() as unit:
                unit.remember(f"{name}.{number}", "x")
                unit.commit()

    threads = [threading.Thread(target=write, args=(own, str(at))) for at, own in enumerate([database, *others])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as reader:
        assert len(reader.settings()) == 60
    for own in others:
        own.close()


def test_that_a_wrong_statement_is_a_bug_and_no_trouble_of_the_database(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_column") as error, database.reading() as reader:
        reader.connection.execute(text("select no_such_column from settings"))
    assert not isinstance(error.value, Refusal)


def test_that_a_full_disk_is_said_and_what_was_there_is_kept(
    fresh_database: Callable[[str], str], clock: Clock
) -> None:
    database = Database(fresh_database("sqlite"), clock)
    with database.unit() as unit:
        unit.remember("before", "kept")
        unit.commit()
    with database.unit() as unit:  # the limit stays with the connection, which the pool gives out again
        pages = unit.connection.execute(text("pragma page_count")).scalar_one()
        unit.connection.execute(text(f"pragma max_page_count={pages}"))
    with pytest.raises(Refusal) as refusal:
        keep(database, "x" * 5_000_000)
    assert refusal.value.code == "store.disk_full"
    with database.reading() as reader:
        assert reader.settings() == {"before": "kept"}
    database.close()


def test_that_a_database_locked_by_another_program_is_said(
    fresh_database: Callable[[str], str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.store.engine.BUSY_MILLIS", 50)
    database = Database(fresh_database("sqlite"), clock)
    with closing(database.connect_raw()) as other:
        other.execute("begin immediate")
        with refused("store.busy"), database.unit():
            pass
        other.execute("rollback")
    with database.unit() as unit:
        unit.commit()
    database.close()


@pytest.mark.parametrize(
    "content", [b"this is a letter, not a database\n" * 100, b"SQLite format 3\x00" + b"\x01" * 900]
)
def test_that_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(content)
    database = Database(str(path))
    with refused("store.no_database"):
        database.migrate()
    assert path.read_bytes() == content
    database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
def test_that_a_read_only_folder_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    path = folder / "city.sqlite"
    made = Database(str(path))
    made.migrate()
    made.close()
    path.chmod(0o444)
    folder.chmod(0o555)
    with as_anybody(tmp_path), pytest.raises(Refusal) as refusal:
        keep(Database(str(path)), "word")
    folder.chmod(0o755)
    assert refusal.value.code in ("store.read_only", "store.cannot_open")


@contextmanager
def as_anybody(folder: Path) -> Iterator[None]:
    """Root may write everywhere: the test goes on with a user's rights, and the way to the folder is opened for it."""
    if os.geteuid() != 0:
        yield
        return
    for above in (folder, *folder.parents):
        if above != Path("/tmp") and above.stat().st_uid == 0 and Path("/tmp") in above.parents:
            above.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_that_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with refused("store.no_folder"):
        Database(str(tmp_path / "file" / "city.sqlite"))


def test_that_the_same_row_twice_is_said(database: Database) -> None:
    with refused("store.twice"), database.unit() as unit:
        for _ in range(2):
            unit.add("fields", code="one", name_zh="一", name_en="one")
        unit.commit()


def test_that_a_server_that_is_not_there_is_said() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nowhere")
    for touch in (database.migrate, database.connect_raw):
        with refused("store.unreachable"):
            touch()
    database.close()


def test_that_a_database_that_is_not_on_its_server_is_said(postgresql: Any) -> None:
    database = Database(postgresql.url("no_such_city"))
    with refused("store.no_such"):
        database.migrate()
    database.close()


def test_that_a_broken_line_is_mended_by_the_next_unit(postgresql: Any, fresh_database: Callable[[str], str]) -> None:
    database = Database(fresh_database("postgresql"))
    with database.unit() as unit:
        unit.commit()
    name = str(database.url.database)
    postgresql.shut_out(name)
    with refused("store.unreachable"), database.unit() as unit:
        unit.commit()
    postgresql.let_in(name)
    with database.unit() as unit:
        unit.say(CityRedrawn("back"))
        unit.commit()
    database.close()


def test_that_a_raw_line_never_makes_an_empty_file(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "missing.sqlite"))
    with refused("store.cannot_open"):
        database.connect_raw().execute("select 1")
    assert not (tmp_path / "missing.sqlite").exists()


def test_that_a_file_taken_away_is_said_and_no_empty_one_put_in_its_place(
    fresh_database: Callable[[str], str], clock: Clock
) -> None:
    database = Database(fresh_database("sqlite"), clock)
    assert database.path is not None
    keep(database, "word")
    database.reconnect()
    away = database.path.rename(database.path.with_suffix(".away"))
    with refused("store.gone"):
        keep(database, "other")
    with refused("store.gone"), database.reading():
        pass
    assert not database.path.exists()
    away.rename(database.path)
    with database.reading() as reader:
        assert reader.setting("word") == "word"
    database.close()


def test_that_a_file_put_in_the_place_of_another_is_the_one_that_is_written(
    fresh_database: Callable[[str], str], clock: Clock, tmp_path: Path
) -> None:
    with closing(Database(fresh_database("sqlite"), clock)) as made:
        path, other = made.path or Path(), tmp_path / "other.sqlite"
        with made.unit() as unit:
            unit.say(CityRedrawn("before"))
            unit.commit()
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(other)) as target:
            source.backup(target)
        for tail in ("-wal", "-shm"):
            Path(f"{path}{tail}").unlink(missing_ok=True)
        other.replace(path)
        with made.unit() as unit:
            unit.say(CityRedrawn("after"))
            unit.commit()
    with closing(sqlite3.connect(path)) as there:
        assert there.execute("select count(*) from facts").fetchone() == (2,)


def test_that_moments_keep_their_milliseconds_and_their_zone(database: Database) -> None:
    at = datetime(2026, 11, 23, 14, 32, 10, 123000, tzinfo=UTC)
    with database.unit() as unit:
        unit.add("seats", id="one", kind="wall", host="h", pid=1, seen_at=at)
        unit.commit()
    with database.reading() as reader:
        assert reader.connection.execute(text("select seen_at from seats")).scalar_one() == 1795444330123
    with pytest.raises(Exception, match="without its zone"), database.unit() as unit:
        unit.add("seats", id="two", kind="wall", host="h", pid=1, seen_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_that_sqlite_is_in_wal_and_keeps_foreign_keys(fresh_database: Callable[[str], str]) -> None:
    database = Database(fresh_database("sqlite"))
    with database.unit() as unit:
        assert unit.connection.execute(text("pragma journal_mode")).scalar_one() == "wal"
        assert unit.connection.execute(text("pragma foreign_keys")).scalar_one() == 1
    assert sqlite3.threadsafety in (1, 3)
    database.close()

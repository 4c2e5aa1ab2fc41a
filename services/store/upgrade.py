"""Brings a database's tables to this program's version (Alembic), and refuses a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from services.domain.refusals import Refusal

FOLDER = Path(__file__).parent / "upgrades"


def configuration(engine: Engine | None = None) -> Config:
    """Alembic's configuration, with the engine it shall use."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def to_newest(engine: Engine, reader: Engine | None = None) -> None:
    """Upgrades; two programs that start at once do it one after the other.

    The version is asked through `reader`, which waits for no writer: a city that somebody imports into opens at once.
    """
    config = configuration(engine)
    scripts = ScriptDirectory.from_config(config)
    newest, known = scripts.get_current_head(), {script.revision for script in scripts.walk_revisions()}
    found = version_of(reader or engine)
    if found == newest:
        return
    if found is not None and found not in known:
        raise Refusal(
            "store.newer",
            "This database was made by a newer program (version {found}). Nothing was changed; update this one.",
            found=found,
        )
    with _held(engine) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(4114810001)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _look_for_lost(connection)


@contextmanager
def _held(engine: Engine) -> Iterator[Connection]:
    """A connection for the upgrade. SQLite changes a table by making it anew, and would refuse to let go of one that
    others refer to: what they refer to is looked at once, before the commit.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")  # inside a transaction it would do nothing
        try:
            yield connection
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _look_for_lost(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost is not None:
        raise RuntimeError(f"the upgrade lost what {lost[0]} refers to in {lost[2]}")


def version_of(engine: Engine) -> str | None:
    """The version that a database's tables are at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()

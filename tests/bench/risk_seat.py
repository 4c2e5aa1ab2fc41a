"""A seat in a process of its own: follows the database and writes down when each warning came, by its number.

Run as a program with the database's address. Prints "ready" when it follows, and at the end of its input one JSON
object of warning id → [first seen (seconds since the epoch), scenario, grid's id or null].
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from services.domain.facts import Fact
from services.live.advance import Touched, advance
from services.live.picture import Picture, load_picture
from services.live.tail import Tail
from services.store.engine import Database
from services.store.reader import Reader


def main() -> None:
    """Follows until the input ends."""
    database = Database(sys.argv[1])
    seen: dict[int, tuple[float, str, int | None]] = {}
    ready = threading.Event()

    def load(reader: Reader, now: datetime) -> Picture:
        return load_picture(reader, now)

    def step(picture: Picture, facts: Sequence[Fact]) -> tuple[Picture, Touched]:
        return advance(picture, facts)

    def changed(picture: Picture, touched: Touched) -> None:
        at = time.time()
        for ident, warning in picture.warnings.items():
            if ident not in seen and (touched.reload or ident in touched.warnings):
                seen[ident] = (at, warning.scenario, warning.place.grid)
        ready.set()

    tail = Tail(database, load, step, changed)
    tail.start()
    ready.wait(60)
    print(json.dumps("ready"), flush=True)
    sys.stdin.read()
    tail.join()
    database.close()
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    main()

"""What the watch goes by, as the city's table has it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

TABLE = Path(__file__).resolve().parents[3] / "resources" / "catalogue" / "watch.toml"


@dataclass(frozen=True, slots=True)
class WatchRules:
    """When a ticket must be pressed, when an unanswered order climbs, how long an urgent notice waits.

    Of more than `gather` of one kind in one look a department is told once, with the list behind it.
    """

    returned: int = 2
    urged: int = 3
    climbs: tuple[timedelta, ...] = (timedelta(hours=4), timedelta(hours=24))
    notice: timedelta = timedelta(minutes=10)
    gather: int = 20

    @classmethod
    def read(cls, path: Path = TABLE) -> WatchRules:
        """From the table."""
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(
            returned=int(table["supervise"]["returned"]),
            urged=int(table["supervise"]["urged"]),
            climbs=tuple(timedelta(hours=float(hours)) for hours in table["climb"]["hours"]),
            notice=timedelta(minutes=float(table["notice"]["minutes"])),
            gather=int(table["gather"]["more_than"]),
        )

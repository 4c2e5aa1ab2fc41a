"""What is expected of each source: who answers for it and how often it should be heard; as data that a city changes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from services.domain.refusals import Refusal
from services.risk.standard import RESOURCES
from services.store.unit import Unit

WATCH = RESOURCES / "catalogue" / "source_watch.toml"


@dataclass(frozen=True, slots=True)
class SourceWatch:
    """A source, the department that answers for it, and within how many minutes it should be heard."""

    source: str
    owner: str
    cadence_minutes: int


@lru_cache(maxsize=2)
def read_watch(file: Path = WATCH) -> tuple[SourceWatch, ...]:
    """The standard table; raises `Refusal` saying what is wrong with it."""
    try:
        rows = tomllib.loads(file.read_text("utf-8"))["watch"]
        return tuple(SourceWatch(row["source"], row["owner"], int(row["cadence_minutes"])) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=file,
            why=f"{type(error).__name__}: {error}",
        ) from error


def write_standard_watch(unit: Unit) -> int:
    """Gives a city that expects nothing of its sources yet the standard table, of what it has; returns how many."""
    if unit.count("source_watch"):
        return 0
    catalogue = unit.catalogue()
    sources = {source.code for source in catalogue.sources}
    owners = {department.code for department in catalogue.departments}
    rows = [
        {"source": one.source, "owner": one.owner if one.owner in owners else None,
         "cadence_minutes": one.cadence_minutes}
        for one in read_watch()
        if one.source in sources
    ]  # fmt: skip
    unit.add_many("source_watch", rows)
    return len(rows)

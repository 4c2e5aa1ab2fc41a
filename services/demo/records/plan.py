"""The plan of a demo city's base records: which registers, how many rows, how often and how they are wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.demo.profile import FOLDER
from services.domain.records import RecordKind
from services.domain.refusals import Refusal

BATCH = 25_000
FLAWS = ("no_coordinates", "zero_coordinates", "outside", "shifted", "contradicts", "unknown_area", "ambiguous",
         "no_address")  # fmt: skip
PLACES = ("home", "street", "rural", "works", "even")
GRIDS, TOTAL = 3_824, 2_429_000  # of the city that the numbers of rows are meant for


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one category in one register; `flaws` are shares in the order of `FLAWS`, `late` that of what is overdue.

    `name`: whose names they have ("person", "place" or ""); `attribute` with its range, "" for none.
    """

    kind: RecordKind
    source: str
    category: str
    full: int
    small: int
    where: str
    flaws: tuple[float, ...]
    name: str = ""
    late: float = 0.0
    attribute: str = ""
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows `begin` to `end` of one of the plan's entries: one batch, made from random numbers of its own."""

    entry: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class RecordsPlan:
    """All entries, and areas that are gone but old registers still write."""

    rows: tuple[Rows, ...]
    gone: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many rows a whole demo has."""
        return sum(rows.full for rows in self.rows)

    def small(self) -> list[Slice]:
        """What an ordinary demo holds."""
        return [Slice(at, 0, rows.small) for at, rows in enumerate(self.rows) if rows.small]

    def rest(self) -> list[Slice]:
        """What a whole demo holds besides, in the order in which it is written."""
        return [
            Slice(at, begin, min(begin + BATCH, rows.full))
            for at, rows in enumerate(self.rows)
            for begin in range(rows.small, rows.full, BATCH)
        ]


def read_plan(grids: int, total: int | None = None, path: Path = FOLDER / "records.toml") -> RecordsPlan:
    """The plan for a city of so many grids and so many records in all (None: in proportion); raises `Refusal`."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        entries: list[Mapping[str, Any]] = table["rows"]
        share = min(1.0, grids / GRIDS)
        flaws = {name: tuple(float(shares[flaw]) for flaw in FLAWS) for name, shares in table["flaws"].items()}
        whole = total if total is not None else round(TOTAL * share)
        known = [0 if entry["full"] == "rest" else _part(entry["full"], whole / TOTAL) for entry in entries]
        rest = max(0, whole - sum(known))
        rows = tuple(
            _rows(entry, full if entry["full"] != "rest" else rest, share, flaws)
            for entry, full in zip(entries, known, strict=True)
        )
        return RecordsPlan(rows, tuple(table["gone"]["areas"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=path,
            why=f"{type(error).__name__}: {error}",
        ) from error


def _rows(entry: Mapping[str, Any], full: int, share: float, flaws: Mapping[str, tuple[float, ...]]) -> Rows:
    if entry["where"] not in PLACES:
        raise ValueError(entry["where"])
    plain = {name: entry[name] for name in ("name", "late", "attribute", "low", "high") if name in entry}
    return Rows(
        RecordKind[entry["kind"].upper()], entry["source"], entry["category"], full,
        min(full, _part(entry["small"], share)), entry["where"], flaws[entry["flaws"]], **plain,
    )  # fmt: skip


def _part(count: int, share: float) -> int:
    """A smaller city has fewer, but never none."""
    return max(1, round(count * share)) if count else 0

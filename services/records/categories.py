"""The categories of base records, as the city's table names them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.domain.catalogue import Named
from services.domain.records import RecordKind
from services.domain.refusals import Refusal

FILE = Path(__file__).resolve().parents[2] / "resources" / "catalogue" / "record_categories.toml"


@dataclass(frozen=True, slots=True)
class RecordCategory(Named):
    """A category of one kind; `due_days`: within how many days each must be looked at again, 0 for never.

    `personal`: the names in it are those of people.
    """

    kind: RecordKind = RecordKind.DEPARTMENTAL
    due_days: int = 0
    personal: bool = False


def read_categories(path: Path = FILE) -> Mapping[str, RecordCategory]:
    """All categories by code, in the table's order; raises `Refusal` saying what is wrong in it."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["category"]
        found = [
            RecordCategory(
                row["code"],
                row["zh"],
                row["en"],
                RecordKind[row["kind"].upper()],
                int(row.get("due_days", 0)),
                bool(row.get("personal", False)),
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=path,
            why=f"{type(error).__name__}: {error}",
        ) from error
    return {category.code: category for category in found}


def is_personal(kind: RecordKind, category: RecordCategory | None) -> bool:
    """Whether a record's name is that of a person, or may be."""
    if kind is RecordKind.POPULATION:
        return True
    return kind is not RecordKind.FACILITY if category is None else category.personal

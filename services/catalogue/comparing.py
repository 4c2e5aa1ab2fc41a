"""What differs between two drafts: rows that came, rows that went, and the cells of those that stayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from services.catalogue.sheets import SHEETS, Draft, Row, Sheet

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: in which sheet, what happened, which row (its identity by column), and the cell before and after.

    Of a row that came or went `before` or `after` is empty and `cells` are its words by column.
    """

    sheet: str
    what: str
    row: Mapping[str, str]
    column: str = ""
    before: str = ""
    after: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """As the table of versions keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Change:
        """From the table of versions."""
        return cls(**{key: kept[key] for key in cls.__dataclass_fields__ if key in kept})


def differences(before: Draft, after: Draft) -> list[Change]:
    """The differences, sheet by sheet, in the order of the later draft; what went comes last."""
    return [change for sheet in SHEETS for change in _of_sheet(sheet, before[sheet.key], after[sheet.key])]


def _of_sheet(sheet: Sheet, before: list[Row], after: list[Row]) -> Iterator[Change]:
    old = {_key(sheet, row): row for row in before}
    new = {_key(sheet, row): row for row in after}
    for key, row in new.items():
        named = dict(zip(sheet.identity, key, strict=True))
        known = old.get(key)
        if known is None:
            yield Change(sheet.key, ADDED, named, cells={name: text for name, text in row.items() if text})
            continue
        for column in sheet.columns:
            if row[column.key] != known[column.key]:
                yield Change(sheet.key, CHANGED, named, column.key, known[column.key], row[column.key])
    for key, row in old.items():
        if key not in new:
            named = dict(zip(sheet.identity, key, strict=True))
            yield Change(sheet.key, REMOVED, named, cells={name: text for name, text in row.items() if text})


def _key(sheet: Sheet, row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in sheet.identity)

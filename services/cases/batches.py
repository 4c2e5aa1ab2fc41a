"""Changes of many cases, written together: one statement for each kind of row, in the unit's one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.cases.telling import tells
from services.cases.writing import all_changes, changed
from services.domain.cases import Change, Write
from services.domain.orders import Order
from services.domain.people import Officer
from services.store.batching import change_rows, insert_rows
from services.store.journal import line
from services.store.rows import changed_values
from services.store.unit import Unit


class Batch:
    """Collects changes; each incident takes part once."""

    def __init__(self, officer: Officer) -> None:
        self._officer = officer
        self._changes: list[tuple[Order, Change]] = []
        self._taken: set[int] = set()

    def is_free(self, order: Order) -> bool:
        """Whether no other change of its incident waits here."""
        return order.incident not in self._taken

    def add(self, order: Order, change: Change) -> None:
        """Takes one more."""
        self._taken.add(order.incident)
        self._changes.append((order, change))

    @property
    def to_tell(self) -> list[tuple[Order, Change]]:
        """Those of which somebody has to be told."""
        return [(order, change) for order, change in self._changes if tells(order)]

    def write(self, unit: Unit) -> None:
        """Writes everything; raises `Refusal` (store.changed) where an incident is no longer what was decided on."""
        parts = [part for _, change in self._changes for part in all_changes(change)]
        incidents: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for part in parts:
            if part.after.live.version != part.before.live.version:
                values = changed_values(part.before, part.after)
                values.pop("version")
                row = {"id": part.before.live.id, "version": part.before.live.version, **values}
                incidents.setdefault(tuple(row), []).append(row)
        for rows in incidents.values():
            change_rows(unit, "incidents", rows)
        _write_rows([row for part in parts for row in part.writes], unit)
        lines = [line_of(unit, self._officer, found) for part in parts for found in part.lines]
        insert_rows(unit, "journal", lines)
        for part in parts:
            if part.after.live.version != part.before.live.version:
                unit.say(changed(part.before.live, part.after.live))
            unit.say(*part.facts)
        insert_rows(unit, "orders_done", [self._done(unit, order, change) for order, change in self._changes])

    def _done(self, unit: Unit, order: Order, change: Change) -> dict[str, Any]:
        return {
            "key": order.key, "at": unit.now, "officer": self._officer.login, "verb": str(order.verb),
            "incident_id": order.incident, "version": change.after.live.version,
        }  # fmt: skip


def line_of(unit: Unit, officer: Officer, found: Any) -> dict[str, Any]:
    """The row of a line that a decision asks for."""
    return line(unit.now, officer.login, found.verb, found.subject, found.why, found.before, found.after)


def _write_rows(writes: Sequence[Write], unit: Unit) -> None:
    fresh: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for write in writes:
        if write.id is None:
            fresh.setdefault((write.table, *write.values), []).append(dict(write.values))
        else:
            unit.put(write.table, write.id, version=write.version, **write.values)
    for (table, *_), rows in fresh.items():
        insert_rows(unit, table, rows)

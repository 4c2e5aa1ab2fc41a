"""Writes what was decided: rows, lines of the journal and facts, in the unit's one transaction."""

from __future__ import annotations

from collections.abc import Iterator

from services.domain.cases import Change
from services.domain.facts import IncidentChanged
from services.domain.people import Officer
from services.store.rows import changed_values
from services.store.unit import Unit


def write(change: Change, unit: Unit, officer: Officer) -> None:
    """One change; raises `Refusal` (store.changed) where the incident is no longer the one that was decided on."""
    for part in _all(change):
        before, after = part.before.live, part.after.live
        if after.version != before.version:
            values = changed_values(part.before, part.after)
            values.pop("version")
            unit.put("incidents", before.id, version=before.version, **values)
        for row in part.writes:
            if row.id is None:
                unit.add(row.table, **row.values)
            else:
                unit.put(row.table, row.id, version=row.version, **row.values)
        for line in part.lines:
            unit.note(officer, line.verb, line.subject, line.why, line.before, line.after)
        if after.version != before.version:
            unit.say(IncidentChanged(after))
        unit.say(*part.facts)


def _all(change: Change) -> Iterator[Change]:
    yield change
    for other in change.others:
        yield from _all(other)

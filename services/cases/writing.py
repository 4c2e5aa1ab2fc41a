"""Writes what was decided: rows, lines of the journal and facts, in the unit's one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.access.masking import mask_text
from services.domain.cases import Change
from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, LiveIncident
from services.domain.people import Officer
from services.store import queries_cases
from services.store.rows import changed_values
from services.store.unit import Unit

CODE = re.compile(r"[a-z0-9_]*")  # a reason of the list, without words of a person's own


def write(change: Change, unit: Unit, officer: Officer) -> None:
    """One change; raises `Refusal` (store.changed) where the incident is no longer the one that was decided on."""
    for part in all_changes(change):
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
        names = _names(unit, part)
        for line in part.lines:
            unit.note(officer, line.verb, line.subject, mask_text(line.why, names), line.before, line.after)
        if after.version != before.version:
            unit.say(changed(before, after))
        unit.say(*part.facts)


def _names(unit: Unit, part: Change) -> set[str]:
    """The names of who reported it, where words were written that may tell them: the journal can't be erased."""
    if all(CODE.fullmatch(line.why) for line in part.lines):
        return set()
    ident = part.before.live.id
    return queries_cases.names_of(unit, [ident]).get(ident, set())


def changed(before: LiveIncident, after: LiveIncident) -> IncidentChanged:
    """The fact of a step; that one which was closed is open again says when it had been closed."""
    if before.state is not IncidentState.CLOSED or not after.state.is_open or before.closed_at is None or before.flawed:
        return IncidentChanged(after)
    in_time = before.due_at is not None and before.closed_at <= before.due_at
    return IncidentChanged(after, before.closed_at, in_time)


def all_changes(change: Change) -> Iterator[Change]:
    """A change with those of further incidents."""
    yield change
    for other in change.others:
        yield from all_changes(other)

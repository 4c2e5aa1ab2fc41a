"""Takes personal data out of the rows that hold them; the journal never held any, so its seals stay whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, Text, select, update

from services.store.tables.all import ALL
from services.store.tables.cases import incidents, reports
from services.store.tables.emergencies import emergencies, emergency_log
from services.store.unit import Unit

Clean = Callable[[str], str]


def clean_report(unit: Unit, ident: int, clean: Clean) -> None:
    """Empties who made a report, and cleans its words."""
    text = unit.connection.execute(select(reports.c.text).where(reports.c.id == ident)).scalar_one()
    values = {"contact": "", "contact_name": "", "text": clean(text)}
    unit.connection.execute(update(reports).where(reports.c.id == ident).values(**values))


def clean_incident(unit: Unit, ident: int, clean: Clean) -> None:
    """Cleans what was written on an incident, in every table that has words on incidents.

    Its version stays: nobody sees a difference but in the words.
    """
    _clean(unit, incidents, incidents.c.id == ident, ("text", "address"), clean)
    for table in ALL.values():
        if "incident_id" in table.c and "id" in table.c:
            words = tuple(column.name for column in table.c if isinstance(column.type, Text))
            _clean(unit, table, table.c.incident_id == ident, words, clean)
    mine = select(emergencies.c.id).where(emergencies.c.incident_id == ident)
    _clean(unit, emergency_log, emergency_log.c.emergency_id.in_(mine), ("words",), clean)


def _clean(unit: Unit, table: Table, where: Any, columns: tuple[str, ...], clean: Clean) -> None:
    if not columns:
        return
    for row in unit.all(select(table.c.id, *(table.c[name] for name in columns)).where(where)):
        values = {name: clean(getattr(row, name) or "") for name in columns}
        if any(values[name] != (getattr(row, name) or "") for name in columns):
            unit.connection.execute(update(table).where(table.c.id == row.id).values(**values))

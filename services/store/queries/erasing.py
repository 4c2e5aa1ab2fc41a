"""Takes personal data out of the rows that hold them; the journal never held any, so its seals stay whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from services.store.tables.cases import incidents, reports
from services.store.tables.tickets import child_tickets, holdings, requests
from services.store.unit import Unit

Clean = Callable[[str], str]


def clean_report(unit: Unit, ident: int, clean: Clean) -> None:
    """Empties who made a report, and cleans its words."""
    text = unit.connection.execute(select(reports.c.text).where(reports.c.id == ident)).scalar_one()
    values = {"contact": "", "contact_name": "", "text": clean(text)}
    unit.connection.execute(update(reports).where(reports.c.id == ident).values(**values))


def clean_incident(unit: Unit, ident: int, clean: Clean) -> None:
    """Cleans what was written on an incident, its tickets and requests; its version stays, nobody sees a difference."""
    _clean(unit, incidents, incidents.c.id == ident, ("text", "address"), clean)
    _clean(unit, requests, requests.c.incident_id == ident, ("why", "words"), clean)
    _clean(unit, holdings, holdings.c.incident_id == ident, ("words",), clean)
    _clean(unit, child_tickets, child_tickets.c.incident_id == ident, ("what",), clean)


def _clean(unit: Unit, table: Any, where: Any, columns: tuple[str, ...], clean: Clean) -> None:
    for row in unit.all(select(table.c.id, *(table.c[name] for name in columns)).where(where)):
        values = {name: clean(getattr(row, name) or "") for name in columns}
        if any(values[name] != (getattr(row, name) or "") for name in columns):
            unit.connection.execute(update(table).where(table.c.id == row.id).values(**values))

"""All tables by name."""

from __future__ import annotations

from sqlalchemy import Table

from services.store.tables.cases import evidence, incidents, reports
from services.store.tables.city import areas, categories, departments, fields, officers, people, settings, sources
from services.store.tables.live import facts, feed_meta, journal, seats

ALL: dict[str, Table] = {
    table.name: table
    for table in (
        settings,
        areas,
        fields,
        departments,
        sources,
        categories,
        officers,
        people,
        incidents,
        reports,
        evidence,
        facts,
        feed_meta,
        journal,
        seats,
    )
}

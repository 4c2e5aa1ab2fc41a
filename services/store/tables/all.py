"""All tables by name."""

from __future__ import annotations

from sqlalchemy import Table

from services.store.tables.access import login_tries, looks, passwords, seals, sessions
from services.store.tables.cases import evidence, incidents, reports
from services.store.tables.city import areas, categories, departments, fields, officers, people, settings, sources
from services.store.tables.live import facts, feed_meta, journal, seats
from services.store.tables.tickets import child_tickets, clock_stops, holdings, merges, orders_done, requests

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
        requests,
        clock_stops,
        holdings,
        child_tickets,
        merges,
        orders_done,
        facts,
        feed_meta,
        journal,
        seats,
        passwords,
        login_tries,
        sessions,
        looks,
        seals,
    )
}

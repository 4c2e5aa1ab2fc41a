"""The very first start: makes the demo city where the database is empty."""

from __future__ import annotations

from desktop.application import Application
from services.bundle import Services
from services.demo.make import has_city, make_city


def ensure_city(application: Application, services: Services) -> bool:
    """Whether there is something to open: a database that holds anything opens as it is."""
    if not has_city(services.database):
        make_city(services.database)
    return True

"""What a real city's database needs before its first incidents: the standing lists of sources, categories, owners."""

from __future__ import annotations

from dataclasses import replace

from services.demo.catalogue import catalogue_rows, read_tables
from services.domain.catalogue import Catalogue
from services.store.engine import Database


def give_lists(database: Database, officer: str = "import") -> bool:
    """Puts the tables of `resources/catalogue` into a city that has none yet; whether it did. Raises `Refusal`."""
    with database.reading() as reader:
        if reader.catalogue().sources:
            return False
    catalogue = _without_people(read_tables().catalogue)
    with database.unit() as unit:
        if unit.catalogue().sources:
            return False
        for table, rows in catalogue_rows(catalogue).items():
            unit.add_many(table, rows)
        unit.note(
            officer, "import", "catalogue", why="the city had no lists", after=f"{len(catalogue.sources)} sources"
        )
        unit.commit()
    return True


def _without_people(catalogue: Catalogue) -> Catalogue:
    """The tables' leaders are invented: a real city names its own."""
    return replace(catalogue, departments=tuple(replace(one, leader="") for one in catalogue.departments))

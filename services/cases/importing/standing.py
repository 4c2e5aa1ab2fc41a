"""What a real city's database needs before its first incidents: the standing lists of sources, categories, owners."""

from __future__ import annotations

from dataclasses import replace

from services.catalogue.tables import read_tables
from services.catalogue.writing import write_standard
from services.domain.catalogue import Catalogue
from services.risk.keeping import write_standard_scenarios
from services.risk.watching import write_standard_watch
from services.store.engine import Database
from services.words import N_

NONE_BEFORE = N_("the city had no lists")


def give_lists(database: Database, officer: str = "import") -> bool:
    """Puts the tables of `resources/catalogue` into a city that has none yet; whether it did. Raises `Refusal`."""
    with database.reading() as reader:
        if reader.catalogue().sources:
            return False
    catalogue = _without_people(read_tables().catalogue)
    with database.unit() as unit:
        if unit.catalogue().sources:
            return False
        write_standard(unit, catalogue, officer, NONE_BEFORE)
        write_standard_scenarios(unit)
        write_standard_watch(unit)
        unit.note(officer, "import", "catalogue", why=NONE_BEFORE, after=f"{len(catalogue.sources)} sources")
        unit.commit()
    return True


def _without_people(catalogue: Catalogue) -> Catalogue:
    """The tables' leaders are invented: a real city names its own."""
    return replace(catalogue, departments=tuple(replace(one, leader="") for one in catalogue.departments))

"""Writes a catalogue and keeps it as a version, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.catalogue.calendars import Years, read_years
from services.catalogue.checking import Content
from services.catalogue.comparing import Change
from services.catalogue.current import VERSION, Book
from services.catalogue.sheets import Draft, draft_of
from services.catalogue.standard import standard_duties, standard_rules
from services.catalogue.tables import catalogue_rows
from services.domain.catalogue import Catalogue
from services.domain.deadlines import Deadlines, Rule
from services.domain.duties import Duties, DutyRule
from services.domain.facts import CityRedrawn
from services.store.queries import duties as queries
from services.store.unit import Unit

REDRAWN = "catalogue"


def write_content(unit: Unit, content: Content, draft: Draft, changes: Sequence[Change], officer: str, why: str) -> int:
    """Makes the catalogue be this one, keeps it as the next version and says so to every seat; returns the version."""
    lists = catalogue_rows(content.catalogue)
    for table in ("departments", "categories"):
        queries.write_lists(unit, table, lists[table])
    kept = [one.kept() for one in changes]
    version = _write(unit, content.rules, content.duties, content.years, draft, kept, officer, why)
    unit.note(officer, "catalogue", f"catalogue/{version}", why=why, after=f"changes={len(changes)}")
    unit.say(CityRedrawn(REDRAWN))
    return version


def write_standard(unit: Unit, catalogue: Catalogue, officer: str, why: str, country: str = "CN") -> None:
    """The standard lists, limits, duties and calendar into a city that has none, as the first version.

    Who calls it says so to the journal and the seats. Of the duties by area those of areas that are there are taken.
    """
    for table, rows in catalogue_rows(catalogue).items():
        unit.add_many(table, rows)
    years = read_years(country)
    duties, rules = standard_duties(catalogue, queries.area_names(unit)), standard_rules()
    book = Book(1, catalogue, Duties(catalogue, duties), Deadlines(rules), rules, years)
    _write(unit, rules, duties, years, draft_of(book), [], officer, why)


def _write(
    unit: Unit, rules: Sequence[Rule], duties: Sequence[DutyRule], years: Years, draft: Draft,
    changes: Sequence[Mapping[str, Any]], officer: str, why: str,
) -> int:  # fmt: skip
    queries.write_rules(unit, rules)
    queries.write_duties(unit, duties)
    queries.write_calendar(unit, years.days, years.provisional)
    version = queries.newest_version(unit) + 1
    queries.write_version(unit, version, officer, why, changes, draft)
    unit.remember(VERSION, str(version))
    return version

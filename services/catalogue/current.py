"""The catalogue of this moment, read again only when a version was saved or the city was redrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.catalogue.calendars import Years, read_years
from services.catalogue.standard import standard_rules
from services.domain.catalogue import Catalogue
from services.domain.deadlines import Deadlines, Rule
from services.domain.duties import Duties, DutyRule, Owner
from services.store.queries import duties as queries
from services.store.reader import Reader
from services.words.place_name import PlaceName

VERSION = "catalogue.version"
COUNTRY = "city.country"


@dataclass(frozen=True, slots=True)
class Book:
    """The catalogue with its duties, limits and calendar, of one version (0: none was saved yet)."""

    version: int
    catalogue: Catalogue
    duties: Duties
    deadlines: Deadlines
    rules: tuple[Rule, ...]
    years: Years

    def owner_of(self, category: str, area: str | None, day: date) -> Owner | None:
        """The one owner of a category in an area (code of the deepest that is known), with the reason."""
        return self.duties.owner_of(category, area, day)

    @property
    def provisional_years(self) -> tuple[int, ...]:
        """The years of the table that are not published yet."""
        return tuple(sorted(year for year, provisional in self.years.provisional.items() if provisional))


class Books:
    """Gives the book that holds in a transaction; safe to use from any thread."""

    def __init__(self) -> None:
        self._known: tuple[tuple[str, ...], Book] | None = None

    def __call__(self, reader: Reader) -> Book:
        settings = reader.settings()
        mark = (settings.get(VERSION, ""), reader.areas_version(), settings.get("city.code", ""))
        known = self._known
        if known is None or known[0] != mark:
            known = self._known = (mark, read_book(reader))
        return known[1]


def read_book(reader: Reader) -> Book:
    """The book as the database has it; where it has no limits, duties or calendar, the standard ones."""
    catalogue, settings = reader.catalogue(), reader.settings()
    country = settings.get(COUNTRY, "CN")
    days, provisional = queries.calendar_of(reader)
    years = Years(days, provisional) if provisional else read_years(country)
    above = queries.parents_of_provisional(reader)
    parents = {category.code: category.parent for category in catalogue.categories}
    standard = (rule for rule in standard_rules() if rule.category is None or rule.category in parents)
    rules = queries.rules_of(reader) or tuple(standard)
    usual = tuple(DutyRule(one.code, one.department) for one in catalogue.categories if one.department)
    rows = queries.duties_of(reader) or usual
    named = {rule.area for rule in rows if rule.area}
    names = {code: PlaceName(name) for code, name in queries.area_names(reader).items() if code in named}
    return Book(
        int(settings.get(VERSION) or 0),
        catalogue,
        Duties(catalogue, rows, above, names),
        Deadlines(rules, years.calendar(country), parents, above),
        rules,
        years,
    )

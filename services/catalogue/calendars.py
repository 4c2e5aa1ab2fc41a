"""Working calendars: the published tables of a country, and what a library knows of the years that have none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.domain.calendar import WorkCalendar, days_of
from services.domain.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "calendars"


@dataclass(frozen=True, slots=True)
class Years:
    """The days of a calendar as the city's table has them, and which years it has.

    `days` says of a day whether it is worked; `provisional` says of a year whether its table is not published yet.
    """

    days: dict[date, bool]
    provisional: dict[int, bool]

    def calendar(self, country: str) -> WorkCalendar:
        """The calendar; years without a table have the holidays that the library knows, and are provisional."""
        worked = frozenset(day for day, works in self.days.items() if works)
        published = frozenset(year for year, provisional in self.provisional.items() if not provisional)
        off = DaysOff(frozenset(self.days) - worked, frozenset(self.provisional), country)
        return WorkCalendar(off, worked, published)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off of the city's own years; of any other year those of the library, loaded when one is asked for."""

    own: frozenset[date]
    years: frozenset[int]
    country: str

    def __contains__(self, day: object) -> bool:
        if day in self.own:
            return True
        return isinstance(day, date) and day.year not in self.years and day in holidays_of(self.country, day.year)


def read_years(country: str = "CN") -> Years:
    """The tables of `resources/calendars` for a country; raises `Refusal` naming the file."""
    path = FOLDER / f"{country}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        days = days_of(table)
    except (OSError, ValueError, AttributeError) as error:
        raise Refusal("catalogue.bad", "The tables in {path} can't be used: {why}.", path=path, why=error) from error
    return Years(days, {int(year): bool(lists.get("provisional")) for year, lists in table.items()})


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The holidays that the library knows of a year, without make-up days; none where it does not know the country."""
    import holidays  # its tables take a while, and most years have a table of their own

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except (NotImplementedError, KeyError):
        return frozenset()

"""Working calendars: the published tables of a country, and what a library knows of the years that have none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from services.domain.calendar import WorkCalendar
from services.domain.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "calendars"
AHEAD = 10


@dataclass(frozen=True, slots=True)
class Years:
    """The days of a calendar as the city's table has them, and which years it has.

    `days` says of a day whether it is worked; `provisional` says of a year whether its table is not published yet.
    """

    days: dict[date, bool]
    provisional: dict[int, bool]

    def calendar(self, country: str, this_year: int) -> WorkCalendar:
        """The calendar; years without a table have the holidays that the library knows, and stay provisional."""
        worked = frozenset(day for day, works in self.days.items() if works)
        off = frozenset(day for day, works in self.days.items() if not works)
        published = frozenset(year for year, provisional in self.provisional.items() if not provisional)
        first = min([*self.provisional, this_year])
        missing = [year for year in range(first, this_year + AHEAD + 1) if year not in self.provisional]
        known = WorkCalendar(off, worked, published)
        return replace(known, off=off | holidays_of(country, missing)) if missing else known


def read_years(country: str = "CN") -> Years:
    """The tables of `resources/calendars` for a country; raises `Refusal` naming the file."""
    path = FOLDER / f"{country}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        made = WorkCalendar.of(table)
    except (OSError, ValueError, AttributeError) as error:
        raise Refusal("catalogue.bad", "The tables in {path} can't be used: {why}.", path=path, why=error) from error
    days = dict.fromkeys(made.off, False) | dict.fromkeys(made.work, True)
    return Years(days, {int(year): bool(lists.get("provisional")) for year, lists in table.items()})


def holidays_of(country: str, years: Iterable[int]) -> frozenset[date]:
    """The holidays that the library knows, without make-up days; none where it does not know the country."""
    import holidays  # its tables take a while, and most years have a table of their own

    try:
        return frozenset(holidays.country_holidays(country, years=list(years)))
    except (NotImplementedError, KeyError):
        return frozenset()

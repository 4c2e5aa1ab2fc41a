"""The city's rules of this moment, read again only when somebody changed them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from services.cases.deciding.rules import DeskRules
from services.cases.intake import Placing
from services.catalogue.current import Books
from services.domain.city import City
from services.domain.deadlines import Deadlines
from services.domain.incidents import Place
from services.store.queries.tickets import area_code
from services.store.reader import AREAS_VERSION, Reader

KEYS = ("catalogue.version", AREAS_VERSION, "city.code", "city.country", "city.timezone", "desk.four_eyes")


class RuleBook:
    """Gives the rules that a decision goes by; safe to use from any thread.

    `deadlines` None: those of the city's own tables. `placing` finds the areas of a place that is corrected.
    """

    def __init__(self, deadlines: Deadlines | None = None, placing: Placing | None = None) -> None:
        self._deadlines, self._placing = deadlines, placing
        self._books = Books()
        self._known: tuple[tuple[str, ...], DeskRules] | None = None

    def __call__(self, reader: Reader) -> DeskRules:
        settings = reader.settings()
        mark = tuple(settings.get(key, "") for key in KEYS)
        known = self._known
        if known is None or known[0] != mark:
            known = self._known = (mark, self._read(reader, settings))
        if self._placing is None:
            return known[1]
        return replace(known[1], place=partial(_place, self._placing, reader))

    def deadlines(self, reader: Reader) -> Deadlines:
        """The limits that hold now."""
        return self(reader).deadlines

    def _read(self, reader: Reader, settings: dict[str, str]) -> DeskRules:
        book = self._books(reader)
        return DeskRules(
            self._deadlines or book.deadlines,
            City.of(settings).zone,
            {department.code: department for department in book.catalogue.departments},
            settings.get("desk.four_eyes", "1") != "0",
            {category.code: category for category in book.catalogue.categories},
        )


def _place(placing: Placing, reader: Reader, lon: float, lat: float) -> tuple[Place, str]:
    place = placing.place(lon, lat, "cgcs2000", reader)
    return place, area_code(reader, (place.grid, place.village, place.town))

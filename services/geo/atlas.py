"""The atlas: the borders of the city, ready to place a report; made anew when the city is redrawn."""

from __future__ import annotations

import threading

from services.domain.incidents import UNLOCATED, Place
from services.geo.crs import system_of
from services.geo.locate import Locator
from services.store.engine import Database
from services.store.reader import Reader


class Atlas:
    """Places points by the borders that hold; safe in any thread, loads them at first use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._made: tuple[str, Locator] | None = None

    def place(self, lon: float | None, lat: float | None, crs: str, reader: Reader) -> Place:
        """The place of a point given in a coordinate system by name (cgcs2000, wgs84, gcj02, bd09, EPSG:…).

        `reader` is the transaction that will keep it: it is placed by the borders that hold there, however fresh.
        """
        if lon is None or lat is None:
            return UNLOCATED
        x, y = system_of(crs).to_store(lon, lat)
        return self._locator(reader.areas_version()).place(float(x), float(y))

    def _locator(self, version: str) -> Locator:
        made = self._made
        if made is None or made[0] != version:
            with self._lock:
                made = self._made
                if made is None or made[0] != version:
                    made = self._made = self._read()
        return made[1]

    def _read(self) -> tuple[str, Locator]:
        with self._database.reading() as reader:
            version, areas = reader.areas_version(), reader.areas(geometry=True)
        return version, Locator(areas)

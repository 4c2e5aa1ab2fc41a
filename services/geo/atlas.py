"""The atlas: the newest borders, ready to place a report; made anew when the city is redrawn."""

from __future__ import annotations

import threading
import time

from services.domain.incidents import UNLOCATED, Place
from services.domain.refusals import Refusal
from services.geo.crs import system_of
from services.geo.locate import Locator
from services.store.engine import Database

AREAS_VERSION = "areas.version"
LOOK_AGAIN = 5.0  # seconds after which it is asked whether the city was redrawn


class Atlas:
    """Places points by the borders that hold; safe in any thread, loads them at first use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._locator: Locator | None = None
        self._version = ""
        self._looked = 0.0

    def place(self, lon: float | None, lat: float | None, crs: str) -> Place:
        """The place of a point given in a coordinate system by name (cgcs2000, wgs84, gcj02, bd09, EPSG:…)."""
        if lon is None or lat is None:
            return UNLOCATED
        x, y = system_of(crs).to_store(lon, lat)
        return self.locator().place(float(x), float(y))

    def locator(self) -> Locator:
        """The locator of the newest borders."""
        if self._locator is None or time.monotonic() - self._looked > LOOK_AGAIN:
            self.refresh()
        if self._locator is None:
            raise Refusal("areas.none", "This city has no borders yet: import areas, or make a demo city.")
        return self._locator

    def refresh(self) -> None:
        """Loads the borders again where they were redrawn since."""
        with self._lock:
            self._looked = time.monotonic()
            with self._database.reading() as reader:
                version = reader.setting(AREAS_VERSION, "0")
                if self._locator is not None and version == self._version:
                    return
                areas = reader.areas(geometry=True)
            self._locator, self._version = Locator(areas), version

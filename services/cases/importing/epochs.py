"""The borders of each day: a place counts by the areas that held when the incident was reported."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import IncidentState, PlaceStatus
from services.geo.locate import Located, Locator
from services.store.engine import Database
from services.store.imports import days_of_change
from services.store.reader import Reader

MOST_AT_ONCE = 4


def day_of(reported_at: datetime, state: IncidentState, now: datetime, zone: tzinfo) -> date:
    """The day of the city by whose borders an incident counts: its own, today's while it is open."""
    return (now if state.is_open else reported_at).astimezone(zone).date()


class Epochs:
    """Locators by day, read when first asked for; a few are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = ""
        self._changes: list[date] = []
        self._locators: OrderedDict[int, Locator] = OrderedDict()

    def follow(self, reader: Reader) -> None:
        """Goes by the borders that a transaction knows, which somebody may have drawn since the last one."""
        version = reader.areas_version()
        if version != self._version:
            self._version, self._changes = version, days_of_change(reader)
            self._locators.clear()

    def locate(self, lon: NDArray[np.float64], lat: NDArray[np.float64], days: Sequence[date]) -> Located:
        """The places of points (degrees, CGCS2000), each by the borders of its own day."""
        ids = [np.zeros(len(lon), np.int64) for _ in range(4)]
        status = np.full(len(lon), PlaceStatus.UNLOCATED, np.int8)
        # before any change there were no borders: epoch 0
        epochs = np.array([bisect_right(self._changes, day) for day in days], np.int64)
        for epoch in np.unique(epochs):
            at = np.flatnonzero(epochs == epoch)
            found = self._locator(int(epoch)).locate(lon[at], lat[at])
            status[at] = found.status
            for column, some in zip(ids, (found.city, found.town, found.village, found.grid), strict=True):
                column[at] = some
        return Located(status, *ids)

    def _locator(self, epoch: int) -> Locator:
        if epoch not in self._locators:
            areas = []
            if epoch:
                with self._database.reading() as reader:
                    areas = reader.areas(on=self._changes[epoch - 1], geometry=True)
            self._locators[epoch] = Locator(areas)
            if len(self._locators) > MOST_AT_ONCE:
                self._locators.popitem(last=False)
        self._locators.move_to_end(epoch)
        return self._locators[epoch]

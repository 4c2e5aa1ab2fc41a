"""The borders of each day: a place counts by the areas that held when the incident was reported."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from datetime import date

from services.geo.locate import Locator
from services.store.engine import Database
from services.store.imports import days_of_change

MOST_AT_ONCE = 4


class Epochs:
    """Locators by day, read when first asked for; a few are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.reading() as reader:
            self._changes = days_of_change(reader)
        self._locators: OrderedDict[int, Locator] = OrderedDict()

    def epoch(self, day: date) -> int:
        """The number of the span of days without a change that a day lies in; 0 is before any border."""
        return bisect_right(self._changes, day)

    def locator(self, epoch: int) -> Locator:
        """The locator of the borders that held in a span."""
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

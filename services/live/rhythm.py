"""The last eight days by the minute: what was reported, closed, and closed in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAYS = 8
MINUTES = 1440
TODAY = DAYS - 1


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Counts by day and minute of the city's clock; row 7 is today, row 6 yesterday, row 0 the same weekday last week.

    Each table is int32 (8, 1440), read-only. Events of other days are not counted here.
    """

    day: date
    zone: ZoneInfo
    reported: NDArray[np.int32]
    closed: NDArray[np.int32]
    in_time: NDArray[np.int32]

    @classmethod
    def empty(cls, now: datetime, zone: ZoneInfo) -> Rhythm:
        """No events, for the eight days that end with `now`'s."""
        zero = np.zeros((DAYS, MINUTES), np.int32)
        zero.setflags(write=False)
        return cls(now.astimezone(zone).date(), zone, zero, zero, zero)

    @property
    def begin(self) -> datetime:
        """The first moment counted."""
        first = self.day - timedelta(days=DAYS - 1)
        return datetime(first.year, first.month, first.day, tzinfo=self.zone)

    def slot(self, moment: datetime) -> tuple[int, int] | None:
        """Row and minute of a moment; None when it lies on another day."""
        local = moment.astimezone(self.zone)
        row = TODAY - (self.day - local.date()).days
        return (row, local.hour * 60 + local.minute) if 0 <= row < DAYS else None

    def minute(self, now: datetime) -> int:
        """The minute of today that it is; the whole day when `now` is later than today."""
        slot = self.slot(now)
        return slot[1] if slot and slot[0] == TODAY else MINUTES - 1

    def end(self, now: datetime, back: int = 0) -> datetime:
        """Where the minute ends that it is now, that many days before today: what `until` counts lies before."""
        return self.begin + timedelta(days=TODAY - back, minutes=self.minute(now) + 1)

    def until(self, table: NDArray[np.int32], now: datetime, back: int = 0) -> int:
        """The count of a day from midnight to the same minute as now; `back` days before today."""
        return int(table[TODAY - back, : self.minute(now) + 1].sum())

    def by_hour(self, table: NDArray[np.int32], back: int = 0) -> NDArray[np.int32]:
        """The 24 hours of a day."""
        hours: NDArray[np.int32] = table[TODAY - back].reshape(24, 60).sum(axis=1).astype(np.int32)
        return hours

"""The city's own days and hours of moments, and how much of a day usually comes by which hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DAY, HOUR = 86_400, 3_600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_AS_IF = 1.0  # a case in every hour, so that no hour is thought impossible for want of cases


def local_days(at: ArrayLike, zone: tzinfo) -> tuple[Ints, Floats]:
    """Days (ordinals, as `date.toordinal`) and hours (0–24) on the city's clock, of seconds since the epoch."""
    moments = np.asarray(at, float)
    hours, where = np.unique(np.floor(moments / HOUR).astype(np.int64), return_inverse=True)
    here = moments + _offsets(hours, zone)[where.reshape(moments.shape)]
    days = np.floor(here / DAY).astype(np.int64)
    return days + _EPOCH_DAY, (here - days * DAY) / HOUR


def day_starts(day: int, zone: tzinfo) -> float:
    """When a day (ordinal) begins on the city's clock, in seconds since the epoch."""
    midnight = datetime.fromordinal(int(day))
    return midnight.replace(tzinfo=zone).timestamp()


def day_profile(hours: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """The share (25,) of a day that has come by each full hour, from the hours (0–24) of what came."""
    of_hour = np.floor(np.asarray(hours, float)).astype(np.int64) % 24
    counts = np.bincount(of_hour, None if weights is None else np.asarray(weights, float), 24) + _AS_IF
    smooth = (np.roll(counts, 1) + 2 * counts + np.roll(counts, -1)) / 4
    return np.asarray(np.concatenate([[0.0], np.cumsum(smooth) / smooth.sum()]), float)


def share_of_day(profile: Floats, hour: ArrayLike) -> Floats:
    """How much of a day has come by an hour (0–24)."""
    return np.asarray(np.interp(np.asarray(hour, float), np.arange(25), profile), float)


def _offsets(hours: Ints, zone: tzinfo) -> Floats:
    """Seconds that the city's clock is ahead of UTC in each of these hours since the epoch (in order)."""
    if not len(hours):
        return np.zeros(0)
    ends = [_offset(int(hours[0]), zone), _offset(int(hours[-1]), zone)]
    if ends[0] == ends[1] and hours[-1] - hours[0] < 24 * 28:
        return np.full(len(hours), ends[0])
    days, where = np.unique(hours // 24, return_inverse=True)
    borders = np.array([[_offset(int(day) * 24, zone), _offset(int(day) * 24 + 23, zone)] for day in days])
    found: Floats = borders[where, 0]
    for row in np.flatnonzero(borders[where, 0] != borders[where, 1]):
        found[row] = _offset(int(hours[row]), zone)
    return found


def _offset(hour: int, zone: tzinfo) -> float:
    ahead = (_EPOCH + timedelta(hours=hour)).astimezone(zone).utcoffset()
    return ahead.total_seconds() if ahead is not None else 0.0

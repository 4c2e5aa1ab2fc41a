"""When things happen: more by day than by night, on workdays than on Sundays, in summer than at New Year."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.demo.profile import History
from services.domain.city import City

# by hour of the city's clock, by weekday from Monday, by month
HOURS = np.array((1, 1, 0.7, 0.6, 0.7, 1.5, 4, 8, 12, 13, 12, 9, 6, 7, 10, 11, 10, 9, 7, 6, 5, 4, 3, 2), dtype=float)
WEEKDAYS = np.array((1.12, 1.08, 1.06, 1.04, 1.03, 0.88, 0.79))
MONTHS = np.array((0.93, 0.80, 0.95, 0.98, 1.02, 1.14, 1.20, 1.15, 1.0, 0.94, 0.95, 0.97))
HOUR = 3_600_000


def report_times(
    count: int, now: datetime, city: City, history: History, rng: np.random.Generator
) -> NDArray[np.int64]:
    """So many times up to now, in order, as milliseconds since the epoch.

    The rate of every hour is the product of its hour, weekday, month, the growth over the years and a day's own luck;
    the present hour counts as far as it has gone.
    """
    end = round(now.timestamp() * 1000)
    begin, local = hours_of(now, city, history.days)
    rate = HOURS[local[:, 0]] * WEEKDAYS[local[:, 1]] * MONTHS[local[:, 2] - 1]
    rate *= np.linspace(1.0, history.growth, len(rate))
    rate *= np.repeat(rng.gamma(60.0, 1 / 60.0, history.days + 2), 24)[: len(rate)]
    rate *= np.clip((end - begin) / HOUR, 0.0, 1.0)
    hour = rng.choice(len(rate), count, p=rate / rate.sum())
    reach = np.minimum(HOUR, end - begin[hour])
    return np.sort(begin[hour] + (rng.uniform(size=count) * reach).astype(np.int64))


def local_hours(millis: NDArray[np.int64], city: City, now: datetime) -> NDArray[np.int64]:
    """The hour of the city's clock at each time (by the zone's present offset)."""
    return (millis + _offset(now, city)) // HOUR % 24


def local_days(millis: NDArray[np.int64], city: City, now: datetime) -> NDArray[np.int64]:
    """The number of the city's day since 1970-01-01 (by the zone's present offset)."""
    return (millis + _offset(now, city)) // (24 * HOUR)


def _offset(now: datetime, city: City) -> int:
    offset = now.astimezone(city.zone).utcoffset() or timedelta()
    return round(offset.total_seconds() * 1000)


def hours_of(now: datetime, city: City, days: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The begin of every hour, and (hour, weekday, month) on the city's clock, from the first midnight on."""
    today = now.astimezone(city.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=days - 1)
    count = int((now - first) / timedelta(hours=1)) + 1
    begin = round(first.timestamp() * 1000) + HOUR * np.arange(count, dtype=np.int64)
    local = [datetime.fromtimestamp(ms / 1000, city.zone) for ms in begin.tolist()]
    return begin, np.array([(t.hour, t.weekday(), t.month) for t in local])

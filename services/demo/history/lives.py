"""How the life of each made-up incident goes: its deadline, when each step is taken, where it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.demo.history.rhythm import HOUR, local_days, local_hours
from services.domain.city import City
from services.domain.deadlines import Deadlines
from services.domain.incidents import IncidentClass, IncidentState

Millis = NDArray[np.int64]
DAY = 24 * HOUR
MINUTE = 60_000
LATE = 0.013  # share that was closed after its deadline
OVERDUE, SUSPENDED = 0.016, 0.24  # of the open ones
RETURNED = 0.2  # of those that a department has just got
# the share of its life after which an incident is filed, assigned, accepted, worked on, finished, verified
STEPS = (
    IncidentState.FILED, IncidentState.ASSIGNED, IncidentState.ACCEPTED,
    IncidentState.IN_PROGRESS, IncidentState.FINISHED, IncidentState.VERIFIED,
)  # fmt: skip
SOONEST = np.array((0.010, 0.040, 0.12, 0.20, 0.55, 0.80))
LATEST = np.array((0.035, 0.110, 0.19, 0.35, 0.80, 0.97))

# forms are filled within minutes and hours, however long the work may take: days after which a step takes no longer
LONGEST = np.array((0.3, 1.0, 3.0, 9.0, np.inf, np.inf))


@dataclass(frozen=True, slots=True)
class Lives:
    """Columns of n; `due`, `closed`, `steps` (n × 6, as `STEPS`) in milliseconds since the epoch, -1 for none."""

    due: Millis
    closed: Millis
    steps: Millis
    state: NDArray[np.int64]


def live(
    reported: Millis, kind: NDArray[np.int64], still_open: int, now: datetime, city: City, deadlines: Deadlines,
    rng: np.random.Generator,
) -> Lives:  # fmt: skip
    """The lives of incidents reported then (in order), of which exactly `still_open` are open now.

    Open are those whose time has not come yet, some that wait for works or a decision (their deadline was extended, or
    they are suspended), and a few that are late.
    """
    end = round(now.timestamp() * 1000)
    due = due_times(reported, kind, now, city, deadlines)
    ends = _ends(reported, due, now, city, rng)
    due, ends, waits = _kept_open(reported, due, ends, kind, min(still_open, len(reported)), end, rng)
    share = np.sort(rng.uniform(SOONEST, LATEST, (len(reported), len(STEPS))), axis=1)
    length = np.minimum((ends - reported)[:, None], LONGEST * DAY)
    steps = reported[:, None] + np.maximum((share * length).astype(np.int64), (1 + np.arange(len(STEPS))) * MINUTE)
    steps = np.minimum(steps, np.maximum(ends, reported + 1)[:, None])
    is_open = ends > end
    taken = np.where(steps <= end, steps, -1)
    reached = (taken >= 0).sum(axis=1)
    state = np.where(is_open, np.array((IncidentState.REPORTED, *STEPS), dtype=np.int64)[reached], IncidentState.CLOSED)
    state[waits] = int(IncidentState.SUSPENDED)
    sent_back = is_open & np.isin(state, (IncidentState.ASSIGNED, IncidentState.ACCEPTED))
    sent_back &= rng.uniform(size=len(state)) < RETURNED
    state[sent_back] = int(IncidentState.RETURNED)
    taken[waits, 4:] = -1
    return Lives(due, np.where(is_open, -1, ends), taken, state)


def due_times(reported: Millis, kind: NDArray[np.int64], now: datetime, city: City, deadlines: Deadlines) -> Millis:
    """The deadline of each, by the city's table: one look at the calendar for each day and class."""
    days = local_days(reported, city, now)
    due = np.zeros_like(reported)
    epoch = datetime(1970, 1, 1, 12, tzinfo=city.zone)
    for one in IncidentClass:
        rows = np.flatnonzero(kind == one)
        found, where = np.unique(days[rows], return_inverse=True)
        noons = [epoch + timedelta(days=int(day)) for day in found]
        limits = [deadlines.due(one, noon, city.zone).timestamp() - noon.timestamp() for noon in noons]
        due[rows] = reported[rows] + np.round(np.array(limits) * 1000).astype(np.int64)[where.reshape(-1)]
    return due


def _ends(reported: Millis, due: Millis, now: datetime, city: City, rng: np.random.Generator) -> Millis:
    """When each is closed if all goes as usual: mostly in time, by day rather than by night."""
    limit = due - reported
    share = rng.beta(1.9, 2.9, len(reported)) * 0.94 + 0.02
    late = rng.uniform(size=len(reported)) < LATE
    share = np.where(late, 1.02 + rng.exponential(0.5, len(reported)), share)
    ends = reported + (share * limit).astype(np.int64)
    hour = local_hours(ends, city, now)
    night = ((hour >= 22) | (hour < 7)) & ~late
    evening = ends - ((hour - 19) % 24) * HOUR + rng.integers(-2 * HOUR, HOUR, len(ends))
    morning = ends + ((8 - hour) % 24) * HOUR + rng.integers(0, HOUR, len(ends))
    moved = np.where(evening > reported + HOUR // 2, evening, np.where(morning < due, morning, ends))
    return np.where(night, moved, ends)


def _kept_open(
    reported: Millis, due: Millis, ends: Millis, kind: NDArray[np.int64], wanted: int, end: int,
    rng: np.random.Generator,
) -> tuple[Millis, Millis, NDArray[np.intp]]:  # fmt: skip
    """Deadlines and ends such that exactly so many are open, and which of them are suspended."""
    due, ends = due.copy(), ends.copy()
    age = (end - reported) / DAY
    settled = (ends <= end) | (due <= end)
    late = _some(np.flatnonzero((due <= end) & (due > end - 2.2 * DAY)), round(OVERDUE * wanted), None, rng)
    slow = kind == int(IncidentClass.COMPLEX)
    old = np.flatnonzero(slow & settled & (age > 4) & (age < 150) & (due < end - 2.2 * DAY))
    waits = _some(old, round(SUSPENDED * wanted), np.exp(-age[old] / 45), rng)
    fresh = np.setdiff1d(np.flatnonzero(ends > end), late)
    room = wanted - len(late) - len(waits)
    unlucky = fresh[due[fresh] <= end]  # late ones by chance: the number of late ones is given
    ends[unlucky] = np.minimum(due[unlucky] + HOUR, end)
    fresh = fresh[due[fresh] > end]
    if len(fresh) > room:
        early = rng.permutation(fresh)[: len(fresh) - room]
        ends[early] = reported[early] + (rng.uniform(0.3, 0.98, len(early)) * (end - reported[early])).astype(np.int64)
    more = np.setdiff1d(np.flatnonzero((ends <= end) & (age > 0.2)), np.concatenate([late, waits]))
    weight = np.where(slow[more], 1.0, 0.002) * np.exp(-age[more] / 13) + 1e-12
    extended = _some(more, max(0, room - len(fresh)), weight, rng)
    due[extended] = end + (rng.gamma(2.0, 4.5, len(extended)) * DAY + 2 * HOUR).astype(np.int64)
    for rows, days in ((late, 2.0), (waits, 60.0), (extended, 14.0)):
        ends[rows] = np.maximum(end, due[rows]) + (rng.uniform(0.1, 1, len(rows)) * days * DAY).astype(np.int64)
    return due, ends, waits


def _some(
    rows: NDArray[np.intp], count: int, weight: NDArray[np.float64] | None, rng: np.random.Generator
) -> NDArray[np.intp]:
    count = min(count, len(rows))
    chance = None if weight is None else weight / weight.sum()
    return np.sort(rng.choice(rows, count, replace=False, p=chance)) if count else rows[:0]

"""The course of a warning's window: what came, cumulated, against what comes to comparable places at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import AreaKind, Level
from services.domain.scenarios import Per, Scenario
from services.domain.warnings import WholeWarning
from services.insight.explaining.heard import AREAS, Where, cells, heard
from services.insight.explaining.values import Course, Expected, FactLine
from services.risk.by_day import days_of
from services.store.queries import warning_card
from services.store.reader import Reader

STEPS = 24
LEAST = 5  # with fewer there is nothing to compare with
YEAR = timedelta(days=365)
PERIODS = 12
BAND = (2.5, 97.5)
LEVELS = {Per.TOWN: Level.TOWN, Per.VILLAGE: Level.VILLAGE, Per.GRID: Level.GRID}
Counts = NDArray[np.float64]


def course_of(
    reader: Reader, warning: WholeWarning, scenario: Scenario, facts: Sequence[FactLine], zone: tzinfo
) -> Course:
    """The window up to the newest fact. What the model itself expected goes before what others had."""
    end = warning.live.last_at
    begin = end - scenario.window
    count, actual = 0.0, []
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.signal)):
        if begin < fact.at <= end:
            count += scenario.weights.get(fact.kind, 1.0)
            actual.append((fact.at, count, fact.signal))
    threshold = warning.measures.get("threshold")
    made = Course(begin, end, tuple(actual), threshold=threshold)
    if warning.expected is not None:
        return Course(begin, end, tuple(actual), _models_own(warning, begin, end), "model", 0, "", threshold)
    counts, basis, same = _compared(reader, warning, scenario, begin, end, zone)
    if len(counts) < LEAST:
        return made
    low, high = np.percentile(counts, BAND, axis=0)
    moments = _moments(begin, end)
    line = tuple(
        Expected(at, float(mean), float(a), float(b))
        for at, mean, a, b in zip(moments, counts.mean(axis=0), low, high, strict=True)
    )
    return Course(begin, end, tuple(actual), line, basis, len(counts), same, threshold)


def _models_own(warning: WholeWarning, begin: datetime, end: datetime) -> tuple[Expected, ...]:
    """What the model expected of the window: by its days where it tells of them, else as if it came evenly."""
    mean = warning.expected or 0.0
    low, high = warning.band or (mean, mean)
    length = max(1, round((end - begin) / timedelta(days=1)))
    days = [day.mean for day in days_of(warning.measures) if day.ago < length]
    share = np.cumsum(days) / sum(days) if len(days) == length and sum(days) > 0 else np.ones(1)
    found = [Expected(begin, 0.0, 0.0, 0.0)]
    for at, part in enumerate(share.tolist(), start=1):
        found.append(Expected(begin + (end - begin) * at / len(share), mean * part, low * part, high * part))
    return tuple(found)


def _moments(begin: datetime, end: datetime) -> list[datetime]:
    return [begin + (end - begin) * step / STEPS for step in range(STEPS + 1)]


def _compared(
    reader: Reader, warning: WholeWarning, scenario: Scenario, begin: datetime, end: datetime, zone: tzinfo
) -> tuple[Counts, str, str]:
    """Cumulated counts of each comparable place at each step of the window: (places, STEPS + 1)."""
    live = warning.live
    if scenario.per is Per.CITY:
        first = begin - PERIODS * scenario.window
        return _by_period(scenario, heard(reader, scenario, first, begin, zone), first), "before", ""
    rows = heard(reader, scenario, begin, end + timedelta(milliseconds=1), zone)
    own = Where(live.place, live.radius_m, warning.subject)
    if scenario.per is Per.SUBJECT:
        known = warning_card.subjects(reader, scenario.heard(), begin - YEAR, begin) - {warning.subject}
        return _cumulated(scenario, rows, [row.subject for row in rows], sorted(known), begin, end), "subjects", ""
    if scenario.per in LEVELS:
        return _by_area(reader, scenario, own.area(scenario), rows, begin, end)
    return _by_spot(reader, scenario, own, rows, begin, end)


def _by_area(
    reader: Reader, scenario: Scenario, own: int | None, rows: Sequence[Any], begin: datetime, end: datetime
) -> tuple[Counts, str, str]:
    """All areas of the same level and kind, those where nothing ever comes among them."""
    known = warning_card.areas_of(reader, [own])
    if own not in known:
        return np.zeros((0, STEPS + 1)), "", ""
    kind, column = known[own].kind, AREAS[scenario.per]
    others = [ident for ident in warning_card.areas_like(reader, int(LEVELS[scenario.per]), kind) if ident != own]
    keys = [getattr(row, column) for row in rows]
    return _cumulated(scenario, rows, keys, others, begin, end), "areas", AreaKind(kind).name.lower()


def _by_spot(
    reader: Reader, scenario: Scenario, own: Where, rows: Sequence[Any], begin: datetime, end: datetime
) -> tuple[Counts, str, str]:
    """Squares as large as the circle that had any in the year before: where none ever is there is nothing to say."""
    circle = own.circle
    if circle is None:
        return np.zeros((0, STEPS + 1)), "", ""
    lon, lat, radius = circle
    before = warning_card.points(reader, scenario.heard(), begin - YEAR, begin)
    placed = [row for row in rows if row.lon is not None]
    known = set(cells(before, radius, lat).tolist())
    keys = cells([(row.lon, row.lat) for row in placed], radius, lat).tolist()
    near = Where(own.place, 2 * radius, "")
    mine = {key for row, key in zip(placed, keys, strict=True) if near.holds(row)}
    mine |= set(cells([(lon, lat)], radius, lat).tolist())
    return _cumulated(scenario, placed, keys, sorted(known - mine), begin, end), "spots", ""


def _cumulated(
    scenario: Scenario, rows: Sequence[Any], keys: Sequence[Any], places: Sequence[Any], begin: datetime, end: datetime
) -> Counts:
    counts = np.zeros((len(places), STEPS + 1))
    order = {place: at for at, place in enumerate(places)}
    start, length = begin.timestamp() * 1000, max(1.0, (end - begin).total_seconds() * 1000)
    for row, key in zip(rows, keys, strict=True):
        at = order.get(key)
        if at is not None and row.millis > start:
            step = int(np.ceil((row.millis - start) / length * STEPS))
            counts[at, min(STEPS, max(1, step))] += scenario.weights.get(row.kind, 1.0)
    return np.asarray(np.cumsum(counts, axis=1))


def _by_period(scenario: Scenario, rows: Sequence[Any], first: datetime) -> Counts:
    """The periods of the same length before, those without any signal at the beginning left out."""
    counts = np.zeros((PERIODS, STEPS + 1))
    start, length = first.timestamp() * 1000, scenario.window.total_seconds() * 1000
    for row in rows:
        period, within = divmod(row.millis - start, length)
        if 0 <= period < PERIODS:
            step = min(STEPS, int(within / length * STEPS) + 1)
            counts[int(period), step] += scenario.weights.get(row.kind, 1.0)
    seen = np.flatnonzero(counts.sum(axis=1))
    return np.asarray(np.cumsum(counts[seen[0] :], axis=1)) if len(seen) else counts[:0]

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
from services.insight.explaining.heard import AREAS, at_place, cells, heard
from services.insight.explaining.values import Course, Expected, FactLine
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
    """What the model expected of the whole window, as if it came evenly."""
    mean = warning.expected or 0.0
    low, high = warning.band or (mean, mean)
    return (Expected(begin, 0.0, 0.0, 0.0), Expected(end, mean, low, high))


def _moments(begin: datetime, end: datetime) -> list[datetime]:
    return [begin + (end - begin) * step / STEPS for step in range(STEPS + 1)]


def _compared(
    reader: Reader, warning: WholeWarning, scenario: Scenario, begin: datetime, end: datetime, zone: tzinfo
) -> tuple[Counts, str, str]:
    """Cumulated counts of each comparable place at each step of the window: (places, STEPS + 1)."""
    live = warning.live
    after = end + timedelta(milliseconds=1)
    if scenario.per is Per.CITY:
        first = begin - PERIODS * scenario.window
        rows = heard(reader, scenario, first, begin, zone)
        return _by_period(scenario, rows, first), "before", ""
    if scenario.per in LEVELS:
        place = live.place
        own = {Per.TOWN: place.town, Per.VILLAGE: place.village, Per.GRID: place.grid}[scenario.per]
        known = warning_card.areas_of(reader, [own])
        if own not in known:
            return np.zeros((0, STEPS + 1)), "", ""
        kind = known[own].kind
        others = [ident for ident in warning_card.areas_like(reader, int(LEVELS[scenario.per]), kind) if ident != own]
        rows = heard(reader, scenario, begin, after, zone)
        keys = np.array([getattr(row, AREAS[scenario.per]) or -1 for row in rows], np.int64)
        return _cumulated(scenario, rows, keys, others, begin, end), "areas", AreaKind(kind).name.lower()
    rows = heard(reader, scenario, begin - YEAR, after, zone)
    if scenario.per is Per.SUBJECT:
        numbers: dict[str, int] = {}
        keys = np.array(
            [numbers.setdefault(row.subject, len(numbers)) if row.subject else -1 for row in rows], np.int64
        )
        own_keys = {numbers.get(warning.subject, -1), -1}
        basis = "subjects"
    else:
        radius = live.radius_m or scenario.parameters.get("radius_m", 200.0)
        keys = cells(rows, radius)
        mine = at_place(scenario, rows, live.place, 2 * radius, "")
        ids = {row.id for row in mine}
        own_keys = {-1, *(int(key) for row, key in zip(rows, keys, strict=True) if row.id in ids)}
        basis = "spots"
    # places that had any in the year before: those that never have one say nothing of how often it comes
    first_at = begin.timestamp() * 1000
    known_before = {int(key) for row, key in zip(rows, keys, strict=True) if row[1] <= first_at}
    return _cumulated(scenario, rows, keys, sorted(known_before - own_keys), begin, end), basis, ""


def _cumulated(
    scenario: Scenario, rows: Sequence[Any], keys: NDArray[np.int64], places: Sequence[int], begin: datetime,
    end: datetime,
) -> Counts:  # fmt: skip
    counts = np.zeros((len(places), STEPS + 1))
    if not len(places):
        return counts
    order = {place: at for at, place in enumerate(places)}
    start, length = begin.timestamp() * 1000, max(1.0, (end - begin).total_seconds() * 1000)
    for row, key in zip(rows, keys.tolist(), strict=True):
        at = order.get(key)
        if at is not None and row[1] > start:
            step = int(np.ceil((row[1] - start) / length * STEPS))
            counts[at, min(STEPS, max(1, step))] += scenario.weights.get(row.kind, 1.0)
    return np.asarray(np.cumsum(counts, axis=1))


def _by_period(scenario: Scenario, rows: Sequence[Any], first: datetime) -> Counts:
    """The periods of the same length before, those without any signal at the beginning left out."""
    counts = np.zeros((PERIODS, STEPS + 1))
    start, length = first.timestamp() * 1000, scenario.window.total_seconds() * 1000
    for row in rows:
        period, within = divmod(row[1] - start, length)
        if 0 <= period < PERIODS:
            step = min(STEPS, int(within / length * STEPS) + 1)
            counts[int(period), step] += scenario.weights.get(row.kind, 1.0)
    seen = np.flatnonzero(counts.sum(axis=1))
    return np.asarray(np.cumsum(counts[seen[0] :], axis=1)) if len(seen) else counts[:0]

"""Evaluation as a table: one row for each department, area or worker, every figure with the cases behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from services.domain.case_filter import CaseFilter, Evaluated
from services.domain.evaluation import Apart, Exclusion, Group, Measure, Part, Rate, Stage, Sums
from services.domain.scope import WHOLE, Scope
from services.insight.briefing.intervals import Interval, wilson
from services.store import queries_cases
from services.store.queries import evaluation
from services.store.reader import Reader

Key = str | int | Apart | None
LEAST = 30  # under so many cases a share is shown, but gives no rank
AREAS = (Group.TOWN, Group.VILLAGE, Group.GRID)


@dataclass(frozen=True, slots=True)
class Times:
    """How long a stage took: cases, mean, median and the 90th percentile in seconds."""

    n: int
    mean: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Row:
    """One department, area or worker (None: nobody's; Apart: in no area) with its counts and times.

    `interval` is Wilson's of the on-time closure rate, None under LEAST; `clear` is +1 or −1 where it leaves the whole
    city's rate out.
    """

    key: Key
    sums: Sums
    times: Mapping[Stage, Times]
    interval: Interval | None = None
    clear: int = 0

    def rate(self, measure: Measure) -> Rate:
        """One of its rates."""
        return self.sums.rate(measure)


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """Rows by group with the city's total, true at `at`, of the local days of `days` (end not included).

    `total` is the sum of `rows`, always: nobody's cases and those apart from areas are rows of their own.
    """

    group: Group
    days: tuple[date, date]
    at: datetime
    rows: tuple[Row, ...]
    total: Row
    exclusions: Mapping[Exclusion, int]
    behind: int

    def cases(self, row: Row, part: Part) -> CaseFilter:
        """Exactly the cases that a part of a row counts."""
        group = None if row is self.total else self.group
        return CaseFilter(evaluated=Evaluated(part, self.days, self.at, group, row.key))


def last_days(now: datetime, days: int, zone: tzinfo) -> tuple[date, date]:
    """The local days up to and with today."""
    today = now.astimezone(zone).date()
    return today - timedelta(days=days - 1), today + timedelta(days=1)


def read_table(
    reader: Reader, group: Group, days: tuple[date, date], now: datetime, scope: Scope = WHOLE
) -> EvaluationTable:
    """The table of one group from what is kept; `behind` says how many cases have yet to be counted anew."""
    seen = queries_cases.within(scope)
    counts = evaluation.sums(reader, group, days, now, seen)
    took = {stage: evaluation.times(reader, group, days, stage, now, seen) for stage in Stage}
    all_counts = {part: sum(found[part] for found in counts.values()) for part in Part}
    total = Row(None, Sums(all_counts), _times({stage: _joined(of.values()) for stage, of in took.items()}))
    keys = sorted(counts, key=lambda key: (key is None, isinstance(key, Apart), str(key)))
    rows = [Row(key, Sums(counts[key]), _times({stage: of.get(key, []) for stage, of in took.items()})) for key in keys]
    compared = sum(row.sums.of(Part.DUE) >= LEAST for row in rows)
    behind = evaluation.behind_of(reader, days, reader.city().zone)
    judged = tuple(_judged(row, total, compared) for row in rows)
    return EvaluationTable(group, days, now, judged, total, evaluation.exclusions(reader, days, seen), behind)


def _judged(row: Row, total: Row, compared: int) -> Row:
    rate, mean = row.rate(Measure.ON_TIME), total.rate(Measure.ON_TIME).value
    named = row.key is not None and not isinstance(row.key, Apart)
    if not named or rate.denominator < LEAST or mean is None:
        return row
    interval = wilson(rate.numerator, rate.denominator, compared=compared)
    if interval is None:
        return row
    return Row(row.key, row.sums, row.times, interval, int(interval.low > mean) - int(interval.high < mean))


def _joined(parts: Iterable[Sequence[int]]) -> list[int]:
    return sorted(second for part in parts for second in part)


def _times(took: Mapping[Stage, Sequence[int]]) -> dict[Stage, Times]:
    return {stage: _summed(seconds) for stage, seconds in took.items() if seconds}


def _summed(seconds: Sequence[int]) -> Times:
    return Times(len(seconds), sum(seconds) / len(seconds), percentile(seconds, 0.5), percentile(seconds, 0.9))


def percentile(ordered: Sequence[int], share: float) -> float:
    """Between the two nearest of sorted values, as spreadsheets do."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])

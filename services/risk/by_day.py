"""The last days of a situation as numbers among its measures: what a card draws against what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NAMES = ("seen", "mean", "low", "high")
DAYS = 14
_KEYS = tuple(tuple(f"day{ago:02d}_{name}" for name in NAMES) for ago in range(DAYS))


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day, `ago` days before the finding: how many were seen and expected, and between what that mostly lies."""

    ago: int
    seen: float
    mean: float
    low: float
    high: float


def as_measures(days: Iterable[DayLine]) -> dict[str, float]:
    """Days as measures."""
    found: dict[str, float] = {}
    for day in days:
        seen, mean, low, high = _KEYS[day.ago]
        found[seen], found[mean], found[low], found[high] = day.seen, day.mean, day.low, day.high
    return found


def seen_on(ago: int) -> str:
    """The name of the measure that says how many were seen so many days ago."""
    return _KEYS[ago][0]


def days_of(measures: Mapping[str, float]) -> tuple[DayLine, ...]:
    """The days that stand among measures, oldest first; none where a model has none."""
    backs = [ago for ago in range(DAYS - 1, -1, -1) if _KEYS[ago][1] in measures]
    return tuple(DayLine(ago, *(measures[key] for key in _KEYS[ago])) for ago in backs)

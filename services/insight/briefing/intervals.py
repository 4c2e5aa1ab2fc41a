"""Intervals for shares and counts, so that small numbers are not read as ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, pvariance


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both in the unit of what they belong to."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies inside, ends included."""
        return self.low <= value <= self.high


def quantile(confidence: float = 0.95, compared: int = 1) -> float:
    """The two-sided normal quantile; widened (Bonferroni) where many things are compared with one value at once."""
    return NormalDist().inv_cdf(1 - (1 - confidence) / (2 * max(1, compared)))


def wilson(k: int, n: int, confidence: float = 0.95, compared: int = 1) -> Interval | None:
    """Wilson's interval of a share k / n, 0–1; None without a denominator."""
    if n <= 0:
        return None
    z = quantile(confidence, compared)
    share, spread = k / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def poisson(k: int, exposure: float, confidence: float = 0.95, compared: int = 1) -> Interval | None:
    """Byar's interval of a rate k / exposure of counted events; None without an exposure."""
    if exposure <= 0:
        return None
    z = quantile(confidence, compared)
    low = k * (1 - 1 / (9 * k) - z / (3 * math.sqrt(k))) ** 3 if k else 0.0
    high = (k + 1) * (1 - 1 / (9 * (k + 1)) + z / (3 * math.sqrt(k + 1))) ** 3
    return Interval(max(0.0, low) / exposure, high / exposure)


def growth(before: Sequence[float], after: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """The interval of (sum after ÷ sum before − 1) of two runs of daily counts.

    Days of a city vary more than chance alone, so the spread is widened by what the days show. None where either sum
    is zero.
    """
    if not sum(before) or not sum(after):
        return None
    spread = max(1.0, *(pvariance(days) / fmean(days) for days in (before, after)))
    error = math.sqrt(spread * (1 / sum(before) + 1 / sum(after)))
    middle, z = math.log(sum(after) / sum(before)), quantile(confidence)
    return Interval(math.exp(middle - z * error) - 1, math.exp(middle + z * error) - 1)

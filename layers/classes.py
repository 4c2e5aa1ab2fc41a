"""Classes of a choropleth: quantiles or fixed limits, never a class without a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

FIXED: Mapping[str, tuple[float, ...]] = {
    "recent_per_thousand": (1, 2, 5, 10, 20),
    "recent": (1, 2, 5, 10, 20),
    "open": (1, 2, 3, 5, 10),
    "overdue": (1, 2, 3, 5, 10),
}  # limits that stay, so that two days or two cities can be compared


def quantile_limits(values: NDArray[np.float64], count: int = 6) -> tuple[float, ...]:
    """Limits that put as many areas in each class as ties allow; fewer classes where values repeat."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return ()
    limits = np.unique(np.quantile(known, np.arange(1, count) / count))
    return tuple(float(limit) for limit in limits if known.min() < limit)


def classify(values: NDArray[np.float64], limits: Sequence[float]) -> NDArray[np.uint8]:
    """Class of each value: 1 below the first limit, one more from each limit on, 0 where nothing is known."""
    classes = (np.searchsorted(np.asarray(limits, float), values, side="right") + 1).astype(np.uint8)
    classes[~np.isfinite(values)] = 0
    return classes

"""What is counted within a window, all at once: what the streaming way must equal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.risk.model import TABLE, Table


def tabled(keys: NDArray[np.int64], weights: NDArray[np.int64], at: NDArray[np.float64]) -> Table:
    """The table of events that are within a window, all at once."""
    known, where = np.unique(keys, return_inverse=True)
    found = np.zeros(len(known), TABLE)
    found["key"] = known
    found["count"] = np.bincount(where, weights, len(known)) / 1000 if len(known) else 0
    found["last"] = -np.inf
    np.maximum.at(found["last"], where, at)
    return found

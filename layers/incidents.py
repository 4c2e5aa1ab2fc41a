"""The open incidents as markers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from layers.plans import MarkerPlan
from services.live.picture import Picture


def plan(picture: Picture, rows: NDArray[np.int64] | None = None) -> MarkerPlan:
    """All incidents, or those of some rows (a batch's touched ones); x and y are NaN without a place."""
    blocks = picture.incidents
    if rows is None:
        column = blocks.column
        return _plan(column("id"), column("x"), column("y"), column("severity"), column("alive"))
    some = blocks.rows(rows)
    return _plan(some["id"], some["x"], some["y"], some["severity"], some["alive"])


def _plan(
    ids: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    severity: NDArray[np.uint8],
    alive: NDArray[np.bool_],
) -> MarkerPlan:
    level = (4 - np.clip(severity, 1, 4)).astype(np.uint8)
    return MarkerPlan(ids, x, y, level, alive & np.isfinite(x) & np.isfinite(y))

"""Ticks in whole units: few, round, and never more gridlines than help."""

from __future__ import annotations

import math

GRIDLINES = 3
ROUND = (1, 2, 2.5, 5, 10)


def count_ticks(top: float, most: int = GRIDLINES) -> tuple[int, ...]:
    """Zero and at most `most` round whole numbers up to `top`."""
    if top < 1:
        return (0,)
    rough = top / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(found for found in (r * power for r in ROUND) if found >= rough and found >= 1 and found == int(found))
    return tuple(range(0, int(top) + 1, int(step)))

"""A choropleth's classes in words and colours, for pages that are read away from the program."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from services.words import Words


def ramp_steps(ramp: Sequence[int], count: int) -> tuple[int, ...]:
    """`count` colours spread over a ramp, its ends included where there are two or more."""
    if count <= 1:
        return (ramp[len(ramp) // 2],) * count
    return tuple(ramp[round(k * (len(ramp) - 1) / (count - 1))] for k in range(count))


def class_words(limits: Sequence[float], values: NDArray[np.float64], words: Words) -> tuple[str, ...]:
    """What each class holds: whole numbers as from–to (both included), others as from–below."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return ("",) * (len(limits) + 1)
    whole = bool((known == np.round(known)).all())
    edges = [float(known.min()), *limits, float(known.max())]
    shown = []
    for at, (low, high) in enumerate(pairwise(edges)):
        if not whole:
            shown.append(f"{words.formats.decimal(low)}–{words.formats.decimal(high)}")
            continue
        first, final = int(np.ceil(low)), int(high if at == len(limits) else np.ceil(high) - 1)
        number = words.formats.integer
        shown.append(number(first) if final <= first else f"{number(first)}–{number(final)}")
    return tuple(shown)

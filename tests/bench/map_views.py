"""The fixed series of views that both sides of the map's benchmark are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NEAREST, STEPS, PANS = 16.0, 24, 32


@dataclass(frozen=True, slots=True)
class Look:
    """A view: its middle in metres, and how many times nearer than the whole city it is."""

    x: float
    y: float
    nearer: float


def series(bounds: Sequence[float], every: int = 1) -> list[Look]:
    """81 views: from the whole city to 16 times nearer, pans at three scales, and out again."""
    west, south, east, north = bounds
    wide, high = east - west, north - south
    middle = (west + east) / 2, (south + north) / 2
    target = west + 0.53 * wide, south + 0.48 * high

    def towards(share: float, nearer: float) -> Look:
        x, y = (a + (b - a) * share for a, b in zip(middle, target, strict=True))
        return Look(x, y, nearer)

    into = [towards(step / STEPS, NEAREST ** (step / STEPS)) for step in range(STEPS + 1)]
    pans = []
    for at in range(PANS):
        nearer = (16.0, 4.0, 1.3)[at * 3 // PANS]
        reach = 0.35 / nearer
        pans.append(
            Look(target[0] + wide * reach * ((at % 8) / 4 - 1), target[1] + high * reach * (at % 3 - 1), nearer)
        )
    out = [towards(1 - step / 23, NEAREST ** (1 - step / 23)) for step in range(24)]
    return [*into, *pans, *out][::every]

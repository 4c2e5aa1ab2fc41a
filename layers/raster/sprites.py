"""The pictures of markers: a shape and a colour for each level, as bit rows and colours that the kernels stamp."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FINE = 8  # sub-pixels per pixel and axis for the coverage of edges
LARGEST = 63  # columns in one bit row


@dataclass(frozen=True, slots=True)
class Look:
    """How one level's marker looks: size in px, 0xRRGGBB of its face, of its edge, and the edge's width in px."""

    size: float
    face: int
    edge: int
    edge_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Sprites:
    """Pictures of level 0 blue … 3 red: `solid` and `fringe` bit rows (uint64), `colour` with alpha in the top byte.

    `spans`: the first row of each level's picture that has anything, and the one after the last.
    """

    half: int
    solid: NDArray[np.uint64]
    fringe: NDArray[np.uint64]
    colour: NDArray[np.uint32]
    spans: NDArray[np.int64]

    @classmethod
    def of(cls, looks: tuple[Look, Look, Look, Look], halo: int, halo_px: float) -> Sprites:
        """Disc, square, diamond, triangle for blue, yellow, orange, red, each with a halo around."""
        reach = max(look.size / 2 for look in looks) + halo_px + 1
        half = min(math.ceil(reach), LARGEST // 2)
        size = 2 * half + 1
        colour = np.zeros((len(looks), size, size), np.uint32)
        for level, look in enumerate(looks):
            colour[level] = _picture(_distance(level, look.size, half), look, halo, halo_px)
        alpha = colour >> np.uint32(24)
        bits = np.uint64(1) << np.arange(size, dtype=np.uint64)
        solid = ((alpha == 255) * bits).sum(axis=2).astype(np.uint64)
        fringe = (((alpha > 12) & (alpha < 255)) * bits).sum(axis=2).astype(np.uint64)
        rows = [np.flatnonzero(level) for level in solid | fringe]
        spans = np.array([(found[0], found[-1] + 1) if len(found) else (0, 0) for found in rows], np.int64)
        return cls(half, solid, fringe, colour, spans)

    @property
    def arrays(self) -> tuple[Any, ...]:
        """As the kernels take them."""
        return self.half, self.solid, self.fringe, self.colour, self.spans


def _distance(level: int, size: float, half: int) -> NDArray[np.float64]:
    """Signed distance to the level's shape at sub-pixels, negative inside; y down."""
    steps = (np.arange((2 * half + 1) * FINE) + 0.5) / FINE - half - 0.5
    y, x = np.meshgrid(steps, steps, indexing="ij")
    r = size / 2
    if level == 0:
        return np.hypot(x, y) - r * 0.88
    if level == 1:
        return np.maximum(abs(x), abs(y)) - r * 0.80
    if level == 2:
        return (abs(x) + abs(y) - r) / math.sqrt(2)
    high = 0.90 * size  # apex up, as wide as the box
    slope = math.hypot(high, r)
    side = (abs(x) * high + (-(y + high / 2)) * r) / slope
    return np.maximum(y - high / 2, side)


def _picture(d: NDArray[np.float64], look: Look, halo: int, halo_px: float) -> NDArray[np.uint32]:
    """Face, edge and halo as coverages of each pixel, mixed; alpha in the top byte."""
    rings = (d <= -look.edge_px, d <= 0.0, d <= halo_px)
    face, shape, whole = (_covered(ring) for ring in rings)
    parts = ((look.face, face), (look.edge if look.edge_px else look.face, shape - face), (halo, whole - shape))
    out = np.zeros(whole.shape, np.uint32)
    for shift in (16, 8, 0):
        total = sum(((colour >> shift) & 255) * share for colour, share in parts)
        out |= np.round(np.divide(total, whole, out=np.zeros_like(whole), where=whole > 0)).astype(np.uint32) << shift
    return out | (np.round(whole * 255).astype(np.uint32) << np.uint32(24))


def _covered(fine: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = fine.shape[0] // FINE
    covered: NDArray[np.float64] = fine.reshape(n, FINE, n, FINE).mean(axis=(1, 3))
    return covered

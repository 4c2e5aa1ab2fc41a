"""Lines of several levels as one set of arrays, so that a kernel takes any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.borders import Borders
from layers.raster.scene import Line


@dataclass(frozen=True, slots=True)
class LineSet:
    """Borders one after another: part i lies between `start[i]` and `start[i + 1]`; lines by part, first ones below."""

    seg: NDArray[np.float32]
    low: NDArray[np.float32]
    step: NDArray[np.int32]
    start: NDArray[np.int64]
    tall: NDArray[np.float64]
    colour: NDArray[np.uint32]
    strength: NDArray[np.int64]
    tenths: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Sequence[tuple[Borders, Line]]) -> LineSet:
        """Copies the borders together; parts without any are left out."""
        parts = [(borders, line) for borders, line in parts if len(borders.seg) and line.strength > 0]
        every = [borders for borders, _ in parts] or [Borders.none()]
        arguments = [line.arguments for _, line in parts]
        return cls(
            np.concatenate([borders.seg for borders in every]),
            np.concatenate([borders.low for borders in every]),
            np.concatenate([borders.step for borders in every]),
            np.cumsum([0, *(len(borders.seg) for borders, _ in parts)]).astype(np.int64),
            np.array([borders.tall for borders, _ in parts], np.float64),
            np.array([colour for colour, _, _ in arguments], np.uint32),
            np.array([strength for _, strength, _ in arguments], np.int64),
            np.array([tenths for _, _, tenths in arguments], np.int64),
        )

    @property
    def arrays(self) -> tuple[Any, ...]:
        """As the kernels take them."""
        return self.seg, self.low, self.step, self.start, self.tall, self.colour, self.strength, self.tenths

"""The scratch memory of one thread that draws, kept between frames."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers.raster.borders import Borders

CHUNK_PIXELS = 1 << 17  # half a megabyte of frame stays in the cache until it is finished


class Room:
    """Room for one chunk of rows at a time; for pictures of one width and sprites of one size."""

    def __init__(self, width: int, half: int) -> None:
        self.chunk = rows = max(8, CHUNK_PIXELS // max(1, width))
        words = (width + 4 * half + 63) // 64 + 1
        self._marks = (
            np.empty((rows + 4 * half, words), np.uint64),
            np.empty(rows * width, np.int32),
            np.empty(rows * width, np.uint32),
        )
        self._areas = (
            np.empty(rows + 1, np.int64),
            np.zeros((rows, width), np.int32),
            np.zeros((rows, (width + 63) // 64), np.uint64),
            np.zeros(((rows * width + 7) // 8) * 8, np.uint8),
        )
        self._seen = np.empty((0, 4), np.float32)
        self._which = np.empty(0, np.int32)

    def make_for(self, areas: Borders, over: Any, rim: Borders) -> None:
        """Sees to it that so many segments find room."""
        most = max(len(areas.seg) + max(len(areas.seg), len(rim.seg)), len(over))
        if most > len(self._seen):
            self._seen, self._which = np.empty((most, 4), np.float32), np.empty(most, np.int32)

    @property
    def arrays(self) -> tuple[Any, ...]:
        """As the kernels take them."""
        return self.chunk, *self._marks, self._seen, self._which, *self._areas

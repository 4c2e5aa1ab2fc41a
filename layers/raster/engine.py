"""Makes frames off the GUI thread: the latest request wins, two buffers, never more frames than can be shown."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from layers.raster import kernels, plain
from layers.raster.borders import Borders
from layers.raster.scene import Frame, Line, Scene, View

log = logging.getLogger(__name__)
CHUNK_PIXELS = 1 << 18  # a megabyte of frame stays in the cache until it is finished
NO_LINE = (Borders.none().arrays, Line(0).arguments)


class Engine(Protocol):
    """What a map needs of whatever draws it; another engine may follow."""

    def request(self, view: View, scene: Scene) -> int: ...

    def give_back(self, frame: Frame) -> None: ...

    def close(self) -> None: ...


class Band:
    """A horizontal part of the frame with its scratch memory, kept between frames."""

    def __init__(self, r0: int, r1: int, width: int, half: int) -> None:
        self.r0, self.r1 = r0, r1
        self.chunk = max(8, CHUNK_PIXELS // max(1, width))
        words = (width + 4 * half + 63) // 64 + 1
        self.cover = np.empty((self.chunk + 4 * half, words), np.uint64)
        self.taken = np.empty((self.chunk + 2 * half, words), np.uint64)
        self.todo = np.empty(self.chunk * width, np.int32)
        self.todo_colour = np.empty(self.chunk * width, np.uint32)


class FrameEngine:
    """Draws with kernels in a few threads; by numpy alone until they are compiled, or where there are none.

    `ready(frame)` is called on the engine's thread; the front end gives each buffer back when it shows another.
    """

    def __init__(self, ready: Callable[[Frame], None], threads: int = 2, bands: int = 4) -> None:
        self._ready, self._threads, self._bands = ready, threads, bands
        self._pool = ThreadPoolExecutor(max(1, threads - 1), thread_name_prefix="band")
        self._wake = threading.Condition()
        self._request: tuple[View, Scene, int] | None = None
        self._free: list[Frame] = []
        self._size = (0, 0)
        self._layout: tuple[int, int, int] | None = None
        self._cut: tuple[Band, ...] = ()
        self._generation = 0
        self._open = True
        self._thread = threading.Thread(target=self._run, name="frames", daemon=True)
        self._thread.start()

    def request(self, view: View, scene: Scene) -> int:
        """Asks for a frame and forgets an older wish that nobody began; gives the number the frame will carry."""
        with self._wake:
            self._generation += 1
            self._request = (view, scene, self._generation)
            self._wake.notify()
            return self._generation

    def give_back(self, frame: Frame) -> None:
        """The front end no longer shows this buffer."""
        with self._wake:
            if frame.pixels.shape[::-1] == self._size:
                self._free.append(frame)
                self._wake.notify()

    def close(self) -> None:
        """Ends the threads; waits for a frame in the making."""
        with self._wake:
            self._open = False
            self._wake.notify()
        self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: not self._open or (self._request is not None and self._has_buffer()))
                if not self._open or self._request is None:
                    return
                (view, scene, generation), self._request = self._request, None
                frame = self._free.pop()
            try:
                self.draw(frame, view, scene)
            except Exception:  # one broken frame must not end the map
                log.exception("a frame could not be drawn")
                frame.view = view
            frame.generation = generation
            self._ready(frame)

    def _has_buffer(self) -> bool:
        if self._request is not None:
            size = (self._request[0].width, self._request[0].height)
            if size != self._size:  # buffers of the old size end with their last user
                self._size, self._free = size, [Frame(*size), Frame(*size)]
        return bool(self._free)

    def draw(self, frame: Frame, view: View, scene: Scene) -> None:
        """One frame, now, by the kernels where they are ready; blocks the caller but no other thread."""
        if not kernels.ready():
            plain.draw(frame, view, scene)
            return
        half = scene.sprites.half if scene.sprites is not None else 1
        if self._layout != (view.width, view.height, half):
            self._layout = (view.width, view.height, half)
            edges = [view.height * n // self._bands for n in range(self._bands + 1)]
            self._cut = tuple(Band(a, b, view.width, half) for a, b in zip(edges[:-1], edges[1:], strict=True))
        buf = frame.pixels.reshape(-1)
        todo = list(self._cut)  # shared: list.pop is atomic, a slow core simply takes fewer bands

        def work() -> None:
            while todo:
                try:
                    band = todo.pop()
                except IndexError:
                    return
                _draw_band(buf, band, view, scene)

        helpers = [self._pool.submit(work) for _ in range(self._threads - 1)]
        work()
        for helper in helpers:
            helper.result()
        frame.view = view


def _draw_band(buf: NDArray[np.uint32], band: Band, view: View, scene: Scene) -> None:
    over = [(index.at(view.k).arrays, line.arguments) for index, line in scene.over[:2]]
    over += [NO_LINE] * (2 - len(over))
    sprites = scene.sprites or kernels.no_sprites()
    kernels.draw_band(
        buf, view.width, band.r0, band.r1, view.x0, view.ytop, view.k,
        *scene.areas.at(view.k).arrays, scene.colours, *scene.line.arguments,
        *over[0][0], *over[0][1], *over[1][0], *over[1][1],
        *scene.points.arrays, *scene.points.hot_arrays, *sprites.arrays,
        band.chunk, band.cover, band.taken, band.todo, band.todo_colour,
    )  # fmt: skip

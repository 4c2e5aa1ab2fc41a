"""Makes frames off the GUI thread: the latest request wins, two buffers, never more frames than can be shown."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

import numpy as np

from layers.raster import kernels, plain
from layers.raster.borders import Borders
from layers.raster.crew import Crew
from layers.raster.density import Density
from layers.raster.line_set import LineSet
from layers.raster.point_index import PointIndex
from layers.raster.room import Room
from layers.raster.scene import Frame, Line, Scene, View

log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.0005
BANDS = 8  # a thread that comes late, or is held up, takes fewer of them
ALL_DRAWN = Density.none()
NOTHING = Borders.none()


def share_the_lock() -> None:
    """Lets the threads of a program that draws hand the interpreter over ten times sooner than usual.

    Else a frame that is due waits up to five milliseconds until the GUI thread lets go.
    """
    sys.setswitchinterval(SWITCH_SECONDS)


class Engine(Protocol):
    """What a map needs of whatever draws it; another engine may follow."""

    def request(self, view: View, scene: Scene) -> int: ...

    def give_back(self, frame: Frame) -> None: ...

    def close(self) -> None: ...


class FrameEngine:
    """Draws with kernels in a few threads; by numpy alone until they are compiled, or where there are none.

    `ready(frame)` is called on the engine's thread; the front end gives each buffer back when it shows another.
    """

    def __init__(self, ready: Callable[[Frame], None], threads: int = 2, bands: int = BANDS) -> None:
        self._ready, self._bands = ready, bands
        self._crew = Crew(threads - 1)
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._wake = threading.Condition()
        self._request: tuple[View, Scene, int] | None = None
        self._free: list[Frame] = []
        self._size = (0, 0)
        self._layout: tuple[int, int, int] | None = None
        self._rooms: tuple[Room, ...] = ()
        self._generation = 0
        self._over: tuple[tuple[tuple[Borders, Line], ...], LineSet] | None = None
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

    def aside(self, work: Callable[[], None]) -> None:
        """Does something else on a thread of its own."""
        if self._open:
            self._beside.submit(work)

    def close(self) -> None:
        """Ends the threads; waits for a frame in the making."""
        with self._wake:
            self._open = False
            self._wake.notify()
        self._thread.join()
        self._crew.close()
        self._beside.shutdown()

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
        if scene.apart and scene.sprites is not None:
            self._draw(frame, view, scene)
            whole = frame.pixels.copy()
            self._draw(frame, view, replace(scene, points=PointIndex.none(), sprites=None, density=None))
            frame.marks = np.where(whole != frame.pixels, whole, np.uint32(0))
        else:
            self._draw(frame, view, scene)
            frame.marks = None
        frame.view = view

    def _draw(self, frame: Frame, view: View, scene: Scene) -> None:
        if not kernels.ready():
            plain.draw(frame, view, scene)
            return
        half = scene.sprites.half if scene.sprites is not None else 1
        if self._layout != (view.width, view.height, half):
            self._layout = (view.width, view.height, half)
            self._rooms = tuple(Room(view.width, view.height, half) for _ in range(self._crew.size + 1))
        borders, over = scene.areas.at(view.k), self._lines(scene, view.k)
        rim = scene.rim[0].at(view.k / 6) if scene.rim is not None else NOTHING
        for room in self._rooms:
            room.make_for(borders, over.seg, rim)
        arguments = (
            frame.pixels.reshape(-1), view.width, view.height, self._bands, np.zeros(1, np.int64),
            float(view.x0), float(view.ytop), float(view.k),
            (*borders.arrays, scene.colours, *scene.line.arguments), over.arrays, (*rim.arrays, *rim_of(scene)),
            (*scene.points.arrays, *scene.points.hot_arrays),
            (*(scene.sprites or kernels.no_sprites()).arrays, *(scene.density or ALL_DRAWN).arrays),
        )  # fmt: skip
        self._crew.work(lambda member: kernels.draw_bands(*arguments, self._rooms[member].arrays))

    def _lines(self, scene: Scene, scale: float) -> LineSet:
        """The lines over the areas, copied together once for as long as they stay the same."""
        parts = tuple((index.at(scale), line) for index, line in scene.over)
        known = self._over
        if known is not None and len(known[0]) == len(parts):
            same = [a is b and line == other for (a, line), (b, other) in zip(parts, known[0], strict=True)]
            if all(same):
                return known[1]
        made = LineSet.of(parts)
        self._over = (parts, made)
        return made


def rim_of(scene: Scene) -> tuple[np.uint32, int]:
    """Colour and width of the soft band, 0 px for none."""
    if scene.rim is None:
        return np.uint32(0), 0
    line = scene.rim[1]
    return np.uint32(line.colour & 0xFFFFFF), max(1, round(line.width))

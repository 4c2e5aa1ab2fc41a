"""Makes frames off the GUI thread: the latest request wins, two buffers, never more frames than can be shown."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from layers.raster import kernels, plain
from layers.raster.borders import Borders
from layers.raster.crew import Crew
from layers.raster.density import Density
from layers.raster.line_set import LineSet
from layers.raster.panning import Drawn, Shift, Window, changes_of
from layers.raster.point_index import PointIndex
from layers.raster.room import Room
from layers.raster.scene import Frame, Line, Scene, View

log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.0005
ROOMS = 3  # sizes: the frame's, and those of strips
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
        self._rooms: dict[tuple[int, int], tuple[Room, ...]] = {}
        self._drawn: Drawn | None = None
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
        """Ends the threads, waits for a frame in the making, and keeps no picture: a closed map may be held long."""
        with self._wake:
            self._open = False
            self._wake.notify()
        self._thread.join()
        self._crew.close()
        self._beside.shutdown()
        self._request = self._drawn = self._over = None
        self._free, self._rooms = [], {}

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
            self._drawn = None
            plain.draw(frame, view, scene)
            return
        known, changes = self._drawn, changes_of(scene)
        shift = known.shift_to(frame, view, scene, changes) if known is not None else None
        self._drawn = None
        if known is None or shift is None:
            self._crew.work(self._job(frame.pixels, view, scene))
        else:
            self._move(known.frame, shift, frame, view, scene)
        self._drawn = Drawn(frame, view, scene, changes)

    def _move(self, old: Frame, shift: Shift, frame: Frame, view: View, scene: Scene) -> None:
        """Copies what the frame before has of a view, and draws the rest."""
        kept, strips, copies = shift.kept(view), [], []
        for window in shift.fresh(view):
            whole = window.right - window.left == view.width
            pixels = frame.pixels[window.top : window.bottom]
            if not whole:  # a kernel draws whole rows only
                pixels = np.empty((window.bottom - window.top, window.right - window.left), np.uint32)
                copies.append((window, pixels))
            strips.append(self._job(pixels, window.view(view), scene))
        edges = [kept.top + (kept.bottom - kept.top) * n // self._bands for n in range(self._bands + 1)]
        parts = [Window(a, b, kept.left, kept.right) for a, b in pairwise(edges)]

        def do(member: int) -> None:
            for job in strips:
                job(member)
            while parts:
                try:
                    shift.copy(old.pixels, frame.pixels, parts.pop())
                except IndexError:
                    return

        self._crew.work(do)
        for window, pixels in copies:
            frame.pixels[window.top : window.bottom, window.left : window.right] = pixels

    def _job(self, pixels: NDArray[np.uint32], view: View, scene: Scene) -> Callable[[int], None]:
        """The drawing of one picture, for each member of the crew to take part in."""
        sprites = scene.sprites or kernels.no_sprites()
        borders, over = scene.areas.at(view.k), self._lines(scene, view.k)
        rim = scene.rim[0].at(view.k / 6) if scene.rim is not None else NOTHING
        rooms = self._rooms_for(view.width, sprites.half)
        for room in rooms:
            room.make_for(borders, over.seg, rim)
        density = scene.density or ALL_DRAWN
        arguments = (
            pixels.reshape(-1), view.width, view.height, self._bands, np.zeros(1, np.int64),
            float(view.x0), float(view.ytop), float(view.k),
            (*borders.arrays, borders.kind, scene.colours, *scene.own_lines), over.arrays,
            (*rim.arrays, *rim_of(scene)),
            (*scene.points.arrays, *scene.points.hot_arrays), sprites.arrays, density.arrays,
            density.shared(view.width, view.height, sprites.half),
        )  # fmt: skip
        return lambda member: kernels.draw_bands(*arguments, rooms[member].arrays)

    def _rooms_for(self, width: int, half: int) -> tuple[Room, ...]:
        """Scratch memory for each thread, kept for the last few sizes."""
        rooms = self._rooms.pop((width, half), None)
        if rooms is None:
            rooms = tuple(Room(width, half) for _ in range(self._crew.size + 1))
        self._rooms[width, half] = rooms
        if len(self._rooms) > ROOMS:
            del self._rooms[next(iter(self._rooms))]
        return rooms

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

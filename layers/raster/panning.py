"""A view that was moved by whole pixels: what can be copied from the frame before, and what must be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.raster.scene import Frame, Scene, View

MOST = 0.5  # of a frame: if more is new, it is drawn whole
STEP = 64  # px: strips are as wide as the next multiple, so that threads keep their scratch memory


@dataclass(frozen=True, slots=True)
class Window:
    """Rows and columns of a frame, half-open."""

    top: int
    bottom: int
    left: int
    right: int

    def view(self, view: View) -> View:
        """The part of a view that lies in it."""
        x0, ytop = view.x0 + self.left / view.k, view.ytop - self.top / view.k
        return View(x0, ytop, view.k, self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Shift:
    """Pixel (r, c) of the new frame was (r + rows, c + columns) of the old one."""

    rows: int
    columns: int

    @classmethod
    def between(cls, old: View, new: View) -> Shift | None:
        """How far the view moved; None where the scale or the size is another, or little would be left."""
        if (old.width, old.height) != (new.width, new.height) or abs(old.k / new.k - 1) > 1e-9:
            return None
        columns, rows = (new.x0 - old.x0) * new.k, (old.ytop - new.ytop) * new.k
        if abs(columns - round(columns)) > 1e-3 or abs(rows - round(rows)) > 1e-3:
            return None
        made = cls(round(rows), round(columns))
        left = (1 - abs(made.columns) / new.width) * (1 - abs(made.rows) / new.height)
        seen = abs(made.columns) < new.width and abs(made.rows) < new.height
        return made if seen and 1 - left <= MOST else None

    def kept(self, view: View) -> Window:
        """Where the new frame shows what the old one did."""
        top, left = max(0, -self.rows), max(0, -self.columns)
        return Window(top, view.height - max(0, self.rows), left, view.width - max(0, self.columns))

    def fresh(self, view: View) -> list[Window]:
        """The strips to draw: whole rows first, then columns beside what is kept."""
        kept, found = self.kept(view), []
        if self.rows:
            rows = (0, kept.top) if self.rows < 0 else (kept.bottom, view.height)
            found.append(Window(*rows, 0, view.width))
        if self.columns:
            wide = min(view.width, -(-abs(self.columns) // STEP) * STEP)
            columns = (0, wide) if self.columns < 0 else (view.width - wide, view.width)
            found.append(Window(kept.top, kept.bottom, *columns))
        return found

    def copy(self, old: NDArray[np.uint32], new: NDArray[np.uint32], kept: Window) -> None:
        """Moves what is kept, or some rows of it; numpy lets go of the interpreter's lock meanwhile."""
        rows = slice(kept.top + self.rows, kept.bottom + self.rows)
        columns = slice(kept.left + self.columns, kept.right + self.columns)
        new[kept.top : kept.bottom, kept.left : kept.right] = old[rows, columns]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The last frame that kernels drew, with what it showed then."""

    frame: Frame
    view: View
    scene: Scene
    changes: tuple[Any, ...]

    def shift_to(self, frame: Frame, view: View, scene: Scene, changes: tuple[Any, ...]) -> Shift | None:
        """How a new frame can be had by moving this one; None where it can't."""
        if frame is self.frame or changes != self.changes or not _same(self.scene, scene):
            return None
        return Shift.between(self.view, view)


def changes_of(scene: Scene) -> tuple[Any, ...]:
    """Markers change in place: what tells whether any did."""
    points, hot = scene.points, scene.points.hot
    return hot, points.hot_x[:hot].tobytes(), points.hot_y[:hot].tobytes(), points.hot_level[:hot].tobytes()


def _same(a: Scene, b: Scene) -> bool:
    """Whether two scenes show the same things, by what they are made of."""
    if a.areas is not b.areas or a.colours is not b.colours or a.points is not b.points or a.sprites is not b.sprites:
        return False
    if a.line != b.line or a.kinds != b.kinds or a.apart or b.apart:
        return False
    if len(a.over) != len(b.over) or (a.rim is None) != (b.rim is None):
        return False
    lines = [*zip(a.over, b.over, strict=True), *([(a.rim, b.rim)] if a.rim is not None else [])]
    if any(one is not other or line != its for (one, line), (other, its) in lines):  # type: ignore[misc]
        return False
    if a.density is None or b.density is None:
        return a.density is b.density
    return all(np.array_equal(one, other) for one, other in zip(a.density.arrays, b.density.arrays, strict=True))

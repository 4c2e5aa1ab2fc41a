"""How far the making of a demo city is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of the making: what is being done (a source of words), the share of all that is done.

    What can be looked at meanwhile, in CGCS2000 degrees, only where it is new, else None: `borders` the polygons drawn,
    `outlines` those of the level above, `points` n × 2 (where people live, then open incidents).
    """

    step: str
    share: float
    borders: Any = None
    outlines: Any = None
    points: Any = None


class Teller:
    """Tells how far it is, and stops the making where that was asked for."""

    def __init__(self, progress: Callable[[Progress], None] | None, stop: Callable[[], bool] | None) -> None:
        self._progress, self._stop = progress, stop

    def __call__(self, step: str, share: float, **drawn: Any) -> None:
        """Called from the working thread; raises `Refusal` demo.stopped."""
        if self._stop is not None and self._stop():
            raise Refusal("demo.stopped", "The demo city was not made, as you wished. Nothing was left behind.")
        if self._progress is not None:
            self._progress(Progress(step, share, **drawn))

    def part(self, step: str, begin: float, end: float) -> Callable[..., None]:
        """Tells of one step, whose own share runs from 0 to 1."""
        return lambda share, **drawn: self(step, begin + (end - begin) * share, **drawn)

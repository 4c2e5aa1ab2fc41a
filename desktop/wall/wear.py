"""What keeps a screen whole that shows one picture for years: the frame shifts each hour, the night is dimmer."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from datetime import datetime, time

SHIFTS = ((2, 2), (-4, 3), (6, -2), (-3, -6), (4, 5), (-6, -4), (3, -3), (-2, 6))
MOST = 6  # px that the frame ever shifts
DARKEST = 0.45
RAMP_MINUTES = 60
TIDY_EVERY = 3600.0  # seconds
STEP = 0.05  # brightness changes in steps: each repaints the wall


def tidy() -> bool:
    """Gives memory that was let go back to the system, off the GUI thread; False where the system keeps no such heap.

    Pictures come and go for years: what they leave in the heap between smaller things would grow for weeks.
    """
    if not sys.platform.startswith("linux"):
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(0))


def shift_of(now: datetime) -> tuple[int, int]:
    """Where the frame stands in this hour, px right and down; another place in the next."""
    return SHIFTS[int(now.timestamp() // 3600) % len(SHIFTS)]


@dataclass(frozen=True, slots=True)
class Night:
    """When the wall is dimmed and to what; from and until in the city's own time, each with an hour's ramp."""

    begin: time = time(22, 0)
    end: time = time(6, 0)
    brightness: float = DARKEST

    @classmethod
    def of(cls, remembered: object) -> Night:
        """From the seat's settings {"from", "until", "brightness"}; the usual night where they can't be read."""
        if not isinstance(remembered, dict):
            return cls()
        try:
            begin = time.fromisoformat(str(remembered.get("from", "22:00")))
            end = time.fromisoformat(str(remembered.get("until", "06:00")))
            wanted = float(remembered.get("brightness", DARKEST))
        except ValueError:
            return cls()
        return cls(begin, end, min(1.0, max(DARKEST, wanted)))

    def brightness_at(self, now: datetime) -> float:
        """1 by day, the night's brightness by night, and steps between them in the hour after either begins."""
        minute = now.hour * 60 + now.minute
        begin, end = _minutes(self.begin), _minutes(self.end)
        length, gone = (end - begin) % 1440, (minute - begin) % 1440
        if length == 0:
            return 1.0
        if gone < length:
            dark = min(1.0, gone / RAMP_MINUTES)
        else:
            dark = max(0.0, 1.0 - (gone - length) / RAMP_MINUTES)
        exact = 1.0 - dark * (1.0 - self.brightness)
        return max(self.brightness, round(exact / STEP) * STEP)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute

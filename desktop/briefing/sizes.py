"""How large a page is drawn: as a whole where the screen lets it be, else its parts one below the other."""

from __future__ import annotations

PAGE = (1920.0, 1080.0)
LEAST_ZOOM, LEAST_SHAPE = 0.8, 1.5  # smaller or narrower than either, the parts are stacked
STACKED_WIDTH = 1200.0


def is_narrow(width: int, height: int) -> bool:
    """Whether a window of that size (logical px) can't show a page as a whole."""
    return width / max(1, height) < LEAST_SHAPE or _whole(width, height) < LEAST_ZOOM


def page_zoom(width: int, height: int) -> float:
    """What the page's px at 1920 × 1080 are multiplied by."""
    if is_narrow(width, height):
        return max(LEAST_ZOOM, min(1.0, width / STACKED_WIDTH))
    return _whole(width, height)


def _whole(width: int, height: int) -> float:
    return min(width / PAGE[0], height / PAGE[1])

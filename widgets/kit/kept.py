"""What is painted in a theme's colours and kept for as long as they hold."""

from __future__ import annotations

from typing import Generic, TypeVar

from widgets.theme.theme import Theme

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Pictures by key, forgotten when the theme's colours are others.

    It asks the theme and listens to nothing: a signal would hold what was kept for as long as the theme lives, and
    a wall makes new ones with each scene.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme, self._palette = theme, theme.palette
        self._kept: dict[K, V] = {}

    def now(self) -> dict[K, V]:
        """What holds for the colours of now; the caller adds to it."""
        if self._palette is not self._theme.palette:
            self._palette = self._theme.palette
            self._kept.clear()
        return self._kept

"""Which warnings a seat has heard of as new since it was opened, whether by a fact or by a picture after a gap."""

from __future__ import annotations

import time
from collections.abc import Iterable

from services.domain.warnings import LiveWarning
from services.insight.warned import is_unseen
from services.live.picture import Picture


class Hearing:
    """`heard` gives the time of each (milliseconds of the process's clock) until somebody has seen it."""

    def __init__(self) -> None:
        self.heard: dict[int, float] = {}
        self._known: set[int] | None = None

    def replace(self, picture: Picture) -> bool:
        """A full picture: of the first nothing is new, later what came in between; whether a new one is red."""
        before, self._known = self._known, set(picture.warnings)
        for ident in set(self.heard) - self._known:
            del self.heard[ident]
        return before is not None and self.take(picture, self._known - before)

    def take(self, picture: Picture, touched: Iterable[int]) -> bool:
        """Some of them changed; whether a new one is red."""
        now, red = time.monotonic() * 1000, False
        for ident in touched:
            one = picture.warnings.get(ident)
            if one is None or not is_unseen(one):
                self.heard.pop(ident, None)
            elif ident not in self.heard:
                self.heard[ident] = now
                red |= one.level == 1
        self._known = set(picture.warnings)
        return red

    def of(self, one: LiveWarning) -> float:
        """When it was heard of as new; 0 for one that was there before."""
        return self.heard.get(one.id, 0.0)

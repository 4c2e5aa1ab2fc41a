"""What may take a pane of the wall by itself: the newest red thing that nobody has taken up, for a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from widgets.wall.card import Card

STAYS = 600.0  # seconds that something red keeps its pane while nobody takes it up


@dataclass(frozen=True, slots=True)
class Alert:
    """Something red: a warning, or an incident; `waiting` while nobody has taken it up.

    `x`, `y`, `radius` in Web Mercator metres, NaN without a place or a circle; `area` is the index of the area that it
    is about, -1 for none.
    """

    kind: str
    id: int
    waiting: bool
    card: Card
    x: float
    y: float
    radius: float = float("nan")
    area: int = -1

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others."""
        return self.kind, self.id


class Attention:
    """Which alert holds the pane. One that was taken up rests there until the scene changes."""

    def __init__(self, stays: float = STAYS) -> None:
        self._stays = stays
        self._held: tuple[str, int] | None = None
        self._since: dict[tuple[str, int], float] = {}

    def look(self, alerts: Sequence[Alert], steady: float) -> Alert | None:
        """The alert that has the pane; `alerts` in order, the first of those that wait takes it."""
        waiting = {alert.key for alert in alerts if alert.waiting}
        self._since = {key: since for key, since in self._since.items() if key in waiting}  # woken again: a new time
        first = next((alert for alert in alerts if alert.waiting and not self._is_over(alert.key, steady)), None)
        if first is not None:
            self._since.setdefault(first.key, steady)
            self._held = first.key
            return first
        rests = next((alert for alert in alerts if alert.key == self._held and not alert.waiting), None)
        if rests is None:
            self._held = None
        return rests

    def give_back(self) -> None:
        """The scene changes: what was taken up leaves."""
        self._held = None

    def _is_over(self, key: tuple[str, int], steady: float) -> bool:
        since = self._since.get(key)
        return since is not None and steady - since >= self._stays

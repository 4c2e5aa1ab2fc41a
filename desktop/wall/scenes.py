"""The scenes of a wall: which figures, lists and map colours stand together, and the order they are played in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.words import N_

SECONDS = 30.0


class ListKind(StrEnum):
    """What a list of a scene is about."""

    OPEN_TOWNS = "open_towns"
    NEWEST = "newest"
    OVERDUE_TOWNS = "overdue_towns"
    LONGEST_OVER = "longest_over"
    CREWS = "crews"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene. `figures` in order; `few` are those of a wall that has room for three only.

    `ground` colours the map, `second` the map beside it on a wall of two screens (`layers.choropleth.FIGURES`).
    """

    name: str
    title: str
    figures: tuple[str, ...]
    few: tuple[str, ...]
    lists: tuple[ListKind, ListKind]
    ground: str
    second: str

    def chosen(self, room: int) -> tuple[str, ...]:
        """The figures for so many places."""
        if room >= len(self.figures):
            return self.figures
        return (*self.few, *(name for name in self.figures if name not in self.few))[:room]


SCENES = (
    Scene(
        name=N_("City", ctx="scene"),
        title=N_("The city at a glance"),
        figures=("reported_today", "closed_in_time", "open_now", "overdue", "on_duty"),
        few=("reported_today", "open_now", "overdue"),
        lists=(ListKind.OPEN_TOWNS, ListKind.NEWEST),
        ground="recent_per_thousand",
        second="open",
    ),
    Scene(
        name=N_("Limits", ctx="scene"),
        title=N_("Limits and overdue"),
        figures=("overdue", "closed_in_time", "open_now", "closed_today", "closed_of_reported"),
        few=("overdue", "closed_in_time", "closed_today"),
        lists=(ListKind.OVERDUE_TOWNS, ListKind.LONGEST_OVER),
        ground="open",
        second="overdue",
    ),
    Scene(
        name=N_("People and channels", ctx="scene"),
        title=N_("People and channels"),
        figures=("on_duty", "reported_today", "closed_today", "open_now", "closed_of_reported"),
        few=("on_duty", "reported_today", "closed_today"),
        lists=(ListKind.CREWS, ListKind.CHANNELS),
        ground="recent",
        second="open",
    ),
)


@dataclass(slots=True)
class PlayList:
    """Which scene is shown and how much of its time has gone; time comes in seconds of any steady clock."""

    seconds: float = SECONDS
    current: int = 0
    begun: float = 0.0

    @classmethod
    def of(cls, remembered: object, begun: float) -> PlayList:
        """From the seat's settings: seconds for each scene, 0 for the first alone; the usual time where unreadable."""
        known = isinstance(remembered, int | float) and not isinstance(remembered, bool) and 0 <= remembered < 86_400
        return cls(float(remembered) if known else SECONDS, begun=begun)  # type: ignore[arg-type]

    @property
    def scene(self) -> Scene:
        """The scene that is shown."""
        return SCENES[self.current]

    def progress(self, now: float) -> float:
        """The share of its time that has gone, 0–1."""
        return min(1.0, max(0.0, (now - self.begun) / self.seconds)) if self.seconds > 0 else 0.0

    def is_over(self, now: float) -> bool:
        """Whether the next scene is due."""
        return self.seconds > 0 and now - self.begun >= self.seconds

    def go_on(self, now: float) -> Scene:
        """The next scene begins."""
        self.current = (self.current + 1) % len(SCENES)
        self.begun = now
        return self.scene

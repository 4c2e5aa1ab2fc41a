"""The warnings that stand, counted for screens that are read from afar: by level, town and special action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from services.domain.areas import Level
from services.domain.incidents import PlaceStatus, Severity
from services.domain.scenes import EVERYTHING, SceneFilter
from services.domain.warnings import LiveWarning, WarningState
from services.insight.by_area import Tally
from services.live.picture import Picture


@dataclass(frozen=True, slots=True)
class Warned:
    """The warnings at `at`: `counts` by level (red … blue) and `by_town` sum to `total`; drills are counted apart.

    `rows` in order: level, then those nobody has acknowledged, then the newest, those on the shelf last; drills stand
    among them. `grave_by_town`: red and orange ones. `by_scenario`: by code, all and those nobody has acknowledged.
    """

    at: datetime
    rows: tuple[LiveWarning, ...]
    counts: tuple[int, ...]
    drilled: int
    unseen: int
    by_town: Tally
    grave_by_town: Tally
    by_scenario: tuple[tuple[str, int, int], ...]

    @property
    def total(self) -> int:
        """All that stand, without drills."""
        return sum(self.counts)


def warned(picture: Picture, now: datetime, only: SceneFilter = EVERYTHING, scenarios: Iterable[str] = ()) -> Warned:
    """Counts the warnings of a picture; with a special action in the filter those of its `scenarios` alone."""
    chosen = set(scenarios)
    found = [
        one
        for one in picture.warnings.values()
        if only.takes(int(one.level)) and (not only.campaign or one.scenario in chosen)
    ]
    real = [one for one in found if not one.drill]
    grave = [one for one in real if one.level <= Severity.ORANGE]
    codes: dict[str, list[int]] = {}
    for one in real:
        counted = codes.setdefault(one.scenario, [0, 0])
        counted[0] += 1
        counted[1] += int(is_unseen(one))
    return Warned(
        at=now,
        rows=tuple(sorted(found, key=_rank)),
        counts=tuple(sum(one.level == level for one in real) for level in Severity),
        drilled=len(found) - len(real),
        unseen=sum(map(is_unseen, real)),
        by_town=_tally(picture, real),
        grave_by_town=_tally(picture, grave),
        by_scenario=tuple((code, n, waiting) for code, (n, waiting) in codes.items()),
    )


def is_unseen(one: LiveWarning) -> bool:
    """Whether nobody has taken up its newest member, and nobody put it on the shelf."""
    return not one.acked and one.state not in (WarningState.SHELVED, WarningState.DISPATCHED)


def _rank(one: LiveWarning) -> tuple[bool, int, bool, float, int]:
    return (
        one.state is WarningState.SHELVED, int(one.level), not is_unseen(one), -one.raised_at.timestamp(), -one.id,
    )  # fmt: skip


def _tally(picture: Picture, found: list[LiveWarning]) -> Tally:
    areas = picture.areas.at_level(Level.TOWN)
    located = [one for one in found if one.place.status is PlaceStatus.LOCATED]
    index = np.array([picture.areas.index.get(one.place.town or -1, -1) for one in located], np.intp)
    counts = np.bincount(index[index >= 0], minlength=len(picture.areas))[areas]
    apart = {status: sum(one.place.status is status for one in found) for status in PlaceStatus}
    return Tally(
        areas, counts, int((index < 0).sum()), apart[PlaceStatus.UNLOCATED], apart[PlaceStatus.OUTSIDE]
    )  # fmt: skip

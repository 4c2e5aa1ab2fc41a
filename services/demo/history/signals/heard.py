"""Signals as they are made up, part by part, and the columns that they become at last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.ground.areas import Ground
from services.domain.incidents import PlaceStatus

Millis = NDArray[np.int64]
Words = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Heard:
    """Some signals as columns of n: `kind`, `source`, `subject` as codes, `at` in milliseconds, `grid` rows (-1: no
    place), `place` n × 2 in CGCS2000 degrees, `value`."""

    kind: Words
    source: Words
    at: Millis
    grid: NDArray[np.intp]
    place: NDArray[np.float64]
    subject: Words
    value: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.at)


def words(values: Sequence[str] | NDArray[Any] | str, count: int) -> Words:
    """So many words, the same again and again where it is one."""
    found = np.empty(count, object)
    found[:] = values
    return found


def joined(parts: Sequence[Heard]) -> Heard:
    """All of them, one part after the other."""
    if not parts:
        none = words("", 0)
        return Heard(none, none, np.zeros(0, np.int64), np.zeros(0, np.intp), np.zeros((0, 2)), none, np.zeros(0))
    return Heard(*(np.concatenate([getattr(part, name) for part in parts]) for name in Heard.__slots__))


def columns_of(heard: Heard, ground: Ground, rng: np.random.Generator) -> dict[str, Sequence[Any]]:
    """The columns of the table of signals but for ids and links; received some seconds later."""
    inside = heard.grid >= 0
    village = ground.borders.village_of_grid[heard.grid]
    town = ground.borders.town_of_village[village]
    count = len(heard)
    return {
        "source": heard.source.tolist(),
        "kind": heard.kind.tolist(),
        "at": heard.at.tolist(),
        "received_at": (heard.at + rng.integers(400, 45_000, count)).tolist(),
        "subject": heard.subject.tolist(),
        "value": heard.value.tolist(),
        "place": np.where(inside, int(PlaceStatus.LOCATED), int(PlaceStatus.UNLOCATED)).tolist(),
        "lon": _known(heard.place[:, 0], inside),
        "lat": _known(heard.place[:, 1], inside),
        "town_id": _known(ground.towns[town], inside),
        "village_id": _known(ground.villages[village], inside),
        "grid_id": _known(ground.grids[heard.grid], inside),
        "incident_id": [None] * count,
        "report_id": [None] * count,
        "origin": [""] * count,
    }


def _known(values: NDArray[Any], inside: NDArray[np.bool_]) -> list[Any]:
    return [value if there else None for value, there in zip(values.tolist(), inside.tolist(), strict=True)]

"""What really happened, as the generator's own record: which no model ever reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.demo.ground.areas import Ground
from services.domain.scenarios import Per, Scenario

DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Truth:
    """One true story: about a subject, or in the area of `grid` (a row) at the scenario's level, or around a place.

    Times in milliseconds; `harm` None where it came to none (yet).
    """

    scenario: Scenario
    grid: int
    place: tuple[float, float] | None
    radius_m: float | None
    subject: str
    begin: int
    harm: int | None
    end: int


def truth_columns(truths: Sequence[Truth], ground: Ground) -> dict[str, Sequence[Any]]:
    """The columns of the table of truths."""
    rows = [_row(truth, ground) for truth in sorted(truths, key=lambda one: (one.begin, one.scenario.code))]
    names = ("scenario", "model", "subject", "town_id", "village_id", "grid_id", "lon", "lat", "radius_m", "begin_at",
             "harm_at", "end_at")  # fmt: skip
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def _row(truth: Truth, ground: Ground) -> tuple[Any, ...]:
    per, areas = truth.scenario.per, (None, None, None)
    if truth.grid >= 0:
        village = int(ground.borders.village_of_grid[truth.grid])
        town = int(ground.borders.town_of_village[village])
        whole = (int(ground.towns[town]), int(ground.villages[village]), int(ground.grids[truth.grid]))
        depth = {Per.CITY: 0, Per.TOWN: 1, Per.VILLAGE: 2}.get(per, 3)
        areas = tuple(ident if at < depth else None for at, ident in enumerate(whole))  # type: ignore[assignment]
    lon, lat = truth.place or (None, None)
    model = str(truth.scenario.model)
    return (truth.scenario.code, model, truth.subject, *areas, lon, lat, truth.radius_m, truth.begin, truth.harm,
            truth.end)  # fmt: skip

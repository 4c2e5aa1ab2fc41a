"""Stories inside the history: junctions where accidents repeat, until a measure is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from services.demo.history.lives import DAY
from services.demo.profile import Story
from services.domain.catalogue import Category

if TYPE_CHECKING:
    from services.demo.history.incidents import World

MEASURE = "经平台研判，{spot}近几个月事故多发。建议：优化信号配时，增设减速带、警示标志和爆闪灯；已交办公安交警大队。"


@dataclass(frozen=True, slots=True)
class Told:
    """Incident rows with the grid row, the place and the spot's name that a story gives them, and whole texts."""

    rows: NDArray[np.intp]
    grids: NDArray[np.intp]
    places: NDArray[np.float64]
    spots: tuple[str, ...]
    said: dict[int, str] = field(default_factory=dict)


def tell_stories(
    world: World,
    reported: NDArray[np.int64],
    category: NDArray[np.intp],
    leaves: Sequence[Category],
    rng: np.random.Generator,
) -> Told:
    """Gives incidents of the right days to each story; changes `category` there."""
    codes = [leaf.code for leaf in leaves]
    rows: list[NDArray[np.intp]] = []
    grids: list[NDArray[np.intp]] = []
    places: list[NDArray[np.float64]] = []
    spots: list[str] = []
    said: dict[int, str] = {}
    share = len(reported) / world.profile.figures["incidents"]
    for story in world.profile.stories if len(reported) else ():
        ground = junctions(world, story)
        chosen = _days(world, story, reported, share, rng)
        chosen = np.setdiff1d(chosen, np.concatenate(rows) if rows else np.zeros(0, dtype=np.intp))
        junction = rng.choice(len(story.spots), len(chosen), p=spot_weights(len(story.spots)))
        category[chosen] = codes.index(story.category)
        age = (round(world.now.timestamp() * 1000) - reported) / DAY
        measure = int(np.argmin(np.abs(age - story.measure_days_ago - 2)))
        category[measure] = codes.index(story.hazard)
        said[measure] = MEASURE.format(spot=story.spots[0])
        chosen, junction = chosen[chosen != measure], junction[chosen != measure]
        rows.append(np.append(chosen, measure))
        at = np.append(junction, 0)
        grids.append(ground[0][at])
        places.append(ground[1][at])
        spots += [story.spots[k] for k in at.tolist()]
    if not rows:
        none = np.zeros(0, dtype=np.intp)
        return Told(none, none, np.zeros((0, 2)), ())
    return Told(np.concatenate(rows), np.concatenate(grids), np.concatenate(places), tuple(spots), said)


def spot_weights(count: int) -> NDArray[np.float64]:
    """The share that each of a story's spots has in it."""
    weight = 1.0 / np.arange(1, count + 1) ** 0.7
    return np.asarray(weight / weight.sum())


def junctions(world: World, story: Story) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """A grid row and a place for each of the story's spots: grids of its town, far from one another."""
    ground = world.ground
    town = ground.town_codes.index(story.town)
    mine = np.flatnonzero(ground.borders.town_of_village[ground.borders.village_of_grid] == town)
    place = np.round(world.places.sure[mine], 6)
    chosen = [0]
    while len(chosen) < len(story.spots):
        far = np.min([((place - place[k]) ** 2).sum(axis=1) for k in chosen], axis=0)
        chosen.append(int(np.argmax(far)))
    return mine[chosen], place[chosen]


def _days(
    world: World, story: Story, reported: NDArray[np.int64], share: float, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Incident rows for the story: so many a month before the measure, so many after."""
    age = (round(world.now.timestamp() * 1000) - reported) / DAY
    found = []
    for rows, monthly in (
        (np.flatnonzero(age >= story.measure_days_ago), story.monthly_before),
        (np.flatnonzero(age < story.measure_days_ago - 12), story.monthly_after),
    ):
        if len(rows) == 0:
            continue
        months = (age[rows].max() - age[rows].min()) / 30.4
        found.append(rng.choice(rows, min(round(months * monthly * share), len(rows)), replace=False))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.intp)

"""The noise of every day: each kind at its own rate and rhythm, of nobody in particular or of somebody by chance."""

from __future__ import annotations

import numpy as np

from services.demo.history.signals.heard import Heard, joined, words
from services.demo.history.signals.plan import Kind
from services.demo.history.signals.stage import Stage


def background(stage: Stage) -> Heard:
    """All kinds over the whole history, by chance and the calendar."""
    return joined([_one(stage, kind) for kind in stage.plan.kinds])


def _one(stage: Stage, kind: Kind) -> Heard:
    rng, history = stage.rng, stage.world.profile.history
    # the rate is that of the end: the years before had less
    mean = kind.a_day * history.days * (1 + 1 / history.growth) / 2 * stage.share
    count = int(rng.poisson(mean))
    at = np.sort(stage.times(kind, count))
    source = words([kind.sources[row] for row in rng.integers(0, len(kind.sources), count)], count)
    value = stage.values(kind, count)
    if kind.subject and kind.subject != "who":
        pool = stage.pool(kind.subject)
        row = rng.integers(0, len(pool.names), count)
        subject = words([pool.names[one] for one in row.tolist()], count)
        return Heard(words(kind.code, count), source, at, pool.grid[row], pool.place[row], subject, value)
    subject = words(stage.people(count) if kind.subject else "", count)
    grid = stage.grids(kind.where, count)
    return Heard(words(kind.code, count), source, at, grid, stage.places.anywhere(grid, rng), subject, value)

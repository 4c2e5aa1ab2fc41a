"""The truth of the junctions where accidents repeat in the incidents themselves, until a measure is taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from services.demo.history.incidents import World
from services.demo.history.signals.truths import DAY, Truth
from services.demo.history.stories import junctions, spot_weights
from services.domain.scenarios import ModelKind, Per, Scenario

MONTHLY = 2.0  # accidents a month from which a junction is a black spot in truth


def junction_truths(world: World, scenarios: Sequence[Scenario], share: float) -> list[Truth]:
    """One for each junction of each story, for the scenarios that count such incidents at spots."""
    now, found = round(world.now.timestamp() * 1000), list[Truth]()
    for story in world.profile.stories:
        grids, places = junctions(world, story)
        often = story.monthly_before * share * spot_weights(len(story.spots))
        for scenario in scenarios:
            if scenario.model is ModelKind.FREQUENCY and scenario.per is Per.SPOT and story.category in scenario.kinds:
                found += [
                    Truth(
                        scenario, int(grids[at]), (float(places[at, 0]), float(places[at, 1])),
                        scenario.parameters.get("radius_m", 200.0), "", now - world.profile.history.days * DAY, None,
                        now - round(story.measure_days_ago * DAY),
                    )
                    for at in np.flatnonzero(often >= MONTHLY).tolist()
                ]  # fmt: skip
    return found

"""The things of the base records that stand somewhere and have to be looked after, as the models see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from services.domain.scenarios import Scenario
from services.live.records import numbering
from services.risk.hazards import PREFIX, kinds_needed
from services.risk.hazards import record_kinds as looked_after
from services.risk.world import STANDING, World
from services.store.queries import records
from services.store.reader import Reader

MARK = PREFIX


def record_kinds(scenarios: Iterable[Scenario]) -> list[str]:
    """The kinds of base records that scenarios look after, by code."""
    return sorted({kind for scenario in scenarios for kind in looked_after(scenario.heard())})


def known_kinds(scenarios: Iterable[Scenario]) -> list[str]:
    """Those, and the kinds that count as neighbours of hazards."""
    return sorted({kind for scenario in scenarios for kind in kinds_needed(scenario)})


def with_standing(reader: Reader, world: World, kinds: Collection[str]) -> World:
    """The world with the standing things of these kinds; without any where the city keeps no base records."""
    if not kinds:
        return world
    ids, _, category, lon, lat, town, village, grid, checked_at, due_days = records.standing(reader, kinds)
    numbers = numbering(kinds)
    found = np.zeros(len(ids), STANDING)
    found["id"], found["kind"] = ids, [numbers[code] for code in category]
    found["subject"] = [world.subjects.number(f"{PREFIX}{ident}") for ident in ids]
    for name, column in (("lon", lon), ("lat", lat)):
        found[name] = np.array(column, dtype=float)
    found["x"], found["y"] = world.xy(found["lon"], found["lat"])
    index = world.areas.index
    for name, column in (("town", town), ("village", village), ("grid", grid)):
        found[name] = [index.get(ident or -1, -1) for ident in column]
    found["checked_at"] = np.array(checked_at, dtype=float) / 1000
    found["due_days"] = np.array(due_days, dtype=float)
    found.setflags(write=False)
    return replace(world, record_kinds=numbers, standing=found)

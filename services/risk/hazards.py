"""Which of the things that stand in the city a scenario is about, and where they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import Scenario
from services.risk.choosing import Choice
from services.risk.world import World

PREFIX = "record:"


def record_kinds(codes: Iterable[str]) -> tuple[str, ...]:
    """The kinds of base records among the kinds of a scenario ("record:gas_station")."""
    return tuple(code.removeprefix(PREFIX) for code in codes if code.startswith(PREFIX))


def rows_of(world: World, kinds: Iterable[str]) -> NDArray[Any]:
    """The rows of STANDING of these kinds."""
    numbers = [world.record_kinds[kind] for kind in kinds if kind in world.record_kinds]
    return np.asarray(world.standing[np.isin(world.standing["kind"], numbers)])


def chosen_rows(scenario: Scenario, world: World) -> NDArray[Any]:
    """The rows of STANDING that a scenario is about, by its kinds and areas, in the order of their subjects."""
    rows = rows_of(world, record_kinds(scenario.heard()))
    areas = Choice.of(scenario, world).areas
    if areas is not None:
        deepest = np.where(rows["grid"] >= 0, rows["grid"], rows["village"])
        rows = rows[areas[np.where(deepest >= 0, deepest, rows["town"])]]
    return np.asarray(rows[np.argsort(rows["subject"], kind="stable")])


def positions(subjects: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of wanted subjects those that are among these (in order): their rows in `wanted`, and where they stand."""
    at = np.searchsorted(subjects, wanted)
    inside = at < len(subjects)
    inside[inside] &= subjects[at[inside]] == wanted[inside]
    known = np.flatnonzero(inside)
    return known, at[known]

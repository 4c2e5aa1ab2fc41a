"""Which of the things that stand in the city a scenario is about, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.scenarios import ModelKind, Scenario
from services.risk.choosing import Choice
from services.risk.world import World

PREFIX = "record:"
# households that one of these counts as, where the scenario's weights ("record:school") don't say
NEIGHBOURS: Mapping[str, float] = {
    "old_alone": 1.0, "disabled": 1.0, "minor": 1.0, "school": 200.0, "hospital": 200.0, "nursing_home": 100.0,
}  # fmt: skip


def record_kinds(codes: Iterable[str]) -> tuple[str, ...]:
    """The kinds of base records among the kinds of a scenario ("record:gas_station")."""
    return tuple(code.removeprefix(PREFIX) for code in codes if code.startswith(PREFIX))


def neighbours(scenario: Scenario) -> Mapping[str, float]:
    """Kinds of base records near a hazard that count, as so many households each: the scenario's, or the usual ones."""
    own = {kind: scenario.weights[f"{PREFIX}{kind}"] for kind in record_kinds(scenario.weights)}
    hazards = record_kinds(scenario.heard())
    return {kind: weight for kind, weight in (own or NEIGHBOURS).items() if kind not in hazards}


def kinds_needed(scenario: Scenario) -> frozenset[str]:
    """The kinds of base records that a scenario has to know."""
    hazards = frozenset(record_kinds(scenario.heard()))
    near = scenario.model is ModelKind.EXPOSURE and hazards
    return hazards | frozenset(neighbours(scenario)) if near else hazards


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

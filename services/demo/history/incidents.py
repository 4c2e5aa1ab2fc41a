"""The columns of a demo city's incidents: what, when, where, by whom, how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.catalogue.tables import Tables
from services.demo.ground.areas import Ground
from services.demo.ground.places import Places
from services.demo.history.lives import DAY, Lives, live
from services.demo.history.rhythm import local_days, report_times
from services.demo.history.severities import severities_of
from services.demo.history.sources import sources_of
from services.demo.history.stories import tell_stories
from services.demo.history.telling import Telling
from services.demo.history.whereabouts import Whereabouts, whereabouts
from services.demo.profile import Profile
from services.domain.catalogue import Category
from services.domain.deadlines import Deadlines
from services.domain.incidents import IncidentState, PlaceStatus

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class World:
    """What incidents happen in."""

    profile: Profile
    tables: Tables
    telling: Telling
    ground: Ground
    places: Places
    deadlines: Deadlines
    now: datetime


@dataclass(frozen=True, slots=True)
class Incidents:
    """Columns of n by their meaning; times in milliseconds since the epoch, -1 for none.

    `category`, `source` are rows of the catalogue's leaves and sources; `grid` the row of the grid, -1 for none.
    """

    reported: Numbers
    category: NDArray[np.intp]
    source: NDArray[np.intp]
    severity: Numbers
    reports: Numbers
    lives: Lives
    where: Whereabouts
    leaves: tuple[Category, ...]


def happen(world: World, count: int, still_open: int, rng: np.random.Generator) -> Incidents:
    """So many incidents in order of their reports, of which exactly `still_open` are open now."""
    profile, leaves = world.profile, leaves_of(world.tables)
    usual = np.array([world.tables.usual[leaf.code] for leaf in leaves])
    reported = report_times(count, world.now, profile.city, profile.history, rng)
    category = rng.choice(len(leaves), count, p=usual / usual.sum())
    told = tell_stories(world, reported, category, leaves, rng)
    kind = np.array([int(leaf.kind) for leaf in leaves])[category]
    lives = live(reported, kind, still_open, world.now, profile.city, world.deadlines, rng)
    reports = rng.choice(np.arange(1, 7), count, p=(0.945, 0.039, 0.009, 0.004, 0.002, 0.001))
    severity = severities_of(category, leaves, lives, reports, rng)
    kind = np.array([int(leaf.kind) for leaf in leaves])[category]
    where = whereabouts(world, category, leaves, told, rng)
    source = sources_of(world.tables.catalogue.sources, category, leaves, where, rng)
    return Incidents(reported, category, source, severity, reports, lives, where, leaves)


def leaves_of(tables: Tables) -> tuple[Category, ...]:
    """The categories that incidents have."""
    return tuple(category for category in tables.catalogue.categories if category.code in tables.usual)


def incident_columns(world: World, found: Incidents, first_id: int, rng: np.random.Generator) -> dict[str, Any]:
    """Columns of the incidents table."""
    ids = range(first_id, first_id + len(found.reported))
    leaves, lives, where = found.leaves, found.lives, found.where
    spots = where.addresses(world)
    days = _day_names(local_days(found.reported, world.profile.city, world.now))
    department = [leaves[row].department for row in found.category.tolist()]
    assigned = (lives.steps[:, 1] >= 0).tolist()
    return {
        "id": list(ids),
        "version": [1] * len(ids),
        "number": [f"{day}-{ident:06d}" for day, ident in zip(days, ids, strict=True)],
        "source": _codes(world.tables.catalogue.sources, found.source),
        "category": _codes(leaves, found.category),
        "severity": found.severity.tolist(),
        "kind": np.array([int(leaf.kind) for leaf in leaves])[found.category].tolist(),
        "state": lives.state.tolist(),
        "place": where.status.tolist(),
        "lon": _optional(where.lon, where.status != PlaceStatus.UNLOCATED),
        "lat": _optional(where.lat, where.status != PlaceStatus.UNLOCATED),
        **where.area_ids(world.ground),
        "address": spots,
        "text": _texts(world, found, where.spot_names(world), rng),
        "department": [code if known else None for code, known in zip(department, assigned, strict=True)],
        "reported_at": found.reported.tolist(),
        "filed_at": _moments(lives.steps[:, 0]),
        "assigned_at": _moments(lives.steps[:, 1]),
        "acked_at": _moments(lives.steps[:, 0]),
        "accepted_at": _moments(np.where(lives.state == IncidentState.RETURNED, -1, lives.steps[:, 2])),
        "due_at": lives.due.tolist(),
        "finished_at": _moments(lives.steps[:, 4]),
        "closed_at": _moments(lives.closed),
        "reports": found.reports.tolist(),
        "flaw": [0] * len(ids),
        "external": [""] * len(ids),
        "synthetic": [True] * len(ids),
    }


def report_columns(
    world: World, found: Incidents, incidents: dict[str, Sequence[Any]], rng: np.random.Generator
) -> dict[str, Sequence[Any]]:
    """Columns of the reports table: the first of each incident, and the further ones soon after."""
    row = np.repeat(np.arange(len(found.reported)), found.reports)
    first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=bool)
    source = np.where(first, found.source[row], rng.choice(found.source, len(row)) if len(row) else 0)
    end = np.where(found.lives.closed[row] >= 0, found.lives.closed[row], round(world.now.timestamp() * 1000))
    later = (rng.uniform(0.02, 0.5, len(row)) * np.minimum(end - found.reported[row], DAY / 12)).astype(np.int64)
    at = found.reported[row] + np.where(first, 0, later)
    kinds = [source_.kind for source_ in world.tables.catalogue.sources]
    spoken = np.array([kind != "device" for kind in kinds])[source].tolist()
    citizen = np.array([kind == "citizen" for kind in kinds])[source].tolist()
    names = _callers(world.telling, len(row), rng)
    phones = world.telling.phones(len(row), rng)
    texts, lon, lat, ids = (incidents[key] for key in ("text", "lon", "lat", "id"))
    rows = row.tolist()
    return {
        "id": list(range(1, len(rows) + 1)),
        "incident_id": [ids[r] for r in rows],
        "source": _codes(world.tables.catalogue.sources, source),
        "reported_at": at.tolist(),
        "received_at": (at + rng.integers(200, 9_000, len(row))).tolist(),
        "text": [texts[r] for r in rows],
        "lon": [lon[r] for r in rows],
        "lat": [lat[r] for r in rows],
        "contact": [phone if known else "" for phone, known in zip(phones, spoken, strict=True)],
        "contact_name": [name if known else "" for name, known in zip(names, citizen, strict=True)],
    }


def _callers(telling: Telling, count: int, rng: np.random.Generator) -> list[str]:
    surname = rng.integers(0, len(telling.surnames), count).tolist()
    woman = (rng.uniform(size=count) < 0.47).tolist()
    return [telling.surnames[s] + ("女士" if w else "先生") for s, w in zip(surname, woman, strict=True)]


def _texts(world: World, found: Incidents, spots: Sequence[str], rng: np.random.Generator) -> list[str]:
    telling, count = world.telling, len(spots)
    kinds = [source.kind for source in world.tables.catalogue.sources]
    choice, end = rng.uniform(size=(2, count)).tolist()
    number = rng.integers(2, 9, count).tolist()
    codes = [leaf.code for leaf in found.leaves]
    said = []
    for c, s, spot, n, a, b in zip(
        found.category.tolist(), found.source.tolist(), spots, number, choice, end, strict=True
    ):
        requests = telling.requests_of(kinds[s], codes[c])
        said.append(telling.text(codes[c], a, spot, n, requests[int(b * len(requests))]))
    for row, text in found.where.said.items():
        said[row] = text
    return said


def _codes(things: Sequence[Any], row: NDArray[Any]) -> list[str]:
    return np.array([thing.code for thing in things], dtype=object)[row].tolist()  # type: ignore[no-any-return]


def _optional(values: NDArray[np.float64], known: NDArray[np.bool_]) -> list[float | None]:
    return [value if there else None for value, there in zip(values.tolist(), known.tolist(), strict=True)]


def _moments(values: Numbers) -> list[int | None]:
    return [value if value >= 0 else None for value in values.tolist()]


def _day_names(days: Numbers) -> list[str]:
    found, where = np.unique(days, return_inverse=True)
    names = [str(np.datetime64(int(day), "D")).replace("-", "") for day in found]
    return np.array(names, dtype=object)[where.reshape(-1)].tolist()  # type: ignore[no-any-return]

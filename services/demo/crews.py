"""What a demo city's people can do, and the units that can be sent: invented, in none of the published figures."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.ground.areas import Ground
from services.demo.ground.places import Places
from services.demo.profile import FOLDER
from services.domain.people import Duty, Role
from services.domain.refusals import Refusal

# how many of a role have each skill
SHARES: dict[Role, dict[str, float]] = {
    Role.HEAD: {"mediation": 0.7, "order": 0.2, "inspection": 0.2, "farming": 0.15},
    Role.FULL_TIME: {
        "mediation": 0.3, "order": 0.2, "inspection": 0.35, "street": 0.3, "cleaning": 0.25, "care": 0.3,
        "traffic": 0.15, "fire": 0.08, "repair": 0.1, "farming": 0.1, "rescue": 0.05,
    },
    Role.PART_TIME: {"care": 0.2, "cleaning": 0.2, "street": 0.1, "farming": 0.1, "mediation": 0.1, "repair": 0.06},
    Role.MOBILE: {"traffic": 0.05},
    Role.VOLUNTEER: {"care": 0.4, "cleaning": 0.2, "traffic": 0.1},
}  # fmt: skip
FIGURES = "一二三四五六七八九"
BUSY = 0.15


def skills_of(role: NDArray[np.int64], rng: np.random.Generator) -> list[str]:
    """The skills of each person as codes with spaces between, by chance and role."""
    told: list[list[str]] = [[] for _ in range(len(role))]
    for each, shares in SHARES.items():
        rows = np.flatnonzero(role == each)
        for code, share in shares.items():
            for row in rows[rng.uniform(size=len(rows)) < share].tolist():
                told[row].append(code)
    return [" ".join(codes) for codes in told]


def units_of(ground: Ground, places: Places, now: datetime, rng: np.random.Generator) -> dict[str, Sequence[Any]]:
    """Columns of the people table for the units, of each kind one for so many towns, at a post in its town."""
    kinds = _kinds()
    rows = [(kind, town, n) for kind in kinds for n, town in enumerate(range(0, len(ground.towns), kind["every"]), 1)]
    town_of_grid = ground.borders.town_of_village[ground.borders.village_of_grid]
    posts = np.array([rng.choice(np.flatnonzero(town_of_grid == town)) for _, town, _ in rows], dtype=np.intp)
    place = places.anywhere(posts, rng)
    busy = rng.uniform(size=len(rows)) < BUSY
    at = round(now.timestamp() * 1000) - rng.integers(5_000, 300_000, len(rows))
    return {
        "version": [1] * len(rows),
        "role": [int(Role.UNIT)] * len(rows),
        "name": [kind["name"].format(n=chinese(n)) for kind, _, n in rows],
        "phone": [f"0370-0000{n:03d}" for n in range(len(rows))],  # a number that nobody has
        "area_id": [int(ground.towns[town]) for _, town, _ in rows],
        "duty": [int(Duty.BUSY if each else Duty.ON) for each in busy.tolist()],
        "lon": place[:, 0].tolist(),
        "lat": place[:, 1].tolist(),
        "position_at": at.tolist(),
        "skills": [" ".join(kind["skills"]) for kind, _, _ in rows],
        "unit": [kind["department"] for kind, _, _ in rows],
        "synthetic": [True] * len(rows),
    }


def chinese(n: int) -> str:
    """1 to 99 in Chinese figures."""
    tens, ones = divmod(n, 10)
    return (f"{FIGURES[tens - 1] if tens > 1 else ''}十" if tens else "") + (FIGURES[ones - 1] if ones else "")


def _kinds() -> list[dict[str, Any]]:
    path = FOLDER / "units.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))["unit"]
        return [
            {
                "department": row["department"],
                "name": row["name"],
                "every": max(1, row["every"]),
                "skills": row["skills"],
            }
            for row in found
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=path,
            why=f"{type(error).__name__}: {error}",
        ) from error

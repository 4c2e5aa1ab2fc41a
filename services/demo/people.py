"""The rows of a demo city's people and officers: exact numbers by role, invented names, numbers that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.crews import skills_of, units_of
from services.demo.ground.areas import Ground
from services.demo.ground.places import Places
from services.demo.history.telling import Telling
from services.demo.profile import Profile
from services.domain.catalogue import Catalogue
from services.domain.people import Duty, OfficerRole, Role

FIGURE = {
    Role.HEAD: "heads",
    Role.FULL_TIME: "full_time",
    Role.PART_TIME: "part_time",
    Role.MOBILE: "mobile",
    Role.VOLUNTEER: "volunteers",
}
# how many of each role are on shift by day and by night; of a shift about 95 % are at work
SHIFT = {
    Role.HEAD: (0.98, 0.10),
    Role.FULL_TIME: (0.97, 0.14),
    Role.PART_TIME: (0.62, 0.05),
    Role.MOBILE: (0.75, 0.22),
    Role.VOLUNTEER: (0.18, 0.01),
    Role.UNIT: (1.0, 1.0),
}
AT_WORK, BUSY = 0.95, 0.06


def people_of(
    profile: Profile, ground: Ground, places: Places, telling: Telling, now: datetime, rng: np.random.Generator
) -> dict[str, Sequence[Any]]:
    """Columns of the people table; positions lie in the person's own grid, minutes old."""
    role = np.concatenate([np.full(profile.figures[name], int(role)) for role, name in FIGURE.items()])
    grid = np.concatenate([_posts(profile.figures[name], ground, rng) for name in FIGURE.values()])
    duty = _duties(role, now.astimezone(profile.city.zone).hour, rng)
    place = places.anywhere(grid, rng)
    can = skills_of(role, rng.spawn(1)[0])  # random numbers of their own: those after stay as they were
    out = np.isin(duty, (int(Duty.ON), int(Duty.BUSY)))
    ago = (rng.exponential(200_000, len(role)) + 5_000).clip(max=3_000_000).astype(np.int64)
    at = round(now.timestamp() * 1000) - ago

    def known(values: NDArray[Any]) -> list[Any]:
        return [value if there else None for value, there in zip(values.tolist(), out.tolist(), strict=True)]

    people = {
        "version": [1] * len(role),
        "role": role.tolist(),
        "name": telling.names(len(role), rng),
        "phone": telling.phones(len(role), rng),
        "area_id": ground.grids[grid].tolist(),
        "duty": duty.tolist(),
        "lon": known(place[:, 0]),
        "lat": known(place[:, 1]),
        "position_at": known(at),
        "skills": can,
        "unit": [None] * len(role),
        "synthetic": [True] * len(role),
    }
    units = units_of(ground, places, now, rng.spawn(1)[0])
    return {name: [*values, *units[name]] for name, values in people.items()}


def officers_of(
    ground: Ground, catalogue: Catalogue, telling: Telling, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Rows of the officers table: the seats', one for each department and town, and the programs' own."""
    rows: list[dict[str, Any]] = []

    def add(
        login: str, role: OfficerRole, name: str = "", department: str | None = None, area: int | None = None
    ) -> None:
        name = name or telling.names(1, rng)[0]
        rows.append(
            {"login": login, "name": name, "role": int(role), "department": department, "area_id": area, "active": True}
        )

    add("system", OfficerRole.SYSTEM, "系统")
    add("simulator", OfficerRole.SYSTEM, "模拟器")
    add("admin", OfficerRole.ADMIN)
    add("wall", OfficerRole.WALL, "大屏")
    for number in range(1, 7):
        add(f"dispatcher{number}", OfficerRole.DISPATCHER)
    for number in range(1, 3):
        add(f"supervisor{number}", OfficerRole.SUPERVISOR)
    for number in range(1, 4):
        add(f"leader{number}", OfficerRole.LEADER)
    for department in catalogue.departments:
        add(f"d_{department.code}", OfficerRole.DEPARTMENT, department.leader, department=department.code)
    for code, area in zip(ground.town_codes, ground.towns.tolist(), strict=True):
        add(f"t_{code[:9]}", OfficerRole.TOWN, area=area)
    return rows


def _posts(count: int, ground: Ground, rng: np.random.Generator) -> NDArray[np.intp]:
    """A grid for each: every grid once before any twice, more likely first where more people live."""
    grids = len(ground.grids)
    found = []
    while count > 0:
        chance = -np.log(rng.uniform(size=grids)) / (ground.households + 20.0)
        found.append(np.argsort(chance, kind="stable")[: min(count, grids)])
        count -= grids
    return np.concatenate(found) if found else np.zeros(0, dtype=np.intp)


def _duties(role: NDArray[np.int64], hour: int, rng: np.random.Generator) -> NDArray[np.int64]:
    share = np.zeros(max(Role) + 1)
    for each, shifts in SHIFT.items():
        share[each] = shifts[0 if 7 <= hour < 20 else 1]
    on_shift = rng.uniform(size=len(role)) < share[role]
    chance = rng.uniform(size=len(role))
    at_work = np.where(chance < BUSY, int(Duty.BUSY), int(Duty.ON))
    at_work = np.where(chance > AT_WORK, int(Duty.LEAVE), at_work)
    return np.where(on_shift, at_work, int(Duty.OFF))

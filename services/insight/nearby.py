"""The people near a place: by role, distance and the age of their position; nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.domain.people import Duty, Role
from services.insight.conditions import at_work_rows
from services.live.mercator import EARTH_RADIUS
from services.live.picture import Picture

STALE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Near:
    """One person near a place: metres as the crow flies, and when the position was known; `stale` after ten minutes."""

    person: int
    role: Role
    duty: Duty
    area: int
    metres: float
    at: datetime
    stale: bool


def people_near(picture: Picture, lon: float, lat: float, now: datetime, limit: int = 5) -> tuple[Near, ...]:
    """The nearest people at work whose position is known, nearest first; longitude/latitude in CGCS2000."""
    people = picture.people
    known = np.isfinite(people.column("lon")) & np.isfinite(people.column("at"))
    rows = np.flatnonzero(known & at_work_rows(picture))
    if not len(rows) or not np.isfinite([lon, lat]).all():
        return ()
    metres = metres_to(people.column("lon")[rows], people.column("lat")[rows], lon, lat)
    nearest = np.argsort(metres, kind="stable")[:limit]
    found = []
    for at in nearest:
        row = people.row(int(rows[at]))
        seen = datetime.fromtimestamp(float(row["at"]), now.tzinfo)
        found.append(
            Near(
                person=int(row["id"]),
                role=Role(int(row["role"])),
                duty=Duty(int(row["duty"])),
                area=int(row["area"]),
                metres=float(metres[at]),
                at=seen,
                stale=now - seen > STALE,
            )
        )
    return tuple(found)


def metres_to(lon: NDArray[np.float64], lat: NDArray[np.float64], lon0: float, lat0: float) -> NDArray[np.float64]:
    """Great-circle distances by the haversine."""
    a, b = np.radians(lat), np.radians(lat0)
    h = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon - lon0) / 2) ** 2
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(h))
    return metres

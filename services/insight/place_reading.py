"""What is known of a place: the gazetteer of the city, the areas around a point, and what was reported near it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import shapely

from services.domain.areas import Level
from services.domain.incidents import IncidentState, Place, PlaceStatus, Severity
from services.domain.scope import WHOLE, Scope
from services.geo.atlas import Atlas
from services.geo.gazetteer import Gazetteer, NamedPlace
from services.store.engine import Database
from services.store.queries import places
from services.store.reader import Reader

RECENT, NEAR, LIMIT = timedelta(days=30), 300.0, 6
NAMED_LEVELS = (Level.CITY, Level.TOWN, Level.VILLAGE)  # a grid's name says little without its village


@dataclass(frozen=True, slots=True)
class Nearby:
    """An incident that was reported near a point not long ago; codes and numbers only, never personal data."""

    incident: int
    number: str
    category: str
    severity: Severity
    state: IncidentState
    reported_at: datetime
    metres: float


@dataclass(frozen=True, slots=True)
class Around:
    """Where a point lies (longitude/latitude in CGCS2000, areas by id) and what was reported around it lately."""

    place: Place
    recent: tuple[Nearby, ...]


class PlaceReading:
    """Answers the form of a new incident off the GUI thread."""

    def __init__(self, database: Database, atlas: Atlas, scope: Scope = WHOLE) -> None:
        self._database, self._atlas, self._scope = database, atlas, scope

    def gazetteer(self) -> Gazetteer:
        """All names of places there are."""
        with self._database.reading() as reader:
            areas = _named_areas(reader)
            own = [
                NamedPlace(name, float(lon), float(lat), kind, tuple(part for part in aliases.split("\n") if part))
                for name, kind, aliases, lon, lat in places.all_places(reader)
            ]
        return Gazetteer.of([*areas, *own])

    def around(self, lon: float, lat: float, crs: str, now: datetime) -> Around:
        """Where a point of that coordinate system lies, and what was reported within 300 m in the last 30 days."""
        with self._database.reading() as reader:
            place = self._atlas.place(lon, lat, crs, reader)
            if place.lon is None or place.lat is None or place.status is PlaceStatus.UNLOCATED:
                return Around(place, ())
            found = places.around(reader, place.lon, place.lat, NEAR, now - RECENT, self._scope, LIMIT)
        return Around(
            place,
            tuple(
                Nearby(
                    incident=one.live.id, number=one.live.number, category=one.live.category,
                    severity=one.live.severity, state=one.live.state, reported_at=one.live.reported_at, metres=metres,
                )
                for metres, one in found
            ),
        )  # fmt: skip


def _named_areas(reader: Reader) -> list[NamedPlace]:
    drawn = [area for area in reader.areas(geometry=True) if area.geometry is not None and area.level in NAMED_LEVELS]
    if not drawn:
        return []
    points = shapely.point_on_surface(shapely.from_wkb(np.array([area.geometry for area in drawn], object)))
    return [
        NamedPlace(area.name, float(x), float(y), area.level.word, area=area.id)
        for area, x, y in zip(drawn, shapely.get_x(points), shapely.get_y(points), strict=True)
        if np.isfinite([x, y]).all()
    ]

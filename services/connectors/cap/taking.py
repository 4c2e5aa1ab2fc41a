"""Alerts of others become signals: one for each area that an alert holds in, placed where it meets the city."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely

from services.connectors.cap.checking import Flaw
from services.connectors.cap.codes import CapCodes, read_codes
from services.connectors.cap.reading import CapAlert, CapArea, CapFile, CapInfo, read_cap
from services.domain.areas import Area, Level, full_code
from services.domain.incidents import UNLOCATED, Place, PlaceStatus
from services.domain.refusals import Refusal
from services.domain.signals import Signal
from services.risk.taking import Placing, Taken, take_signals
from services.store.engine import Database
from services.store.queries.signals import known_origins
from services.store.reader import Reader

KIND = "cap."
MOST_ORIGIN = 120
WHOLE_CITY = 0.9  # an alert over so much of it is for all of it
KM_PER_DEGREE = 111.32
GONE = frozenset({"Cancel", "Ack", "Error"})


@dataclass(frozen=True, slots=True)
class CapTaken:
    """What became of a file: signals taken, alerts known before, and all flaws and remarks by line.

    `entered` is how many alerts became signals.
    """

    alerts: int
    signals: int
    known: int
    flaws: tuple[Flaw, ...]
    entered: int = 0

    @property
    def refused(self) -> int:
        """How many flaws kept something from being taken."""
        return sum(flaw.refused for flaw in self.flaws)


@dataclass(frozen=True, slots=True)
class City:
    """The city as alerts meet it: its ground, its areas by code, how coordinates find their grid."""

    ground: shapely.Geometry | None
    areas: dict[str, Area] = field(repr=False)
    by_id: dict[int, Area] = field(repr=False)
    placing: Placing
    reader: Reader

    @classmethod
    def of(cls, reader: Reader, placing: Placing) -> City:
        """The city of a database."""
        ground = [shapely.from_wkb(area.geometry) for area in reader.areas(Level.CITY, geometry=True) if area.geometry]
        areas = reader.areas()
        return cls(
            shapely.union_all(ground) if ground else None, {area.code: area for area in areas},
            {area.id: area for area in areas}, placing, reader,
        )  # fmt: skip


def take_cap(
    database: Database,
    placing: Placing,
    data: bytes,
    lang: str = "zh_CN",
    source: str = "",
    codes: CapCodes | None = None,
) -> CapTaken:
    """Reads a file and takes what is valid and actual, in one transaction; the same alert again changes nothing.

    `source` overrules what the table of codes says. Raises `Refusal` where the file as a whole can't be read, and for
    an unknown source.
    """
    file, codes = read_cap(data), codes or read_codes()
    with database.unit() as unit:
        city = City.of(unit, placing)
        found, known, remarks = _signals(file, city, lang, codes)
        taken: list[Taken] = []
        for name in sorted({source or signal.source for signal in found}):
            mine = [signal for signal in found if (source or signal.source) == name]
            taken.append(take_signals(unit, name, mine, placing))
        unit.commit()
    late = [Flaw(1, "alert", why) for one in taken for _, why in one.refused]
    flaws = sorted([*file.flaws, *remarks, *late], key=lambda flaw: flaw.line)
    entered = len({signal.origin for signal in found})
    return CapTaken(len(file.alerts), sum(one.rows for one in taken), known, tuple(flaws), entered)


def _signals(file: CapFile, city: City, lang: str, codes: CapCodes) -> tuple[list[Signal], int, list[Flaw]]:
    """Signals to be taken, how many alerts were known, and why others are none."""
    found: list[Signal] = []
    remarks: list[Flaw] = []
    known = 0
    before = known_origins(city.reader, [origin_of(alert) for alert in file.alerts])
    for alert in file.alerts:
        if origin_of(alert) in before:
            known += 1
            continue
        before.add(origin_of(alert))
        if alert.status != "Actual":
            why = Refusal("cap.not_actual", "It is of status “{status}” and enters nothing.", status=alert.status)
            remarks.append(Flaw(alert.line, "status", why, refused=False))
        elif alert.type in GONE:
            why = Refusal("cap.no_alert", "It is of type “{type}”: it ends or answers another one.", type=alert.type)
            remarks.append(Flaw(alert.line, "msgType", why, refused=False))
        else:
            infos = alert.told(lang)
            if not infos:
                why = Refusal("cap.no_info", "It says nothing of what it warns of.")
                remarks.append(Flaw(alert.line, "info", why, refused=False))
            found += [signal for info in infos for signal in _of_info(alert, info, city, codes)]
    return found, known, remarks


def _of_info(alert: CapAlert, info: CapInfo, city: City, codes: CapCodes) -> Iterable[Signal]:
    category = info.categories[0]
    for place in dict.fromkeys(place_of(area, city) for area in info.areas) or (UNLOCATED,):
        yield Signal(
            source=codes.sources.get(category, codes.source), kind=f"{KIND}{category.lower()}", at=alert.sent,
            place=place, value=codes.values.get(info.severity, 0.0), origin=origin_of(alert),
        )  # fmt: skip


def origin_of(alert: CapAlert) -> str:
    """What names an alert for good: its sender and identifier."""
    return f"cap:{alert.sender},{alert.identifier}"[:MOST_ORIGIN]


def place_of(area: CapArea, city: City) -> Place:
    """Where an alert meets the city: an area by its code, the middle of what it covers of the city, or outside.

    One that covers all of the city has no single place in it.
    """
    for _, value in area.geocodes:
        known = city.areas.get(full_code(value))
        if known is not None:
            return _place(known, city)
    shapes = [shapely.Polygon(ring).buffer(0) for ring in area.polygons]
    shapes += [_circle(*circle) for circle in area.circles]
    if not shapes:
        return UNLOCATED
    shape = shapely.union_all(shapes)
    if city.ground is None:
        middle = shape.representative_point()
        return Place(PlaceStatus.OUTSIDE, middle.x, middle.y)
    common = shapely.intersection(shape, city.ground)
    if common.is_empty:
        middle = shape.representative_point()
        return Place(PlaceStatus.OUTSIDE, middle.x, middle.y)
    if common.area >= WHOLE_CITY * city.ground.area:
        return Place(PlaceStatus.LOCATED)
    middle = common.representative_point()
    return city.placing.place(middle.x, middle.y, "cgcs2000", city.reader)


def _place(area: Area, city: City) -> Place:
    ids: dict[Level, int] = {}
    above: Area | None = area
    while above is not None:
        ids[above.level] = above.id
        above = city.by_id.get(above.parent) if above.parent is not None else None
    return Place(PlaceStatus.LOCATED, None, None, ids.get(Level.TOWN), ids.get(Level.VILLAGE), ids.get(Level.GRID))


def _circle(lon: float, lat: float, km: float) -> shapely.Geometry:
    """A circle on the ground as an ellipse of degrees; one without a radius is a point with a little room."""
    radius = max(km, 0.01) / KM_PER_DEGREE
    wide = radius / max(0.01, math.cos(math.radians(lat)))
    turns: Sequence[float] = [2 * math.pi * step / 64 for step in range(64)]
    return shapely.Polygon([(lon + wide * math.cos(turn), lat + radius * math.sin(turn)) for turn in turns])

"""What models know of the city: its areas, its lists as numbers, and the things that stand in it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.domain.areas import AreaKind, Level
from services.live.area_table import AreaTable
from services.live.records import numbering
from services.store.reader import Reader

METRES = 111_320.0

# one signal as the models see it: `at` in seconds since the epoch; `kind`, `source` as numbers of the world's lists (-1
# unknown); `subject` a number of `Subjects` (0 none); x, y in metres from the middle of the city, NaN without a place;
# town, village, grid as indexes of the area table, -1 for none; `drill` 0 for real; `incident` that it is a report of,
# 0 for none: several reports of one incident are one thing that happened
SIGNAL = np.dtype(
    [
        ("id", "i8"), ("at", "f8"), ("kind", "i2"), ("source", "i2"), ("subject", "i8"), ("value", "f8"),
        ("place", "u1"), ("lon", "f8"), ("lat", "f8"), ("x", "f8"), ("y", "f8"),
        ("town", "i4"), ("village", "i4"), ("grid", "i4"), ("drill", "i8"), ("incident", "i8"),
    ]
)  # fmt: skip

# one thing of the base records that stands somewhere: `kind` as a number of `World.record_kinds`; `checked_at` seconds
# since the epoch, NaN for never; `due_days` how often it has to be looked after, NaN for never; `subject` its number
STANDING = np.dtype(
    [
        ("id", "i8"), ("kind", "i2"), ("subject", "i8"), ("lon", "f8"), ("lat", "f8"), ("x", "f8"), ("y", "f8"),
        ("town", "i4"), ("village", "i4"), ("grid", "i4"), ("checked_at", "f8"), ("due_days", "f4"),
    ]
)  # fmt: skip

Signals = NDArray[Any]
Floats = NDArray[np.float64]


class Subjects:
    """Numbers for subjects, and their names again. Grows only; the same name has the same number in every program."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {0: ""}
        self._numbers: dict[str, int] = {"": 0}

    def number(self, name: str) -> int:
        """The number of a subject."""
        known = self._numbers.get(name)
        if known is None:
            known = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
            self._numbers[name], self._names[known] = known, name
        return known

    def name(self, number: int) -> str:
        """The subject of a number that was given out here."""
        return self._names.get(number, "")


@dataclass(frozen=True, slots=True)
class World:
    """The city as models see it. `middle` is longitude/latitude of the origin of x, y; `zone` the city's clock.

    `kinds` numbers the kinds of signals, `sources` the sources, `record_kinds` the kinds of base records. `standing`
    are rows of STANDING, by kind. `homes` are households by area index.
    """

    areas: AreaTable
    zone: tzinfo
    middle: tuple[float, float]
    kinds: Mapping[str, int]
    sources: Mapping[str, int]
    subjects: Subjects = field(default_factory=Subjects, repr=False)
    record_kinds: Mapping[str, int] = field(default_factory=dict)
    standing: NDArray[Any] = field(default_factory=lambda: np.zeros(0, STANDING), repr=False)

    @property
    def homes(self) -> NDArray[np.int32]:
        """Households by area index."""
        return self.areas.households

    def xy(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the city's middle, good to a part in a thousand within it."""
        wide = METRES * math.cos(math.radians(self.middle[1]))
        return (np.asarray(lon) - self.middle[0]) * wide, (np.asarray(lat) - self.middle[1]) * METRES

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """The place of metres from the middle."""
        wide = METRES * math.cos(math.radians(self.middle[1]))
        return self.middle[0] + x / wide, self.middle[1] + y / METRES

    def kind_numbers(self, codes: Iterable[str]) -> list[int]:
        """The numbers of kinds that are known."""
        return [self.kinds[code] for code in codes if code in self.kinds]

    def area_mask(self, codes: Sequence[str], kinds: Sequence[str]) -> NDArray[np.bool_]:
        """Which areas lie in those of these codes, themselves among them, and are of these kinds; empty means all."""
        areas = self.areas
        inside = np.ones(len(areas), np.bool_)
        if codes:
            wanted = set(codes)
            inside[:] = [code in wanted for code in areas.codes]
            for row in range(len(areas)):  # parents stand before their children
                above = areas.parent[row]
                inside[row] |= above >= 0 and inside[above]
        if kinds:
            numbers = [int(AreaKind[kind.upper()]) for kind in kinds]
            inside &= np.isin(areas.kind, numbers)
        return inside


def world_of(reader: Reader, kinds: Iterable[str]) -> World:
    """The city of a database; `kinds` are those of signals beside the categories of incidents."""
    catalogue, city, areas = reader.catalogue(), reader.city(), AreaTable.of(reader.areas())
    codes = dict.fromkeys([*(category.code for category in catalogue.categories), *kinds])
    return World(
        areas=areas,
        zone=city.zone,
        middle=middle_of(reader),
        kinds=numbering(codes),
        sources=numbering(source.code for source in catalogue.sources),
    )


def middle_of(reader: Reader) -> tuple[float, float]:
    """The middle of the ground that the city's highest drawn level covers; 0/0 where nothing is drawn yet."""
    for level in (Level.CITY, Level.TOWN, Level.VILLAGE, Level.GRID):
        drawn = [area.geometry for area in reader.areas(level, geometry=True) if area.geometry]
        if drawn:
            west, south, east, north = shapely.total_bounds(shapely.from_wkb(np.array(drawn, object)))
            return float(west + east) / 2, float(south + north) / 2
    return 0.0, 0.0


def signals_of(rows: Sequence[Any], world: World) -> Signals:
    """Rows of `queries.signals.COLUMNS` as SIGNAL; what was perceived after it was received has a wrong clock."""
    found = np.zeros(len(rows), SIGNAL)
    if not len(rows):
        return found
    columns = list(zip(*rows, strict=True))
    found["id"] = columns[0]
    found["at"] = np.minimum(np.array(columns[1], float), np.array(columns[2], float)) / 1000
    found["kind"] = [world.kinds.get(code, -1) for code in columns[3]]
    found["source"] = [world.sources.get(code, -1) for code in columns[4]]
    found["subject"] = [world.subjects.number(name) for name in columns[5]]
    found["value"], found["place"] = columns[6], columns[7]
    for name, at in (("lon", 8), ("lat", 9)):
        found[name] = np.array(columns[at], dtype=float)
    found["x"], found["y"] = world.xy(found["lon"], found["lat"])
    index = world.areas.index
    for name, at in (("town", 10), ("village", 11), ("grid", 12)):
        found[name] = [index.get(ident or -1, -1) for ident in columns[at]]
    for name, at in (("drill", 13), ("incident", 14)):
        found[name] = [ident or 0 for ident in columns[at]]
    return found


def joined(blocks: Sequence[Signals]) -> Signals:
    """Several blocks as one."""
    return np.concatenate(blocks) if blocks else np.zeros(0, SIGNAL)

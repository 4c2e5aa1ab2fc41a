"""Coordinate systems: the store keeps longitude/latitude in CGCS2000 (EPSG:4490); everything else is turned into it.

Longitude comes first everywhere, whatever order an authority declares. Degrees, float64.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from services.domain.refusals import Refusal
from services.geo import shifts

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
Turn = Callable[[Floats, Floats], Pair]

STORE_EPSG = 4490
# CGCS2000, WGS 84 and the ITRF agree within centimetres
_SAME_AS_STORE = frozenset({4490, 4326, 4258, 4979, 4480, 3824, 7789, 9990})
_EPSG = re.compile(r"(?:epsg:+|urn:ogc:def:crs:epsg:[\d.]*:)?(\d{4,6})", re.IGNORECASE)


def _same(x: Floats, y: Floats) -> Pair:
    return x, y


@dataclass(frozen=True, slots=True)
class System:
    """One coordinate system and the way from it to the store's and back.

    `rough` says that no exact transformation is known here, so that places may be off by metres.
    """

    name: str
    degrees: bool = True
    rough: bool = False
    _to: Turn = field(default=_same, repr=False, compare=False)
    _from: Turn = field(default=_same, repr=False, compare=False)

    def to_store(self, x: ArrayLike, y: ArrayLike) -> Pair:
        """Longitude/latitude in CGCS2000 of coordinates in this system (x or longitude first)."""
        return self._to(np.asarray(x, np.float64), np.asarray(y, np.float64))

    def from_store(self, lon: ArrayLike, lat: ArrayLike) -> Pair:
        """Coordinates in this system (x or longitude first) of longitude/latitude in CGCS2000."""
        return self._from(np.asarray(lon, np.float64), np.asarray(lat, np.float64))


CGCS2000 = System("cgcs2000")
WGS84 = System("wgs84")
GCJ02 = System("gcj02", _to=shifts.wgs84_from_gcj02, _from=shifts.gcj02_from_wgs84)
BD09 = System("bd09", _to=shifts.wgs84_from_bd09, _from=shifts.bd09_from_wgs84)
_NAMED = {system.name: system for system in (CGCS2000, WGS84, GCJ02, BD09)}
_NAMED |= {"gcj-02": GCJ02, "bd-09": BD09, "bd09ll": BD09, "wgs-84": WGS84, "ogc:crs84": WGS84}


def system_of(words: str) -> System:
    """The system that a person or a file names: cgcs2000, wgs84, gcj02, bd09, EPSG:…, a URN or WKT; refuses others."""
    known = _NAMED.get(words.strip().lower())
    return known or _from_authority(words.strip())


@lru_cache(maxsize=64)
def _from_authority(words: str) -> System:
    found = _EPSG.fullmatch(words)
    try:
        crs = CRS.from_epsg(int(found[1])) if found else CRS.from_user_input(words)
    except CRSError:
        raise _unknown(words) from None
    crs = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    if crs.is_compound and crs.sub_crs_list:
        crs = crs.sub_crs_list[0]
    if not (crs.is_geographic or crs.is_projected):
        raise _unknown(words)
    epsg = crs.to_epsg(min_confidence=60)
    name = f"EPSG:{epsg}" if epsg else crs.name
    if epsg in _SAME_AS_STORE or crs.name in ("WGS 84 (CRS84)", "WGS 84"):
        return System(name)
    return _transformed(crs, name)


def _transformed(crs: CRS, name: str) -> System:
    try:
        there = Transformer.from_crs(crs, STORE_EPSG, always_xy=True)
        back = Transformer.from_crs(STORE_EPSG, crs, always_xy=True)
    except ProjError:  # the library knows other planets too
        raise _unknown(name) from None

    def to_store(x: Floats, y: Floats) -> Pair:
        lon, lat = there.transform(x, y)
        return np.asarray(lon, np.float64), np.asarray(lat, np.float64)

    def from_store(lon: Floats, lat: Floats) -> Pair:
        x, y = back.transform(lon, lat)
        return np.asarray(x, np.float64), np.asarray(y, np.float64)

    return System(name, crs.is_geographic, _is_rough(crs, there), to_store, from_store)


def _is_rough(crs: CRS, there: Transformer) -> bool:
    """Whether the library can only pretend that both systems have the same origin."""
    geodetic = crs.geodetic_crs
    base = geodetic.to_epsg(min_confidence=60) if geodetic is not None else None
    return base not in _SAME_AS_STORE and "ballpark" in there.description.lower()


def _unknown(words: str) -> Refusal:
    return Refusal(
        "geo.unknown_crs",
        "{crs} is no coordinate system that can be used here. Choose cgcs2000, wgs84, gcj02, bd09 or EPSG:NUMBER.",
        crs=words if len(words) <= 60 else words[:57] + "…",
    )

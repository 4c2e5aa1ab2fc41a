"""What cameras write into a photo (Exif 2.3, a TIFF of its own): the place, and how the camera was held."""

from __future__ import annotations

import struct
from collections.abc import Mapping

TURNED, GPS = 0x0112, 0x8825
LAT_SIDE, LAT, LON_SIDE, LON = 1, 2, 3, 4
MOST_ENTRIES = 500
SHORT, LONG = 3, 4
Entries = Mapping[int, tuple[int, int, int]]  # by tag: type, count, where its value lies


def place_of(exif: bytes) -> tuple[float, float] | None:
    """Longitude and latitude (WGS 84, degrees); None without, and for 0°, 0° (a camera that did not know)."""
    order = _order(exif)
    found = _entries(exif, order, _first(exif, order)).get(GPS)
    if found is None:
        return None
    gps = _entries(exif, order, _number(exif, order, found))
    if not {LAT_SIDE, LAT, LON_SIDE, LON} <= set(gps):
        return None
    lat, lon = _degrees(exif, order, gps[LAT][2]), _degrees(exif, order, gps[LON][2])
    lat = -lat if exif[gps[LAT_SIDE][2]] in b"Ss" else lat
    lon = -lon if exif[gps[LON_SIDE][2]] in b"Ww" else lon
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or lat == lon == 0:
        return None
    return lon, lat


def turned_of(exif: bytes) -> int:
    """How the camera was held: 1 upright, 2 to 8 turned or mirrored."""
    if not exif:
        return 1
    order = _order(exif)
    found = _entries(exif, order, _first(exif, order)).get(TURNED)
    turned = _number(exif, order, found) if found else 1
    return turned if 1 <= turned <= 8 else 1


def only_turned(turned: int) -> bytes:
    """The smallest Exif that says how the camera was held, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, TURNED, SHORT, 1, turned, 0, 0)


def _order(exif: bytes) -> str:
    return {b"II": "<", b"MM": ">"}[exif[:2]]


def _first(exif: bytes, order: str) -> int:
    return int(struct.unpack_from(f"{order}I", exif, 4)[0])


def _entries(exif: bytes, order: str, at: int) -> Entries:
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    if count > MOST_ENTRIES:
        raise ValueError(count)
    found = {}
    for n in range(count):
        begin = at + 2 + 12 * n
        tag, kind, many = struct.unpack_from(f"{order}HHI", exif, begin)
        size = {1: 1, 2: 1, SHORT: 2, LONG: 4, 5: 8, 7: 1}.get(kind, 4) * many
        where = begin + 8 if size <= 4 else struct.unpack_from(f"{order}I", exif, begin + 8)[0]
        found[tag] = (kind, many, where)
    return found


def _number(exif: bytes, order: str, entry: tuple[int, int, int]) -> int:
    kind, _, where = entry
    return int(struct.unpack_from(order + ("H" if kind == SHORT else "I"), exif, where)[0])


def _degrees(exif: bytes, order: str, at: int) -> float:
    parts = struct.unpack_from(f"{order}6I", exif, at)
    degrees, minutes, seconds = (over / under for over, under in zip(parts[::2], parts[1::2], strict=True))
    return float(degrees + minutes / 60 + seconds / 3600)

"""Places into the gazetteer: names with coordinates from a table or a map file, row by row checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from services.connectors.files.tables import LAT, LON, open_table
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.geo.crs import System, system_of
from services.geo.files.features import head_of, read_features
from services.geo.notes import RefusedRow
from services.geo.typed import coordinates
from services.store.engine import Database
from services.store.queries import places

LONGEST_NAME, LONGEST_KIND, LONGEST_ALIASES = 200, 60, 1_000
MAP_FILES = (b"SQLite format 3\x00", b"\x00\x00\x27\x0a")
# the columns that each thing is looked for in, as cities name them; the first that is there is taken
NAMES = ("name", "名称", "地名", "地点", "标准地名", "地址")
KINDS = ("kind", "type", "类型", "类别", "分类")
LONS = ("lon", "lng", "longitude", "经度", "x", LON)
LATS = ("lat", "latitude", "纬度", "y", LAT)
ALIASES = ("aliases", "alias", "别名", "曾用名", "简称")
PAIRS = ("coordinates", "坐标", "经纬度")
Row = tuple[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Columns:
    name: str
    kind: str
    lon: str
    lat: str
    aliases: str
    pair: str


def import_places(
    database: Database, path: Path, crs: str, refused: Callable[[RefusedRow], None], layer: str = ""
) -> Counter[str]:
    """Brings a file's places in; those that it brought before are replaced. Counts read, added, known and refused.

    `crs` names the system of its coordinates, else what the file says, else CGCS2000. Raises `Refusal` for a file that
    can't be read at all or has no column of names or of coordinates.
    """
    columns, rows, said = _opened(path, layer)
    chosen, system = _columns(path, columns), system_of(crs or said or "cgcs2000")
    counts: Counter[str] = Counter()
    seen: set[tuple[str, float, float]] = set()
    made: list[dict[str, Any]] = []
    for number, values in rows:
        counts["read"] += 1
        try:
            found = _place(values, chosen, system)
        except Refusal as refusal:
            counts["refused"] += 1
            refused(RefusedRow(number, _text(values.get(chosen.name))[:LONGEST_NAME], refusal))
            continue
        key = (found["name"], round(found["lon"], 5), round(found["lat"], 5))
        if key in seen:
            counts["known"] += 1
            continue
        seen.add(key)
        made.append(found | {"origin": path.name[:LONGEST_NAME]})
    with database.unit() as unit:
        counts["replaced"] = places.forget_origin(unit, path.name[:LONGEST_NAME])
        counts["added"] = unit.add_many("places", made)
        unit.note("system", "import", "places", after=f"{path.name[:100]}: {counts['added']}")
        unit.commit()
    return counts


def _opened(path: Path, layer: str) -> tuple[Sequence[str], Iterator[Row], str]:
    if not head_of(path).startswith(MAP_FILES):
        table = open_table(path)
        return table.columns, iter(table.rows), table.crs
    found = read_features(path, layer)
    return (*found.columns, LON, LAT), (_of_feature(row) for row in found.rows), found.crs


def _of_feature(feature: Any) -> Row:
    """A feature's values with the place of its point, or of a point on what it draws."""
    shape = feature.geometry
    if shape is None or shape.is_empty:
        return feature.row, feature.values
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    return feature.row, {**feature.values, LON: point.x, LAT: point.y}


def _columns(path: Path, columns: Sequence[str]) -> _Columns:
    known = {name.strip().lower(): name for name in columns}

    def first(names: Sequence[str]) -> str:
        return next((known[name] for name in names if name in known), "")

    found = _Columns(first(NAMES), first(KINDS), first(LONS), first(LATS), first(ALIASES), first(PAIRS))
    if not found.name or not (found.pair or (found.lon and found.lat)):
        raise Refusal(
            "places.columns",
            "{file} needs a column of names (name, 名称) and columns of coordinates (lon and lat, 经度 and 纬度).",
            file=path.name,
        )
    return found


def _place(values: Mapping[str, Any], columns: _Columns, system: System) -> dict[str, Any]:
    name = _text(values.get(columns.name))
    if not name:
        raise Refusal("places.name", "There is no name.")
    if len(name) > LONGEST_NAME:
        raise Refusal("places.long", "The name is longer than {most} characters.", most=LONGEST_NAME)
    x, y = _degrees(values, columns, system)
    lon, lat = system.to_store(x, y)
    if not (-180 <= float(lon) <= 180 and -90 <= float(lat) <= 90) or (abs(float(lon)) < 1e-9 > abs(float(lat))):
        raise Refusal("places.nowhere", "{x}, {y} is no place on earth.", x=x, y=y)
    aliases = [part.strip() for part in _text(values.get(columns.aliases)).replace("；", ";").split(";")]
    return {
        "name": name,
        "kind": _text(values.get(columns.kind))[:LONGEST_KIND],
        "aliases": "\n".join(part for part in aliases if part)[:LONGEST_ALIASES],
        "lon": float(lon),
        "lat": float(lat),
    }


def _degrees(values: Mapping[str, Any], columns: _Columns, system: System) -> tuple[float, float]:
    if columns.pair and not (columns.lon and columns.lat):
        told = coordinates(_text(values.get(columns.pair)))
        if told is None:
            raise Refusal("places.nowhere", "{x}, {y} is no place on earth.", x=_text(values.get(columns.pair)), y="—")
        return told.lon, told.lat
    x, y = _text(values.get(columns.lon)), _text(values.get(columns.lat))
    try:
        return float(x), float(y)
    except ValueError:
        told = coordinates(f"{x} {y}") if system.degrees else None
        if told is None:
            raise Refusal("places.nowhere", "{x}, {y} is no place on earth.", x=x or "—", y=y or "—") from None
        return told.lon, told.lat


def _text(value: object) -> str:
    return "" if value is None else plain(str(value)).replace("\n", " ")

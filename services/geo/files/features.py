"""The features of any map file that is read here, as they stand in it: GeoJSON, TopoJSON, GeoPackage, Shapefile.

What a file is, is told by its content, not by its name. Nothing in a file makes the program open another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from services.domain.refusals import Refusal
from services.geo.files.jsonstream import FEATURES, members
from services.geo.files.tablefiles import Table, chosen_layer, read_geopackage, read_shapefile, read_zipped
from services.geo.files.topojson import layers_of

MOST_FEATURES = 1_000_000
_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_AREAS = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of a map file, counted from 1; geometry is None where there is none or none that makes sense."""

    row: int
    values: Mapping[str, Any]
    geometry: Any
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Features:
    """A map file as read: `crs` is what the file says of its system (empty: nothing)."""

    file: str
    kind: str
    crs: str
    rows: tuple[Feature, ...]
    columns: tuple[str, ...]


def read_features(path: Path, layer: str = "") -> Features:
    """Everything in one layer of a map file (`layer` chooses among several); refuses what can't be read."""
    head = head_of(path)
    if head.startswith(b"SQLite format 3\x00"):
        return _of_table(path, "GeoPackage", read_geopackage(path, layer))
    if head.startswith(b"\x00\x00\x27\x0a"):
        return _of_table(path, "Shapefile", read_shapefile(path))
    if head.startswith(b"PK\x03\x04"):
        return _of_table(path, "Shapefile", read_zipped(path))
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] in (b"{", b"["):
        return _read_json(path, layer)
    raise Refusal(
        "geo.unknown_format",
        "{file} is no map file that can be read here. Give GeoJSON, TopoJSON, GeoPackage or a Shapefile (.shp, .zip).",
        file=path.name,
    )


def head_of(path: Path) -> bytes:
    """The first bytes of a file; refuses one that is missing, empty or may not be read."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except FileNotFoundError:
        raise Refusal("files.missing", "There is no file {file}.", file=str(path)) from None
    except IsADirectoryError:
        raise Refusal("files.folder", "{file} is a folder, not a file.", file=str(path)) from None
    except OSError as error:
        raise Refusal(
            "files.unreadable", "{file} can't be read: {why}.", file=str(path), why=error.strerror or ""
        ) from None
    if not head:
        raise Refusal("files.empty", "{file} is empty.", file=path.name)
    return head


def shape_of(geometry: object) -> tuple[Any, bool]:
    """A GeoJSON geometry as shapely's, and whether it was there but makes no sense."""
    if geometry is None:
        return None, False
    try:
        # what is no number is found out row by row; the library need not warn
        with np.errstate(invalid="ignore"):
            found = shape(geometry)
        return shapely.force_2d(found), False
    except (ShapelyError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None, True


def _read_json(path: Path, layer: str) -> Features:
    rest: dict[str, Any] = {}
    raw: list[Any] = []
    for key, value in members(path):
        if key == FEATURES:
            raw.append(value)
            if len(raw) > MOST_FEATURES:
                raise Refusal("geo.too_many", "{file} has more than {most} areas.", file=path.name, most=MOST_FEATURES)
        else:
            rest[key] = value
    kind = rest.get("type")
    if kind == "Topology":
        return _of_features(path, "TopoJSON", "", _topology_layer(path, rest, layer))
    if kind in _GEOMETRIES:
        raw = [{"type": "Feature", "properties": {}, "geometry": rest}]
    elif kind == "Feature":
        raw = [rest]
    elif not raw and kind != "FeatureCollection":
        raise Refusal("geo.no_geojson", "{file} is JSON, but holds no geometry.", file=path.name)
    return _of_features(path, "GeoJSON", said_crs(rest.get("crs")), raw)


def said_crs(member: object) -> str:
    """The system named by GeoJSON's old `crs` member; empty where there is none."""
    if not isinstance(member, Mapping):
        return ""
    properties = member.get("properties")
    if not isinstance(properties, Mapping):
        return ""
    name = properties.get("name", properties.get("code"))
    return str(name) if name is not None else ""


def _topology_layer(path: Path, topology: Mapping[str, Any], layer: str) -> list[Any]:
    try:
        layers = layers_of(topology)
    except (ValueError, TypeError, LookupError, AttributeError):
        raise Refusal(
            "geo.broken_topology", "{file} is TopoJSON, but its arcs don't fit together.", file=path.name
        ) from None
    with_areas = [
        name
        for name, features in layers.items()
        if any(feature["geometry"] and feature["geometry"]["type"] in _AREAS for feature in features)
    ]
    return layers[chosen_layer(path.name, list(layers), with_areas, layer)]


def _of_features(path: Path, kind: str, crs: str, raw: Sequence[Any]) -> Features:
    rows = []
    for number, feature in enumerate(raw, 1):
        if not isinstance(feature, Mapping):
            rows.append(Feature(number, {}, None, broken=True))
            continue
        bare = feature.get("type") in _GEOMETRIES
        values = feature.get("properties")
        values = dict(values) if isinstance(values, Mapping) and not bare else {}
        if "id" in feature and not bare:
            values.setdefault("id", feature["id"])
        geometry, broken = shape_of(feature if bare else feature.get("geometry"))
        rows.append(Feature(number, values, geometry, broken))
    return _whole(path, kind, crs, rows)


def _of_table(path: Path, kind: str, table: Table) -> Features:
    found = shapely.force_2d(shapely.from_wkb(table.wkb, on_invalid="ignore"))
    names = [name for name, _ in table.columns]
    rows = [
        Feature(
            number + 1, dict(zip(names, values, strict=True)), found[number], found[number] is None and raw is not None
        )
        for number, (raw, values) in enumerate(zip(table.wkb, _rows(table), strict=True))
    ]
    return _whole(path, kind, table.crs, rows)


def _rows(table: Table) -> list[tuple[Any, ...]]:
    if not table.columns:
        return [()] * len(table.wkb)
    return list(zip(*(np.asarray(values, object).tolist() for _, values in table.columns), strict=True))


def _whole(path: Path, kind: str, crs: str, rows: list[Feature]) -> Features:
    if not any(row.geometry is not None and not row.geometry.is_empty for row in rows):
        raise Refusal("geo.no_geometry", "{file} holds no areas.", file=path.name)
    columns = dict.fromkeys(name for row in rows for name in row.values)
    return Features(path.name, kind, crs, tuple(rows), tuple(columns))

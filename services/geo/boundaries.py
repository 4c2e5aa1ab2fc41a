"""Areas from any map file: named, coded, repaired, in CGCS2000; what can't be taken is refused row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from services.domain.areas import Level, full_code, level_of_code
from services.domain.refusals import Refusal
from services.geo.crs import WGS84, System, system_of
from services.geo.files.features import Feature, Features, read_features
from services.geo.notes import Note, RefusedRow
from services.geo.repair import Repair, repaired, turned

LONGEST_NAME = 100
# what a wrong encoding leaves behind, and the printers' sign for a character that is missing
_GARBLED, _MISSING = re.compile("\ufffd+"), "〓"


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns of a file hold name, code and parent, or the words and the code themselves."""

    name_field: str = ""
    name: str = ""
    code_field: str = ""
    code: str = ""
    parent_field: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area of a file: row from 1, code (12 or 15 digits, empty where the file has none), parent as the file says.

    `geometry` is a valid Polygon or MultiPolygon in CGCS2000 degrees.
    """

    row: int
    code: str
    name: str
    parent: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """The areas of one file and everything a person should know about reading it."""

    file: str
    kind: str
    system: System
    boundaries: tuple[Boundary, ...]
    refused: tuple[RefusedRow, ...]
    repairs: tuple[Repair, ...]
    notes: tuple[Note, ...]


def read_boundaries(path: Path, level: Level, naming: Naming, crs: str = "", layer: str = "") -> BoundaryFile:
    """Reads a file of areas of one level; raises `Refusal` where the file as a whole can't be taken."""
    features = read_features(path, layer)
    _check_columns(features, naming)
    system, notes = _system_of(features, crs)
    refused: list[RefusedRow] = []
    taken: list[Boundary] = []
    for feature in features.rows:
        try:
            taken.append(_boundary(feature, level, naming))
        except Refusal as reason:
            refused.append(RefusedRow(feature.row, _text(feature.values, naming.name_field) or naming.name, reason))
    taken = _once_each(taken, refused)
    taken, repairs = _mended(taken, system, refused)
    notes += [_garbled(boundary) for boundary in taken if _MISSING in boundary.name]
    refused.sort(key=lambda row: row.row)
    return BoundaryFile(features.file, features.kind, system, tuple(taken), tuple(refused), repairs, tuple(notes))


def _check_columns(features: Features, naming: Naming) -> None:
    for field in (naming.name_field, naming.code_field, naming.parent_field):
        if field and field not in features.columns:
            raise Refusal(
                "geo.no_column",
                "{file} has no column {column}. It has: {columns}.",
                file=features.file,
                column=field,
                columns=", ".join(features.columns[:30]) or "–",
            )
    if not naming.name_field and not naming.name:
        raise Refusal("geo.no_name", "Say which column holds the names (--name-field) or give the name (--name).")
    if len(features.rows) > 1 and (naming.code or not naming.name_field):
        raise Refusal(
            "geo.one_name_many_rows",
            "{file} holds {count} areas: one name or code can't be given to all of them. Name the columns instead.",
            file=features.file,
            count=len(features.rows),
        )


def _system_of(features: Features, asked: str) -> tuple[System, list[Note]]:
    bounds = _bounds(features)
    degrees = bool(np.abs(bounds[[0, 2]]).max() <= 181 and np.abs(bounds[[1, 3]]).max() <= 181)
    words = asked or features.crs
    if not words and not degrees:
        raise Refusal(
            "geo.crs_missing",
            "{file} does not say its coordinate system, and has no degrees. Name the system with --crs EPSG:NUMBER.",
            file=features.file,
        )
    system = system_of(words) if words else WGS84
    _check_degrees(features.file, system, bounds, degrees)
    notes = []
    if not words and features.kind != "GeoJSON":
        notes.append(Note("geo.crs_assumed", "The file does not say its coordinate system: WGS 84 was assumed."))
    if system.rough:
        notes.append(
            Note(
                "geo.crs_rough",
                "No exact way from {crs} is known here: places may be off by metres.",
                {"crs": system.name},
            )
        )
    return system, notes


def _check_degrees(file: str, system: System, bounds: NDArray[np.float64], degrees: bool) -> None:
    highest = np.abs(bounds[[1, 3]]).max()
    if not system.degrees or (degrees and highest <= 90):
        return
    if degrees and np.abs(bounds[[0, 2]]).max() <= 90:
        raise Refusal(
            "geo.swapped",
            "Latitude and longitude look swapped in {file}: a latitude of {value} is impossible.",
            file=file,
            value=f"{highest:.6g}",
        )
    raise Refusal(
        "geo.no_degrees",
        "{file} has coordinates such as {value}, but its system {crs} has degrees. Name the right one with --crs.",
        file=file,
        value=f"{np.abs(bounds).max():.8g}",
        crs=system.name,
    )


def _bounds(features: Features) -> NDArray[np.float64]:
    found = np.array([row.geometry for row in features.rows if row.geometry is not None], object)
    bounds: NDArray[np.float64] = shapely.total_bounds(found)
    return np.nan_to_num(bounds, nan=0.0, posinf=np.inf, neginf=-np.inf)


def _boundary(feature: Feature, level: Level, naming: Naming) -> Boundary:
    name = _text(feature.values, naming.name_field) if naming.name_field else _clean(naming.name)
    if not name:
        raise Refusal("geo.row_no_name", "It has no name.")
    geometry = feature.geometry
    if feature.broken:
        raise Refusal("geo.row_broken", "Its geometry makes no sense.")
    if geometry is None or geometry.is_empty:
        raise Refusal("geo.row_no_geometry", "It has no geometry.")
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise Refusal("geo.row_no_area", "It is no area but a {kind}.", kind=geometry.geom_type)
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise Refusal("geo.row_not_finite", "Some of its coordinates are no numbers.")
    code = full_code(_code(feature.values, naming.code_field) if naming.code_field else naming.code.strip())
    if code:
        _check_code(code, level)
    return Boundary(feature.row, code, name[:LONGEST_NAME], _code(feature.values, naming.parent_field), geometry)


def _check_code(code: str, level: Level) -> None:
    found = level_of_code(code)
    if found is None:
        raise Refusal("geo.row_bad_code", "{code} is no division code: 12 digits, or 15 for a grid.", code=code[:40])
    if found is not level:
        raise Refusal(
            "geo.row_other_level",
            "{code} is the code of another level ({found}), not of this one ({level}).",
            code=code,
            found=found.word,
            level=level.word,
        )


def _clean(value: object) -> str:
    text = unicodedata.normalize("NFC", str(value))
    return _GARBLED.sub(_MISSING, "".join(c for c in text if unicodedata.category(c)[0] != "C").strip())


def _garbled(boundary: Boundary) -> Note:
    sentence = "Row {row}: the name {name} was damaged by a wrong encoding before this file was written."
    return Note("geo.garbled", sentence, {"row": boundary.row, "name": boundary.name})


def _text(values: Mapping[str, Any], field: str) -> str:
    value = values.get(field) if field else None
    missing = value is None or (isinstance(value, float) and not np.isfinite(value))
    return "" if missing else _clean(value)


def _code(values: Mapping[str, Any], field: str) -> str:
    """A code or name as text; tables like to make numbers of codes."""
    value = values.get(field) if field else None
    if isinstance(value, float) and np.isfinite(value) and value.is_integer():
        return str(int(value))
    return _text(values, field).removesuffix(".0")


def _once_each(boundaries: Sequence[Boundary], refused: list[RefusedRow]) -> list[Boundary]:
    first: dict[tuple[str, ...], Boundary] = {}
    for boundary in boundaries:
        key = (boundary.code,) if boundary.code else ("", boundary.parent, boundary.name)
        if key not in first:
            first[key] = boundary
            continue
        earlier = first[key]
        refused.append(RefusedRow(boundary.row, boundary.name, _taken(boundary, earlier)))
    return list(first.values())


def _taken(boundary: Boundary, earlier: Boundary) -> Refusal:
    if not boundary.code:
        sentence = "The same name under the same parent was already in row {row}."
        return Refusal("geo.row_same_name", sentence, row=earlier.row)
    return Refusal(
        "geo.row_same_code",
        "Its code {code} was already used in row {row} ({name}).",
        code=boundary.code,
        row=earlier.row,
        name=earlier.name,
    )


def _mended(
    boundaries: Sequence[Boundary], system: System, refused: list[RefusedRow]
) -> tuple[list[Boundary], tuple[Repair, ...]]:
    """Repairs what the file has, then turns it into the store's system, where rounding may cross lines once more."""
    kept, repairs = [], []
    for boundary in boundaries:
        geometry, repair = repaired(boundary.row, boundary.name, boundary.geometry, system)
        if geometry is None:
            refused.append(RefusedRow(boundary.row, boundary.name, _nothing_left(boundary, system)))
            continue
        kept.append(replace(boundary, geometry=geometry))
        if repair is not None:
            repairs.append(repair)
    return kept, tuple(repairs)


def _nothing_left(boundary: Boundary, system: System) -> Refusal:
    if turned(boundary.geometry, system) is None:
        return Refusal("geo.row_off_earth", "It lies nowhere on earth in the system {crs}.", crs=system.name)
    return Refusal("geo.row_collapsed", "Nothing is left of it once its rings are put right.")

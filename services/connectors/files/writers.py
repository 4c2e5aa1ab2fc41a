"""Files that QGIS, geopandas and spreadsheets open: GeoPackage, GeoJSON, CSV; whole or not at all."""

from __future__ import annotations

import csv
import errno
import glob
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import shapely

from services.connectors.files.columns import Column, Kind
from services.connectors.files.report import disarmed
from services.domain.refusals import Refusal

CRS = "EPSG:4490"
_CRS_MEMBER = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
_UTC = 100  # GDAL's own number for times in UTC
SUFFIXES = (".gpkg", ".geojson", ".csv")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside the target to write to; it becomes the target when all went well and is gone when it did not."""
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise _refusal(path, error) from None
    finally:
        for left in path.parent.glob(f"{glob.escape(part.name)}*"):
            left.unlink(missing_ok=True)


class Writer(Protocol):
    """Writes rows as they come."""

    def rows(self, things: Sequence[Any], shapes: Sequence[Any]) -> None: ...

    def close(self) -> None: ...


def writer_for(path: Path, part: Path, layer: str, columns: Sequence[Column], shape: str) -> Writer:
    """The writer for a target's suffix; `shape` is MultiPolygon or Point. Refuses other suffixes."""
    match path.suffix.lower():
        case ".gpkg":
            return _GeoPackage(part, layer, columns, shape)
        case ".geojson" | ".json":
            return _GeoJson(part, layer, columns)
        case ".csv":
            return _Csv(part, columns, with_shape=shape != "Point")
    raise Refusal("export.format", "{file} should end in {suffixes}.", file=path.name, suffixes=", ".join(SUFFIXES))


class _GeoPackage:
    def __init__(self, path: Path, layer: str, columns: Sequence[Column], shape: str) -> None:
        self._path, self._layer, self._columns, self._shape = path, layer, columns, shape
        self._begun = False

    def rows(self, things: Sequence[Any], shapes: Sequence[Any]) -> None:
        # loaded when a file is written: it brings pandas, and a seat shall not wait for that when it opens
        from pyogrio import raw
        from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

        geometry = np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], object)
        moments = [column.name for column in self._columns if column.kind is Kind.MOMENT]
        try:
            raw.write(
                self._path,
                geometry,
                [column.array(things) for column in self._columns],
                [column.name for column in self._columns],
                layer=self._layer,
                driver="GPKG",
                geometry_type=self._shape,
                promote_to_multi=self._shape.startswith("Multi"),
                crs=CRS,
                append=self._begun,
                gdal_tz_offsets={name: np.full(len(things), _UTC) for name in moments},
            )
        except (DataSourceError, DataLayerError, FeatureError) as error:
            raise OSError(str(error)) from error
        self._begun = True

    def close(self) -> None:
        if not self._begun:
            self.rows([], [])


class _GeoJson:
    def __init__(self, path: Path, layer: str, columns: Sequence[Column]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._columns = columns
        head = json.dumps({"type": "FeatureCollection", "name": layer, "crs": _CRS_MEMBER})
        self._file.write(f'{head[:-1]}, "features": [')
        self._between = "\n"

    def rows(self, things: Sequence[Any], shapes: Sequence[Any]) -> None:
        for thing, shape in zip(things, shapes, strict=True):
            known = {column.name: column.written(thing) for column in self._columns}
            geometry = "null" if shape is None else shapely.to_geojson(shape)
            words = json.dumps(known, ensure_ascii=False, allow_nan=False)
            self._file.write(f'{self._between}{{"type": "Feature", "properties": {words}, "geometry": {geometry}}}')
            self._between = ",\n"

    def close(self) -> None:
        with self._file as file:
            file.write("\n]}\n")


class _Csv:
    def __init__(self, path: Path, columns: Sequence[Column], with_shape: bool) -> None:
        # the mark tells Excel that this is UTF-8
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._columns, self._with_shape = columns, with_shape
        self._writer.writerow([column.name for column in columns] + ["wkt"] * with_shape)

    def rows(self, things: Sequence[Any], shapes: Sequence[Any]) -> None:
        for thing, shape in zip(things, shapes, strict=True):
            cells = [_cell(column, column.written(thing)) for column in self._columns]
            if self._with_shape:
                cells.append("" if shape is None else shapely.to_wkt(shape, rounding_precision=-1))
            self._writer.writerow(cells)

    def close(self) -> None:
        self._file.close()


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind is Kind.YES_NO:
        return "true" if value else "false"
    return disarmed(value) if column.kind is Kind.TEXT else str(value)


def _refusal(path: Path, error: Exception) -> Refusal:
    number = getattr(error, "errno", None)
    if number == errno.ENOSPC or "full" in str(error).lower():
        return Refusal(
            "files.disk_full", "The disk is full: {file} was not written. Free some space and repeat.", file=str(path)
        )
    why = getattr(error, "strerror", None) or type(error).__name__
    return Refusal("files.unwritable", "{file} can't be written: {why}.", file=str(path), why=why)

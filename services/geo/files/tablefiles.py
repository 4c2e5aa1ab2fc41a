"""GeoPackage and Shapefile as tables of columns and WKB, read by GDAL from a copy-free, checked path."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from services.domain.refusals import Refusal
from services.geo.files.encodings import decoded_fields

LARGEST_UNPACKED = 2 << 30
MOST_MEMBERS = 2_000
_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_BROKEN = (RuntimeError, ValueError, OSError)  # all that GDAL reports comes as the first
# every byte is a character, so that the bytes can be had back and their encoding found
_BYTES = "ISO-8859-1"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name in file order, one WKB or None for each row, and the system the file says (may be empty)."""

    crs: str
    wkb: Sequence[bytes | None]
    columns: tuple[tuple[str, Sequence[Any]], ...]


def read_geopackage(path: Path, layer: str) -> Table:
    """One layer of a GeoPackage; `layer` is needed where several have areas."""
    import pyogrio  # it loads pandas and geopandas, which no seat should wait for when it opens

    try:
        layers = pyogrio.list_layers(path.resolve())
    except _BROKEN:
        raise broken(path.name) from None
    names = [str(name) for name, _ in layers]
    spatial = [str(name) for name, kind in layers if kind is not None]
    with_areas = [str(name) for name, kind in layers if kind is not None and "Polygon" in str(kind)]
    if not spatial:
        raise Refusal("geo.no_geometry", "{file} holds no areas.", file=path.name)
    return _read(path, layer=chosen_layer(path.name, names, with_areas or spatial, layer))


def read_shapefile(path: Path) -> Table:
    """A Shapefile beside its parts, in whatever encoding its table is."""
    index = next((p for p in (path.with_suffix(".shx"), path.with_suffix(".SHX")) if p.is_file()), None)
    if index is None:
        raise Refusal(
            "geo.shapefile_part",
            "{file} is one part of a Shapefile: its .shx (and .dbf, .prj) must lie beside it under the same name.",
            file=path.name,
        )
    table = _read(path, encoding=_BYTES)
    return _with_texts(table, _said_encoding(path), path.name)


def read_zipped(path: Path) -> Table:
    """The one Shapefile inside a zip archive; refuses archives that are none or unpack beyond all measure."""
    with TemporaryDirectory(prefix="gridcommand-") as folder:
        return read_shapefile(_unpacked(path, Path(folder)))


def chosen_layer(file: str, names: Sequence[str], with_areas: Sequence[str], asked: str) -> str:
    """The layer asked for, else the only one with areas; refuses where that is not clear."""
    if asked:
        if asked in names:
            return asked
        raise Refusal(
            "geo.no_layer",
            "{file} has no layer {layer}. It has: {layers}.",
            file=file,
            layer=asked,
            layers=", ".join(names[:20]),
        )
    if len(with_areas) == 1 or len(names) == 1:
        return (with_areas or names)[0]
    if not with_areas:
        raise Refusal("geo.no_geometry", "{file} holds no areas.", file=file)
    raise Refusal(
        "geo.several_layers",
        "{file} has several layers with areas: {layers}. Choose one with --layer.",
        file=file,
        layers=", ".join(with_areas[:20]),
    )


def broken(file: str) -> Refusal:
    """The refusal of a file that begins like a map file and then makes no sense."""
    return Refusal("geo.broken", "{file} is damaged or incomplete and can't be read.", file=file)


def _read(path: Path, **how: Any) -> Table:
    import pyogrio  # as above

    try:
        meta, _, wkb, columns = pyogrio.raw.read(path.resolve(), datetime_as_string=True, **how)
    except _BROKEN:
        raise broken(path.name) from None
    if wkb is None:
        raise Refusal("geo.no_geometry", "{file} holds no areas.", file=path.name)
    names = [str(name) for name in meta["fields"]]
    return Table(meta["crs"] or "", wkb, tuple(zip(names, columns, strict=True)))


def _said_encoding(path: Path) -> str:
    beside = next((p for p in (path.with_suffix(".cpg"), path.with_suffix(".CPG")) if p.is_file()), None)
    if beside is None:
        return ""
    with beside.open("rb") as file:
        said = file.read(40).decode("ascii", "ignore").strip().lower()
    said = {"65001": "utf-8", "936": "gbk", "54936": "gb18030"}.get(said, said)
    return said if re.fullmatch(r"[a-z0-9_.:-]{1,30}", said) and said not in ("system", _BYTES.lower()) else ""


def _with_texts(table: Table, said: str, file: str) -> Table:
    places: list[tuple[int, int]] = []
    raws = [name.encode(_BYTES) for name, _ in table.columns]
    for column, (_, values) in enumerate(table.columns):
        if np.asarray(values).dtype == object:
            for row, value in enumerate(values):
                if isinstance(value, str):
                    places.append((column, row))
                    raws.append(value.encode(_BYTES))
    texts, _ = decoded_fields(raws, said, file)
    columns = [(text, list(values)) for text, (_, values) in zip(texts, table.columns, strict=False)]
    for (column, row), text in zip(places, texts[len(columns) :], strict=True):
        columns[column][1][row] = text
    return Table(table.crs, table.wkb, tuple(columns))


def _unpacked(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [
                entry
                for entry in archive.infolist()[:MOST_MEMBERS]
                if Path(entry.filename).suffix.lower() in _PARTS and "__MACOSX" not in entry.filename
            ]
            stems = sorted(
                {str(Path(e.filename).with_suffix("")) for e in parts if e.filename.lower().endswith(".shp")}
            )
            if len(stems) != 1:
                raise Refusal(
                    "geo.zip_without_one",
                    "{file} should hold exactly one Shapefile; it holds {count}.",
                    file=path.name,
                    count=len(stems),
                )
            for entry in parts:
                if _stem(entry) == stems[0]:
                    _unpack(archive, entry, folder / f"areas{Path(entry.filename).suffix.lower()}", path.name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise broken(path.name) from None
    return folder / "areas.shp"


def _stem(entry: zipfile.ZipInfo) -> str:
    return str(Path(entry.filename).with_suffix(""))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, file: str) -> None:
    left = LARGEST_UNPACKED
    with archive.open(entry) as source, target.open("wb") as out:
        while chunk := source.read(1 << 20):
            left -= len(chunk)
            if left < 0:
                raise Refusal("geo.zip_too_large", "{file} unpacks to more than any map file should.", file=file)
            out.write(chunk)

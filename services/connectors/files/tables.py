"""Rows of CSV, Excel and GeoJSON files, one at a time, so that a file of hundreds of megabytes is no trouble."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from services.domain.refusals import Refusal
from services.geo.files.encodings import encoding_of
from services.geo.files.features import head_of, said_crs, shape_of
from services.geo.files.jsonstream import FEATURES, members

MOST_COLUMNS = 500
LARGEST_CELL = 1 << 20
LARGEST_BOOK = 2 << 30
# a table of real words is squeezed to a tenth or so; what is squeezed far more was made to flood a memory
LARGEST_UNASKED, MOST_SQUEEZED = 32 << 20, 100
MOST_ROWS = 1 << 20  # of any sheet; a row that says it is the thousand millionth would be counted up to
LON, LAT = "@lon", "@lat"
Row = tuple[int, Mapping[str, Any]]
_SPREADSHEET_ERRORS = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, SyntaxError)


@dataclass(frozen=True, slots=True)
class RowTable:
    """Columns by name, and the rows as (number as its program shows it, values by column).

    A GeoJSON feature's place is in the columns @lon and @lat; `crs` is what the file says of them (empty: nothing).
    A row that has more cells than there are columns has them under the name None.
    """

    file: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    crs: str = ""


def open_table(path: Path, sheet: str = "") -> RowTable:
    """Opens a file by its content; raises `Refusal` for one that can't be read, also while its rows are read."""
    head = head_of(path)
    if head.startswith(b"PK\x03\x04"):
        return _excel(path, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(
            "files.old_excel", "{file} is in Excel's old form (.xls). Save it as .xlsx and try again.", file=path.name
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return _geojson(path)
    return _csv(path)


def _named(path: Path, cells: list[Any]) -> tuple[str, ...]:
    names = [str(cell).strip() if cell is not None else "" for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise Refusal("files.no_header", "{file} has no line with the names of its columns.", file=path.name)
    if len(names) > MOST_COLUMNS:
        raise Refusal("files.too_wide", "{file} has more than {most} columns.", file=path.name, most=MOST_COLUMNS)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Refusal("files.same_columns", "{file} has several columns named {name}.", file=path.name, name=twice[0])
    return tuple(names)


def _csv(path: Path) -> RowTable:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(1 << 16)
    delimiter = _delimiter(sample)
    columns = _named(path, next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), []))
    return RowTable(path.name, columns, _csv_rows(path, encoding, delimiter, columns))


def _delimiter(sample: str) -> str:
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _csv_rows(path: Path, encoding: str, delimiter: str, columns: tuple[str, ...]) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            csv.field_size_limit(LARGEST_CELL)
            next(reader)
            lines.row_ended()
            for number, cells in enumerate(reader, 2):
                lines.row_ended()
                if any(cells):
                    yield number, _values(columns, [_unarmed(cell) for cell in cells])
        except csv.Error:
            raise _broken(path, reader.line_num) from None
        if lines.left_open:
            raise _broken(path, reader.line_num)


class _Lines:
    """The lines of a table, watching whether the last row ended because its quotation mark did."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._lines = self._marks = 0
        self.left_open = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._file)
        self._lines += 1
        self._marks += line.count('"')
        return line

    def row_ended(self) -> None:
        """Takes note of a row that swallowed following lines, which only the end of the file may have stopped."""
        self.left_open = self._lines > 1 and self._marks % 2 == 1
        self._lines = self._marks = 0


def _broken(path: Path, line: int) -> Refusal:
    return Refusal(
        "files.broken_csv",
        "{file} goes wrong near line {line}: a quotation mark stays open or a cell is too long.",
        file=path.name,
        line=line,
    )


def _unarmed(cell: str) -> str:
    """Takes away the apostrophe that keeps a spreadsheet from computing a cell."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


def _values(columns: tuple[str, ...], cells: list[Any]) -> Mapping[str, Any]:
    values: dict[Any, Any] = dict(zip(columns, cells, strict=False))
    if any(cell not in (None, "") for cell in cells[len(columns) :]):
        values[None] = cells[len(columns) :]
    return values


def load_book(path: Path, computed: bool = True) -> Any:
    """An Excel file opened to be read; `computed` gives the last result of a formula, else its words: none is computed.

    Raises `Refusal` for what is no such file or unpacks to more than any table should.
    """
    import openpyxl  # no seat should wait for it when it opens
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(path, archive.infolist())
        return openpyxl.load_workbook(path, read_only=True, data_only=computed, keep_links=False)
    except (InvalidFileException, *_SPREADSHEET_ERRORS):
        raise Refusal("files.broken_excel", "{file} is no Excel file that can be read.", file=path.name) from None


def _excel(path: Path, sheet: str) -> RowTable:
    book = load_book(path)
    if sheet and sheet not in book.sheetnames:
        raise Refusal(
            "files.no_sheet", "{file} has no sheet {sheet}. It has: {sheets}.", file=path.name, sheet=sheet,
            sheets=", ".join(book.sheetnames[:20]),
        )  # fmt: skip
    page = book[sheet] if sheet else book.worksheets[0]
    # the size that a sheet declares is often far beyond what it holds
    page.reset_dimensions()
    rows = book_rows(path, book, page)
    columns = next(rows, None)
    if columns is None:
        raise Refusal("files.no_header", "{file} has no line with the names of its columns.", file=path.name)
    names = _named(path, columns[1])
    return RowTable(path.name, names, ((number, _values(names, cells)) for number, cells in rows))


def _refuse_bomb(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    squeezed = any(
        part.file_size > LARGEST_UNASKED and part.file_size > MOST_SQUEEZED * part.compress_size for part in parts
    )
    if whole > LARGEST_BOOK or squeezed:
        raise Refusal("files.sheet_too_large", "{file} unpacks to more than any table should.", file=path.name)


def book_rows(path: Path, book: Any, page: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows of one sheet that hold anything, with their numbers from 1; closes the book at the end."""
    try:
        for number, cells in enumerate(page.iter_rows(values_only=True), 1):
            if number > MOST_ROWS:
                raise Refusal("files.broken_excel", "{file} is no Excel file that can be read.", file=path.name)
            if any(cell is not None and cell != "" for cell in cells):
                yield number, list(cells)
    except _SPREADSHEET_ERRORS:
        raise Refusal("files.broken_excel", "{file} is no Excel file that can be read.", file=path.name) from None
    finally:
        book.close()


def _geojson(path: Path) -> RowTable:
    features = members(path)
    columns: dict[str, None] = {}
    crs = ""
    # columns are known from the first features; a later one that has more brings its own
    for read, (key, value) in enumerate(features):
        if key == FEATURES and isinstance(value, Mapping) and isinstance(value.get("properties"), Mapping):
            columns.update(dict.fromkeys(map(str, value["properties"])))
        elif key == "crs":
            crs = said_crs(value)
        if read >= 1_000:
            break
    features.close()
    return RowTable(path.name, (*columns, LON, LAT), _geojson_rows(path), crs)


def _geojson_rows(path: Path) -> Iterator[Row]:
    number = 0
    for key, feature in members(path):
        if key != FEATURES:
            continue
        number += 1
        if not isinstance(feature, Mapping):
            yield number, {None: feature}  # type: ignore[dict-item]
            continue
        values = feature.get("properties")
        row = dict(values) if isinstance(values, Mapping) else {}
        geometry, _ = shape_of(feature.get("geometry"))
        if geometry is not None and not geometry.is_empty:
            point = geometry if geometry.geom_type == "Point" else geometry.representative_point()
            row |= {LON: point.x, LAT: point.y}
        yield number, row

"""Rows of a table as base records, by a mapping or by the usual names of columns; what makes no sense is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from services.connectors.files.mapping import IncidentMapping, zone_named
from services.connectors.files.tables import LAT, LON, RowTable
from services.connectors.files.times import moment_in
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow

# our names, and the columns that each is looked for in where no mapping says it; the first that is there is taken
USUAL: Mapping[str, tuple[str, ...]] = {
    "key": ("key", "number", "编号", "登记编号", "统一编号", "档案号", "id"),
    "category": ("category", "类别", "类型", "种类", "分类"),
    "name": ("name", "名称", "姓名", "单位名称"),
    "lon": ("lon", "lng", "longitude", "经度", "x", LON),
    "lat": ("lat", "latitude", "纬度", "y", LAT),
    "stated": ("stated", "area", "行政区划代码", "所属区域", "所属村", "村（社区）", "行政区划", "住址",
               "地址", "address"),
    "checked_at": ("checked_at", "检查时间", "走访时间", "最近检查", "最近走访"),
    "due_days": ("due_days", "检查周期", "走访周期", "周期（天）"),
}  # fmt: skip
OURS = (*USUAL, "attributes")
NEEDED = ("key", "category")
LONGEST = {"key": 64, "category": 40, "name": 100, "stated": 200}
MOST_DAYS = 3_650
HANDED_OUT = ("补正经度", "Longitude, corrected")  # heads of a list to mend
LONGEST_ATTRIBUTE = 60
FARTHEST = 1e9  # no system has coordinates beyond


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row as the file says it: longitude/latitude in `crs` (NaN for none), `due_days` None where it is silent."""

    row: int
    key: str
    category: str
    name: str
    lon: float
    lat: float
    crs: str
    stated: str
    checked_at: datetime | None
    due_days: int | None
    attributes: Mapping[str, Any] = field(default_factory=dict)


def record_rows(
    table: RowTable, mapping: IncidentMapping | None, zone: tzinfo, crs: str = ""
) -> Iterator[RecordRow | RefusedRow]:
    """Each row as a record or its refusal; raises `Refusal` where the file has no column of numbers or categories.

    Times without a zone are in the mapping's zone, else in `zone`; coordinates in `crs`, else in the mapping's system,
    else in the one that the file says, else CGCS2000. In a mapping, attributes = "A, B" keeps those columns.
    """
    if set(HANDED_OUT) & {column.strip() for column in table.columns}:
        raise Refusal(
            "records.handed_out",
            "{file} is a list that was handed out to be mended; its names are masked. Bring what was filled in back "
            "with main.py import corrections FILE.",
            file=table.file,
        )
    reader = _Reader(table, mapping or _guessed(table), zone, crs)
    for number, values in table.rows:
        try:
            yield reader.record(number, values)
        except Refusal as reason:
            yield RefusedRow(number, reader.label(values), reason)


def _guessed(table: RowTable) -> IncidentMapping:
    known = {column.strip().lower(): column for column in table.columns}
    fields = {
        ours: next(known[name] for name in names if name in known)
        for ours, names in USUAL.items()
        if any(name in known for name in names)
    }
    for name in NEEDED:
        if name not in fields:
            raise Refusal(
                "records.columns",
                "{file} needs columns of numbers (key, 编号) and categories (category, 类别), or a mapping that says "
                "where they are: --mapping FILE.toml",
                file=table.file,
            )
    return IncidentMapping(fields, {})


class _Reader:
    def __init__(self, table: RowTable, mapping: IncidentMapping, zone: tzinfo, crs: str) -> None:
        self._mapping = mapping
        self._zone = zone_named(mapping.timezone) if mapping.timezone else zone
        self._crs = crs or mapping.crs or table.crs or "cgcs2000"
        self._kept = [part.strip() for part in mapping.fields.get("attributes", "").split(",") if part.strip()]
        theirs = [column for ours, column in mapping.fields.items() if ours != "attributes"]
        for column in (*theirs, *self._kept):
            if column not in table.columns:
                raise Refusal(
                    "mapping.no_column",
                    "The mapping takes {field} from the column {column}, which {file} does not have. It has: "
                    "{columns}.",
                    field=next((ours for ours, name in mapping.fields.items() if name == column), "attributes"),
                    column=column,
                    file=table.file,
                    columns=", ".join(table.columns[:40]),
                )

    def label(self, values: Mapping[str, Any]) -> str:
        """What a person finds the row by: its own number. Never words that may be personal."""
        return _words(values.get(self._mapping.fields.get("key", "")))[: LONGEST["key"]]

    def record(self, number: int, values: Mapping[Any, Any]) -> RecordRow:
        """A row as a record; raises `Refusal` for one that makes no sense."""
        if None in values:
            raise Refusal("rows.too_many_cells", "It has more cells than there are columns.")
        key = self._text("key", values)
        if not key:
            raise Refusal("rows.no_key", "It has no number by which its register knows it.")
        category = self._text("category", values)
        if not category:
            raise Refusal("rows.no_category", "It does not say of which category it is.")
        for name, text in (("key", key), ("category", category)):
            if len(text) > LONGEST[name]:
                raise Refusal(
                    "rows.too_long", "{field} has more than {most} characters.", field=name, most=LONGEST[name]
                )
        lon, lat = (
            _degrees(values.get(self._mapping.fields.get(name, at))) for name, at in (("lon", LON), ("lat", LAT))
        )
        return RecordRow(
            row=number,
            key=key,
            category=category,
            name=self._text("name", values)[: LONGEST["name"]],
            lon=lon,
            lat=lat,
            crs=self._crs,
            stated=self._text("stated", values)[: LONGEST["stated"]],
            checked_at=self._time(values),
            due_days=self._days(values),
            attributes=self._attributes(values),
        )

    def _text(self, ours: str, values: Mapping[str, Any]) -> str:
        theirs = _words(values.get(self._mapping.fields.get(ours, "")))
        return self._mapping.value(ours, theirs)

    def _time(self, values: Mapping[str, Any]) -> datetime | None:
        value = values.get(self._mapping.fields.get("checked_at", ""))
        try:
            return moment_in(value, self._zone, self._mapping.time_format)
        except (ValueError, OverflowError, OSError):
            raise Refusal(
                "rows.bad_time",
                "{value} in {field} is no time that can be read.",
                value=_words(value)[:40],
                field="checked_at",
            ) from None

    def _days(self, values: Mapping[str, Any]) -> int | None:
        said = self._text("due_days", values)
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and int(said) <= MOST_DAYS):
            sentence = "{value} is no number of days from 0 to {most}."
            raise Refusal("rows.bad_days", sentence, value=said[:40], most=MOST_DAYS)
        return int(said)

    def _attributes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: values.get(name) for name in self._kept}
        return {
            name: value if isinstance(value, int | float | bool) else _words(value)[:LONGEST_ATTRIBUTE]
            for name, value in found.items()
            if value not in (None, "") and not (isinstance(value, float) and not math.isfinite(value))
        }


def known_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Which of our fields can be had from columns of these names without a mapping."""
    there = {column.strip().lower() for column in columns}
    return tuple(ours for ours, names in USUAL.items() if there & set(names))


def _words(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain(str(value)).replace("\n", " ")


def _degrees(value: object) -> float:
    """A coordinate; what is none is no place, which the ledger counts, never a reason to refuse a record."""
    try:
        found = float(str(value).strip()) if value is not None else math.nan
    except ValueError:
        return math.nan
    return found if abs(found) < FARTHEST else math.nan

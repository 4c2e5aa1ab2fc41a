"""Rows of a table as incidents, by a mapping; a row that makes no sense is refused with its reason."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from services.cases.importing.incoming import Incoming
from services.cases.intake import LONGEST_NUMBER
from services.connectors.files.mapping import IncidentMapping, zone_named
from services.connectors.files.tables import LAT, LON, RowTable
from services.connectors.files.times import moment_in
from services.domain.incidents import IncidentState, Report, Severity
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow

_SEVERITIES = {name.lower(): level for level in Severity for name in (level.name, str(int(level)), "I" * int(level))}
_SEVERITIES |= {
    "iv": Severity.BLUE,
    "红": Severity.RED,
    "橙": Severity.ORANGE,
    "黄": Severity.YELLOW,
    "蓝": Severity.BLUE,
}
_STATES = {state.name.lower(): state for state in IncidentState}


def incident_rows(table: RowTable, mapping: IncidentMapping, zone: tzinfo) -> Iterator[Incoming | RefusedRow]:
    """Each row as an incident or its refusal; raises `Refusal` where the mapping does not fit the file.

    Times without a zone are in the mapping's zone, else in `zone`; coordinates in the mapping's system, else in the
    one that the file says, else WGS 84.
    """
    _check_columns(table, mapping)
    reader = _Reader(mapping, zone_named(mapping.timezone) if mapping.timezone else zone, mapping.crs or table.crs)
    for number, values in table.rows:
        try:
            yield reader.incoming(number, values)
        except Refusal as reason:
            yield RefusedRow(number, reader.label(values), reason)


def _check_columns(table: RowTable, mapping: IncidentMapping) -> None:
    for ours, theirs in mapping.fields.items():
        if theirs not in table.columns:
            raise Refusal(
                "mapping.no_column",
                "The mapping takes {field} from the column {column}, which {file} does not have. It has: {columns}.",
                field=ours,
                column=theirs,
                file=table.file,
                columns=", ".join(table.columns[:40]),
            )


class _Reader:
    def __init__(self, mapping: IncidentMapping, zone: tzinfo, crs: str) -> None:
        self._mapping, self._zone, self._crs = mapping, zone, crs or "wgs84"
        # a feature's own place serves where the mapping names none
        self._lon, self._lat = mapping.fields.get("lon", LON), mapping.fields.get("lat", LAT)

    def label(self, values: Mapping[str, Any]) -> str:
        """What a person finds the row by: its own number. Never words that may be personal."""
        return _words(values.get(self._mapping.fields.get("external", "")))[:LONGEST_NUMBER]

    def incoming(self, number: int, values: Mapping[Any, Any]) -> Incoming:
        """A row as an incident; raises `Refusal` for one that makes no sense."""
        if None in values:
            raise Refusal("rows.too_many_cells", "It has more cells than there are columns.")
        reported_at = self._time("reported_at", values)
        if reported_at is None:
            raise Refusal("rows.no_time", "It does not say when it was reported.")
        closed_at = self._time("closed_at", values)
        report = Report(
            source=self._text("source", values),
            category=self._text("category", values),
            text=self._text("text", values),
            reported_at=reported_at,
            lon=_degrees(values.get(self._lon)),
            lat=_degrees(values.get(self._lat)),
            crs=self._crs,
            address=self._text("address", values),
            contact=self._text("contact", values),
            contact_name=self._text("contact_name", values),
            external=self._text("external", values),
            severity=self._severity(values),
        )
        state = self._state(values, closed_at)
        return Incoming(number, _numbered(report), state, closed_at, self._text("department", values))

    def _text(self, ours: str, values: Mapping[str, Any]) -> str:
        theirs = _words(values.get(self._mapping.fields.get(ours, "")))
        return self._mapping.value(ours, theirs)

    def _time(self, ours: str, values: Mapping[str, Any]) -> datetime | None:
        value = values.get(self._mapping.fields.get(ours, ""))
        if isinstance(value, str):
            value = self._mapping.value(ours, value.strip())
        try:
            return moment_in(value, self._zone, self._mapping.time_format)
        except (ValueError, OverflowError, OSError):
            raise Refusal(
                "rows.bad_time", "{value} in {field} is no time that can be read.", value=_words(value)[:40], field=ours
            ) from None

    def _severity(self, values: Mapping[str, Any]) -> Severity | None:
        said = self._text("severity", values)
        if not said:
            return None
        if said.lower() not in _SEVERITIES:
            raise Refusal("rows.bad_severity", "{value} is no level: red, orange, yellow or blue.", value=said[:40])
        return _SEVERITIES[said.lower()]

    def _state(self, values: Mapping[str, Any], closed_at: datetime | None) -> IncidentState:
        said = self._text("state", values)
        if not said:
            return IncidentState.REPORTED if closed_at is None else IncidentState.CLOSED
        if said.lower() not in _STATES:
            raise Refusal(
                "rows.bad_state", "{value} is no state. There are: {known}.", value=said[:40], known=", ".join(_STATES)
            )
        return _STATES[said.lower()]


def _words(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain(str(value))


def _degrees(value: object) -> float | None:
    """A coordinate; what is none is no place, which is counted, never a reason to refuse a report."""
    try:
        found = float(str(value).strip()) if value is not None else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _numbered(report: Report) -> Report:
    """A report without a number gets one from its own words, so that the same row is known again."""
    if report.external:
        return report
    parts = (report.source, report.category, report.reported_at.isoformat(), str(report.lon), str(report.lat),
             report.text, report.address, report.contact, report.contact_name)  # fmt: skip
    digest = hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
    return replace(report, external=f"row:{digest[:40]}")

"""The mapping of a file of incidents: which of its columns and values are which of ours, as a TOML file says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.domain.refusals import Refusal
from services.geo.files.features import head_of

OURS = (
    "external", "reported_at", "closed_at", "category", "source", "severity", "state", "department", "lon", "lat",
    "text", "address", "contact", "contact_name",
)  # fmt: skip
NEEDED = ("reported_at", "category", "source")
ANY = "*"
OPTIONS = ("crs", "timezone", "time_format", "sheet")


@dataclass(frozen=True, slots=True)
class IncidentMapping:
    """`fields`: our name → their column; `values`: our field → their value → ours, where `*` stands for all others.

    `crs`, `timezone`, `time_format` (as strptime has it) and `sheet` come from [options], empty where not said.
    """

    fields: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    crs: str = ""
    timezone: str = ""
    time_format: str = ""
    sheet: str = ""

    def value(self, ours: str, theirs: str) -> str:
        """Our value for theirs: as mapped, else what `*` says, else as it is."""
        known = self.values.get(ours)
        if known is None:
            return theirs
        return known.get(theirs, known.get(ANY, theirs))


def read_mapping(path: Path, ours: tuple[str, ...] = OURS, needed: tuple[str, ...] = NEEDED) -> IncidentMapping:
    """Reads a mapping; refuses one that is broken, names what there is not, or leaves out what is needed.

    `ours` are the fields that there are, those of incidents where nothing else is said.
    """
    head_of(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("mapping.broken", "{file} is no valid TOML: {why}", file=path.name, why=str(error)) from None
    fields = _texts(path, "fields", table.pop("fields", {}))
    options = _texts(path, "options", table.pop("options", {}))
    values = table.pop("values", {})
    if not isinstance(values, dict):
        values = {"values": values}
    _refuse_unknown(path, (*fields, *values), ours)
    _refuse_unknown(path, options, OPTIONS)
    _refuse_unknown(path, table, ("fields", "values", "options"))
    found = IncidentMapping(
        fields, {name: _texts(path, f"values.{name}", known) for name, known in values.items()}, **options
    )
    for name in needed:
        if name not in fields and ANY not in found.values.get(name, {}):
            raise Refusal(
                "mapping.missing",
                "{file} does not say where {field} comes from: add it to [fields]"
                ' (or a "*" under [values.{field}] for all rows).',
                file=path.name,
                field=name,
            )
    if found.timezone:
        zone_named(found.timezone)
    return found


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name; refuses an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(
            "mapping.timezone", "There is no time zone {name}. Write it like Asia/Shanghai.", name=name
        ) from None


def _texts(path: Path, where: str, table: Any) -> dict[str, str]:
    simple = isinstance(table, dict) and not any(isinstance(value, dict | list) for value in table.values())
    if not simple:
        raise Refusal(
            "mapping.shape", 'In {file}, [{part}] should be lines of the form a = "b".', file=path.name, part=where
        )
    return {str(key): str(value) for key, value in table.items()}


def _refuse_unknown(path: Path, names: Any, known: tuple[str, ...]) -> None:
    for name in names:
        if name not in known:
            raise Refusal(
                "mapping.unknown",
                "{file} names {field}, which there is not. There are: {known}.",
                file=path.name,
                field=name,
                known=", ".join(known),
            )

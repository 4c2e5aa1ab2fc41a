"""The records of the live picture, and how they are filled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import LiveIncident
from services.live.area_table import AreaTable
from services.live.blocks import BLOCK
from services.live.mercator import to_mercator

# x, y: Web Mercator metres, NaN without a place; town, village, grid: index into the AreaTable, -1 for none;
# source, category, department: index into the catalogue's order (UNKNOWN for none); worker: a person's id, 0 for none;
# times: seconds since the epoch, NaN for none; begun_at: since when its limit counts
INCIDENT = np.dtype(
    [
        ("id", "i8"), ("version", "i4"), ("number", "S24"), ("source", "u2"), ("category", "u2"),
        ("severity", "u1"), ("kind", "u1"), ("state", "u1"), ("place", "u1"), ("alive", "?"),
        ("lon", "f8"), ("lat", "f8"), ("x", "f8"), ("y", "f8"),
        ("town", "i4"), ("village", "i4"), ("grid", "i4"), ("reported_at", "f8"), ("due_at", "f8"), ("reports", "u2"),
        ("department", "u2"), ("warn_at", "f8"), ("triple_at", "f8"), ("step_due_at", "f8"), ("shelved_until", "f8"),
        ("acked", "?"), ("supervised", "?"), ("pending", "?"), ("returns", "u1"), ("worker", "i8"),
        ("begun_at", "f8"),
    ]
)  # fmt: skip

PERSON = np.dtype(
    [
        ("id", "i8"), ("version", "i4"), ("role", "u1"), ("duty", "u1"), ("area", "i4"),
        ("lon", "f8"), ("lat", "f8"), ("x", "f8"), ("y", "f8"), ("at", "f8"),
    ]
)  # fmt: skip

UNKNOWN = np.iinfo(np.uint16).max


def numbering(codes: Iterable[str]) -> dict[str, int]:
    """Each code's number in columns."""
    return {code: at for at, code in enumerate(codes)}


def _nan(value: float | None) -> float:
    return math.nan if value is None else value


def _seconds(moment: datetime | None) -> float:
    return math.nan if moment is None else moment.timestamp()


def incident_record(
    incident: LiveIncident,
    areas: AreaTable,
    sources: Mapping[str, int],
    categories: Mapping[str, int],
    departments: Mapping[str, int],
) -> tuple[Any, ...]:
    """One incident as a row of INCIDENT."""
    place = incident.place
    lon, lat = _nan(place.lon), _nan(place.lat)
    x, y = to_mercator(lon, lat)
    index = areas.index
    return (
        incident.id, incident.version, incident.number.encode()[:24],
        sources.get(incident.source, UNKNOWN), categories.get(incident.category, UNKNOWN),
        int(incident.severity), int(incident.kind), int(incident.state), int(place.status), incident.state.is_open,
        lon, lat, x, y,
        index.get(place.town or -1, -1), index.get(place.village or -1, -1), index.get(place.grid or -1, -1),
        incident.reported_at.timestamp(),
        _seconds(incident.due_at), min(incident.reports, UNKNOWN),
        departments.get(incident.department or "", UNKNOWN), _seconds(incident.warn_at), _seconds(incident.triple_at),
        _seconds(incident.step_due_at), _seconds(incident.shelved_until), incident.acked, incident.supervised,
        incident.pending, min(incident.returns, 255), incident.worker or 0,
        incident.begun_at.timestamp(),
    )  # fmt: skip


def incident_table(
    rows: Sequence[Any],
    areas: AreaTable,
    sources: Mapping[str, int],
    categories: Mapping[str, int],
    departments: Mapping[str, int],
) -> NDArray[Any]:
    """Rows of `queries_live.open_incidents` as records."""
    table = np.zeros(len(rows), INCIDENT)
    for at in range(0, len(rows), BLOCK):  # no call holds the other threads for long
        _fill(table[at : at + BLOCK], rows[at : at + BLOCK], areas, sources, categories, departments)
    return table


def _fill(
    table: NDArray[Any],
    rows: Sequence[Any],
    areas: AreaTable,
    sources: Mapping[str, int],
    categories: Mapping[str, int],
    departments: Mapping[str, int],
) -> None:
    columns = list(zip(*rows, strict=True))
    table["id"], table["version"] = columns[0], columns[1]
    table["number"] = [number.encode()[:24] for number in columns[2]]
    table["source"] = [sources.get(code, UNKNOWN) for code in columns[3]]
    table["category"] = [categories.get(code, UNKNOWN) for code in columns[4]]
    for name, at in (("severity", 5), ("kind", 6), ("state", 7), ("place", 8)):
        table[name] = columns[at]
    table["alive"] = True
    for name, at in (("lon", 9), ("lat", 10)):
        table[name] = np.array(columns[at], dtype=float)
    table["x"], table["y"] = to_mercator(table["lon"], table["lat"])
    for name, at in (("town", 11), ("village", 12), ("grid", 13)):
        table[name] = [areas.index.get(ident or -1, -1) for ident in columns[at]]
    times = (("reported_at", 14), ("due_at", 15), ("warn_at", 18), ("triple_at", 19), ("step_due_at", 20))
    for name, at in (*times, ("shelved_until", 21)):
        table[name] = np.array(columns[at], dtype=float) / 1000
    table["reports"] = np.minimum(columns[16], UNKNOWN)
    table["department"] = [departments.get(code or "", UNKNOWN) for code in columns[17]]
    table["acked"] = [moment is not None for moment in columns[22]]
    table["supervised"], table["pending"] = columns[23], columns[24]
    table["returns"] = np.minimum(columns[25], 255)
    table["worker"] = [ident or 0 for ident in columns[26]]
    again = np.array(columns[27], dtype=float) / 1000
    table["begun_at"] = np.where(np.isnan(again), table["reported_at"], again)


def person_table(rows: Sequence[Any], areas: AreaTable) -> NDArray[Any]:
    """Rows of `queries_live.workforce` as records."""
    table = np.zeros(len(rows), PERSON)
    if not len(rows):
        return table
    columns = list(zip(*rows, strict=True))
    for name, at in (("id", 0), ("version", 1), ("role", 2), ("duty", 3)):
        table[name] = columns[at]
    table["area"] = [areas.index.get(ident or -1, -1) for ident in columns[4]]
    for name, at in (("lon", 5), ("lat", 6)):
        table[name] = np.array(columns[at], dtype=float)
    table["x"], table["y"] = to_mercator(table["lon"], table["lat"])
    table["at"] = np.array(columns[7], dtype=float) / 1000
    return table

"""Takes base records into a register: decomposed, summed and told of, in the caller's transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from services.domain.facts import RecordsChanged
from services.domain.records import RecordKind, Why
from services.records.decompose import Decomposed, Decomposer, Floats
from services.store.bulk import load_columns
from services.store.queries import records as queries
from services.store.unit import Unit

TOLD = ("category", "name", "stated", "due_days", "checked_at", "attributes")
Sums = Counter[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Batch:
    """New rows of one register, as columns of one length.

    `lon`, `lat` in CGCS2000 degrees, NaN for none; `checked_at` in milliseconds since the epoch, None for never;
    `attributes` as JSON, "" for none.
    """

    key: Sequence[str]
    category: Sequence[str]
    name: Sequence[str]
    lon: Floats
    lat: Floats
    stated: Sequence[str]
    checked_at: Sequence[int | None]
    due_days: Sequence[int]
    attributes: Sequence[str]

    def __len__(self) -> int:
        return len(self.key)

    def some(self, rows: Sequence[int]) -> Batch:
        """Some of the rows."""
        at = np.array(rows, np.int64)
        lists = {
            name: [getattr(self, name)[row] for row in rows]
            for name in ("key", "category", "name", "stated", "checked_at", "due_days", "attributes")
        }
        return replace(self, lon=self.lon[at], lat=self.lat[at], **lists)


def open_register(unit: Unit, kind: RecordKind, source: str, synthetic: bool = False) -> int:
    """The register of a department and a kind; its records are placed by the areas of now, if it is new."""
    register = queries.register_for(unit, kind, source, synthetic)
    if queries.seen_by(unit)[register] == 0:
        queries.has_seen(unit, register, queries.newest_area(unit))
    return register


def take_new(unit: Unit, register: int, batch: Batch, decomposer: Decomposer) -> Decomposed:
    """Writes rows that are known to be new."""
    found = decomposer.decompose(batch.lon, batch.lat, batch.stated)
    columns = {"register_id": [register] * len(batch), **told_columns(batch), **placed_columns(found)}
    load_columns(unit, "records", columns)
    queries.add_to_sums(unit, sums_of(register, found))
    return found


def take(unit: Unit, register: int, batch: Batch, decomposer: Decomposer) -> Counter[str]:
    """Writes rows whose key may be there already: those are brought up to date. Counts added, changed and known,
    and of the first two: missed (did not find their grid) and shifted (seem to be).

    Says the fact where anything changed. A key stands in a batch once.
    """
    known = queries.known_rows(unit, register, batch.key)
    new = [row for row, key in enumerate(batch.key) if key not in known]
    changed = [row for row, key in enumerate(batch.key) if key in known and _differs(batch, row, known[key])]
    counts = Counter(added=len(new), changed=len(changed), known=len(batch) - len(new) - len(changed))
    found = []
    if new:
        found.append(take_new(unit, register, batch.some(new), decomposer))
    if changed:
        some = batch.some(changed)
        found.append(rewrite(unit, register, some, [known[key] for key in some.key], decomposer))
    for one in found:
        counts["missed"] += int((one.why != Why.NONE).sum())
        counts["shifted"] += int((one.why == Why.CRS_SUSPECTED).sum())
    if found:
        unit.say(RecordsChanged((register,)))
    return counts


def rewrite(unit: Unit, register: int, batch: Batch, rows: Sequence[Any], decomposer: Decomposer) -> Decomposed:
    """Brings rows that are there up to date, the sums with them."""
    found = decomposer.decompose(batch.lon, batch.lat, batch.stated)
    columns = {"id": [row.id for row in rows], **told_columns(batch), **placed_columns(found)}
    names = list(columns)
    unit.put_many("records", [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)])
    changes = sums_of(register, found)
    changes.subtract(was(register, rows))
    queries.add_to_sums(unit, changes)
    return found


def told_columns(batch: Batch) -> dict[str, Sequence[Any]]:
    """What the register says, as columns of the table."""
    return {
        "key": batch.key,
        "category": batch.category,
        "name": batch.name,
        "lon": degrees_of(batch.lon),
        "lat": degrees_of(batch.lat),
        "stated": batch.stated,
        "checked_at": batch.checked_at,
        "due_days": batch.due_days,
        "attributes": batch.attributes,
    }


def placed_columns(found: Decomposed) -> dict[str, Sequence[Any]]:
    """What was found, as columns of the table."""
    return {
        "town_id": [area or None for area in found.town.tolist()],
        "village_id": [area or None for area in found.village.tolist()],
        "grid_id": [area or None for area in found.grid.tolist()],
        "placed_by": found.by.tolist(),
        "why": found.why.tolist(),
    }


def degrees_of(values: Floats) -> list[float | None]:
    """Degrees as the table keeps them."""
    there = np.isfinite(values).tolist()
    return [value if finite else None for value, finite in zip(values.tolist(), there, strict=True)]


def sums_of(register: int, found: Decomposed) -> Sums:
    """What rows add to the sums."""
    rows = np.column_stack([found.town, found.depth.astype(np.int64), found.why.astype(np.int64)])
    different, count = np.unique(rows, axis=0, return_counts=True)
    return Counter(
        {(register, *map(int, row)): int(n) for row, n in zip(different.tolist(), count.tolist(), strict=True)}  # type: ignore[misc]
    )


def was(register: int, rows: Sequence[Any]) -> Sums:
    """What rows that are there have added to the sums."""
    return Counter((register, row.town_id or 0, depth_of(row), row.why) for row in rows)


def depth_of(row: Any) -> int:
    """The level of the finest area that a row of the table names, 0 for none."""
    return 4 if row.grid_id else 3 if row.village_id else 2 if row.town_id else 0


def attributes_text(values: dict[str, Any]) -> str:
    """Attributes as the table keeps them."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True) if values else ""


def _differs(batch: Batch, at: int, row: Any) -> bool:
    millis = None if row.checked_at is None else round(row.checked_at.timestamp() * 1000)
    if any(getattr(batch, name)[at] != (millis if name == "checked_at" else getattr(row, name)) for name in TOLD):
        return True
    here = slice(at, at + 1)
    return (degrees_of(batch.lon[here])[0], degrees_of(batch.lat[here])[0]) != (row.lon, row.lat)

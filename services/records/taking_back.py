"""Takes a handed-out list back: what was filled into its last columns corrects its records, and nothing else does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from services.connectors.files.tables import RowTable
from services.domain.facts import RecordsChanged
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow
from services.records.decompose import Decomposer
from services.records.mending import LONGEST, some_of
from services.records.taking import degrees_of, placed_columns, sums_of, was
from services.store.engine import Database
from services.store.queries import records as queries
from services.store.unit import Unit
from services.words import N_, Words

BATCH = 2_000
# the heads of `handing_out` that are read again, in whichever language the list was written
READ = {
    "record": N_("Record", ctx="record"),
    "lon": N_("Longitude, corrected", ctx="record"),
    "lat": N_("Latitude, corrected", ctx="record"),
    "stated": N_("Area, corrected", ctx="record"),
}
Tell = Callable[[RefusedRow], None]


@dataclass(frozen=True, slots=True)
class _Filled:
    """What was filled in: None where a cell was left empty."""

    row: int
    record: int
    point: tuple[float, float] | None
    stated: str | None


def take_back(
    database: Database, table: RowTable, languages: Sequence[Words], tell: Tell, officer: str = "import"
) -> Counter[str]:
    """Corrects what was filled in, batch by batch; `tell` hears of every refused row.

    Counts read = corrected + left + refused, and found: those of the corrected that found their grid. Raises `Refusal`
    for a file that is no such list.
    """
    columns = _columns(table, languages)
    with database.reading() as reader:
        decomposer = Decomposer(reader.areas(geometry=True))
    counts: Counter[str] = Counter(read=0, corrected=0, left=0, refused=0, found=0)
    rows = iter(table.rows)
    while batch := list(islice(rows, BATCH)):
        counts["read"] += len(batch)
        filled: list[_Filled] = []
        for number, values in batch:
            try:
                one = _filled(number, {name: values.get(column) for name, column in columns.items()})
            except Refusal as reason:
                counts["refused"] += 1
                tell(RefusedRow(number, _text(values.get(columns["record"]))[:20], reason))
                continue
            if one is None:
                counts["left"] += 1
            else:
                filled.append(one)
        if filled:
            with database.unit() as unit:
                done = _correct(unit, filled, decomposer, tell, officer)
                unit.commit()
            counts.update(done)
    return counts


def _columns(table: RowTable, languages: Sequence[Words]) -> Mapping[str, str]:
    found = {}
    for name, head in READ.items():
        spellings = {head, *(words(head, ctx="record") for words in languages)}
        column = next((column for column in table.columns if column.strip() in spellings), None)
        if column is None:
            sentence = "{file} is no list that was handed out to be mended: it has no column “{column}”."
            raise Refusal("records.no_list", sentence, file=table.file, column=languages[0](head, ctx="record"))
        found[name] = column
    return found


def _filled(row: int, values: Mapping[str, Any]) -> _Filled | None:
    lon, lat, stated = (_text(values[name]) for name in ("lon", "lat", "stated"))
    if not (lon or lat or stated):
        return None
    ident = _text(values["record"])
    if not (ident.isascii() and ident.isdigit()):
        raise Refusal("rows.no_record", "It does not say which record it corrects.")
    if bool(lon) != bool(lat):
        raise Refusal("rows.half_point", "Longitude and latitude belong together; one of them is missing.")
    point = None
    if lon:
        try:
            point = float(lon), float(lat)
        except ValueError:
            point = math.nan, math.nan
        if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
            raise Refusal("places.nowhere", "{x}, {y} is no place on earth.", x=lon, y=lat)
    if len(stated) > LONGEST:
        raise Refusal("records.long", "The area is written with more than {most} characters.", most=LONGEST)
    return _Filled(row, int(ident), point, stated or None)


def _correct(unit: Unit, filled: Sequence[_Filled], decomposer: Decomposer, tell: Tell, officer: str) -> Counter[str]:
    known = queries.rows_of(unit, [one.record for one in filled])
    there, gone = {}, 0
    for one in filled:  # of one record that is there twice the last row holds
        if one.record in known:
            there[one.record] = one
        else:
            gone += 1
            tell(RefusedRow(one.row, str(one.record), Refusal("records.gone", "This record is not there any more.")))
    rows, corrections = [known[ident] for ident in there], list(there.values())
    counts: Counter[str] = Counter(refused=gone, left=len(filled) - gone - len(rows), corrected=len(rows))
    if not rows:
        return counts
    points = [one.point or (row.lon, row.lat) for one, row in zip(corrections, rows, strict=True)]
    lon, lat = (np.array(column, np.float64) for column in zip(*points, strict=True))
    stated = [row.stated if one.stated is None else one.stated for one, row in zip(corrections, rows, strict=True)]
    found = decomposer.decompose(lon, lat, stated)
    columns = {"id": list(there), "lon": degrees_of(lon), "lat": degrees_of(lat), "stated": stated}
    columns |= placed_columns(found)
    names = list(columns)
    unit.put_many("records", [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)])
    registers = sorted({int(row.register_id) for row in rows})
    for register in registers:
        own = [at for at, row in enumerate(rows) if row.register_id == register]
        changes = sums_of(register, some_of(found, own))
        changes.subtract(was(register, [rows[at] for at in own]))
        queries.add_to_sums(unit, changes)
    unit.note(officer, "correct", "records", after=str(len(rows)))
    unit.say(RecordsChanged(tuple(registers)))
    counts["found"] = int((found.grid > 0).sum())
    return counts


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain(str(value)).replace("\n", " ").strip()

"""Base records from a file into a department's register, batch by batch; the same number again brings it up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

import numpy as np

from services.cases.importing.areas import refuse_demo
from services.connectors.files.record_rows import RecordRow
from services.domain.records import RecordKind
from services.domain.refusals import Refusal
from services.geo.crs import system_of
from services.geo.notes import RefusedRow
from services.records.categories import RecordCategory, read_categories
from services.records.decompose import Decomposer
from services.records.taking import Batch, attributes_text, open_register, take
from services.store.engine import Database
from services.store.unit import Unit

BATCH = 5_000
FUTURE = timedelta(days=1)
Tell = Callable[[RefusedRow], None]


def import_records(
    database: Database,
    rows: Iterable[RecordRow | RefusedRow],
    kind: RecordKind,
    source: str,
    tell: Tell,
    file: str,
    officer: str = "import",
) -> Counter[str]:
    """Brings rows in, each batch committed by itself; `tell` hears of every refused row.

    Counts read = added + changed + known + refused, and among added and changed: missed, shifted. Raises `Refusal` for
    a demo city and for a department that is not in the list. What was committed before a file breaks off stays.
    """
    with database.reading() as reader:
        refuse_demo(reader)
        if source not in {department.code for department in reader.catalogue().departments}:
            raise Refusal(
                "rows.department", "There is no department “{department}” in this city's list.", department=source
            )
    batches = _Batches(database, kind, source, tell, file, officer)
    rows = iter(rows)
    try:
        while batch := list(islice(rows, BATCH)):
            batches.take(batch)
    except Refusal as why:
        if not batches.done["added"] + batches.done["changed"]:
            raise
        sentence = "{why} {count} rows are in already and stay; import the file again to go on."
        count = batches.done["added"] + batches.done["changed"]
        raise Refusal("import.broke_off", sentence, why=why, count=count) from why
    return batches.done


class _Batches:
    def __init__(self, database: Database, kind: RecordKind, source: str, tell: Tell, file: str, officer: str) -> None:
        self._database, self._kind, self._source, self._tell = database, kind, source, tell
        self._file, self._officer = file, officer
        self._categories = read_categories()
        self._names = _by_name(self._categories)
        self._first_row: dict[str, int] = {}
        self._version = ""
        self._decomposer: Decomposer | None = None
        self.done: Counter[str] = Counter()

    def take(self, batch: Sequence[RecordRow | RefusedRow]) -> None:
        """One batch in one transaction."""
        self.done["read"] += len(batch)
        good: list[RecordRow] = []
        latest = self._database.clock() + FUTURE
        for row in batch:
            try:
                if isinstance(row, RefusedRow):
                    raise row.reason
                self._check(row)
                if row.checked_at is not None and row.checked_at > latest:
                    raise Refusal("rows.checked_in_future", "It was looked at in the future, it says.")
                good.append(row)
            except Refusal as reason:
                self.done["refused"] += 1
                self._tell(RefusedRow(row.row, row.name if isinstance(row, RefusedRow) else row.key, reason))
        if not good:
            return
        columns = self._columns(good)
        with self._database.unit() as unit:
            refuse_demo(unit)
            decomposer = self._follow(unit)
            register = open_register(unit, self._kind, self._source)
            found = take(unit, register, columns, decomposer)
            if found["added"] or found["changed"]:
                after = f"added {found['added']} changed {found['changed']}"
                unit.note(self._officer, "import", "records", why=self._file, after=after)
            unit.commit()
        self.done += found

    def _follow(self, unit: Unit) -> Decomposer:
        """By the borders that this transaction knows, which somebody may have drawn since the last one."""
        version = unit.areas_version()
        if self._decomposer is None or version != self._version:
            self._version, self._decomposer = version, Decomposer(unit.areas(geometry=True))
        return self._decomposer

    def _check(self, row: RecordRow) -> None:
        known = self._names.get(row.category)
        if known is not None and known.kind is not self._kind:
            raise Refusal(
                "rows.other_kind",
                "“{category}” is no category of {kind}; import it with --kind {other}.",
                category=known,
                kind=self._kind.word,
                other=known.kind.word,
            )
        first = self._first_row.setdefault(row.key, row.row)
        if first != row.row:
            raise Refusal("rows.twice_record", "The same number was already in row {row}.", row=first)

    def _columns(self, rows: Sequence[RecordRow]) -> Batch:
        known = [self._names.get(row.category) for row in rows]
        lon, lat = np.array([row.lon for row in rows]), np.array([row.lat for row in rows])
        empty = (np.abs(lon) < 1e-9) & (np.abs(lat) < 1e-9)  # an empty form is one in every system
        x, y = system_of(rows[0].crs).to_store(lon, lat)
        lon, lat = np.where(empty, 0.0, np.asarray(x)), np.where(empty, 0.0, np.asarray(y))
        nowhere = ~(np.isfinite(lon) & np.isfinite(lat))
        lon[nowhere] = lat[nowhere] = np.nan
        return Batch(
            key=[row.key for row in rows],
            category=[found.code if found else row.category for row, found in zip(rows, known, strict=True)],
            name=[row.name for row in rows],
            lon=lon,
            lat=lat,
            stated=[row.stated for row in rows],
            checked_at=[None if row.checked_at is None else round(row.checked_at.timestamp() * 1000) for row in rows],
            due_days=[
                row.due_days if row.due_days is not None else found.due_days if found else 0
                for row, found in zip(rows, known, strict=True)
            ],
            attributes=[attributes_text(dict(row.attributes)) for row in rows],
        )


def _by_name(categories: Mapping[str, RecordCategory]) -> dict[str, RecordCategory]:
    """Categories by code and by name in either language."""
    found: dict[str, RecordCategory] = {}
    for category in categories.values():
        for name in (category.name_zh, category.name_en, category.code):
            found[name] = category
    return found

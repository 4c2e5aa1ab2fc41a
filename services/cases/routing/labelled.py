"""Labelled spreadsheets: texts of which somebody says whose they were, brought in to learn from."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.cases.importing.areas import refuse_demo
from services.cases.routing.features import Places, said_of
from services.cases.routing.versions import places_of
from services.connectors.files.tables import RowTable, open_table
from services.domain.catalogue import Department
from services.domain.refusals import Refusal
from services.geo.files.features import head_of
from services.geo.notes import RefusedRow
from services.store.engine import Database
from services.store.queries import advice

BATCH = 2_000
ANY = "*"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns have the text, the label, and (if any) the title; `sheet` where a book has several."""

    text: str
    label: str
    title: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of a file's rows: `added` are new, `changed` have another owner than before."""

    read: int
    added: int
    changed: int
    refused: int


def bring_in(
    database: Database,
    path: Path,
    columns: Columns,
    labels: Mapping[str, str],
    officer: str,
    on_refused: Callable[[RefusedRow], None],
) -> Learned:
    """Keeps the rows of a table as labelled texts, in one transaction; a row that can't be used is told and left out.

    `labels`: their label → a department's code ("*" for all others); without it labels are codes or names of
    departments. Nothing personal is kept: names of places and numbers are taken out first. Raises `Refusal` for a file
    that can't be read, columns that are not there, a mapping that names a department that is not.
    """
    table = open_table(path, columns.sheet)
    _refuse_missing(table, columns)
    with database.unit() as unit:
        refuse_demo(unit)
        departments = {one.code: one for one in unit.catalogue().departments}
        for code in labels.values():
            _refuse_unknown(code, departments)
        rows = _Rows(path.name, columns, labels, departments, places_of(unit), on_refused)
        added = changed = 0
        for batch in _batches(rows.examples(table), BATCH):
            new, other = advice.put_examples(
                unit, [{"at": unit.now, "origin": path.name[:200], **row} for row in batch]
            )
            added, changed = added + new, changed + other
        unit.note(officer, "learn", "advice/examples", why=path.name, after=str(added + changed))
        unit.commit()
    return Learned(rows.read, added, changed, rows.refused)


def read_labels(path: Path) -> dict[str, str]:
    """The table [labels] of a TOML file: their label = "our department"."""
    head_of(path)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("labels")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("mapping.broken", "{file} is no valid TOML: {why}", file=path.name, why=str(error)) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Refusal(
            "mapping.shape", 'In {file}, [{part}] should be lines of the form a = "b".', file=path.name, part="labels"
        )
    return found


class _Rows:
    def __init__(
        self,
        file: str,
        columns: Columns,
        labels: Mapping[str, str],
        departments: Mapping[str, Department],
        places: Places,
        on_refused: Callable[[RefusedRow], None],
    ) -> None:
        self._file, self._columns, self._labels, self._places = file, columns, labels, places
        self._by_name = {
            name: one.code for one in departments.values() for name in (one.name_zh, one.name_en, one.code)
        }
        self._on_refused = on_refused
        self.read = self.refused = 0

    def examples(self, table: RowTable) -> Iterator[dict[str, Any]]:
        """The rows that can be used, as values of the table; each text once."""
        seen = set[str]()
        for number, row in table.rows:
            self.read += 1
            try:
                found = self._example(row)
            except Refusal as refusal:
                self.refused += 1
                self._on_refused(RefusedRow(number, self._file, refusal))
                continue
            if found["digest"] not in seen:
                seen.add(found["digest"])
                yield found

    def _example(self, row: Mapping[str, Any]) -> dict[str, Any]:
        text, label = _cell(row, self._columns.text), _cell(row, self._columns.label)
        said = said_of(_cell(row, self._columns.title), text, self._places)
        if not said.text:
            raise Refusal("learn.no_text", "The row has no text.")
        return {
            "digest": hashlib.sha256(f"{said.title}\n{said.text}".encode()).hexdigest(),
            "title": said.title,
            "text": said.text,
            "department": self._department(label),
        }

    def _department(self, label: str) -> str:
        known = self._labels or self._by_name
        code = known.get(label, self._labels.get(ANY, ""))
        if not code:
            raise Refusal(
                "learn.label",
                "“{label}” is no department of this city. Say which it is in the mapping: [labels] “{label}” = a code.",
                label=label[:60],
            )
        return code


def _cell(row: Mapping[str, Any], column: str) -> str:
    found = row.get(column) if column else None
    return "" if found is None else str(found).strip()


def _refuse_missing(table: RowTable, columns: Columns) -> None:
    for column in (columns.text, columns.label, columns.title):
        if column and column not in table.columns:
            raise Refusal(
                "learn.column",
                "{file} has no column {column}. It has: {columns}.",
                file=table.file,
                column=column,
                columns=", ".join(name for name in table.columns if name)[:300],
            )


def _refuse_unknown(code: str, departments: Mapping[str, Department]) -> None:
    if code not in departments:
        raise Refusal("learn.department", "There is no department {code} in this city's list.", code=code)


def _batches(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch

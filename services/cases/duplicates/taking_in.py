"""Rows of the database as documents that a report is compared with, with all that was said of each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.cases.duplicates.documents import ROW, Documents, address_hash, document
from services.domain.catalogue import Catalogue
from services.domain.incidents import PlaceStatus
from services.store.queries import duplicates as said
from services.store.reader import Reader

MOST_REPORTS = np.iinfo(np.uint16).max


def take_in(reader: Reader, documents: Documents, rows: Sequence[Any], numbers: dict[str, int]) -> None:
    """Adds rows of `said_after`; `numbers` numbers the categories and grows by those that are new."""
    table = np.zeros(len(rows), ROW)
    for at, row in enumerate(rows):
        number = numbers.setdefault(row.category, len(numbers))
        placed = row.lon is not None and row.lat is not None
        table[at] = (
            row.id, row.version, row.lon if placed else math.nan, row.lat if placed else math.nan,
            row.reported_at / 1000, number, row.state, row.place == PlaceStatus.OUTSIDE, address_hash(row.address),
            min(row.reports, MOST_REPORTS),
        )  # fmt: skip
    more = said.further_words(reader, [row.id for row in rows if row.reports > 1])
    documents.add(table, [f"{document(row.text, row.address)} {more.get(row.id, '')}" for row in rows])


def headings(catalogue: Catalogue, numbers: Mapping[str, int]) -> NDArray[np.int64]:
    """The heading of each category by its number, -1 for none; ends with that of the unknown one."""
    parents = {category.code: category.parent or "" for category in catalogue.categories}
    names = sorted({parent for parent in parents.values() if parent})
    number = {name: at for at, name in enumerate(names)}
    return np.array([*(number.get(parents.get(code, ""), -1) for code in numbers), -1], np.int64)

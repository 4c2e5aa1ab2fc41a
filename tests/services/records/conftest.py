"""Registers of base records over the small city."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from services.domain.people import Officer, OfficerRole
from services.domain.records import RecordKind
from services.records.decompose import Decomposer
from services.records.taking import Batch, open_register, take
from services.store.engine import Database

# longitude, latitude, stated area: in a grid; without coordinates; in another town than stated; nowhere
ROWS = (
    (116.31, 33.81, "410000001001"),
    (math.nan, math.nan, "410000001001"),
    (116.31, 33.81, "410000003001"),
    (0.0, 0.0, ""),
    (116.33, 33.81, ""),
)


def a_batch(rows: Sequence[tuple[float, float, str]], first: int = 1, **values: Any) -> Batch:
    """Rows numbered from `first` on; keyword values overrule a column for all."""
    count = len(rows)
    usual = {
        "category": "old_alone",
        "name": "王小明",
        "checked_at": 1_795_000_000_000,
        "due_days": 7,
        "attributes": "",
    }
    columns = {name: [value] * count for name, value in (usual | values).items()}
    lon, lat, stated = (list(column) for column in zip(*rows, strict=True))
    return Batch(
        key=[f"K{number:04d}" for number in range(first, first + count)],
        lon=np.array(lon, float), lat=np.array(lat, float), stated=stated, **columns,
    )  # fmt: skip


@pytest.fixture
def bring() -> Callable[..., Any]:
    """Takes rows into a register of a department."""

    def bring_(
        database: Database,
        rows: Sequence[tuple[float, float, str]] = ROWS,
        kind: RecordKind = RecordKind.POPULATION,
        source: str = "health",
        **values: Any,
    ) -> Any:
        with database.unit() as unit:
            decomposer = Decomposer(unit.areas(geometry=True))
            counts = take(unit, open_register(unit, kind, source), a_batch(rows, **values), decomposer)
            unit.commit()
        return counts

    return bring_


@pytest.fixture
def an_officer(city: Database) -> Callable[..., Officer]:
    """An officer of a role, a department or a town's code."""

    def make(role: OfficerRole = OfficerRole.DISPATCHER, department: str | None = None, town: str = "") -> Officer:
        with city.reading() as reader:
            area = next((one.id for one in reader.areas() if one.code == town), None)
        return Officer(1, "someone", "Someone", role, department=department, area=area)

    return make

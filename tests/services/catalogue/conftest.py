"""A city with the standard catalogue, on either database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.catalogue.keeping import Keeper
from services.catalogue.sheets import Draft
from services.catalogue.tables import read_tables
from services.catalogue.writing import write_standard
from services.domain.people import Officer, OfficerRole
from services.store.engine import Database

ADMIN = Officer(1, "admin", "管理员", OfficerRole.ADMIN)


@pytest.fixture
def admin() -> Officer:
    """An officer who may change the catalogue."""
    return ADMIN


@pytest.fixture
def listed(database: Database) -> Database:
    """A city of three towns by name, with the standard lists as version 1."""
    with database.unit() as unit:
        for key, value in {"city.name_zh": "永城市", "city.code": "411481000000"}.items():
            unit.remember(key, value)
        city: int | None = None
        for level, code, name in (
            (1, "411481000000", "永城市"), (2, "411481115000", "茴村镇"), (2, "411481002000", "崇法寺街道"),
            (2, "411481102000", "芒山镇"), (2, "411481005000", "日月湖街道"), (2, "411481109000", "陈集镇"),
        ):  # fmt: skip
            made = unit.add(
                "areas", level=level, code=code, name=name, kind=1, parent_id=city, valid_from=unit.now.date()
            )
            city = city or made
        write_standard(unit, read_tables().catalogue, "system", "the standard lists")
        unit.commit()
    return database


@pytest.fixture
def keeper(listed: Database) -> Keeper:
    """Keeps that city's catalogue."""
    return Keeper(listed)


@pytest.fixture
def changed(keeper: Keeper) -> Callable[..., Draft]:
    """The draft of now with a cell changed: sheet, column, value, and the row by any of its cells."""

    def change(sheet: str, column: str, value: str, **row: Any) -> Draft:
        draft = keeper.open().draft
        found = next(one for one in draft[sheet] if all(one[key] == text for key, text in row.items()))
        found[column] = value
        return draft

    return change

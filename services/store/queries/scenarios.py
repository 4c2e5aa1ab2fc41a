"""Scenarios in their versions; their bodies as the text of JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Text, cast, func, select

from services.domain.scenarios import VersionState
from services.store.reader import Reader
from services.store.tables.warnings import scenario_versions
from services.store.unit import Unit

V = scenario_versions.c
# as text: one body that somebody broke by hand must not keep the others from being read
COLUMNS = (*(column for column in V if column.name != "body"), cast(V.body, Text).label("body"))


def any_version(reader: Reader) -> bool:
    """Whether this city has scenarios of its own."""
    return bool(reader.all(select(V.id).limit(1)))


def running(reader: Reader) -> Sequence[Any]:
    """The highest approved version of each scenario."""
    approved = select(V.code, func.max(V.number).label("number")).where(V.state == int(VersionState.APPROVED))
    newest = approved.group_by(V.code).subquery()
    joined = scenario_versions.join(newest, (newest.c.code == V.code) & (newest.c.number == V.number))
    return reader.all(select(*COLUMNS).select_from(joined))


def versions(reader: Reader, code: str) -> Sequence[Any]:
    """All versions of one scenario, the newest first."""
    return reader.all(select(*COLUMNS).where(V.code == code).order_by(V.number.desc()))


def drafts(reader: Reader) -> Sequence[Any]:
    """Versions that wait for approval, the oldest first."""
    return reader.all(select(*COLUMNS).where(V.state == int(VersionState.DRAFT)).order_by(V.at))


def add_version(
    unit: Unit, body: Mapping[str, Any], author: str, state: VersionState, why: str = "", approved_by: str = ""
) -> int:
    """Writes the next version of a scenario; returns its number."""
    code = str(body["code"])
    last = unit.connection.execute(select(func.max(V.number)).where(V.code == code)).scalar()
    number = int(last or 0) + 1
    approved_at = unit.now if state is VersionState.APPROVED else None
    unit.add("scenario_versions", code=code, number=number, state=int(state), body=dict(body), author=author,
             at=unit.now, why=why, approved_by=approved_by, approved_at=approved_at)  # fmt: skip
    return number

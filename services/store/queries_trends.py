"""Counts along time: by the quarter of an hour, and by a key in each of several periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, case, cast, func, select, type_coerce

from services.domain.case_filter import CaseFilter
from services.store.queries_cases import C, conditions
from services.store.reader import Reader

QUARTER_MILLIS = 900_000


def by_quarter(reader: Reader, chosen: CaseFilter, column: str, since: datetime, until: datetime) -> Sequence[Any]:
    """(milliseconds since the epoch at which a quarter of an hour begins, count) by one of the incident's times."""
    at = type_coerce(C[column], BigInteger)
    quarter = cast(at // QUARTER_MILLIS, BigInteger).label("quarter")
    where = [C[column] >= since, C[column] < until, *conditions(chosen)]
    found = reader.all(select(quarter, func.count()).where(*where).group_by(quarter).order_by(quarter))
    return [(int(row[0]) * QUARTER_MILLIS, int(row[1])) for row in found]


def by_key_and_period(reader: Reader, chosen: CaseFilter, key: str, begins: Sequence[datetime]) -> Sequence[Any]:
    """(key, number of the period, count) of cases by when they were reported; `begins` ascend, the last is the end."""
    at = C.reported_at
    number = case(*((at < end, n) for n, end in enumerate(begins[1:])), else_=len(begins)).label("number")
    where = [at >= begins[0], at < begins[-1], *conditions(chosen)]
    numbered = select(C[key].label("key"), cast(number, Integer).label("number")).where(*where).subquery()
    columns = (numbered.c.key, numbered.c.number)
    return reader.all(select(*columns, func.count()).group_by(*columns))

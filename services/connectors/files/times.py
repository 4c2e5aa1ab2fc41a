"""Times as files write them: ISO 8601, the usual Chinese and numeric forms, Excel's own cells."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

_FORM = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?(?:\s*[:：]?\s*(\d{1,2})(?:[.,]\d+)?\s*秒?)?)?"
)
_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's cells have no zone
EARLIEST, LATEST = 1970, 2200


def moment_in(value: object, zone: tzinfo, form: str = "") -> datetime | None:
    """An aware datetime (UTC) of a cell; None for an empty one; raises ValueError for what is no time.

    A time without a zone is in `zone`; `form` is a strptime form that goes before all others.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = _read(value, form)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError(value)
    return found.astimezone(UTC)


def _read(value: object, form: str) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the zone is added by the caller
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, int | float):
        return _number(float(value))
    text = str(value).strip()
    if form:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added by the caller
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(text)
    parts = [int(part or 0) for part in found.groups()]
    return datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])  # noqa: DTZ001


def _number(value: float) -> datetime:
    """Excel's days since 1899-12-30, or seconds or milliseconds since 1970."""
    if 20_000 <= value < 120_000:
        return _EXCEL_ZERO + timedelta(milliseconds=round(value * 86_400_000))
    if 1e8 <= value < 1e10:
        return datetime.fromtimestamp(value, UTC)
    if 1e11 <= value < 1e13:
        return datetime.fromtimestamp(value / 1000, UTC)
    raise ValueError(value)

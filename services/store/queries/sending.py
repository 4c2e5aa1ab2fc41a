"""Who can do what, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.store.reader import Reader
from services.store.tables.city import people

P = people.c


def skilled(reader: Reader) -> Sequence[Any]:
    """(id, skills, unit) of the people who have skills or are a unit, by id; skills are codes with spaces between."""
    return reader.all(select(P.id, P.skills, P.unit).where((P.skills != "") | P.unit.is_not(None)).order_by(P.id))


def names(reader: Reader, wanted: Sequence[int]) -> dict[int, str]:
    """Personal data: the names of a few people by id."""
    return {row.id: row.name for row in reader.all(select(P.id, P.name).where(P.id.in_(wanted)))}

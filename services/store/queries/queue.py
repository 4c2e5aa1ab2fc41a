"""What a queue asks of the database besides its picture: the words of open incidents, and who had which in hand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from services.domain.scope import Scope
from services.store.queries_cases import CHUNK, within
from services.store.reader import Reader
from services.store.rows import OPEN_STATES
from services.store.tables.cases import incidents

C = incidents.c


def words_of_open(reader: Reader, scope: Scope) -> list[tuple[int, str]]:
    """(id, address and text) of all open incidents of a scope, by id."""
    found = reader.all(select(C.id, C.address, C.text).where(C.state.in_(OPEN_STATES), *within(scope)).order_by(C.id))
    return [(int(row[0]), f"{row[1]} {row[2]}") for row in found]


def words_of(reader: Reader, wanted: Sequence[int], scope: Scope) -> list[tuple[int, str]]:
    """The same of some incidents."""
    found: list[tuple[int, str]] = []
    for at in range(0, len(wanted), CHUNK):
        ids = list(wanted[at : at + CHUNK])
        rows = reader.all(select(C.id, C.address, C.text).where(C.id.in_(ids), *within(scope)))
        found += [(int(row[0]), f"{row[1]} {row[2]}") for row in rows]
    return found


def in_hand(reader: Reader, login: str) -> list[int]:
    """The ids of the open incidents that an officer assigned or was the first to see."""
    mine = or_(C.assigned_by == login, C.acked_by == login)
    return [int(row[0]) for row in reader.all(select(C.id).where(C.state.in_(OPEN_STATES), mine).order_by(C.id))]

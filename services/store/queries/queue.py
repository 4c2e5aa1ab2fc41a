"""What a queue asks of the database besides its picture: the words of open incidents, and who had which in hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, or_, select

from services.domain.scope import Scope
from services.store.queries_cases import CHUNK, within
from services.store.reader import Reader
from services.store.rows import OPEN_STATES
from services.store.tables.cases import incidents
from services.store.tables.city import officers
from services.store.tables.live import journal

C = incidents.c
SLICE = 5_000


def words_of_open(reader: Reader, scope: Scope) -> Iterator[list[tuple[int, str]]]:
    """(id, address and text) of all open incidents of a scope, by id; so many at a time, since all take much memory."""
    known = select(C.id, C.address, C.text).where(C.state.in_(OPEN_STATES), *within(scope)).order_by(C.id).limit(SLICE)
    after = 0
    while found := reader.all(known.where(C.id > after)):
        yield [(int(row[0]), f"{row[1]} {row[2]}") for row in found]
        after = int(found[-1][0])


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


def shelved_by(reader: Reader, wanted: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Who put some incidents on the shelf last, and why: (name or login, "code: words") by incident."""
    c, o = journal.c, officers.c
    found: dict[int, tuple[str, str]] = {}
    for at in range(0, len(wanted), CHUNK):
        subjects = {f"incident/{ident}": ident for ident in wanted[at : at + CHUNK]}
        lines = (
            select(c.subject, func.coalesce(o.name, c.officer), c.why)
            .select_from(journal.outerjoin(officers, o.login == c.officer))
            .where(c.subject.in_(subjects), c.verb == "shelve")
            .order_by(c.id)
        )
        found |= {subjects[row[0]]: (str(row[1]), str(row[2])) for row in reader.all(lines)}
    return found

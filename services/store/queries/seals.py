"""The seals of the journal in the database: which lines no block holds yet, the blocks, and the lines of a block.

On PostgreSQL a line's number can commit after a higher one; so the blocks go on from the feed's kind of cursor: the
highest transaction sealed and the gaps below it that may still be open. On SQLite the last number is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, select, text, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from services.store import ranges
from services.store.journal import digest_of
from services.store.reader import Reader
from services.store.tables.access import seals
from services.store.tables.live import journal
from services.store.unit import Unit

PAGE = 2_000
BLOCKS = 500
J = journal.c

_UNSEALED = """
with s as (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint h,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint beyond)
select s.h, s.beyond, j.id, j.xid::text::bigint from s left join (
  select id, xid from journal where xid >= cast(cast(:begin as text) as xid8) union all
  select id, xid from journal where xid = any(cast(cast(:gaps as text[]) as xid8[]))) j on true order by j.id
"""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of the journal under one seal; `ids` rise, `marks` are 8 bytes for each of them.

    `upto` and `gaps` say which transactions (PostgreSQL) or numbers (SQLite) the blocks so far have seen.
    """

    number: int
    at: datetime
    ids: tuple[int, ...]
    marks: bytes
    upto: int
    gaps: tuple[int, ...]
    before: str
    seal: str


@dataclass(frozen=True, slots=True)
class Unsealed:
    """Lines that no block holds, by id, and from where to go on after them.

    `restored`: where to go on from was said of another server, whose dump this is.
    """

    ids: tuple[int, ...]
    upto: int
    gaps: tuple[int, ...] = ()
    restored: bool = False


def last(reader: Reader) -> Block | None:
    """The newest block."""
    found = reader.all(select(seals).order_by(seals.c.number.desc()).limit(1))
    return _block(found[0]) if found else None


def block(reader: Reader, number: int) -> Block | None:
    """One block."""
    found = reader.all(select(seals).where(seals.c.number == number))
    return _block(found[0]) if found else None


def blocks(reader: Reader) -> Iterator[Block]:
    """All blocks in order, some hundreds at a time."""
    number = -1
    while True:
        page = reader.all(select(seals).where(seals.c.number > number).order_by(seals.c.number).limit(BLOCKS))
        yield from map(_block, page)
        if len(page) < BLOCKS:
            return
        number = page[-1].number


def unsealed(reader: Reader, after: Block | None) -> Unsealed:
    """The committed lines that no block up to `after` (the last one) holds, in one snapshot."""
    upto, gaps = (after.upto, after.gaps) if after is not None else (-1, ())
    if reader.connection.dialect.name != "postgresql":
        ids = tuple(int(row[0]) for row in reader.all(select(J.id).where(J.id > max(upto, 0)).order_by(J.id)))
        return Unsealed(ids, ids[-1] if ids else max(upto, 0))
    asked = {"begin": str(upto + 1), "gaps": [str(gap) for gap in gaps]}
    rows = reader.connection.execute(text(_UNSEALED), asked).all()
    horizon, beyond = rows[0][:2]
    if upto >= beyond:
        return Unsealed((), upto, gaps, restored=True)
    rows = [row for row in rows if row[2] is not None]
    got = {row[3] for row in rows}
    newest = max(got | {upto})
    open_ = [gap for gap in gaps if gap >= horizon and gap not in got]
    open_ += [xid for xid in range(max(upto + 1, horizon), newest + 1) if xid not in got]
    return Unsealed(tuple(row[2] for row in rows), newest, tuple(sorted(open_)))


def digests(reader: Reader, ids: Sequence[int]) -> Iterator[tuple[int, str, bool, int]]:
    """Of these lines that are there: (id, digest over its words, whether the line says the same, its time in ms)."""
    columns = (J.id, type_coerce(J.at, BigInteger), J.officer, J.verb, J.subject, J.why, J.before, J.after, J.digest)
    for at in range(0, len(ids), PAGE):
        part = ids[at : at + PAGE]
        without_holes = part[-1] - part[0] + 1 == len(part)
        chosen = J.id.between(part[0], part[-1]) if without_holes else J.id.in_(part)
        for row in reader.all(select(*columns).where(chosen).order_by(J.id)):
            words = digest_of(*row[1:8])
            yield int(row[0]), words, words == row[8], int(row[1])


def strangers(reader: Reader, known: Collection[int], after: Block | None) -> tuple[list[int], list[int]]:
    """Lines that no block holds: those that should be in one (put in later by hand), and those still to be sealed."""
    found = unsealed(reader, after)
    held = set(known)
    loose = [int(row[0]) for row in reader.connection.execute(select(J.id).order_by(J.id)) if row[0] not in held]
    if found.restored:  # what came in since then is told from the rest by nothing yet
        return [], loose
    waiting = set(found.ids)
    return [ident for ident in loose if ident not in waiting], [ident for ident in loose if ident in waiting]


def write(unit: Unit, made: Sequence[Block]) -> bool:
    """Writes blocks; False, and nothing is to be committed, where another program sealed in the meantime."""
    insert = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    for block in made:
        values = {
            "number": block.number, "at": block.at, "lines": len(block.ids), "ids": ranges.to_text(block.ids),
            "marks": block.marks, "upto": block.upto, "gaps": ranges.to_text(block.gaps), "before": block.before,
            "seal": block.seal,
        }  # fmt: skip
        written = insert(seals).values(values).on_conflict_do_nothing().returning(seals.c.number)
        if unit.connection.execute(written).first() is None:
            return False
    return True


def renumber(unit: Unit) -> Sequence[int]:
    """After a dump was restored into another server: sealed lines belong to no transaction, all others to this one.

    Returns the ids of the lines that are to be sealed anew.
    """
    held = {ident for block in blocks(unit) for ident in block.ids}
    waiting = [int(row[0]) for row in unit.all(select(J.id).order_by(J.id)) if row[0] not in held]
    unit.connection.execute(text("update journal set xid = '0'"))
    for at in range(0, len(waiting), PAGE):
        own = text("update journal set xid = pg_current_xact_id() where id = any(:ids)")
        unit.connection.execute(own, {"ids": waiting[at : at + PAGE]})
    return waiting


def _block(row: Any) -> Block:
    return Block(
        number=int(row.number),
        at=row.at,
        ids=tuple(ranges.from_text(row.ids)),
        marks=bytes(row.marks),
        upto=int(row.upto),
        gaps=tuple(ranges.from_text(row.gaps)),
        before=row.before,
        seal=row.seal,
    )

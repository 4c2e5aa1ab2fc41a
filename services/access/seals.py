"""Seals the journal in blocks, each over its lines and the block before, and finds what was changed afterwards.

Steps write their lines without a chain, which would make all writers wait for one another. Whoever runs an engine or a
seat seals what was committed since; two that do it at once are told apart by the number of the block.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.domain.refusals import Refusal
from services.live.worker import Worker
from services.store.engine import Database
from services.store.queries import seals
from services.store.queries.seals import Block
from services.store.reader import Reader

log = logging.getLogger(__name__)
LOOK = 3.0  # s: with the time that sealing takes, a line waits less than five
MOST_LINES = 10_000
MARK = 8
FIRST = ""


def seal(database: Database) -> int:
    """Seals every line that is committed and in no block yet; returns how many, 0 where another program was faster."""
    with database.reading() as reader:
        last = seals.last(reader)
        found = seals.unsealed(reader, last)
        made = [] if found.restored else _blocks(reader, last, found, database.clock())
    if found.restored:
        _begin_anew(database)
        return 0
    if not made:
        return 0
    with database.unit() as unit:
        if not seals.write(unit, made):
            return 0
        unit.commit()
    return sum(len(block.ids) for block in made)


def _begin_anew(database: Database) -> None:
    """A dump was restored into a server whose transactions have other numbers: an empty block says where to go on."""
    with database.unit() as unit:
        unit.hold("seals")
        last = seals.last(unit)
        if last is not None and seals.unsealed(unit, last).restored:
            seals.renumber(unit)
            block = _block(last, (), (), database.clock(), upto=0, gaps=())
            if seals.write(unit, [block]):
                unit.commit()


def _blocks(reader: Reader, last: Block | None, found: seals.Unsealed, now: datetime) -> list[Block]:
    made: list[Block] = []
    for at in range(0, len(found.ids), MOST_LINES):
        ids = found.ids[at : at + MOST_LINES]
        lines = [_line_digest(ident, words) for ident, words, _, _ in seals.digests(reader, ids)]
        last = _block(last, ids, lines, now, found.upto, found.gaps)
        made.append(last)
    return made


def _block(
    last: Block | None, ids: Sequence[int], lines: Sequence[bytes], now: datetime, upto: int, gaps: tuple[int, ...]
) -> Block:
    number = 1 if last is None else last.number + 1
    before = FIRST if last is None else last.seal
    marks = b"".join(line[:MARK] for line in lines)
    return Block(
        number, now, tuple(ids), marks, upto, gaps, before, _seal_of(number, now, ids, upto, gaps, before, lines)
    )


def _line_digest(ident: int, words: str) -> bytes:
    return hashlib.sha256(f"{ident}:{words}".encode()).digest()


def _seal_of(
    number: int,
    at: datetime,
    ids: Sequence[int],
    upto: int,
    gaps: Sequence[int],
    before: str,
    lines: Sequence[bytes],
) -> str:
    head = f"{number}|{round(at.timestamp() * 1000)}|{before}|{upto}|{_text(gaps)}|{_text(ids)}|"
    return hashlib.sha256(head.encode() + b"".join(lines)).hexdigest()


def _text(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


# ---- looking for what was changed --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the blocks say of the journal: numbers of lines (ids) and of blocks.

    `changed` lines have other words than when they were sealed, `removed` ones are gone, `inserted` ones were put among
    sealed ones later, `altered` blocks do not fit their own seal or the block before. `tail` lines wait to be sealed.
    `seal` is the last one: kept elsewhere, it proves everything up to it.
    """

    lines: int
    blocks: int
    sealed: int
    changed: tuple[int, ...]
    removed: tuple[int, ...]
    inserted: tuple[int, ...]
    altered: tuple[int, ...]
    misfit: tuple[int, ...]
    tail: int
    oldest: timedelta | None
    seal: str

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed."""
        return not (self.changed or self.removed or self.inserted or self.altered or self.misfit)


def verify(reader: Reader, now: datetime) -> Verdict:
    """Looks at every line and every block of one consistent state."""
    return _Looking(reader, now).done()


class _Looking:
    """One walk along the blocks."""

    def __init__(self, reader: Reader, now: datetime) -> None:
        self._reader, self._now = reader, now
        self._changed: list[int] = []
        self._removed: list[int] = []
        self._altered: list[int] = []
        self._misfit: list[int] = []
        self._known: set[int] = set()
        self._last: Block | None = None
        self._blocks = 0

    def done(self) -> Verdict:
        for block in seals.blocks(self._reader):
            self._look_at(block)
            self._last = block
            self._blocks += 1
        inserted, tail = seals.strangers(self._reader, self._known, self._last)
        oldest = None
        for ident, _, fits, millis in seals.digests(self._reader, tail):
            waits = self._now - datetime.fromtimestamp(millis / 1000, self._now.tzinfo)
            oldest = waits if oldest is None else max(oldest, waits)
            if not fits:
                self._misfit.append(ident)
        return Verdict(
            lines=len(self._known) - len(self._removed) + len(inserted) + len(tail),
            blocks=self._blocks,
            sealed=len(self._known),
            changed=tuple(self._changed),
            removed=tuple(self._removed),
            inserted=tuple(inserted),
            altered=tuple(self._altered),
            misfit=tuple(self._misfit),
            tail=len(tail),
            oldest=oldest,
            seal="" if self._last is None else f"{self._last.number}:{self._last.seal}",
        )

    def _look_at(self, block: Block) -> None:
        last = self._last
        chained = block.number == (1 if last is None else last.number + 1) and block.before == (
            FIRST if last is None else last.seal
        )
        once = self._known.isdisjoint(block.ids) and len(block.marks) == MARK * len(block.ids)
        self._known.update(block.ids)
        marks = {ident: block.marks[at * MARK : at * MARK + MARK] for at, ident in enumerate(block.ids)}
        lines, touched = [], False
        for ident, words, fits, _ in seals.digests(self._reader, block.ids):
            line = _line_digest(ident, words)
            lines.append(line)
            if marks.pop(ident) != line[:MARK] or not fits:
                self._changed.append(ident)
                touched = True
        self._removed += sorted(marks)
        whole = (
            touched
            or marks
            or block.seal == _seal_of(block.number, block.at, block.ids, block.upto, block.gaps, block.before, lines)
        )
        if not (chained and once and whole):
            self._altered.append(block.number)


# ---- the worker ----------------------------------------------------------------------------------------------------


class Sealing(Worker):
    """Seals from a thread of its own, every three seconds; several programs may do so at once.

    A database that is gone for a while ends nothing: it is said, and tried again.
    """

    def __init__(self, database: Database) -> None:
        super().__init__("sealing")
        self._database = database

    def _run(self) -> None:
        self.work(self._stop)

    def work(self, stop: threading.Event, seconds: float | None = None) -> None:
        """Seals until it is told to stop or the time is over, and once more at the end."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            self._try()
            left = LOOK if end is None else min(LOOK, end - time.monotonic())
            if left <= 0 or stop.wait(left):
                break
        self._try()

    def _try(self) -> None:
        try:
            while seal(self._database) >= MOST_LINES:
                pass
        except Refusal as refusal:
            log.info("the journal is not sealed yet: %s", refusal)

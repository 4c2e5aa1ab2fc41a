"""The decomposition ledger: how many records found their town, village and grid, how many did not, why, who mends them.

Every figure carries the filter that lists its records; all adds up: total = grid found + Σ why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from services.access.masking import mask_name
from services.access.rights import scope_of
from services.domain.areas import Level
from services.domain.people import Officer
from services.domain.records import DEPTH, Mender, Record, RecordFilter, Register, Sum, Why
from services.records.categories import RecordCategory, is_personal, read_categories
from services.store.engine import Database
from services.store.queries import records as queries


class LedgerGroup(IntEnum):
    """What the lines of a ledger stand for."""

    REGISTER = 1
    MENDER = 2
    TOWN = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of records: all, those that found an area of each level, those that did not find a grid by why and mender.

    total = found[GRID] + Σ why = found[GRID] + Σ mender.
    """

    total: int = 0
    found: Mapping[Level, int] = field(default_factory=dict)
    why: Mapping[Why, int] = field(default_factory=dict)
    mender: Mapping[Mender, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sums: Iterable[Sum]) -> Tally:
        """Adds sums up."""
        total, found, why, mender = 0, Counter[Level](), Counter[Why](), Counter[Mender]()
        for one in sums:
            total += one.count
            for level, depth in DEPTH.items():
                found[level] += one.count if one.depth >= depth else 0
            if one.why is not Why.NONE:
                why[one.why] += one.count
                mender[one.mender] += one.count
        return cls(total, dict(found), dict(why), dict(mender))

    @property
    def missed(self) -> int:
        """How many did not find their grid."""
        return self.total - self.found.get(Level.GRID, 0)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line: the register, or the department or town that must mend, or the town; with what lists its records.

    `register` only in the group of registers; `source` a department's code; `town` an area's id, 0 for no town.
    """

    tally: Tally
    chosen: RecordFilter
    register: Register | None = None
    source: str | None = None
    town: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger as it was at a time; `total` is the sum of its lines, `whole` counts all records that are seen.

    `synthetic`: some of it is invented. `oldest`: when the register that was not touched for longest last changed.
    """

    at: datetime
    group: LedgerGroup
    lines: tuple[LedgerLine, ...]
    total: LedgerLine
    whole: Tally
    synthetic: bool = False
    oldest: datetime | None = None


class Ledgers:
    """Reads ledgers and the lists behind their figures, of what an officer sees. For worker threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._categories = read_categories()

    @property
    def categories(self) -> Mapping[str, RecordCategory]:
        """The categories by code."""
        return self._categories

    def read(self, officer: Officer, group: LedgerGroup) -> Ledger:
        """The ledger of now, its lines in the order in which they are read."""
        with self._database.reading() as reader:
            sums = queries.sums(reader, scope_of(reader, officer))
            registers = {one.id: one for one in queries.all_registers(reader)}
            at = self._database.clock()
        met = [registers[one] for one in sorted({one.register for one in sums})]
        return Ledger(
            at=at,
            group=group,
            lines=_LINES[group](sums, registers),
            total=_total(sums, group),
            whole=Tally.of(sums),
            synthetic=any(register.synthetic for register in met),
            oldest=min((register.updated_at for register in met), default=None),
        )

    def ids(self, officer: Officer, chosen: RecordFilter) -> tuple[NDArray[np.int64], datetime]:
        """The ids of a list, and when it was read; a million takes a second."""
        with self._database.reading() as reader:
            return queries.ids_of(reader, chosen, scope_of(reader, officer)), self._database.clock()

    def records(self, wanted: Sequence[int]) -> list[Record]:
        """Some records in the order asked for; names of people are masked."""
        with self._database.reading() as reader:
            return [self.masked(record) for record in queries.records_of(reader, wanted)]

    def masked(self, record: Record) -> Record:
        """A record as it may be shown without a reason."""
        personal = is_personal(record.register.kind, self._categories.get(record.category))
        return replace(record, name=mask_name(record.name)) if personal else record


def _total(sums: Sequence[Sum], group: LedgerGroup) -> LedgerLine:
    if group is not LedgerGroup.MENDER:
        return LedgerLine(Tally.of(sums), RecordFilter())
    return LedgerLine(Tally.of(one for one in sums if one.why is not Why.NONE), RecordFilter(missed=Level.GRID))


def _by_register(sums: Sequence[Sum], registers: Mapping[int, Register]) -> tuple[LedgerLine, ...]:
    """By kind, then by department, as the query gives them; a register without records has its line too."""
    own: dict[int, list[Sum]] = {ident: [] for ident in registers}
    for one in sums:
        own[one.register].append(one)
    return tuple(
        LedgerLine(Tally.of(own[ident]), RecordFilter(register=ident), register, register.source)
        for ident, register in registers.items()
        if own[ident] or not sums
    )


def _by_mender(sums: Sequence[Sum], registers: Mapping[int, Register]) -> tuple[LedgerLine, ...]:
    """Departments, then towns, each with the most to mend first."""
    departments: dict[str, list[Sum]] = {}
    towns: dict[int, list[Sum]] = {}
    for one in sums:
        if one.mender is Mender.DEPARTMENT:
            departments.setdefault(registers[one.register].source, []).append(one)
        elif one.mender is Mender.TOWN:
            towns.setdefault(one.town, []).append(one)
    of_departments = [
        LedgerLine(Tally.of(some), RecordFilter(mender=Mender.DEPARTMENT, source=source), source=source)
        for source, some in departments.items()
    ]
    of_towns = [
        LedgerLine(Tally.of(some), RecordFilter(mender=Mender.TOWN, town=town), town=town)
        for town, some in towns.items()
    ]
    return (*_most_first(of_departments), *_most_first(of_towns))


def _by_town(sums: Sequence[Sum], registers: Mapping[int, Register]) -> tuple[LedgerLine, ...]:
    """Towns by what they hold, those without a town last."""
    towns: dict[int, list[Sum]] = {}
    for one in sums:
        towns.setdefault(one.town, []).append(one)
    lines = [LedgerLine(Tally.of(some), RecordFilter(town=town), town=town) for town, some in towns.items()]
    return tuple(sorted(_most_first(lines), key=lambda line: line.town == 0))


def _most_first(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    return sorted(lines, key=lambda line: -line.tally.total)


_LINES = {LedgerGroup.REGISTER: _by_register, LedgerGroup.MENDER: _by_mender, LedgerGroup.TOWN: _by_town}

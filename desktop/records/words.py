"""The ledger and its records in the reader's language: lines of figures, rows of lists, the card of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.names import Names
from services.domain.areas import Level
from services.domain.records import Mender, Record, RecordFilter, Register, Why
from services.live.picture import Picture
from services.records.categories import RecordCategory, is_personal
from services.records.ledger import Ledger, LedgerGroup, LedgerLine, Tally
from services.words import N_, UNKNOWN, Words
from services.words.records import ATTRIBUTES, KINDS, MENDERS, PLACED, REMEDIES, WHYS
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.records.card import RecordText
from widgets.tables.paged_model import Head, Row

GROUPS: Mapping[LedgerGroup, str] = {
    LedgerGroup.REGISTER: N_("By register", ctx="ledger"),
    LedgerGroup.MENDER: N_("By who must mend", ctx="ledger"),
    LedgerGroup.TOWN: N_("By town", ctx="ledger"),
}
HEADS = (
    N_("Number", ctx="record"), N_("Category", ctx="record"), N_("Name", ctx="record"), N_("Stated area", ctx="record"),
    N_("Coordinates", ctx="record"), N_("Found", ctx="record"), N_("Why", ctx="record"),
    N_("Who mends it", ctx="record"),
)  # fmt: skip
WIDTHS = (130, 140, 190, 190, 180, 200, 130, 170)


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the ledger: its head, its count, and how a line's filter is narrowed to the records behind it."""

    head: str
    ctx: str
    count: Callable[[Tally], int]
    narrow: Callable[[RecordFilter], RecordFilter]
    share: bool = False


def _found(level: Level, head: str) -> Figure:
    return Figure(head, "ledger", lambda tally: tally.found.get(level, 0), lambda c: replace(c, found=level))


def _why(why: Why) -> Figure:
    return Figure(WHYS[why], "record", lambda tally: tally.why.get(why, 0), lambda c: replace(c, why=why))


def _mender(mender: Mender, head: str) -> Figure:
    return Figure(head, "ledger", lambda tally: tally.mender.get(mender, 0), lambda c: replace(c, mender=mender))


_ALL = Figure(N_("All", ctx="ledger"), "ledger", lambda tally: tally.total, lambda chosen: chosen)
MISSED = Figure(
    N_("No grid", ctx="ledger"), "ledger", lambda tally: tally.missed, lambda c: replace(c, missed=Level.GRID)
)
_SHARE = Figure(
    N_("Share", ctx="ledger"), "ledger", lambda t: t.found.get(Level.GRID, 0), lambda c: replace(c, found=Level.GRID),
    share=True,
)  # fmt: skip
_LEVELS = (
    _found(Level.TOWN, N_("Town", ctx="ledger")),
    _found(Level.VILLAGE, N_("Village", ctx="ledger")),
    _found(Level.GRID, N_("Grid", ctx="ledger")),
)
_WHYS = tuple(_why(why) for why in Why if why is not Why.NONE)
_MEND = (
    _mender(Mender.DEPARTMENT, N_("Dept. mends", ctx="ledger")),
    _mender(Mender.TOWN, N_("Town mends", ctx="ledger")),
)
FIGURES: Mapping[LedgerGroup, tuple[Figure, ...]] = {
    LedgerGroup.REGISTER: (_ALL, *_LEVELS, _SHARE, MISSED, *_MEND, *_WHYS),
    LedgerGroup.MENDER: (replace(_ALL, head=N_("To mend", ctx="ledger")), *_WHYS),
    LedgerGroup.TOWN: (_ALL, *_LEVELS[1:], _SHARE, MISSED, *_MEND, *_WHYS),
}


class LedgerWords:
    """Puts ledgers and records into words by a picture's names; cheap to make, safe on any thread."""

    def __init__(
        self, words: Words, picture: Picture, now: datetime, categories: Mapping[str, RecordCategory] | None = None
    ) -> None:
        self._words, self._picture, self._names = words, picture, Names(words, picture)
        self._now = now.astimezone(picture.city.zone)
        self._categories = categories or {}

    # ---- the ledger ----------------------------------------------------------------------------------------------

    def heads(self, group: LedgerGroup) -> tuple[str, ...]:
        """The columns."""
        return ("", *(self._words(figure.head, ctx=figure.ctx) for figure in FIGURES[group]))

    def rows(self, ledger: Ledger) -> tuple[FigureRow, ...]:
        """All lines in the ledger's order, then the whole."""
        rows = [self._row(ledger.group, line, at) for at, line in enumerate(ledger.lines)]
        return (*rows, self._row(ledger.group, ledger.total, len(rows), whole=True))

    def name(self, group: LedgerGroup, line: LedgerLine) -> str:
        """What a line stands for."""
        if line.register is not None:
            return self._register(line.register)
        if line.source is not None:
            return self._names.department(line.source)
        if line.town is not None:
            town = self.area(line.town) if line.town else self._words("no town found", ctx="ledger")
            return f"{town} {self._words(MENDERS[Mender.TOWN], ctx='mender')}" if group is LedgerGroup.MENDER else town
        return self._words("The whole city", ctx="page")

    def area(self, ident: int | None) -> str:
        """An area by its id."""
        at = self._picture.areas.index.get(ident or -1, -1)
        return self._names.area(at) if at >= 0 else UNKNOWN

    def _register(self, register: Register) -> str:
        return f"{self._words(KINDS[register.kind], ctx='record')} · {self._names.department(register.source)}"

    def _row(self, group: LedgerGroup, line: LedgerLine, at: int, whole: bool = False) -> FigureRow:
        """By its first column a table is in the ledger's own order."""
        name = self._words("The whole city", ctx="page") if whole else self.name(group, line)
        cells = [FigureCell(name, sort=float(at))]
        cells += [self._cell(figure, line.tally) for figure in FIGURES[group]]
        return FigureRow(tuple(cells), first=whole, apart=not whole and line.town == 0)

    def _cell(self, figure: Figure, tally: Tally) -> FigureCell:
        count, formats = figure.count(tally), self._words.formats
        if figure.share:
            share = count / tally.total if tally.total else None
            spoken = formats.share(count, tally.total)
            return FigureCell(formats.percent(count, tally.total), spoken, count > 0, share)
        return FigureCell(formats.integer(count), "", count > 0, float(count))

    # ---- its records ---------------------------------------------------------------------------------------------

    def list_heads(self) -> tuple[Head, ...]:
        """The columns of a list of records."""
        return tuple(Head("", self._words(text, ctx="record")) for text in HEADS)

    def list_rows(self, records: Sequence[Record]) -> tuple[Row, ...]:
        """Records as rows of a list."""
        return tuple(Row(record.id, self._cells(record)) for record in records)

    def card(self, record: Record) -> RecordText:
        """Everything there is to know of one record; its name is as it was given: masked."""
        words = self._words
        lines = [
            (words("Register", ctx="record"), self._register(record.register)),
            (words("Name", ctx="record"), record.name or UNKNOWN),
            (words("Stated area", ctx="record"), record.stated or UNKNOWN),
            (words("Coordinates", ctx="record"), self._point(record)),
            (words("Found", ctx="record"), f"{self._place(record)} · {words(PLACED[record.placed_by], ctx='record')}"),
            (words("Last looked at", ctx="record"), words.formats.moment(record.checked_at, self._now)),
            (words("To be looked at", ctx="record"), self._due(record)),
        ]
        lines += [(self._attribute(str(name)), str(value)) for name, value in record.attributes.items()]
        why = ""
        if record.why is not Why.NONE:
            values = {"why": words(WHYS[record.why], ctx="record"), "remedy": words(REMEDIES[record.why])}
            why = words("{why}: {remedy}", ctx="record", **values)
        lon, lat = record.place.lon, record.place.lat
        point = f"{lon}, {lat}" if lon or lat else ""
        title = f"{self._category(record)} · {record.key}"
        masked = bool(record.name) and is_personal(record.register.kind, self._categories.get(record.category))
        return RecordText(record.id, title, tuple(lines), why, self._mended_by(record), point, record.stated, masked)

    def _attribute(self, name: str) -> str:
        return self._words(ATTRIBUTES[name], ctx="attribute") if name in ATTRIBUTES else name

    def _cells(self, record: Record) -> tuple[str, ...]:
        why = self._words(WHYS[record.why], ctx="record") if record.why is not Why.NONE else ""
        return (
            record.key, self._category(record), record.name or UNKNOWN, record.stated or UNKNOWN, self._point(record),
            self._place(record), why, self._mended_by(record),
        )  # fmt: skip

    def _category(self, record: Record) -> str:
        known = self._categories.get(record.category)
        return known.name(self._words.lang) if known is not None else record.category

    def _point(self, record: Record) -> str:
        return self._words.formats.coordinate(record.place.lon, record.place.lat)

    def _place(self, record: Record) -> str:
        place = record.place
        names = [self.area(area) for area in (place.town, place.village, place.grid) if area is not None]
        return " ".join(names) or UNKNOWN

    def _mended_by(self, record: Record) -> str:
        if record.mender is Mender.DEPARTMENT:
            return self._names.department(record.register.source)
        if record.mender is Mender.TOWN:
            return f"{self.area(record.place.town)} {self._words(MENDERS[Mender.TOWN], ctx='mender')}"
        return ""

    def _due(self, record: Record) -> str:
        if record.due_days == 0:
            return UNKNOWN
        every = self._words.plural("every day", "every {n} days", record.due_days, ctx="record")
        due = record.due_at
        if due is None:
            return every
        text = self._words.formats.moment(due, self._now)
        return f"{every} · {text}" + (f" · {self._words('overdue', ctx='record')}" if due < self._now else "")

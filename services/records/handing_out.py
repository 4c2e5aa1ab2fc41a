"""Hands a list of records to those who must mend them, as a workbook; names of people are masked unless by right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from services.access.exporting import PersonalExport
from services.access.rights import Right, refuse_unless, scope_of
from services.connectors.files.report import disarmed
from services.connectors.files.writers import whole_file
from services.domain.people import Officer
from services.domain.records import Mender, Record, RecordFilter, Why
from services.domain.refusals import Refusal
from services.records.categories import RecordCategory
from services.records.ledger import Ledgers
from services.store.engine import Database
from services.store.queries import records as queries
from services.store.reader import Reader
from services.words import N_, Words
from services.words.places import english_place
from services.words.records import KINDS, MENDERS, REMEDIES, WHYS

SUFFIX, MOST, PAGE = ".xlsx", 500_000, 2_000
HEADS = (
    N_("Record", ctx="record"), N_("Number", ctx="record"), N_("Kind", ctx="record"), N_("Category", ctx="record"),
    N_("Name", ctx="record"), N_("Stated area", ctx="record"), N_("Longitude", ctx="record"),
    N_("Latitude", ctx="record"), N_("Town", ctx="record"), N_("Village", ctx="record"), N_("Why", ctx="record"),
    N_("Who mends it", ctx="record"), N_("What to do", ctx="record"), N_("Longitude, corrected", ctx="record"),
    N_("Latitude, corrected", ctx="record"), N_("Area, corrected", ctx="record"),
)  # fmt: skip
WIDTHS = (10, 16, 12, 16, 20, 26, 12, 12, 14, 16, 16, 16, 60, 18, 18, 20)


def hand_out(
    database: Database,
    path: Path,
    chosen: RecordFilter,
    officer: Officer,
    words: Words,
    personal: PersonalExport | None = None,
) -> int:
    """Writes the chosen records whole or not at all; returns how many. The last columns are left to be filled in,
    and are read again by `taking_back`.

    With `personal` names are not masked, and the journal says who took them and why. Raises `Refusal`.
    """
    refuse_unless(officer, Right.EXPORT)
    if path.suffix.lower() != SUFFIX:
        raise Refusal("export.format", "{file} should end in {suffixes}.", file=path.name, suffixes=SUFFIX)
    from openpyxl import Workbook  # no seat should wait for it when it opens
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(words("To mend", ctx="record"))
    for at, width in enumerate(WIDTHS, 1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "B2"
    page.append([words(head, ctx="record") for head in HEADS])
    with whole_file(path) as part:
        with database.reading() as reader:
            ids = queries.ids_of(reader, chosen, scope_of(reader, officer)).tolist()
            if len(ids) > MOST:
                sentence = "These are {count} records; a list to mend holds at most {most}. Choose fewer."
                raise Refusal("records.too_many", sentence, count=len(ids), most=MOST)
            ledgers = Ledgers(database)
            teller = _Teller(reader, words, ledgers.categories)
            for record in _pages(reader, ids, ledgers, personal is not None):
                page.append(teller.row(record))
        book.save(part)  # takes long enough for a server to give up a transaction that only waits
        if personal is not None:
            # the line stands in the journal before the file has its name
            with database.unit() as unit:
                what = f"personal data of {len(ids)} records"
                unit.note(personal.officer, "export", "records", why=personal.why, after=what)
                unit.commit()
    return len(ids)


def _pages(reader: Reader, ids: Sequence[int], ledgers: Ledgers, personal: bool) -> Iterator[Record]:
    for at in range(0, len(ids), PAGE):
        for record in queries.records_of(reader, ids[at : at + PAGE]):
            yield record if personal else ledgers.masked(record)


class _Teller:
    """Puts records into words."""

    def __init__(self, reader: Reader, words: Words, categories: Mapping[str, RecordCategory]) -> None:
        self._words, self._categories = words, categories
        self._areas = {area.id: area.name for area in reader.areas()}
        self._departments: Mapping[str, Any] = {one.code: one for one in reader.catalogue().departments}

    def row(self, record: Record) -> list[Any]:
        """A record's cells; what begins like a formula is written as words."""
        words, place = self._words, record.place
        category = self._categories.get(record.category)
        told = [
            record.id,
            record.key,
            words(KINDS[record.register.kind], ctx="record"),
            category.name(words.lang) if category is not None else record.category,
            record.name,
            record.stated,
            place.lon,
            place.lat,
            self._area(place.town),
            self._area(place.village),
            words(WHYS[record.why], ctx="record") if record.why is not Why.NONE else "",
            self._mender(record),
            words(REMEDIES[record.why]) if record.why is not Why.NONE else "",
        ]
        return [disarmed(cell) if isinstance(cell, str) else cell for cell in told]

    def _area(self, ident: int | None) -> str:
        name = self._areas.get(ident or 0, "")
        return name if self._words.lang.startswith("zh") else english_place(name)

    def _mender(self, record: Record) -> str:
        if record.mender is Mender.DEPARTMENT:
            department = self._departments.get(record.register.source)
            return department.name(self._words.lang) if department is not None else record.register.source
        if record.mender is Mender.TOWN:
            return f"{self._area(record.place.town)} {self._words(MENDERS[Mender.TOWN], ctx='mender')}"
        return ""

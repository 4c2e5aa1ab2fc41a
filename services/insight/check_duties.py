"""Whether every category has exactly one owner everywhere, and which years of the calendar are not published yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.catalogue.current import Book, read_book
from services.domain.areas import Level
from services.domain.catalogue import Category
from services.domain.duties import Clash, Gap
from services.domain.notes import Note
from services.domain.refusals import Sayable, Several
from services.insight.check_lines import Chapter, Line
from services.store.reader import Reader
from services.words import N_
from services.words.place_name import PlaceName

MOST = 200  # so many are listed; all are counted


def duties_chapter(reader: Reader, now: datetime) -> Chapter:
    """The chapter of the catalogue and the duty list, by the city's day."""
    book, day = read_book(reader), now.astimezone(reader.city().zone).date()
    areas = reader.areas()
    codes = {area.id: area.code for area in areas}
    names = {area.code: area.name for area in areas}
    towns = [area.code for area in areas if area.level is Level.TOWN]
    below: dict[str, list[str]] = {}
    for area in areas:
        if area.level is Level.VILLAGE and area.parent is not None:
            below.setdefault(codes.get(area.parent, ""), []).append(area.code)
    gaps = [_gap(gap, names) for gap in book.duties.gaps(day, towns, below)]
    clashes = [_clash(clash, names) for clash in book.duties.clashes(day)]
    years = book.provisional_years
    return Chapter(
        N_("Catalogue and duties"),
        (
            Line(N_("Version of the catalogue"), book.version),
            Line(N_("Categories in use that cases are filed under"), len(book.duties.leaves())),
            Line(N_("Categories without an owner, by area"), len(gaps), 0, each=tuple(gaps[:MOST])),
            Line(N_("Categories with two owners at once, by area"), len(clashes), 0, each=tuple(clashes[:MOST])),
            _strangers(book, names),
            Line(N_("Calendar years that are provisional"), len(years), which=", ".join(map(str, years))),
        ),
    )


def _strangers(book: Book, names: Mapping[str, str]) -> Line:
    """Rows for an area that is not on the map any more: they hold for nobody."""
    said = {(row.area, row.category) for row in book.duties.rows} | {
        (row.area, row.category or "") for row in book.rules
    }
    gone = sorted((area, category) for area, category in said if area and area not in names)
    known = {one.code: one for one in book.catalogue.categories}
    each = tuple(_stranger(area, known.get(category)) for area, category in gone[:MOST])
    return Line(N_("Duties and limits for an area that is not there"), len(gone), 0, each=each)


def _stranger(area: str, category: Category | None) -> Note:
    return Note("check.stranger", "{area}: {category}", {"area": area, "category": category or "—"})


def _gap(gap: Gap, names: Mapping[str, str]) -> Note:
    if gap.area is None:
        return Note("check.no_owner", "Nobody owns “{category}”.", {"category": gap.category})
    values = {"category": gap.category, "area": _place(gap.area, names)}
    return Note("check.no_owner_in", "Nobody owns “{category}” in {area}.", values)


def _clash(clash: Clash, names: Mapping[str, str]) -> Note:
    owners: Sequence[Sayable] = clash.departments
    values: dict[str, object] = {"category": clash.category, "owners": Several(tuple(owners))}
    if clash.area is None:
        return Note("check.two_owners", "“{category}” has several owners: {owners}", values)
    values["area"] = _place(clash.area, names)
    return Note("check.two_owners_in", "“{category}” has several owners in {area}: {owners}", values)


def _place(code: str, names: Mapping[str, str]) -> Sayable | str:
    return PlaceName(names[code]) if code in names else code

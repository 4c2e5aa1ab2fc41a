"""What leaves in files: every area with its history, every incident in the order of ids, in pages by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from services.domain.areas import Area, Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import Incident
from services.store import rows
from services.store.queries_cases import conditions
from services.store.reader import Reader
from services.store.tables.cases import incidents, reports
from services.store.tables.city import areas

PAGE = 5_000


def area_versions(reader: Reader, level: Level | None) -> list[Area]:
    """Every area that holds or ever held, with geometry, by level, code and the day from which it held."""
    statement = select(areas).order_by(areas.c.level, areas.c.code, areas.c.valid_from)
    if level is not None:
        statement = statement.where(areas.c.level == int(level))
    return [rows.area(row) for row in reader.all(statement)]


def area_codes(reader: Reader) -> dict[int, str]:
    """The code of every area by id, those of the past too."""
    return {int(row.id): str(row.code) for row in reader.all(select(areas.c.id, areas.c.code))}


def incident_pages(reader: Reader, chosen: CaseFilter) -> Iterator[list[Incident]]:
    """The chosen incidents by id, some thousands at a time, all of one state of the database."""
    after = 0
    while True:
        statement = select(incidents).where(incidents.c.id > after, *conditions(chosen)).order_by(incidents.c.id)
        page = [rows.incident(row) for row in reader.all(statement.limit(PAGE))]
        if not page:
            return
        after = page[-1].live.id
        yield page


def contacts(reader: Reader, page: Sequence[Incident]) -> dict[int, tuple[str, str]]:
    """Personal data: (contact, name) of the first report that has any, by incident."""
    c = reports.c
    statement = (
        select(c.incident_id, c.contact, c.contact_name)
        .where(c.incident_id.between(page[0].live.id, page[-1].live.id))
        .where((c.contact != "") | (c.contact_name != ""))
        .order_by(c.id.desc())
    )
    return {int(row[0]): (row[1], row[2]) for row in reader.all(statement)}


def area_id(reader: Reader, code: str) -> tuple[int, Level] | None:
    """The id and level of the area that holds now under a code."""
    c = areas.c
    found = reader.all(select(c.id, c.level).where(c.code == code, c.valid_to.is_(None)))
    return (int(found[0].id), Level(found[0].level)) if found else None

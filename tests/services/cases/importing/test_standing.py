"""A real city begins with the standard lists, and with nobody's invented name in them."""

from __future__ import annotations

from sqlalchemy import select

from services.cases.importing.standing import give_lists
from services.store.engine import Database
from services.store.tables.live import journal


def test_that_an_empty_city_gets_the_standard_lists_once(database: Database) -> None:
    assert give_lists(database) is True
    with database.reading() as reader:
        found = reader.catalogue()
        lines = reader.all(select(journal.c.officer, journal.c.subject))
    assert len(found.sources) == 18
    assert len(found.departments) == 37
    assert {department.leader for department in found.departments} == {""}
    assert all(department.leader_title for department in found.departments)
    assert [tuple(line) for line in lines] == [("import", "catalogue")]
    assert give_lists(database) is False
    with database.reading() as reader:
        assert reader.catalogue() == found


def test_that_a_citys_own_lists_are_left_as_they_are(database: Database) -> None:
    with database.unit() as unit:
        unit.add("sources", code="own", name_zh="自有", name_en="Own", active=True)
        unit.commit()
    assert give_lists(database) is False
    with database.reading() as reader:
        assert [source.code for source in reader.catalogue().sources] == ["own"]

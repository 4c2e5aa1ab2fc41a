"""A source that still says the old category loses nothing: its report is filed under what the category became."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from services.bundle import read_deadlines
from services.cases.door import Door
from services.cases.importing.incidents import import_incidents
from services.cases.importing.incoming import Incoming
from services.domain.incidents import IncidentState, Report
from services.domain.refusals import Refusal
from services.store.engine import Database

Make = Callable[..., Report]


def retire(city: Database, **became: str | None) -> None:
    with city.unit() as unit:
        for code, after in became.items():
            statement = "update categories set active = :no, merged_into = :after where code = :code"
            unit.connection.execute(text(statement), {"no": False, "after": after, "code": code})
        unit.commit()


def category_of(city: Database, incident: int) -> str:
    with city.reading() as reader:
        return reader.live_incident(incident).category


def test_that_a_report_of_a_merged_category_is_filed_under_its_successor(
    city: Database, door: Door, a_report: Make
) -> None:
    retire(city, leak="noise", noise="fight")
    done = door.take(a_report(category="leak"))
    assert category_of(city, done.incident) == "fight"
    again = door.take(a_report(category="fight", external="2"))
    assert (again.incident, again.folded) == (done.incident, True)


@pytest.mark.parametrize("became", [{"leak": None}, {"leak": "noise", "noise": "leak"}, {"leak": "nothing"}])
def test_that_one_without_a_successor_in_use_is_refused_in_a_sentence(
    city: Database, door: Door, a_report: Make, became: dict[str, str | None]
) -> None:
    retire(city, **became)
    with pytest.raises(Refusal) as refused:
        door.take(a_report(category="leak"))
    assert refused.value.code == "intake.category"


def test_that_a_file_of_last_year_finds_the_successor_too(city: Database, a_report: Make) -> None:
    retire(city, leak="fight")
    rows: Iterator[Incoming] = iter([Incoming(1, a_report(category="leak", external="7"), IncidentState.REPORTED)])
    found = import_incidents(city, rows, read_deadlines(), lambda row: None, "old.csv")
    assert (found["added"], found["refused"]) == (1, 0)
    assert category_of(city, 1) == "fight"

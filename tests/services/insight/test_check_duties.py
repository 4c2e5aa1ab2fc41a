"""Everything has one owner, or the check names the place and the category that has none or two."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.catalogue.current import Books
from services.commandline import check as command
from services.domain.incidents import IncidentClass
from services.insight.check_duties import duties_chapter
from services.insight.check_lines import Chapter
from services.insight.reading import Reading
from services.store.engine import Database
from services.store.tables.duties import duties
from services.words import Words


def chapter(database: Database) -> Chapter:
    with database.reading() as reader:
        return duties_chapter(reader, database.clock())


def lines(found: Chapter) -> dict[str, tuple[int, list[str]]]:
    return {line.what: (line.found, [one.say(Words("en")) for one in line.each]) for line in found.lines}


def add(database: Database, *rows: dict[str, object]) -> None:
    with database.unit() as unit:
        for row in rows:
            unit.add("duties", valid_from=date(2020, 1, 1), why="", **row)
        unit.commit()


def test_that_a_city_with_usual_owners_alone_is_whole(city: Database) -> None:
    found = chapter(city)
    assert all(line.is_right for line in found.lines)
    assert lines(found)["Categories in use that cases are filed under"][0] == 4


def test_that_what_nobody_owns_is_named_by_category_and_area(city: Database) -> None:
    with city.unit() as unit:
        unit.connection.exec_driver_sql("update categories set department = null where code in ('leak', 'fight')")
        unit.commit()
    add(
        city,
        {"category": "leak", "area": "410000001000", "department": "water"},
        {"category": "leak", "area": "410000002001", "department": "water"},
    )
    count, told = lines(chapter(city))["Categories without an owner, by area"]
    assert count == 3
    assert told[0] == "Nobody owns “leak” in 410000002002."
    assert "Nobody owns “leak” in 410000003000." in told
    assert "Nobody owns “fight”." in told


def test_that_two_owners_of_one_thing_and_a_strange_area_are_named(city: Database) -> None:
    add(
        city,
        {"category": "leak", "area": None, "department": "water"},
        {"category": "leak", "area": None, "department": "police"},
        {"category": "noise", "area": "999999000000", "department": "police"},
    )
    found = lines(chapter(city))
    assert found["Categories with two owners at once, by area"] == (1, ["“leak” has several owners: water · police"])
    assert found["Duties and limits for an area that is not there"] == (1, ["999999000000: noise"])


def test_that_a_row_of_another_time_makes_no_second_owner(city: Database) -> None:
    with city.unit() as unit:
        for begin, end, owner in ((2020, 2026, "water"), (2026, 2027, "police"), (2027, None, "health")):
            until = date(end, 1, 1) if end else None
            row = {"category": "leak", "department": owner, "valid_from": date(begin, 1, 1), "valid_to": until}
            unit.connection.execute(duties.insert().values(**row))
        unit.commit()
    assert lines(chapter(city))["Categories with two owners at once, by area"][0] == 0


def test_that_the_command_prints_each_of_them(city: Database, capsys) -> None:
    add(
        city,
        {"category": "leak", "area": None, "department": "water"},
        {"category": "leak", "area": None, "department": "police"},
    )
    command._print(chapter(city), Words("en"))
    assert "    · “leak” has several owners: water · police" in capsys.readouterr().out


def test_that_a_deadline_over_an_unpublished_year_is_said_to_be_provisional_on_the_card(city: Database) -> None:
    with city.unit() as unit:
        for ident, category, due in ((1, "leak", datetime(2027, 1, 5, tzinfo=UTC)), (2, "fight", unit.now)):
            unit.add(
                "incidents", id=ident, number=str(ident), source="hotline", category=category, severity=4, place=2,
                kind=int(IncidentClass.COMPLEX), state=1, reported_at=unit.now, due_at=due,
            )  # fmt: skip
        unit.commit()
    books = Books()
    reading = Reading(city, lambda reader: books(reader).deadlines)
    cards = [reading.incident_card(ident) for ident in (1, 2)]
    assert [card.provisional for card in cards if card is not None] == [True, False]

"""A check agrees with a whole city, goes on agreeing while it lives, and names what does not agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from services.commandline import run
from services.commandline.bench import load
from services.demo.make import make_city
from services.demo.profile import Profile, read_profile
from services.domain.refusals import Refusal
from services.insight.check import Chapter, Line, check, is_whole
from services.store.engine import Clock, Database
from services.store.tables.cases import incidents
from services.store.tables.city import areas, people
from services.store.tables.live import journal

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
_demo = load(Path(__file__).parents[1] / "demo" / "conftest.py")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return read_profile("small", _demo.write_profile(tmp_path_factory.mktemp("profiles")))


@pytest.fixture
def clock() -> Clock:
    return lambda: NOW


@pytest.fixture(scope="module")
def city_file(tmp_path_factory: pytest.TempPathFactory, small: Profile) -> Path:
    made: Path = _demo.make_file(tmp_path_factory.mktemp("made") / "city.sqlite", small)
    return made


@pytest.fixture
def demo(city_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Database]:
    copy = Database(f"sqlite:///{shutil.copyfile(city_file, tmp_path / 'copy.sqlite')}", clock)
    yield copy
    copy.close()


def looked_at(database: Database) -> list[Chapter]:
    with database.reading() as reader:
        return check(reader, NOW)


def wrong(database: Database) -> dict[str, tuple[int, int | None]]:
    lines = [line for chapter in looked_at(database) for line in chapter.lines]
    return {line.what: (line.found, line.expected) for line in lines if not line.is_right}


def line(database: Database, what: str) -> Line:
    return next(line for chapter in looked_at(database) for line in chapter.lines if line.what == what)


def test_that_a_new_demo_city_agrees_in_every_line(database: Database, small: Profile) -> None:
    make_city(database, profile=small)
    assert wrong(database) == {}
    assert is_whole(looked_at(database))


def test_that_a_city_that_has_lived_on_still_agrees(demo: Database) -> None:
    with demo.unit() as unit:
        row = unit.all(select(incidents).where(incidents.c.closed_at.is_(None)).limit(1))[0]
        unit.put("incidents", row.id, version=row.version, state=8, closed_at=NOW + timedelta(minutes=5))
        unit.note("dispatcher1", "close", f"incident/{row.id}", before="VERIFIED", after="CLOSED")
        fresh = {"id": None, "number": "new", "reports": 1, "reported_at": NOW, "version": 1}
        grown = unit.add("incidents", **{**row._asdict(), **fresh})
        unit.add("reports", incident_id=grown, source=row.source, reported_at=NOW, received_at=NOW)
        unit.commit()
    assert wrong(demo) == {}
    assert line(demo, "Incidents reported since it was made").found == 1


def test_that_totals_reconcile_with_those_apart(demo: Database) -> None:
    whole = line(demo, "All incidents = placed + without a place + outside")
    assert whole.parts == (2340, 48, 12)
    for what in ("Sum of the towns + no town", "Sum of the grids + no grid"):
        assert line(demo, what).parts == (2340, 0)
        assert line(demo, what).expected == 2340


def test_that_closed_of_reported_and_the_closure_rate_are_told_apart(demo: Database) -> None:
    reported, rate = line(demo, "Closed of reported"), line(demo, "Closure rate: closed of (due − suspended)")
    assert (reported.found, reported.of) == (2300, 2400)
    assert rate.found == 2300
    assert 2300 < (rate.of or 0) < 2400


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (delete(people).where(people.c.id == 1), "Grid heads"),
        (update(incidents).where(incidents.c.id == 9).values(closed_at=None), "Of them closed when made"),
        (update(incidents).where(incidents.c.id == 9).values(reports=7), "Incidents whose number of reports is wrong"),
        (
            update(incidents).where(incidents.c.id == 9).values(village_id=6, town_id=2, place=1),
            "Incidents whose grid is not in their village",
        ),
        (update(incidents).where(incidents.c.id == 9).values(place=2), "Incidents without a place that name an area"),
        (update(areas).where(areas.c.id == 30).values(parent_id=1), "Grids that are not in exactly one village"),
        (update(areas).where(areas.c.id == 8).values(code="411481555000"), "Codes that belong to another level"),
        (update(areas).where(areas.c.id == 8).values(parent_id=5), "Codes that name another parent"),
        (update(areas).where(areas.c.id == 8).values(geometry=None), "Areas without a border"),
        (update(journal).values(why="something else"), "Journal lines that were changed"),
    ],
)
def test_that_what_does_not_agree_is_named(demo: Database, change: object, what: str) -> None:
    with demo.unit() as unit:
        unit.connection.execute(change)
        unit.commit()
    assert what in wrong(demo)
    assert not is_whole(looked_at(demo))


def test_that_a_real_city_is_checked_for_wholeness_alone(city: Database) -> None:
    titles = [chapter.title for chapter in looked_at(city)]
    assert "Figures of the city profile" not in titles
    assert wrong(city) == {}


def test_that_an_empty_database_is_refused(fresh_database: Callable[[str], str]) -> None:
    empty = Database(fresh_database("sqlite"))
    with empty.reading() as reader, pytest.raises(Refusal) as refused:
        check(reader, NOW)
    assert refused.value.code == "check.no_city"
    empty.close()


@pytest.mark.parametrize(("spoil", "code"), [(False, 0), (True, 1)])
def test_that_the_command_prints_expected_and_found_and_ends_with_its_verdict(
    demo: Database, capsys: pytest.CaptureFixture[str], spoil: bool, code: int
) -> None:
    from services.commandline import check as command

    if spoil:
        with demo.unit() as unit:
            unit.connection.execute(text("delete from people where id = 3"))
            unit.commit()
    assert run.command("check", command, ["--database", str(demo.url), "--lang", "zh_CN"]) == code
    said = capsys.readouterr().out
    assert "应为 90，实为 90" in said
    assert ("全部相符" in said) is not spoil
    assert ("应为 40，实为 39" in said) is spoil

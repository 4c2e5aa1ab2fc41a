"""Drills: scripted signals that raise warnings of their own and enter no statistics."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.catalogue.tables import read_tables
from services.domain.facts import DrillChanged
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.warnings import WarningState
from services.geo.atlas import Atlas
from services.live.advance import advance
from services.live.picture import load_picture
from services.risk.brain import Brain
from services.risk.drills.keeping import Drills
from services.risk.drills.rehearsal import DrillGround, Rehearsal
from services.risk.drills.scripts import Script, Stream, read_scripts
from services.risk.drills.worker import Drilling
from services.risk.registry import models
from services.risk.standard import read_kinds
from services.store.engine import Clock, Database
from services.store.feed.line import open_feed, snapshot
from services.store.queries import drills as kept
from services.store.queries import signals, warnings

CHIEF = Officer(1, "chief", "", OfficerRole.SUPERVISOR)
WATER = Officer(2, "water", "", OfficerRole.DEPARTMENT, department="water")


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Accidents at one place, sixty a minute, of a source and a category that the small city has."""
    streams = (Stream("fight", "hotline", 3, 0, 240, 1.0, (1, 1)), Stream("leak", "grid", 1, 0.5, 240, 0, (5, 9)))
    made = Script("trial", "试演", "Trial", "试", "Try", 4, 60, 1, 50, streams)
    monkeypatch.setattr(Drills, "scripts", lambda self: (made,))
    return made


@pytest.fixture
def drilling(city: Database) -> Drilling:
    return Drilling(city, Atlas(city), "test")


def counted(city: Database, table: str, drill: int) -> int:
    with city.reading() as reader:
        return int(
            reader.connection.exec_driver_sql(f"select count(*) from {table} where drill = {drill}").scalar_one()
        )


def test_that_the_scripts_name_kinds_and_sources_of_the_standard_lists_and_last_some_minutes() -> None:
    catalogue = read_tables().catalogue
    kinds = {category.code for category in catalogue.categories} | {kind.code for kind in read_kinds()}
    sources = {source.code for source in catalogue.sources}
    assert len(read_scripts()) >= 2
    for script in read_scripts():
        assert {stream.kind for stream in script.streams} <= kinds
        assert {stream.source for stream in script.streams} <= sources
        assert script.name_zh
        assert script.purpose_en
    assert next(one for one in read_scripts() if one.code == "flood_night").per_minute == 500


def test_that_a_script_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('code = "x"\nminutes = 5\n', "utf-8")
    with pytest.raises(Refusal) as refusal:
        read_scripts(tmp_path)
    assert refusal.value.code == "drill.file"


def test_that_the_signals_of_a_minute_are_sent_at_their_moments_and_once(
    city: Database, drilling: Drilling, script: Script, ticking: Any
) -> None:
    live = Drills(city).start("trial", CHIEF)
    assert drilling.step()
    assert counted(city, "signals", live.id) == 0
    ticking.go_on(seconds=30)
    drilling.step()
    drilling.step()
    assert counted(city, "signals", live.id) == 30
    ticking.go_on(seconds=30)
    other = Drilling(city, Atlas(city), "test")
    other.step()
    assert counted(city, "signals", live.id) == 60, "another program goes on where the first one stopped"
    with city.reading() as reader:
        rows = signals.since(reader, live.begun_at, drill=live.id)
        assert signals.since(reader, live.begun_at) == []
    assert all(live.begun_at.timestamp() * 1000 <= row[1] <= ticking().timestamp() * 1000 for row in rows)
    assert all(row.grid_id is not None for row in rows if row.kind == "fight")


def test_that_the_nth_signal_is_the_same_whoever_makes_it(city: Database, script: Script) -> None:
    live = Drills(city).start("trial", CHIEF)
    with city.reading() as reader:
        ground = DrillGround.of(reader)
    one, other = (Rehearsal(live, script, ground, {"hotline", "grid"}) for _ in range(2))
    assert [one.signal(n) for n in range(50)] == [other.signal(n) for n in range(50)]
    only = Rehearsal(live, script, ground, {"hotline"})
    assert {only.signal(n).source for n in range(100)} == {"hotline"}
    assert one.due(live.begun_at + timedelta(hours=9)) == one.total == 240


def test_that_a_drills_warnings_stand_apart_and_end_with_it(
    city: Database, drilling: Drilling, script: Script, ticking: Any, with_scenarios: Any, junction: Any
) -> None:
    with_scenarios(junction)
    with city.reading() as reader:
        brain = Brain.load(city, reader, city.clock(), models())
    live = Drills(city).start("trial", CHIEF)
    ticking.go_on(seconds=30)
    drilling.step()
    with city.reading() as reader:
        batches = [row[0] for row in reader.connection.exec_driver_sql("select id from signal_batches").all()]
    brain.perceive(dict.fromkeys(batches, live.id), [])
    brain.close()
    with city.reading() as reader:
        found = warnings.standing(reader)
    assert found
    assert {one.drill for one in found} == {live.id}
    ticking.go_on(minutes=4)
    drilling.step()
    with city.reading() as reader:
        assert kept.running(reader) == ()
        assert warnings.standing(reader) == []
        ended = warnings.whole(reader, found[0].id)
        line = kept.lines(reader)[0]
    assert ended is not None
    assert ended.live.state is WarningState.EXPIRED
    assert (line.begun_by, line.ended_by, line.signals, line.warnings) == ("chief", "system", 240, len(found))


def test_that_one_drill_runs_at_a_time_and_seats_hear_of_its_beginning_and_end(city: Database, script: Script) -> None:
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, city.clock()))
    assert picture.drills == ()
    live = Drills(city).start("trial", CHIEF, minutes=9)
    assert live.ends_at - live.begun_at == timedelta(minutes=9)
    with pytest.raises(Refusal) as refusal:
        Drills(city).start("trial", CHIEF)
    assert refusal.value.code == "drill.runs"
    with city.reading() as reader:
        assert load_picture(reader, city.clock()).drills == (live,)
    with closing(open_feed(city)) as feed:
        said, cursor = feed.poll(cursor)
        assert said == [DrillChanged(live)]
        after, touched = advance(picture, said)
        assert (after.drills, touched.drills, touched.nothing) == ((live,), True, False)
        assert Drills(city).stop(CHIEF) == 1
        said, _ = feed.poll(cursor)
    ended, touched = advance(after, said)
    assert (ended.drills, touched.drills) == ((), True)
    assert Drills(city).stop(CHIEF) == 0


def test_that_one_whose_time_went_by_with_no_engine_is_in_nobodys_way(
    city: Database, script: Script, ticking: Any
) -> None:
    first = Drills(city).start("trial", CHIEF)
    ticking.go_on(minutes=30)
    second = Drills(city).start("trial", CHIEF)
    assert Drills(city).running() == (second,)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("name", "officer", "minutes", "code"),
    [
        ("trial", WATER, None, "rights.drill"), ("dragons", CHIEF, None, "drill.none"),
        ("trial", CHIEF, 0, "drill.minutes"), ("trial", CHIEF, 9999, "drill.minutes"),
    ],
)  # fmt: skip
def test_that_a_drill_that_cannot_be_is_refused(
    city: Database, script: Script, name: str, officer: Officer, minutes: int | None, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        Drills(city).start(name, officer, minutes)
    assert refusal.value.code == code
    assert Drills(city).running() == ()

"""What a demo city perceives: every report a signal, kinds with rhythm, true stories kept apart, the same by seed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select

from services.cases.importing.standing import give_lists
from services.cases.subjects import subject_key, subject_of
from services.demo.make import make_city
from services.demo.profile import Profile
from services.domain.incidents import PlaceStatus
from services.domain.scenarios import ModelKind, Per
from services.geo.locate import Locator
from services.risk.keeping import running
from services.risk.loading import load_world, past
from services.risk.models.frequency import Frequency
from services.risk.replay import replay
from services.risk.standard import read_kinds, read_standard
from services.risk.watching import read_watch
from services.store.engine import Database
from services.store.tables.cases import incidents, reports
from services.store.tables.signals import signal_batches, signals, source_watch
from services.store.tables.warnings import truths

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
C = signals.c
SCENARIOS = {scenario.code: scenario for scenario in read_standard().scenarios}


def test_that_every_report_is_the_signal_that_intake_would_write(small_made: Database) -> None:
    with small_made.unit() as unit:
        key = subject_key(unit)
        joined = signals.join(reports, reports.c.id == C.report_id).join(incidents, incidents.c.id == C.incident_id)
        columns = (
            C.source, C.kind, C.at, C.subject, C.origin, C.grid_id, C.lon, C.place, reports.c.contact,
            reports.c.source.label("by"), reports.c.reported_at, reports.c.incident_id, incidents.c.category,
            incidents.c.grid_id.label("grid"), incidents.c.lon.label("east"), incidents.c.place.label("found"),
        )  # fmt: skip
        rows = unit.all(select(*columns).select_from(joined))
        assert len(rows) == unit.count("reports") == unit.count("reports")
    for row in rows[::7]:
        assert (row.source, row.kind, row.at) == (row.by, row.category, row.reported_at)
        assert (row.grid_id, row.lon, row.place) == (row.grid, row.east, row.found)
        assert row.subject == subject_of(row.contact, key)
        assert row.origin == f"incident:{row.incident_id}"


def test_that_signals_lie_in_the_grid_that_is_named_and_none_in_the_future(small_made: Database) -> None:
    with small_made.reading() as reader:
        locator = Locator(reader.areas(geometry=True))
        rows = reader.all(select(C.lon, C.lat, C.place, C.grid_id, C.village_id, C.town_id, C.at, C.received_at))
    assert all(row.at <= row.received_at <= NOW for row in rows)
    located = [row for row in rows if row.place == PlaceStatus.LOCATED]
    assert len(located) > 0.9 * len(rows)
    found = locator.locate([row.lon for row in located], [row.lat for row in located])
    assert found.grid.tolist() == [row.grid_id for row in located]
    assert found.village.tolist() == [row.village_id for row in located]
    assert found.town.tolist() == [row.town_id for row in located]


def test_that_signals_are_of_known_kinds_marked_as_synthetic_and_numbered_as_they_came(small_made: Database) -> None:
    with small_made.reading() as reader:
        kinds = {row[0] for row in reader.all(select(C.kind).distinct())}
        known = {kind.code for kind in read_kinds()} | {one.code for one in reader.catalogue().categories}
        made_up = reader.all(select(func.count()).where(C.synthetic.is_(False)))[0][0]
        received = [row[0] for row in reader.all(select(C.received_at).order_by(C.id))]
        batch = select(C.batch_id, func.count()).where(C.batch_id.is_not(None)).group_by(C.batch_id)
        counted = {row[0]: row[1] for row in reader.all(batch)}
        batches = {row.id: row.rows for row in reader.all(select(signal_batches))}
    assert kinds <= known
    assert made_up == 0
    assert received == sorted(received)
    assert counted == batches


def test_that_every_source_was_heard_within_its_time(small_made: Database) -> None:
    with small_made.reading() as reader:
        last = {row[0]: row[1] for row in reader.all(select(C.source, func.max(C.received_at)).group_by(C.source))}
        expected = {row.source: row.cadence_minutes for row in reader.all(select(source_watch))}
    assert expected == {one.source: one.cadence_minutes for one in read_watch()}
    silent = [code for code, minutes in expected.items() if NOW - last[code] > timedelta(minutes=minutes)]
    assert silent == []


def test_that_truths_are_of_known_scenarios_in_order_of_time_and_told_by_signals(small_made: Database) -> None:
    with small_made.reading() as reader:
        found = reader.all(select(truths))
        subjects = {row[0] for row in reader.all(select(C.subject).distinct())}
    assert {row.scenario for row in found} <= SCENARIOS.keys()
    assert len({row.scenario for row in found}) > 40
    assert {row.model for row in found} >= {str(kind) for kind in ModelKind if kind is not ModelKind.EXPOSURE}
    for row in found:
        assert row.model == SCENARIOS[row.scenario].model
        assert row.begin_at <= (row.harm_at or row.end_at) <= row.end_at
        assert row.subject == "" or row.subject in subjects
        assert row.subject or row.town_id or row.radius_m


def test_that_a_chain_is_told_in_its_order(small_made: Database) -> None:
    with small_made.reading() as reader:
        found = [row for row in reader.all(select(truths)) if row.model == ModelKind.SEQUENCE and row.subject]
        told = {
            row.id: [one[0] for one in reader.all(select(C.kind).where(
                C.subject == row.subject, C.at >= row.begin_at, C.at <= row.end_at).order_by(C.at))]
            for row in found
        }  # fmt: skip
    reached = []
    for row in found:
        steps, at = SCENARIOS[row.scenario].steps(), 0
        for kind in told[row.id]:
            at += at < len(steps) and kind in steps[at]
        assert at >= 1
        reached.append(at >= SCENARIOS[row.scenario].parameters["from_step"])
    assert sum(reached) > 0.6 * len(reached) > 3  # some are told so faintly that nobody could know


def test_that_the_junctions_are_found_by_counting_at_spots(small_made: Database, small: Profile) -> None:
    with small_made.reading() as reader:
        scenario = next(one for one in running(reader) if one.model is ModelKind.FREQUENCY and one.per is Per.SPOT)
        world = load_world(reader, [scenario])
        heard = np.concatenate(list(past(reader, world, NOW - timedelta(days=121), NOW, scenario.heard())))
        mine = [row for row in reader.all(select(truths)) if row.scenario == scenario.code and row.end_at < NOW]
    measure = NOW - timedelta(days=small.stories[0].measure_days_ago)
    junctions = [row for row in mine if abs(row.end_at - measure) < timedelta(seconds=1)]
    assert len(junctions) == 2
    raised = replay(scenario, world, Frequency(), heard, NOW - timedelta(days=119), NOW)
    for junction in junctions:
        assert any(
            abs(one.place.lon - junction.lon) < 0.002 and abs(one.place.lat - junction.lat) < 0.002
            for one in raised
            if one.place.lon is not None and one.place.lat is not None
        )


def test_that_what_must_be_looked_after_was_but_for_what_is_true(small_made: Database) -> None:
    with small_made.reading() as reader:
        told = {row.subject for row in reader.all(select(truths)) if row.subject.startswith("record:")}
        visits = reader.all(select(C.subject, C.at).where(C.kind.in_(("visited", "inspected"))))
    assert visits
    assert told <= {row.subject for row in visits}


def test_that_the_same_seed_and_clock_perceive_the_same_and_another_seed_something_else(
    small: Profile, tmp_path: Path
) -> None:
    def made(name: str, seed: int) -> Sequence[Any]:
        database = Database(f"sqlite:///{tmp_path / name}", lambda: NOW)
        database.migrate()
        make_city(database, seed=seed, incidents=300, profile=small)
        database.close()
        with sqlite3.connect(tmp_path / name) as connection:
            rows = connection.execute("select kind, source, at, subject, value, lon, lat from signals order by id")
            found = [*rows.fetchall(), *connection.execute("select * from truths order by id").fetchall()]
        connection.close()
        return found

    first = made("one.sqlite", 3)
    assert first == made("two.sqlite", 3)
    assert first != made("three.sqlite", 4)


@pytest.mark.parametrize("count", [0, 1])
def test_that_a_city_without_a_past_is_made_all_the_same(embedded: Database, small: Profile, count: int) -> None:
    embedded.migrate()
    make_city(embedded, incidents=count, profile=small)
    with embedded.reading() as reader:
        assert reader.count("incidents") == count
        assert len(running(reader)) == 65


def test_that_a_city_of_its_own_gets_the_standard_scenarios_and_the_watch_on_its_sources(embedded: Database) -> None:
    embedded.migrate()
    assert give_lists(embedded)
    with embedded.reading() as reader:
        assert reader.count("scenario_versions") == 65
        assert reader.count("source_watch") == 18
        assert reader.count("truths") == 0

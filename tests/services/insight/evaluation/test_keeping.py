from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.cases.door import Door
from services.domain.evaluation import Apart, Group, Measure, Part
from services.domain.facts import IncidentChanged
from services.domain.incidents import IncidentState, Outcome, Report
from services.insight.evaluation.keeping import Evaluating, catch_up, keep, rebuild
from services.insight.evaluation.table import AREAS, last_days, read_table
from services.store import queries_cases
from services.store.engine import Clock, Database
from services.store.tables.evaluation import evaluation_cases

DEPARTMENTS = ("police", "water", None)


@pytest.fixture
def lives(city: Database, door: Door, a_report: Callable[..., Report], clock: Clock) -> Callable[[int], list[int]]:
    """Incidents anywhere and nowhere, that live random lives by chance of a seed."""

    def live(seed: int) -> list[int]:
        chance, made = random.Random(seed), []
        for _ in range(24):
            at = clock() - timedelta(hours=chance.randint(1, 200))
            where = chance.choice([(116.31, 33.81), (116.35, 33.83), (116.40, 33.81), (None, None), (100.0, 20.0)])
            made.append(
                door.take(a_report(reported_at=at, lon=where[0], lat=where[1], text=str(chance.random()))).incident
            )
        made = sorted(set(made))  # some are folded into one
        for ident in made:
            _change(city, ident, chance)
        return made

    return live


def _change(city: Database, ident: int, chance: random.Random) -> None:
    with city.unit() as unit:
        found = unit.incident(ident)
        assert found is not None
        begin = found.live.reported_at
        state = chance.choice([state for state in IncidentState if state is not IncidentState.DRAFT])
        done = state in (IncidentState.FINISHED, IncidentState.VERIFIED, IncidentState.CLOSED)
        finished = begin + timedelta(hours=chance.randint(1, 60)) if done else None
        outcome = {IncidentState.MERGED: Outcome.MERGED, IncidentState.VOIDED: Outcome.VOIDED}.get(state, Outcome.NONE)
        unit.put(
            "incidents", ident, version=found.live.version, state=int(state), outcome=int(outcome),
            department=chance.choice(DEPARTMENTS), assigned_at=begin + timedelta(hours=1), finished_at=finished,
            closed_at=finished if state is IncidentState.CLOSED else None, returns=chance.choice([0, 0, 1]),
            satisfaction=chance.choice([None, 2, 5]),
        )  # fmt: skip
        unit.say(IncidentChanged(unit.live_incident(ident)))
        unit.commit()


def _kept(city: Database) -> list[tuple[object, ...]]:
    with city.reading() as reader:
        return [tuple(row) for row in reader.all(select(evaluation_cases).order_by(evaluation_cases.c.incident_id))]


@pytest.mark.parametrize("seed", range(4))
def test_that_what_is_kept_by_facts_is_what_a_recomputation_makes(city: Database, lives, seed: int) -> None:
    made = lives(seed)
    catch_up(city)
    chance = random.Random(-seed)
    for ident in chance.sample(made, 9):
        _change(city, ident, chance)
        keep(city, [ident])
    kept = _kept(city)
    assert len(kept) == len(made)
    rebuild(city)
    assert _kept(city) == kept


@pytest.mark.parametrize("group", list(Group))
def test_that_totals_reconcile_and_every_figure_opens_into_its_cases(
    city: Database, lives, clock: Clock, group: Group
) -> None:
    made = lives(11)
    catch_up(city)
    with city.reading() as reader:
        table = read_table(reader, group, last_days(clock(), 12, reader.city().zone), clock())
        for part in Part:
            assert table.total.sums.of(part) == sum(row.sums.of(part) for row in table.rows)
            for row in (*table.rows, table.total):
                assert queries_cases.count(reader, table.cases(row, part)) == row.sums.of(part)
        assert sum(table.exclusions.values()) == table.total.sums.of(Part.EXCLUDED)
        assert 0 < table.total.sums.of(Part.DUE) < len(made)
        divided = (Part.IN_TIME, Part.LATE, Part.WAITING, Part.OVERDUE)
        for row in (*table.rows, table.total):
            assert row.sums.of(Part.DUE) == sum(row.sums.of(part) for part in divided)
        assert table.behind == 0


def test_that_areas_keep_apart_what_has_no_place_and_what_lies_outside(city: Database, lives, clock: Clock) -> None:
    lives(3)
    catch_up(city)
    with city.reading() as reader:
        days = last_days(clock(), 12, reader.city().zone)
        tables = [read_table(reader, group, days, clock()) for group in AREAS]
    for table in tables:
        assert set(Apart) <= {row.key for row in table.rows}
        assert table.total.sums == tables[0].total.sums


def test_that_a_suspended_case_is_not_due(city: Database, door: Door, a_report, clock: Clock) -> None:
    ident = door.take(a_report(reported_at=clock() - timedelta(days=2))).incident
    catch_up(city)
    days = last_days(clock(), 9, clock().tzinfo)
    with city.reading() as reader:
        assert read_table(reader, Group.DEPARTMENT, days, clock()).total.rate(Measure.CLOSURE).denominator == 1
    with city.unit() as unit:
        unit.put("incidents", ident, version=1, state=int(IncidentState.SUSPENDED))
        unit.commit()
    catch_up(city)
    with city.reading() as reader:
        total = read_table(reader, Group.DEPARTMENT, days, clock()).total
    assert total.rate(Measure.CLOSURE).denominator == 0
    assert total.sums.of(Part.SUSPENDED) == 1


def test_that_the_keeper_follows_the_feed_from_a_thread_of_its_own(city: Database, door: Door, a_report) -> None:
    door.take(a_report())
    worker = Evaluating(city, "me")
    worker.start()
    try:
        _wait(lambda: len(_kept(city)) == 1)
        ident = door.take(a_report(lon=116.35)).incident
        _wait(lambda: ident in {row[0] for row in _kept(city)})
    finally:
        worker.join()


def _wait(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 15
    while not so():
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.05)

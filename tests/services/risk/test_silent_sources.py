from __future__ import annotations

from datetime import timedelta

import pytest

from services.domain.signals import SourceState, state_of
from services.risk.brain import Brain
from services.risk.registry import models
from services.risk.silent_sources import registry
from services.store.engine import Clock, Database
from services.store.queries import warnings


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def hourly(city: Database) -> None:
    with city.unit() as unit:
        unit.add("source_watch", source="hotline", owner="police", cadence_minutes=60)
        unit.commit()


def test_that_the_registry_shows_what_came_and_what_is_expected(city, hourly, a_signal, take, clock) -> None:
    take(a_signal(0.5), a_signal(1.5))
    with city.reading() as reader:
        lines = {line.source: line for line in registry(reader, clock())}
    hotline = lines["hotline"]
    assert (hotline.owner, hotline.rows, hotline.total, hotline.state) == ("police", 2, 2, SourceState.HEARD)
    assert hotline.lag == timedelta(hours=1)
    assert lines["silent"].state is SourceState.OFF


def test_that_states_go_by_the_cadence(clock) -> None:
    hour, now = timedelta(hours=1), clock()
    found = [state_of(hour, now - hour * n, now) for n in (0.5, 2, 4)]
    assert found == [SourceState.HEARD, SourceState.LATE, SourceState.SILENT]
    assert state_of(hour, None, now) is SourceState.NEVER
    assert state_of(None, now, now) is SourceState.OFF


def test_that_a_source_which_falls_silent_raises_one_warning(city, hourly, a_signal, take, ticking) -> None:
    take(a_signal())
    with city.reading() as reader:
        mind = Brain.load(city, reader, ticking(), models())
    try:
        for hours in (1, 3, 6):
            ticking.go_on(hours=hours)
            mind._look_after(ticking())
    finally:
        mind.close()
    with city.reading() as reader:
        (found,) = warnings.standing(reader)
    assert (found.scenario, found.basis["source"], found.basis["every_hours"]) == (
        "platform.source_silent",
        "hotline",
        1,
    )

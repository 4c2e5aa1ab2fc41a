"""The wall on a living line: an accepted incident appears, a lost database leaves it hatched, its return fresh."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.bridge import LiveBridge
from desktop.seats import wall
from services.domain.incidents import Report, Severity


@pytest.fixture
def living(qtbot, make_context, services, ticking):
    """A wall on a living line, with the clock that it goes by."""
    clock = ticking
    context = replace(make_context("wall"), clock=clock, options=argparse.Namespace())
    seat, bridge = wall.make(context), LiveBridge(services, context.situation, context.workers)
    bridge.start()
    seat.window.resize(1920, 1080)
    seat.window.show()
    qtbot.waitUntil(lambda: seat.complete() and context.situation.pulse is not None, timeout=20_000)
    yield seat, clock
    bridge.stop()
    seat.close()


def test_that_an_accepted_incident_appears_on_the_wall(qtbot, fill, living, services) -> None:
    seat, clock = living
    before = seat.standing.figures["reported_today"].value
    services.door.take(
        Report("hotline", "leak", "", clock.now, lon=116.31, lat=33.81, severity=Severity.RED, external="W1")
    )
    qtbot.waitUntil(lambda: seat.standing.figures["reported_today"].value == before + 1, timeout=5000)
    assert seat.board.levels.card.waiting


def test_that_a_lost_database_leaves_the_wall_hatched_and_its_return_makes_it_fresh(qtbot, living, services) -> None:
    seat, clock = living
    path = services.database.path
    assert path is not None
    elsewhere = path.with_name("elsewhere.sqlite")
    path.rename(elsewhere)
    qtbot.waitUntil(lambda: not seat._context.situation.pulse.connected, timeout=20_000)
    clock.now += timedelta(minutes=3)
    seat._on_beat()
    assert seat.stale() == timedelta(minutes=3)
    assert all(figure.shown.stale for figure in seat.board.front.figures if figure.isVisible())
    assert seat.board.foot._shown.trouble
    Path(elsewhere).rename(path)
    qtbot.waitUntil(lambda: seat._context.situation.pulse.connected, timeout=20_000)
    seat._on_beat()
    qtbot.waitUntil(lambda: seat.stale() is None, timeout=10_000)
    assert not any(figure.shown.stale for figure in seat.board.front.figures if figure.isVisible())
    assert not seat.board.foot._shown.trouble

"""What runs beside a seat."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.background import Background
from services.bundle import Services
from services.domain.facts import CityRedrawn
from services.domain.refusals import Refusal
from services.live.presence import Presence
from services.live.upkeep import KEEP
from services.store.engine import Database


@pytest.fixture
def background(services: Services) -> Iterator[Background]:
    yield Background(services, argparse.Namespace(command="wall", screenshot=None, no_simulator=False))
    ended = ("upkeep", "presence", "sealing", "simulator", "watch", "evaluation")
    assert not [thread for thread in threading.enumerate() if thread.name in ended]


def test_that_a_seat_alone_keeps_its_feed_short(qtbot, services: Services, background: Background) -> None:
    long_ago = services.database.clock() - KEEP - timedelta(days=1)
    with closing(Database(str(services.database.url), lambda: long_ago)) as then, then.unit() as unit:
        unit.say(CityRedrawn("x"))
        unit.commit()

    def facts() -> int:
        with services.database.reading() as reader:
            return reader.count("facts")

    assert facts() == 1
    background.start()
    qtbot.waitUntil(lambda: facts() == 0, timeout=20_000)
    background.ask_to_stop()
    background.join()


def test_that_a_picture_starts_nothing(services: Services) -> None:
    options = argparse.Namespace(command="operator", screenshot=Path("a.png"), no_simulator=False)
    background = Background(services, options)
    before = threading.active_count()
    background.start()
    assert threading.active_count() == before
    background.join()


def test_that_a_disk_that_cannot_be_written_is_told_and_a_cut_line_is_not(services: Services) -> None:
    told: list[Exception] = []
    options = argparse.Namespace(command="operator", screenshot=None, no_simulator=True)
    background = Background(services, options, told.append)
    full, gone = Refusal("store.disk_full", "The disk is full."), Refusal("store.gone", "The file is gone.")

    @contextmanager
    def unit() -> Iterator[None]:
        raise refusals.pop()
        yield

    presence, refusals = Presence(services.database, "operator", "one", background._on_refusal), [gone, full]
    presence._database = argparse.Namespace(unit=unit)  # type: ignore[assignment]
    presence._try(lambda unit: None)
    presence._try(lambda unit: None)
    assert told == [full]

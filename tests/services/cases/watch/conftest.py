"""A city whose clock goes on, and the watch over its limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.bundle import read_deadlines
from services.cases.rulebook import RuleBook
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.store.engine import Database


@pytest.fixture
def clock(ticking: Any) -> Any:
    return ticking


@pytest.fixture
def watch(city: Database) -> Watch:
    hours = timedelta(hours=1)
    return Watch(city, WatchRules(climbs=(4 * hours, 24 * hours)), RuleBook(read_deadlines()))

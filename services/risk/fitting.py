"""The costly part of models with a timetable, in a program of its own: a seat's hand never waits for arithmetic."""

from __future__ import annotations

import os
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any, cast

from services.domain.scenarios import ModelKind
from services.risk.keeping import running
from services.risk.loading import load_world, past
from services.risk.model import Scheduled
from services.risk.registry import models
from services.risk.world import joined
from services.store.engine import Database

PAST = timedelta(days=731)
NICE = 10


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit made, and the version of the borders that it was made for."""

    areas: str
    value: Any


class Fitting:
    """One program beside, started when it is first needed; one fit at a time."""

    def __init__(self, database: Database) -> None:
        self._address = database.url.render_as_string(hide_password=False)
        self._pool: ProcessPoolExecutor | None = None

    def begin(self, kind: ModelKind, now: datetime) -> Future[Fitted]:
        """Lets a model's fit run as of a moment."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_step_back)
        return self._pool.submit(fit_one, self._address, str(kind), now.timestamp())

    def close(self) -> None:
        """Ends the program; what it was at is given up."""
        if self._pool is None:
            return
        programs = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for program in programs:
            program.terminate()
        self._pool = None


def fit_one(address: str, kind: str, now: float) -> Fitted:
    """The fit of one model from all that the database knows."""
    model, at = models()[ModelKind(kind)], datetime.fromtimestamp(now, UTC)
    database = Database(address)
    try:
        with database.reading() as reader:
            mine = [scenario for scenario in running(reader) if scenario.model is model.kind]
            world = load_world(reader, mine)
            kinds = frozenset().union(*(scenario.heard() for scenario in mine))
            signals = joined(list(past(reader, world, at - PAST, at, kinds)))
            version = reader.areas_version()
        return Fitted(version, cast("Scheduled", model.open(mine, world)).fit(signals, now))
    finally:
        database.close()


def _step_back() -> None:
    """Whoever works at a seat comes first."""
    if hasattr(os, "nice"):
        os.nice(NICE)

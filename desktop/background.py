"""What runs beside the seat: its presence, the upkeep of the database, the simulated day of a demo city."""

from __future__ import annotations

import argparse
import logging
import uuid
from collections.abc import Callable

from services.bundle import Services
from services.connectors.simulator.runner import Pace, Simulator
from services.connectors.simulator.shift import Plan
from services.domain.refusals import Refusal
from services.engine import jobs
from services.live.presence import Looking, Presence
from services.live.upkeep import Upkeep
from services.live.worker import Worker

log = logging.getLogger(__name__)
UNWRITABLE = ("store.disk_full", "store.disk_failed", "store.read_only")


class Background:
    """Starts and stops a seat's threads of its own; all are told to stop before any is waited for."""

    def __init__(
        self,
        services: Services,
        options: argparse.Namespace,
        on_trouble: Callable[[Exception], None] = log.info,
        looking: Looking | None = None,
    ) -> None:
        self._services, self._options, self._on_trouble = services, options, on_trouble
        self._looking = looking or Looking()
        self._holder = uuid.uuid4().hex
        self._parts: list[Worker] = []

    def start(self) -> None:
        """A seat is counted from now on, an operator's lets the demo city's day go on; a picture starts nothing."""
        options, database = self._options, self._services.database
        if options.screenshot is None:
            self._parts.append(Presence(database, options.command, self._looking, self._on_refusal))
            self._parts.append(Upkeep(database, self._holder))
            self._parts.extend(jobs(self._services, self._holder))
            if options.command == "operator" and not options.no_simulator:
                self._simulate()
        for part in self._parts:
            part.start()

    def _on_refusal(self, refusal: Refusal) -> None:
        """A disk that can't be written is told; of a line that is cut the tail tells."""
        if refusal.code in UNWRITABLE:
            self._on_trouble(refusal)

    def _simulate(self) -> None:
        services, options = self._services, self._options
        plan, pace = Plan(per_hour=options.rate, seed=options.seed), Pace(speed=options.speed)
        try:
            self._parts.append(Simulator(services.database, services.door, plan, pace, self._holder))
        except Refusal as refusal:
            log.info("no simulated day: %s", refusal)

    def ask_to_stop(self) -> None:
        """Tells all to end."""
        for part in self._parts:
            part.ask_to_stop()

    def join(self) -> None:
        """Waits for all."""
        for part in self._parts:
            part.join()

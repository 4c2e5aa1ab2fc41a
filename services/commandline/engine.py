"""The background worker: seals the journal, keeps the feed short, and lets a demo city's day go on; ends by Ctrl+C."""

from __future__ import annotations

import argparse
import signal
import threading
import uuid

from services.bundle import open_services
from services.connectors.simulator.runner import Pace, Simulator
from services.connectors.simulator.shift import Plan
from services.engine import jobs
from services.live.upkeep import Upkeep
from services.settings import Settings
from services.words import Words


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to simulate, and how."""
    parser.add_argument("--simulate", action="store_true", help="let a simulated day go on (demo cities only)")
    parser.add_argument("--rate", type=float, default=6.0, help="incidents an hour of simulated time")
    parser.add_argument("--speed", type=float, default=20.0, help="simulated seconds a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=None, help="end by itself after so many seconds")


def run(options: argparse.Namespace, words: Words) -> int:
    """Runs until it is told to stop; of several engines on one database one works, the others stand by.

    A database that is gone for a while ends nothing: it is said, and tried again.
    """
    services = open_services(Settings(options.database, options.lang))
    stop, holder = threading.Event(), uuid.uuid4().hex
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    simulator, working = None, jobs(services, holder)
    try:
        for job in working:
            job.start()
        if options.simulate:
            plan = Plan(per_hour=options.rate, seed=options.seed)
            simulator = Simulator(services.database, services.door, plan, Pace(speed=options.speed), holder)
            simulator.start()
        print(words("The engine runs on {database}. Ctrl+C ends it.", database=services.database.name), flush=True)
        Upkeep(services.database, holder).work(stop, options.seconds)
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
        for job in working:
            job.ask_to_stop()
        if simulator is not None:
            simulator.join()
        for job in working:
            job.join()
        services.close()

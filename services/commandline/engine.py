"""The background worker: keeps the feed short, and lets a demo city's day go on; ends by Ctrl+C."""

from __future__ import annotations

import argparse
import signal
import threading
import uuid
from datetime import timedelta

from services.bundle import open_services
from services.connectors.simulator.runner import Pace, Simulator
from services.connectors.simulator.shift import Plan
from services.live.lease import Lease
from services.settings import Settings
from services.store.feed import prune
from services.words import Words

KEEP = timedelta(days=3)
LOOK = 60.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to simulate, and how."""
    parser.add_argument("--simulate", action="store_true", help="let a simulated day go on (demo cities only)")
    parser.add_argument("--rate", type=float, default=6.0, help="incidents an hour of simulated time")
    parser.add_argument("--speed", type=float, default=20.0, help="simulated seconds a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=None, help="end by itself after so many seconds")


def run(options: argparse.Namespace, words: Words) -> int:
    """Runs until it is told to stop; of several engines on one database one works, the others stand by."""
    services = open_services(Settings(options.database, options.lang))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    holder = uuid.uuid4().hex
    simulator = None
    try:
        if options.simulate:
            plan = Plan(per_hour=options.rate, seed=options.seed)
            simulator = Simulator(services.database, services.door, plan, Pace(speed=options.speed), holder)
            simulator.start()
        lease = Lease(services.database, "engine", holder, lasts=timedelta(seconds=3 * LOOK))
        print(words("The engine runs on {database}. Ctrl+C ends it.", database=services.database.name), flush=True)
        left = options.seconds
        while not stop.wait(LOOK if left is None else min(LOOK, left)):
            if lease.take():
                prune(services.database, KEEP)
            if left is not None:
                left -= LOOK
                if left <= 0:
                    break
        return 0
    finally:
        if simulator is not None:
            simulator.join()
        services.close()

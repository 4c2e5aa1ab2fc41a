"""Fills in a demo city's past warnings while people work: a program of its own, since it computes for a minute."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from services.demo import past_warnings
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database

log = logging.getLogger(__name__)
MAIN = Path(__file__).resolve().parents[2] / "main.py"
LATER = 40.0  # seconds: a seat that has just opened has better things to do
LOOK = 5.0


class FillingPast(Worker):
    """Once for each demo city; of several programs one does it. A real city has nothing made up."""

    def __init__(self, database: Database, holder: str, later: float = LATER) -> None:
        super().__init__("demo past")
        self._database, self._later = database, later
        self._lease = Lease(database, "demo.past", holder)

    def _run(self) -> None:
        if self._stop.wait(self._later):
            return
        try:
            if past_warnings.left(self._database) and self._lease.take():
                self._fill()
                self._lease.give_back()
        except Refusal as refusal:
            log.info("the past is filled in another time: %s", refusal)

    def _fill(self) -> None:
        if not self._database.is_sqlite:  # its address may hold a password, which no list of programs shall show
            past_warnings.fill(self._database, stop=self._stop.is_set)
            return
        command = [sys.executable, str(MAIN), "demo", "--past", "--database", f"sqlite:///{self._database.path}"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
            while program.poll() is None:
                self._lease.take()
                if self._stop.wait(LOOK):
                    program.terminate()
                    break

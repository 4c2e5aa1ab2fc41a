"""Learns again when there is enough new: a thread that looks, and a process of low priority that trains."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from services.cases.routing.versions import Version, versions
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database
from services.store.queries import advice
from services.store.reader import Reader

log = logging.getLogger(__name__)
MAIN = Path(__file__).resolve().parents[3] / "main.py"
GRACE = timedelta(minutes=1)  # a seat that has just been opened is left alone
LOOK = timedelta(minutes=5)
STEP = timedelta(seconds=1)
LONGEST = timedelta(minutes=30)
AFTER_FAILING = timedelta(hours=6)
LEAST_CLOSED = 200  # for a first model
AFTER_MISTAKES, AFTER_CLOSED = "advice.after_mistakes", "advice.after_closed"
NIGHT = 3  # o'clock in the city
APART, A_NIGHT = timedelta(minutes=30), timedelta(hours=20)


def cause_to_learn(reader: Reader, now: datetime) -> str:
    """Why it is time to learn again: "first", "mistakes", "closings", "nightly", or "" when it is not."""
    closed, wrong = advice.closed_count(reader), advice.wrong_count(reader)
    newest = next(iter(versions(reader)), None)
    if newest is None:
        return "first" if closed >= LEAST_CLOSED else ""
    if now - newest.at < APART:
        return ""
    if wrong - newest.corrected >= _number(reader, AFTER_MISTAKES, 5):
        return "mistakes"
    if closed - newest.closed >= _number(reader, AFTER_CLOSED, 500):
        return "closings"
    return "nightly" if _is_night(reader, newest, now) and (closed, wrong) != (newest.closed, newest.corrected) else ""


def _is_night(reader: Reader, newest: Version, now: datetime) -> bool:
    return now.astimezone(reader.city().zone).hour == NIGHT and now - newest.at >= A_NIGHT


def _number(reader: Reader, key: str, usual: int) -> int:
    found = reader.setting(key)
    return max(1, int(found)) if found.isdecimal() else usual


class Retraining(Worker):
    """Of several programs on one database the lease's holder looks and has the training done by a process.

    `command` makes the command line of a training for a cause; the database's address goes by the environment, since
    it may hold a password. What fails is logged and tried again hours later; seats go on with the model they have.
    """

    def __init__(
        self,
        database: Database,
        holder: str,
        command: Callable[[str], list[str]] | None = None,
        grace: timedelta = GRACE,
    ) -> None:
        super().__init__("retraining")
        self._database, self._command, self._grace = database, command or training_command, grace
        self._lease = Lease(database, "routing", holder, lasts=3 * LOOK)
        self._not_before: datetime | None = None

    def _run(self) -> None:
        wait = self._grace
        while not self._stop.wait(wait.total_seconds()):
            wait = LOOK
            try:
                self._look()
            except Refusal as refusal:
                log.info("learning waits: %s", refusal)
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("the lease runs out by itself: %s", refusal)

    def _look(self) -> None:
        now = self._database.clock()
        if (self._not_before is not None and now < self._not_before) or not self._lease.take():
            return
        with self._database.reading() as reader:
            cause = cause_to_learn(reader, now)
        if cause and not self._train(cause):
            self._not_before = now + AFTER_FAILING

    def _train(self, cause: str) -> bool:
        """Whether the process did it; it is ended when this thread is told to stop."""
        environment = os.environ | {"GRIDCOMMAND_DATABASE": self._database.url.render_as_string(hide_password=False)}
        process = subprocess.Popen(
            self._command(cause), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", creationflags=_LOW,
        )  # fmt: skip
        waited = timedelta()
        while process.poll() is None and waited < LONGEST and not self._stop.wait(STEP.total_seconds()):
            waited += STEP
            if not waited % LOOK:
                self._lease.take()
        if process.poll() is None:
            process.terminate()
        _, said = process.communicate()
        if process.returncode and not self._stop.is_set():
            log.warning("learning failed (%s): %s", process.returncode, said.strip()[-500:])
        return process.returncode == 0 or self._stop.is_set()


def training_command(cause: str) -> list[str]:
    """This program's own command that trains."""
    return [sys.executable, str(MAIN), "routing", "train", "--cause", cause, "--lang", "en"]


_LOW = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # elsewhere the process itself steps back

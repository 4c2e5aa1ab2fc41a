"""A seat as a program of its own, worked by keys alone: eyes on the picture, hands on the command line.

keyboard_seat.py ADDRESS LOGIN COUNT SECONDS  works until so many incidents are closed, then says what it shows (JSON).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.access.holder import Holder
from desktop.bridge import LiveBridge
from desktop.context import SeatContext
from desktop.memory import Memory
from desktop.seats import operator
from desktop.situation import Situation
from desktop.workers import Workers
from layers.style.tokens import load_tokens
from services.access.rights import scope_of
from services.bundle import Services, open_services
from services.domain.incidents import IncidentState
from services.domain.people import Officer, OfficerRole
from services.domain.scope import WHOLE, Scope
from services.live.presence import Presence
from services.settings import Settings
from services.store.queries import access
from services.words import Words
from widgets.theme.fonts import use_fonts

S = IncidentState
DESK: Mapping[IncidentState, str] = {
    S.REPORTED: "file {number}",
    S.FILED: "assign {number} water please look at it at once",
    S.FINISHED: "feedback {number} the caller was told",
    S.VERIFIED: "close {number}",
}
OWNER: Mapping[IncidentState, str] = {
    S.ASSIGNED: "accept {number}",
    S.ACCEPTED: "start {number}",
    S.IN_PROGRESS: "finish {number} the pipe is repaired",
}
VERIFY = "verify {number}"
PATIENCE = 12.0


class KeyboardSeat:
    """One officer's seat with the live line, and a hand that only types."""

    def __init__(self, services: Services, officer: Officer, scope: Scope) -> None:
        self.application = QApplication.instance() or QApplication(sys.argv[:1])
        use_fonts(self.application, bundled=True, tokens=load_tokens())
        self.services, self.situation, self.workers = services, Situation(), Workers()
        services = replace(services, reading=services.reading.within(scope))
        self.context = SeatContext(
            kind="operator", services=services, situation=self.situation, workers=self.workers, words=Words("zh_CN"),
            tokens=load_tokens(), memory=Memory(None), clock=services.database.clock, still=True,
            officer=Holder(officer, scope),
        )  # fmt: skip
        self.seat = operator.make(self.context)
        self.bridge = LiveBridge(services, self.situation, self.workers, scope)
        self.presence = Presence(services.database, "operator", self.context.looking)
        self.officer, self.tried, self.refused = officer, set[tuple[int, int, str]](), list[str]()
        self.keys = self.steps = 0

    def __enter__(self) -> KeyboardSeat:
        self.seat.window.resize(1920, 1080)
        self.seat.window.show()
        self.seat.window.activateWindow()
        self.bridge.start()
        self.presence.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.presence.ask_to_stop()
        self.bridge.stop()
        self.presence.join()
        self.seat.close()
        self.workers.wait()

    # ---- eyes ----------------------------------------------------------------------------------------------------

    def wait(self, true: Callable[[], bool], seconds: float) -> bool:
        """Lets the window live until something is so, or the time is over."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                return False
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)
        return True

    def records(self) -> list[Any]:
        """The incidents that this seat shows."""
        picture = self.situation.picture
        return [picture.incidents.row(n) for n in range(len(picture.incidents))] if picture is not None else []

    def open(self) -> int:
        """How many are open."""
        return sum(bool(record["alive"]) for record in self.records())

    def next(self) -> tuple[Any, str] | None:
        """The next incident that this officer has something to do with, and the words for it."""
        steps = OWNER if self.officer.role is OfficerRole.DEPARTMENT else DESK
        for record in self.records():
            state, version = S(int(record["state"])), int(record["version"])
            words = steps.get(state)
            if words is None or not record["alive"]:
                continue
            if state is S.FINISHED and version > 6:  # the caller has been told
                words = VERIFY
            if (int(record["id"]), version, words) not in self.tried:
                return record, words
        return None

    # ---- hands ---------------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key) -> None:
        """One key, to whatever has the keyboard."""
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget() or self.seat.window, key)

    def type(self, text: str) -> None:
        """Words, to whatever has the keyboard."""
        self.keys += len(text)
        QTest.keyClicks(QApplication.focusWidget() or self.seat.window, text)

    def take(self, record: Any, words: str) -> None:
        """Takes one step by the command line, and waits until the picture has it, or it is refused."""
        incident, version = int(record["id"]), int(record["version"])
        self.tried.add((incident, version, words))
        edit = self.seat.command.edit
        self.press(Qt.Key.Key_Slash)
        if QApplication.focusWidget() is not edit:
            raise RuntimeError("the command line did not get the keyboard")
        self.type(words.format(number=record["number"].decode()))
        self.press(Qt.Key.Key_Return)
        self.steps += 1
        done = self.wait(lambda: edit.text() == "" or self._is_newer(incident, version), PATIENCE)
        if done and edit.text() == "" and self.wait(lambda: self._is_newer(incident, version), PATIENCE):
            return
        self.refused.append(self.seat.command.answered())
        self.press(Qt.Key.Key_Escape)

    def _is_newer(self, incident: int, version: int) -> bool:
        picture = self.situation.picture
        row = picture.incident_at(incident) if picture is not None else -1
        return picture is None or row < 0 or int(picture.incidents.row(row)["version"]) > version

    def work(self, wanted: int, seconds: float) -> None:
        """Works until so many incidents have come and all of them are closed."""
        end = time.monotonic() + seconds
        ready = self.wait(lambda: self.seat.detail.forms.options is not None and self.seat.complete(), 60)
        if not ready:
            raise RuntimeError("the seat is not complete")
        while time.monotonic() < end and not (self.open() == 0 and self._closed() >= wanted):
            found = self.next()
            if found is None:
                self.wait(lambda: False, 0.1)
            else:
                self.take(*found)

    def _closed(self) -> int:
        counted = self.seat.figures.counted
        return counted.figures["closed_today"].value if counted is not None else 0

    def said(self) -> dict[str, Any]:
        """What the seat shows at the end."""
        self.wait(self.seat.complete, 10)
        counted = self.seat.figures.counted
        figures = {name: figure.value for name, figure in counted.figures.items()} if counted is not None else {}
        return {
            "login": self.officer.login,
            "figures": figures,
            "levels": list(counted.by_level) if counted is not None else [],
            "versions": {record["number"].decode(): int(record["version"]) for record in self.records()},
            "keys": self.keys,
            "steps": self.steps,
            "refused": self.refused,
        }


def main(address: str, login: str, wanted: str, seconds: str) -> None:
    """Works a shift and says what is seen."""
    services = open_services(Settings(address))
    with services.database.reading() as reader:
        officer = access.officer(reader, login)
        scope = scope_of(reader, officer) if officer is not None else WHOLE
    if officer is None:
        raise SystemExit(f"no officer {login}")
    with KeyboardSeat(services, officer, scope) as seat:
        print("ready", flush=True)
        seat.work(int(wanted), float(seconds))
        print(json.dumps(seat.said(), ensure_ascii=False), flush=True)
    services.close()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])

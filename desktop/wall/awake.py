"""Keeps the screen of a wall awake: by the desktop's own service where there is one, else by a program beside it."""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

log = logging.getLogger(__name__)
SERVICE, PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
WHO, WHY = "GridCommand", "wall"
WAIT_MILLIS = 2000
CONTINUOUS, SYSTEM, DISPLAY = 0x80000000, 0x1, 0x2  # what Windows is told


class Awake:
    """`hold` asks for it, off the GUI thread; `let_go` gives it back. Where nothing can, one quiet line in the log."""

    def __init__(self, platform: str = sys.platform, find: Callable[[str], str | None] = shutil.which) -> None:
        self._platform, self._find = platform, find
        self._cookie: int | None = None
        self._beside: subprocess.Popen[bytes] | None = None
        self.by = ""

    def hold(self) -> str:
        """Keeps the screen awake; gives by what, "" where nothing can."""
        if self._platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(CONTINUOUS | SYSTEM | DISPLAY)  # type: ignore[attr-defined]
            self.by = "SetThreadExecutionState"
        elif self._platform != "darwin" and self._inhibit():
            self.by = SERVICE
        else:
            self._run_beside()
        if not self.by:
            log.info("nothing here keeps the screen awake: switch its saver off by hand")
        return self.by

    def let_go(self) -> None:
        """The screen may sleep again."""
        if self._platform == "win32" and self.by:
            ctypes.windll.kernel32.SetThreadExecutionState(CONTINUOUS)  # type: ignore[attr-defined]
        if self._cookie is not None:
            _saver().call("UnInhibit", self._cookie)
            self._cookie = None
        if self._beside is not None:
            self._beside.terminate()
            self._beside.wait(5.0)
            self._beside = None
        self.by = ""

    def _inhibit(self) -> bool:
        """Asks the desktop over D-Bus; False where nobody answers."""
        if not QDBusConnection.sessionBus().isConnected():
            return False
        answer = _saver().call("Inhibit", WHO, WHY)
        if answer.type() != QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
            return False
        self._cookie = int(answer.arguments()[0])
        return True

    def _run_beside(self) -> None:
        """A program that keeps it awake as long as this one lives."""
        for command in _programs(self._platform):
            if self._find(command[0]) is None:
                continue
            try:
                self._beside = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                log.info("%s can't be run: %s", command[0], error)
                continue
            self.by = command[0]
            return


def _programs(platform: str) -> tuple[Sequence[str], ...]:
    if platform == "darwin":
        return (("caffeinate", "-d", "-i", "-w", str(os.getpid())),)
    inhibit = ("systemd-inhibit", "--what=idle", f"--who={WHO}", f"--why={WHY}", "tail", f"--pid={os.getpid()}", "-f",
               "/dev/null")  # fmt: skip
    return (inhibit,)


def _saver() -> QDBusInterface:
    saver = QDBusInterface(SERVICE, PATH, SERVICE, QDBusConnection.sessionBus())
    saver.setTimeout(WAIT_MILLIS)
    return saver

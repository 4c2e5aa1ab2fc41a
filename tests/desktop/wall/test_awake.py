"""Keeping the screen awake: by the desktop, by a program beside the wall, or by nothing with one quiet line."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from desktop.wall.awake import SERVICE, Awake


class Process:
    """A program beside the wall."""

    ended = False

    def terminate(self) -> None:
        self.ended = True

    def wait(self, seconds: float) -> int:
        return 0


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is run beside the wall."""
    found: list[Any] = []

    def popen(command: Any, **_: Any) -> Process:
        found.append((command, Process()))
        return found[-1][1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(Awake, "_inhibit", lambda self: False)
    return found


def test_that_the_desktop_is_asked_first(monkeypatch: pytest.MonkeyPatch, run: list[Any]) -> None:
    monkeypatch.setattr(Awake, "_inhibit", lambda self: True)
    awake = Awake("linux", lambda name: f"/usr/bin/{name}")
    assert awake.hold() == SERVICE
    assert run == []
    awake.let_go()
    assert awake.by == ""


@pytest.mark.parametrize(("platform", "program"), [("linux", "systemd-inhibit"), ("darwin", "caffeinate")])
def test_that_a_program_beside_it_is_run_where_the_desktop_has_no_answer(
    run: list[Any], platform: str, program: str
) -> None:
    awake = Awake(platform, lambda name: f"/usr/bin/{name}")
    assert awake.hold() == program
    command, process = run[0]
    assert command[0] == program
    awake.let_go()
    assert process.ended


def test_that_nothing_is_said_quietly_and_stops_nothing(run: list[Any]) -> None:
    awake = Awake("linux", lambda name: None)
    assert awake.hold() == ""
    assert run == []
    awake.let_go()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus")
def test_that_a_machine_without_a_session_bus_is_no_error(qapp: Any) -> None:
    awake = Awake("linux", lambda name: None)
    assert awake.hold() in ("", SERVICE)
    awake.let_go()

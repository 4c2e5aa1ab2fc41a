"""What comes over the bridge: borders are asked for once at a time, and come however fast changes stream in."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.bridge import LiveBridge
from services.live.advance import NOTHING
from services.live.shapes import load_shapes


def test_that_borders_come_although_changes_stream_in_faster_than_they_load(
    qtbot: QtBot, make_context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, go_on, asked = make_context("wall"), threading.Event(), []
    situation = context.situation
    picture, situation.shapes = situation.picture, None

    def slowly(database: object) -> object:
        asked.append(database)
        assert go_on.wait(10)
        return load_shapes(database)  # type: ignore[arg-type]

    monkeypatch.setattr("desktop.bridge.load_shapes", slowly)
    bridge = LiveBridge(context.services, situation, context.workers)
    for _ in range(20):
        bridge._take(picture, NOTHING)
    go_on.set()
    qtbot.waitUntil(lambda: situation.shapes is not None, timeout=10_000)
    assert len(asked) == 1


def test_that_borders_redrawn_while_they_load_are_loaded_again(
    qtbot: QtBot, make_context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, go_on, drawn = make_context("wall"), threading.Event(), []
    whole = replace(NOTHING, reload=True)

    def slowly(database: object) -> object:
        assert go_on.wait(10)
        return load_shapes(database)  # type: ignore[arg-type]

    monkeypatch.setattr("desktop.bridge.load_shapes", slowly)
    context.situation.redrawn.connect(drawn.append)
    bridge = LiveBridge(context.services, context.situation, context.workers)
    for _ in range(3):
        bridge._take(context.situation.picture, whole)
    go_on.set()
    qtbot.waitUntil(lambda: len(drawn) == 2, timeout=10_000)

"""The application round a seat: a bug is told and logged, a session's end ends it, nothing kills the process."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
import weakref
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.application import Application, rest_the_collector
from desktop.opening import screenshot
from desktop.situation import Situation
from services.domain.refusals import Refusal
from services.live.tail import Pulse
from services.words import Words


class Closing(QWidget):
    """Tells that it was closed."""

    closed = Signal()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()


class Faulty(QWidget):
    """Fails while it paints itself; remembers its painter, weakly."""

    painter: weakref.ref[QPainter]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.painter = weakref.ref(painter)
        painter.drawText(4, 20, str(1 // (self.width() - self.width())))


@pytest.fixture
def application(qapp: QApplication) -> Application:
    options = argparse.Namespace(command="operator", screenshot=None, scale=None, size="800x600", theme=None)
    return Application(options, Words("en"))


def test_that_a_bug_while_painting_is_logged_and_leaves_no_painter_at_work(
    qtbot: QtBot, application: Application, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Exception] = []
    widget = Faulty()
    qtbot.addWidget(widget)
    loop = QEventLoop()
    with application, caplog.at_level(logging.ERROR):
        application._troubled = lambda error: (told.append(error), loop.quit())
        widget.show()
        QTimer.singleShot(10_000, loop.quit)
        loop.exec()
        widget.hide()
    assert isinstance(told[0], ZeroDivisionError)
    assert "a bug in the seat" in caplog.text
    assert widget.painter() is None


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_that_the_end_of_the_session_closes_what_runs(
    qtbot: QtBot, application: Application, kind: signal.Signals
) -> None:
    loop, window = QEventLoop(), Closing()
    window.closed.connect(loop.quit)
    qtbot.addWidget(window)
    with application:
        window.show()
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), kind))
        QTimer.singleShot(10_000, lambda: loop.exit(1))
        assert loop.exec() == 0


def test_that_signals_are_as_before_afterwards(qapp: QApplication) -> None:
    before = signal.getsignal(signal.SIGTERM)
    options = argparse.Namespace(command="wall", screenshot=None, scale=None, size="800x600", theme=None)
    with Application(options, Words("en")):
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_that_what_stays_for_good_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("desktop.application.kernels.on_ready", asked.append)
    before = gc.get_threshold()
    try:
        rest_the_collector()
        assert gc.get_freeze_count() > 10_000
        assert asked == [gc.freeze]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_that_a_signal_that_is_ignored_stays_so(application: Application) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with application:
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_that_a_picture_that_cannot_be_made_says_what_the_database_said(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, now = Refusal("store.no_database", "It is damaged."), datetime.now(UTC)
    situation = Situation()
    situation.beat(Pulse(now, None, False, 0, damaged))
    seat = argparse.Namespace(complete=lambda: False, window=QWidget(), close=lambda: None)
    monkeypatch.setattr(screenshot, "PATIENCE", 0.01)
    with pytest.raises(Refusal) as refused:
        screenshot.take(application.qt, seat, tmp_path / "a.png", 0.0, situation)
    assert refused.value.code == "store.no_database"

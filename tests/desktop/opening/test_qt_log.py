"""Qt's remarks that mean nothing are kept quiet; its warnings stay in the log."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import QtMsgType, qCritical, qInstallMessageHandler, qWarning

from desktop.opening.qt_log import level_of, qt_in_the_log


def test_that_a_warning_of_qt_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), qt_in_the_log():
        qWarning("the compass is broken")
        qCritical("the mast is broken")

    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "default: the compass is broken"),
        ("ERROR", "default: the mast is broken"),
    ]


def test_that_what_the_offscreen_platform_cannot_do_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), qt_in_the_log():
        qWarning("This plugin does not support propagateSizeHints()")

    assert caplog.records == []
    assert level_of(QtMsgType.QtWarningMsg, "This plugin does not support raise()") == logging.DEBUG


def test_that_afterwards_messages_go_where_they_went_before() -> None:
    heard: list[str] = []

    def before(kind: object, context: object, message: str) -> None:
        heard.append(message)

    first = qInstallMessageHandler(before)
    try:
        with qt_in_the_log():
            qWarning("inside")
        qWarning("outside")
    finally:
        qInstallMessageHandler(first)

    assert heard == ["outside"]

"""What Qt says of itself goes into the program's log, without the remarks that mean nothing to anyone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# the offscreen platform says for each window what no picture needs
REMARKS = ("This plugin does not support",)


def level_of(kind: QtMsgType, message: str) -> int:
    """How loud a message of Qt's is."""
    return logging.DEBUG if message.startswith(REMARKS) else LEVELS.get(kind, logging.WARNING)


@contextmanager
def qt_in_the_log() -> Iterator[None]:
    """Inside, Qt's messages are logged; afterwards they go where they went before."""
    before = qInstallMessageHandler(_take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = getattr(context, "category", None) or "default"
    log.log(level_of(kind, message), "%s: %s", category, message)

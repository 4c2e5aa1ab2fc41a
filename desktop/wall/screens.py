"""Keeps the wall on its screen: where it is unplugged the wall moves to another and comes back with it."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


class OwnScreen(QObject):
    """`screens` is the QGuiApplication, or what speaks like it: screens, primaryScreen, screenAdded, screenRemoved.

    A screen is known again by its name. Other sizes of the same screen are followed.
    """

    def __init__(self, window: QWidget, screens: Any) -> None:
        super().__init__(window)
        self._window, self._screens = window, screens
        self._name = ""
        self._stopped = False
        self._watched: set[str] = set()
        screens.screenAdded.connect(self._on_added)
        screens.screenRemoved.connect(self._on_removed)
        for screen in screens.screens():
            self._watch(screen)

    @property
    def name(self) -> str:
        """The name of the screen that is the wall's own."""
        return self._name

    def settle(self) -> None:
        """The screen that the window is on is its own from now on."""
        screen = self._screens.primaryScreen()
        self._name = screen.name() if screen is not None else ""

    def stop(self) -> None:
        """Follows no screen any more."""
        if self._stopped:
            return
        self._stopped = True
        self._screens.screenAdded.disconnect(self._on_added)
        self._screens.screenRemoved.disconnect(self._on_removed)

    def _watch(self, screen: Any) -> None:
        if screen.name() not in self._watched:
            self._watched.add(screen.name())
            screen.geometryChanged.connect(self._on_geometry)

    def _on_added(self, screen: Any) -> None:
        self._watch(screen)
        if screen.name() == self._name:
            log.warning("screen %s is back", self._name)
            self._go(screen.geometry())

    def _on_removed(self, screen: Any) -> None:
        self._watched.discard(screen.name())
        if screen.name() != self._name:
            return
        others = [other for other in self._screens.screens() if other is not screen]
        log.warning("screen %s is gone; the wall waits on %s", self._name, others[0].name() if others else "none")
        if others:
            self._go(others[0].geometry())

    def _on_geometry(self, geometry: QRect) -> None:
        own = next((one for one in self._screens.screens() if one.name() == self._name), None)
        if own is not None and own.geometry() == geometry:
            self._go(geometry)

    def _go(self, geometry: QRect) -> None:
        full = bool(self._window.windowState() & Qt.WindowState.WindowFullScreen)
        if full:
            self._window.showNormal()  # a full-screen window can't be moved to another screen
        self._window.setGeometry(geometry)
        if full:
            self._window.showFullScreen()

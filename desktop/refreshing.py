"""Reads what a window shows anew when a fact has touched it: soon, and never more often than it can be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.situation import Situation
from services.live.advance import Touched
from services.live.picture import Picture


class Refreshing(QTimer):
    """Lives with a window. `touches(touched)` says whether a batch of facts is about what it shows; `read()` reads."""

    def __init__(
        self,
        window: QWidget,
        situation: Situation,
        touches: Callable[[Touched], bool],
        read: Callable[[], None],
        millis: int,
    ) -> None:
        super().__init__(window, singleShot=True, interval=millis)
        self._touches = touches
        self.timeout.connect(read)
        situation.changed.connect(self._on_changed)

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if not self.isActive() and self._touches(touched):
            self.start()

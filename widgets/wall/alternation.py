"""The change between fill and outline of what nobody has taken up yet: every two seconds, no faster, then rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from widgets.theme.theme import Theme


class Alternation(QObject):
    """`outline` is the phase; `changed` is sent with each change. `moving` False never changes."""

    changed = Signal()

    def __init__(self, theme: Theme, moving: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.outline = False
        self._moving = moving
        self._timer = QTimer(self, interval=int(theme.tokens.number("motion.unack_step")))
        self._timer.timeout.connect(self._on_step)

    @property
    def running(self) -> bool:
        """Whether it changes."""
        return self._timer.isActive()

    def run(self, wanted: bool) -> None:
        """Begins to change, or rests filled."""
        if wanted and self._moving:
            if not self._timer.isActive():
                self._timer.start()
            return
        self._timer.stop()
        if self.outline:
            self.outline = False
            self.changed.emit()

    def end(self) -> None:
        """Stops where it is."""
        self._timer.stop()

    def _on_step(self) -> None:
        self.outline = not self.outline
        self.changed.emit()

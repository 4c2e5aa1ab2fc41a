"""The watermark of a seat, shown as long as a drill runs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from services.domain.drills import LiveDrill
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.kit.watermark import Watermark
from widgets.theme.theme import Theme


class DrillMark(QObject):
    """Put over any seat's window by one line; `turned()` says that a drill began or ended."""

    turned = Signal()

    def __init__(self, context: SeatContext, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self.sheet = Watermark(theme, window)
        context.situation.replaced.connect(self._on_replaced)
        context.situation.changed.connect(self._on_changed)
        self._show()

    @property
    def running(self) -> tuple[LiveDrill, ...]:
        """The drills that run."""
        picture = self._context.situation.picture
        return picture.drills if picture is not None else ()

    def _on_replaced(self, _: Picture) -> None:
        self._show()

    def _on_changed(self, _: Picture, touched: Touched) -> None:
        if touched.drills:
            self._show()

    def _show(self) -> None:
        self.sheet.show_drill(bool(self.running))
        self.turned.emit()

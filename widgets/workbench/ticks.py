"""Several of a few things, each with a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from widgets.access.fields import Tick
from widgets.kit.flow import Flow
from widgets.theme.theme import Theme


class Ticks(QWidget):
    """`value` are the codes that are ticked, in the order of the offer; `edited()` when a person changed one."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flow = Flow(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(theme.whole(4))
        self._boxes: dict[str, Tick] = {}

    def offer(self, items: Sequence[tuple[str, str]]) -> None:
        """Other things to tick, by code and name; what was ticked stays so where it is still there."""
        known = self.value
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._boxes = {}
        for code, name in items:
            box = Tick(self._theme)
            box.setText(name)
            box.setChecked(code in known)
            box.toggled.connect(self.edited)
            self._boxes[code] = box
            self._flow.addWidget(box)

    def put(self, codes: Sequence[str]) -> None:
        """Ticks these and no others, without saying so."""
        for code, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(code in codes)
            box.blockSignals(False)

    @property
    def value(self) -> list[str]:
        """The codes that are ticked."""
        return [code for code, box in self._boxes.items() if box.isChecked()]

"""A box to choose one of several things from; the first entry chooses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

SHOWN_AT_ONCE = 20


class Chooser(QComboBox):
    """Sends `picked(value)` when a person chose; values are integers, names the reader's."""

    picked = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, nothing: int = -1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._nothing = theme, icons, nothing
        self.setMaxVisibleItems(SHOWN_AT_ONCE)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))

    def offer(self, nothing: str, items: Sequence[tuple[int, str]]) -> None:
        """Other things to choose from; what was chosen stays chosen while it is still there."""
        chosen = self.value()
        self.blockSignals(True)
        self.clear()
        self.addItem(nothing, self._nothing)
        for value, name in items:
            self.addItem(name, value)
        self.blockSignals(False)
        self.choose(chosen)
        self.setAccessibleName(nothing)

    def value(self) -> int:
        """What is chosen now."""
        found = self.currentData()
        return self._nothing if found is None else int(found)

    def choose(self, value: int) -> None:
        """Chooses without saying so; what is not offered chooses nothing."""
        self.setCurrentIndex(max(0, self.findData(value)))
        self.setToolTip(self.currentText())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.px(12)
        pixmap = self._icons.pixmap("caret", size, self.devicePixelRatioF())
        place = QRectF(self.width() - size - self._theme.px(7), (self.height() - size) / 2, size, size)
        QPainter(self).drawPixmap(place.topLeft(), pixmap)

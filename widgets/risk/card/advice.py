"""The advice as it would be signed: owner, helpers, limit, and what is to be done in order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from widgets.kit.flow import Flow
from widgets.risk.card.looks import AdviceLook
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


class AdvicePart(QWidget):
    """Pairs of label and text on a line that goes on below, numbered steps under it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pairs, self._steps = QWidget(), QLabel()
        self._steps.setTextFormat(Qt.TextFormat.PlainText)
        self._steps.setWordWrap(True)
        self._steps.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._flow, column = Flow(self._pairs), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.whole(8))
        column.addWidget(self._pairs)
        column.addWidget(self._steps)
        column.addStretch(1)
        self._look: AdviceLook | None = None
        theme.changed.connect(self._dress)
        self._dress()

    def show_advice(self, look: AdviceLook) -> None:
        """Other advice."""
        if look == self._look:
            return
        self._look = look
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for name, text in look.lines:
            pair = QLabel(f"{name}\u2002{text}")
            pair.setTextFormat(Qt.TextFormat.PlainText)
            pair.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._flow.addWidget(pair)
            pair.show()
        self._steps.setText("\n".join(f"{at}  {step}" for at, step in enumerate(look.steps, 1)))
        restyle(self._steps, tone="2")
        self.setAccessibleDescription("\n".join((*(f"{n} {t}" for n, t in look.lines), *look.steps)))

    def _dress(self) -> None:
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(self._theme.whole(28))

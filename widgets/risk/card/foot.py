"""The foot of the card: what may be done with the warning, each with its key, and when it was first seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from widgets.forms.looks import StepLook
from widgets.kit.elided import Elided
from widgets.kit.flow import Flow
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


class CardFoot(QWidget):
    """`asked(verb)` for a button; the first of the steps is the primary one."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: tuple[StepLook, ...] = ()
        self._ways: tuple[StepLook, ...] = ()
        self._primary = True
        self._buttons = QWidget()
        self._flow = Flow(self._buttons)
        self.told, self.note = Elided(), QLabel()
        restyle(self.told, tone="2", role="caption")
        restyle(self.note, tone="2")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._buttons, 6)
        self._row.addWidget(self.note)
        self._row.addWidget(self.told, 1)
        self.note.hide()
        theme.changed.connect(self._dress)
        self._dress()

    def show_steps(self, steps: Sequence[StepLook], told: str, ways: Sequence[StepLook] = ()) -> None:
        """Other steps, and `ways` on from here after them; the button that has the keyboard keeps it while it stays."""
        self.told.show_text(told)
        if (tuple(steps), tuple(ways)) == (self._steps, self._ways):
            return
        now = self.window().focusWidget()
        held = next((one.objectName() for one in self.buttons() if one is now), "")
        self._steps, self._ways = tuple(steps), tuple(ways)
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for at, step in enumerate((*steps, *ways)):
            button = QPushButton(f"{step.text} {step.key}".strip())
            button.setObjectName(step.verb)
            button.setAccessibleName(step.text)
            button.setProperty("primary", self._primary and at == 0 and bool(steps))
            button.clicked.connect(lambda _=False, verb=step.verb: self.asked.emit(verb))
            self._flow.addWidget(button)
            button.show()
            if step.verb == held:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_primary(self, primary: bool) -> None:
        """Whether its first step is what the card asks for; a form that is open has a primary button of its own."""
        self._primary = primary
        for at, button in enumerate(self.buttons()):
            restyle(button, primary=primary and at == 0 and bool(self._steps))

    def buttons(self) -> list[QPushButton]:
        """The buttons as they stand."""
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        return [item.widget() for item in items if item is not None]  # type: ignore[misc]

    def tell(self, sentence: str) -> None:
        """What came of an order; "" for nothing."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), self._theme.colour("line.rule"))

    def _dress(self) -> None:
        theme = self._theme
        self._row.setContentsMargins(theme.whole(24), theme.whole(12), theme.whole(24), theme.whole(12))
        self._row.setSpacing(theme.whole(16))
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(theme.whole(8))

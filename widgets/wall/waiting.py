"""What a wall says while it has nothing to show yet: what it is waiting for, in the middle of the empty place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt

from widgets.kit.scribe import Scribe
from widgets.wall.pane import WallPane, wrapped

WIDE = 0.8  # of the pane that a sentence takes at most
LINE = 1.6  # ems


class WaitingPane(WallPane):
    """One sentence; the pane hides when there is none."""

    text = ""

    def show_text(self, text: str) -> None:
        """Says what is waited for; an empty text when nothing is any more."""
        if text != self.text:
            self.text = text
            self.say(text, ())
            self.update()
        self.setVisible(bool(text))
        if text:
            self.raise_()

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        em = self.em
        lines = wrapped(self.text, box.width() * WIDE, em, scribe)
        y = box.center().y() - LINE * em * len(lines) / 2
        for line in lines:
            place = QRectF(box.left(), y, box.width(), LINE * em)
            scribe.line(line, place, em, self.tone("text.secondary"), Qt.AlignmentFlag.AlignHCenter)
            y += LINE * em

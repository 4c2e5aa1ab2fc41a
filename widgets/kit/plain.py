"""Plain pieces of a page: text in a tone and a role of the sheet, and the hairline between parts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from widgets.theme.theme import Theme


def label(text: str, *, tone: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """Plain text in a tone and a role of the sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    if role:
        made.setProperty("role", role)
    return made


def rule(theme: Theme, colour: str = "line.rule") -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setFixedHeight(max(1, theme.whole(1)))
    made.setStyleSheet(f"background: {theme.colour(colour).name()};")
    return made

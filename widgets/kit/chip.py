"""A chip: one filter that is on, with the cross that takes it off."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from services.words import Words


class Chip(QPushButton):
    """Shows what is chosen; a click takes the choice back."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setProperty("role", "caption")
        self.hide()

    def show_choice(self, text: str) -> None:
        """Names the choice; an empty one hides the chip."""
        self.setVisible(bool(text))
        self.setText(f"{text}  ×")
        self.setAccessibleName(self._words("Take off the filter {name}", name=text))
        self.setToolTip(self.accessibleName())

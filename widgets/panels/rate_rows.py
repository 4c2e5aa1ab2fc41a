"""Rates as lines that can be opened: name, share with its counts, and the cases behind it by a click or Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class RateLook:
    """One rate: its key, name and share in words, and whether cases stand behind it."""

    key: str
    name: str
    text: str
    opens: bool = True


class RateRows(QWidget):
    """Shows rates; `picked(key)` when one is to be opened."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._looks: tuple[RateLook, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QLabel, QPushButton]] = []

    @property
    def looks(self) -> tuple[RateLook, ...]:
        """What is shown."""
        return self._looks

    def show_rates(self, looks: Sequence[RateLook]) -> None:
        """Other rates; rows are kept and filled again, so that the focus stays."""
        self._looks = tuple(looks)
        while len(self._rows) < len(looks):
            self._add()
        for at, (name, button) in enumerate(self._rows):
            shown = at < len(looks)
            name.setVisible(shown)
            button.setVisible(shown)
            if shown:
                name.setText(looks[at].name)
                button.setText(looks[at].text)
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if looks[at].opens else Qt.FocusPolicy.NoFocus)
                button.setAccessibleName(f"{looks[at].name} {looks[at].text}")

    def open_row(self, at: int) -> None:
        """As if a rate were clicked."""
        if at < len(self._looks) and self._looks[at].opens:
            self.picked.emit(self._looks[at].key)

    def _add(self) -> None:
        at, name, button = len(self._rows), QLabel(), QPushButton()
        restyle(name, tone="2")
        button.setProperty("flat", True)
        button.clicked.connect(lambda _=False, at=at: self.open_row(at))
        self._grid.addWidget(name, at, 0)
        self._grid.addWidget(button, at, 1, Qt.AlignmentFlag.AlignRight)
        self._rows.append((name, button))

"""Fields of few choices that stand side by side: the four levels, one to five stars."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from services.words import Words
from widgets.kit.level_glyph import LevelGlyphs, level_word
from widgets.theme.theme import Theme

GLYPH = 16


class MarkField(QWidget):
    """Checkable buttons of which one is down; `value` is its number, None for none."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.whole(4))
        self._group.idClicked.connect(lambda _: self.edited.emit())

    def add(self, number: int, button: QPushButton) -> None:
        """One more choice."""
        button.setCheckable(True)
        button.setProperty("choice", True)
        self._group.addButton(button, number)
        self._row.addWidget(button, 1)
        if number == 1:
            self.setFocusProxy(button)

    def say(self, label: str, hint: str) -> None:
        """What it is called."""
        self.setAccessibleName(label)
        self.setToolTip(hint)

    @property
    def value(self) -> int | None:
        """The number that is chosen."""
        found = self._group.checkedId()
        return found if found > 0 else None

    def put(self, value: int | None) -> None:
        """Chooses without saying so."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == value)
        self._group.setExclusive(True)


def level_field(theme: Theme, words: Words) -> MarkField:
    """The four levels, each with glyph and word."""
    made, glyphs = MarkField(theme), LevelGlyphs(theme)
    for rank in (1, 2, 3, 4):
        button = QPushButton(level_word(rank, words))
        button.setIcon(QIcon(glyphs.pixmap(rank, theme.px(GLYPH), made.devicePixelRatioF(), words.lang)))
        button.setIconSize(QSize(theme.whole(GLYPH), theme.whole(GLYPH)))
        made.add(rank, button)
    return made


def stars_field(theme: Theme, words: Words) -> MarkField:
    """One to five stars, told in words as well."""
    made = MarkField(theme)
    for stars in range(1, 6):
        button = QPushButton(f"{stars} ★")
        button.setAccessibleName(words.plural("{n} star", "{n} stars", stars))
        button.setToolTip(button.accessibleName())
        made.add(stars, button)
    return made

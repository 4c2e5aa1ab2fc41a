"""The officer chip of a top bar: who sits here, in which role, and the menu of what belongs to that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

WIDEST = 150
Entries = Sequence[tuple[str, Callable[[], None] | None]]


class OfficerChip(QToolButton):
    """Shows a name and a role; `entries()` gives the menu each time it opens, (text, call), call None for a divider."""

    def __init__(
        self, theme: Theme, words: Words, icons: Icons, entries: Callable[[], Entries], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons, self._entries = theme, words, icons, entries
        self._name, self._role = "", ""
        self.setObjectName("officer")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_officer(self, name: str, role: str) -> None:
        """Who sits here."""
        self._name, self._role = name, role
        self._say()

    def fill(self) -> None:
        """The menu in the reader's language."""
        self.menu().clear()
        for text, call in self._entries():
            if call is None:
                self.menu().addSeparator()
            else:
                self.menu().addAction(text, call)

    def _say(self) -> None:
        whole = " · ".join(part for part in (self._name, self._role) if part)
        metrics = QFontMetricsF(self.font())
        self.setText(metrics.elidedText(whole, Qt.TextElideMode.ElideRight, self._theme.px(WIDEST)))
        self.setAccessibleName(self._words("Officer {name}", name=whole))
        self.setToolTip(whole)

    def _dress(self) -> None:
        self.setIcon(self._icons.icon("person"))
        size = self._theme.whole(16)
        self.setIconSize(self.iconSize().scaled(size, size, Qt.AspectRatioMode.IgnoreAspectRatio))
        self._say()

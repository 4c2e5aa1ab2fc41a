"""The quiet bar: one line under the top bar that says what is wrong, as long as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Notice:
    """What is wrong: an icon's use, the sentence (made anew for each language), and at most one action."""

    icon: str
    say: Callable[[], str]
    action: Callable[[], str] | None = None
    act: Callable[[], None] | None = None


class QuietBar(QWidget):
    """Shows the newest notice that is still true; hidden while there is none. A cause ends its own notice."""

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._notices: dict[str, Notice] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, raised=True)
        self._icon, self._text = QLabel(), QLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.setProperty("flat", True)
        self._button.clicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._button)
        theme.changed.connect(self._dress)
        self.hide()
        follow(words, self, self._dress)

    def tell(self, cause: str, notice: Notice) -> None:
        """Shows what a cause brings; the same cause replaces its own sentence."""
        if cause not in self._notices:
            self._notices = {**self._notices, cause: notice}
        else:
            self._notices[cause] = notice
        self._dress()

    def end(self, cause: str) -> None:
        """The cause is gone."""
        if self._notices.pop(cause, None) is not None:
            self._dress()

    def text(self) -> str:
        """What stands there now; empty while nothing is wrong."""
        return "" if self.isHidden() else self._text.text()

    def _dress(self) -> None:
        gap = self._theme.whole(12)
        self._row.setContentsMargins(gap, self._theme.whole(3), gap, self._theme.whole(3))
        self._row.setSpacing(self._theme.whole(8))
        notice = next(reversed(self._notices.values()), None)
        self.setVisible(notice is not None)
        if notice is None:
            return
        size = self._theme.px(16)
        self._icon.setPixmap(self._icons.pixmap(notice.icon, size, self.devicePixelRatioF(), "text.primary"))
        sentence = notice.say()
        self._text.setText(sentence)
        self._text.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self._button.setVisible(notice.action is not None)
        if notice.action is not None:
            self._button.setText(notice.action())

    def _on_clicked(self) -> None:
        notice = next(reversed(self._notices.values()), None)
        if notice is not None and notice.act is not None:
            notice.act()

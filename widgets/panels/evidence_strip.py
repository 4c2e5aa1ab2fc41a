"""What is attached to a case: small pictures in a row, everything else by name; a press opens one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from services.words import Words
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.panels.sections import Section
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

PICTURE, MORE = 64, 14  # px at 1x


@dataclass(frozen=True, slots=True)
class EvidenceLook:
    """One attachment: what it shows ("before"), its name, its picture, and the sentence that it is missing.

    `share` and `place` name what else can be done with it: a copy to give away, and that its place is the case's.
    """

    label: str
    name: str
    icon: str
    image: QImage | None = None
    missing: str = ""
    share: str = ""
    place: str = ""


class EvidenceStrip(Section):
    """Shows attachments; hidden where there are none.

    `opened(position)` when one is to be opened; in the menu beside it, also
    `share_asked(position)` for a copy to give away and `place_asked(position)` when its place is to be the case's.
    """

    opened = Signal(int)
    share_asked = Signal(int)
    place_asked = Signal(int)

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        self._inside = QWidget()
        super().__init__(theme, self._inside, parent)
        self._words, self._icons = words, icons
        self._looks: Sequence[EvidenceLook] = ()
        self._flow = Flow(self._inside)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.hide()
        theme.changed.connect(self._fill)
        follow(words, self, self._say)

    def show_looks(self, looks: Sequence[EvidenceLook]) -> None:
        """Other attachments."""
        self._looks = tuple(looks)
        self.setVisible(bool(looks))
        self._fill()
        self._say()

    def looks(self) -> Sequence[EvidenceLook]:
        """What stands there now."""
        return self._looks

    def _fill(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._flow.setSpacing(self._theme.whole(6))
        for at, look in enumerate(self._looks):
            self._flow.addWidget(self._one(at, look))

    def _one(self, at: int, look: EvidenceLook) -> QWidget:
        if look.missing or not (look.share or look.place):
            return self._button(at, look)
        one = QWidget()
        row = QHBoxLayout(one)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._button(at, look))
        row.addWidget(self._more(at, look), 0, Qt.AlignmentFlag.AlignTop)
        return one

    def _button(self, at: int, look: EvidenceLook) -> QToolButton:
        button, side = QToolButton(), self._theme.whole(PICTURE)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setText(look.label)
        if look.image is not None:
            size = QSize(side, side) * self.devicePixelRatioF()
            pixmap = QPixmap.fromImage(look.image).scaled(
                size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            button.setIcon(QIcon(pixmap))
            button.setIconSize(QSize(side, side))
        else:
            button.setIcon(self._icons.icon("refused" if look.missing else look.icon))
            button.setIconSize(QSize(side // 2, side // 2))
            button.setMinimumSize(side, side)
        button.setEnabled(not look.missing)
        told = look.missing or self._words("Opens {name}", name=look.name)
        button.setToolTip(told)
        button.setAccessibleName(f"{look.label} · {look.name}")
        button.setAccessibleDescription(told)
        button.clicked.connect(lambda _=False: self.opened.emit(at))
        return button

    def _more(self, at: int, look: EvidenceLook) -> QToolButton:
        """The button beside one that opens what else can be done with it."""
        button, side, name = QToolButton(), self._theme.whole(MORE), self._words("More: {name}", name=look.name)
        button.setIcon(self._icons.icon("caret"))
        button.setIconSize(QSize(side, side))
        button.setToolTip(name)
        button.setAccessibleName(name)
        menu = QMenu(button)
        for text, signal in ((look.share, self.share_asked), (look.place, self.place_asked)):
            if text:
                menu.addAction(text).triggered.connect(lambda _=False, signal=signal: signal.emit(at))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _say(self) -> None:
        self.name(self._words("Evidence"), self._words.formats.integer(len(self._looks)))

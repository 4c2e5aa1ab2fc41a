"""What is attached to a case: small pictures in a row, everything else by name; a press opens one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from services.words import Words
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.panels.sections import Section
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

PICTURE = 64  # px at 1x


@dataclass(frozen=True, slots=True)
class EvidenceLook:
    """One attachment: what it shows ("before"), its name, its picture, and the sentence that it is missing."""

    label: str
    name: str
    icon: str
    image: QImage | None = None
    missing: str = ""


class EvidenceStrip(Section):
    """Shows attachments; `opened(position)` when one is to be opened. Hidden where there are none."""

    opened = Signal(int)

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
            self._flow.addWidget(self._button(at, look))

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

    def _say(self) -> None:
        self.name(self._words("Evidence"), self._words.formats.integer(len(self._looks)))

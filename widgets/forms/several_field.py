"""A field for several of many: what was chosen stands as buttons that take it back, behind them one more choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.forms.choice_field import ChoiceField
from widgets.forms.looks import Option
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme


class SeveralField(QWidget):
    """Sends `edited()` when one more was chosen or taken back; `value` are the codes in their order."""

    edited = Signal()

    def __init__(self, theme: Theme, icons: Icons, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._words = theme, icons, words
        self._options: tuple[Option, ...] = ()
        self._codes: list[str] = []
        self._chips, self._more = QWidget(), ChoiceField(theme, icons)
        self._flow = Flow(self._chips)
        self._flow.setSpacing(theme.whole(4))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.whole(4))
        self._column.addWidget(self._chips)
        self._column.addWidget(self._more)
        self.setFocusProxy(self._more)
        self._more.edited.connect(self._on_more)
        self._arrange()

    def offer(self, options: Sequence[Option]) -> None:
        """Other things to choose from."""
        self._options = tuple(options)
        self._arrange()

    def say(self, label: str, hint: str) -> None:
        """What it is called, and what stands in it while it is empty."""
        self._more.setAccessibleName(label)
        self._more.setPlaceholderText(hint)

    @property
    def value(self) -> list[str]:
        """The chosen codes."""
        return list(self._codes)

    def put(self, value: Sequence[str] | None) -> None:
        """Chooses without saying so."""
        offered = {option.code for option in self._options}
        self._codes = [code for code in value or () if code in offered]
        self._arrange()

    def settle(self) -> None:
        """Takes the best of what is being typed."""
        self._more.settle()

    def _on_more(self) -> None:
        code = self._more.value
        if code is None:
            return
        self._codes.append(code)
        self._arrange()
        self.edited.emit()

    def _take_back(self, code: str) -> None:
        self._codes.remove(code)
        self._arrange()
        self._more.setFocus()
        self.edited.emit()

    def _arrange(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        names = {option.code: option.name for option in self._options}
        for code in self._codes:
            chip = QPushButton(self._icons.icon("close"), names.get(code, code))
            chip.setIconSize(QSize(self._theme.whole(14), self._theme.whole(14)))
            chip.setToolTip(self._words("Take {name} back", name=names.get(code, code)))
            chip.setAccessibleName(chip.toolTip())
            chip.clicked.connect(lambda _=False, code=code: self._take_back(code))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._codes))
        self._more.offer([option for option in self._options if option.code not in self._codes])
        self._more.put(None)
        self.updateGeometry()

"""The frame of the catalogue's editor: head, tabs, the sheet with its tools, what is said beside it, the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from services.words import Words
from widgets.catalogue.history_pane import HistoryPane
from widgets.catalogue.sheet_model import SheetModel
from widgets.catalogue.sheet_view import SheetView
from widgets.catalogue.side_panel import SidePanel
from widgets.kit.elided import Elided
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

WIDTH, SIDE = 1560, 400


class CatalogueFrame(QWidget):
    """Knows how the editor looks; `turned(key)` when a tab was chosen. The last of `keys` is the history."""

    turned = Signal(str)

    def __init__(self, theme: Theme, words: Words, model: SheetModel, keys: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._head, self.version, self.note = QLabel(), Elided(), Elided()
        restyle(self._head, role="title")
        restyle(self.version, tone="2")
        restyle(self.note, tone="2")
        self.take_in, self.save_as, self.add, self.take = (QPushButton() for _ in range(4))
        self.find = QLineEdit(clearButtonEnabled=True)
        self.view = SheetView(theme, Icons(theme), model, self)
        self.find.textChanged.connect(self.view.search)
        self.side = SidePanel(theme, words, self)
        self.history = HistoryPane(theme, words, self)
        self._tabs: dict[str, QToolButton] = {}
        self._keys = tuple(keys)
        self._lay_out()
        follow(words, self, self.say)

    def turn_to(self, key: str) -> None:
        """Shows the page of a tab."""
        self._tabs[key].setChecked(True)
        self._pages.setCurrentIndex(1 if key == self._keys[-1] else 0)

    def name_tab(self, key: str, text: str) -> None:
        """What stands on a tab."""
        self._tabs[key].setText(text)

    def tab(self, key: str) -> str:
        """What stands on a tab now."""
        return self._tabs[key].text()

    def say(self) -> None:
        """What never changes but by language."""
        words = self._words
        self._head.setText(words("Catalogue and duties"))
        self.take_in.setText(words("Take in a spreadsheet…"))
        self.save_as.setText(words("Save as a spreadsheet…"))
        self.add.setText(words("Add a row"))
        self.take.setText(words("Take out the row"))
        self.find.setPlaceholderText(words("Find in this sheet"))
        self.find.setAccessibleName(words("Find in this sheet"))
        self.view.setAccessibleName(words("Catalogue and duties"))

    def _lay_out(self) -> None:
        theme = self._theme
        pad, gap = theme.whole(16), theme.whole(8)
        head = QHBoxLayout()
        head.setSpacing(gap)
        for widget, stretch in ((self._head, 0), (self.version, 1), (self.take_in, 0), (self.save_as, 0)):
            head.addWidget(widget, stretch)
        tabs, group = Flow(), QButtonGroup(self)
        for key in self._keys:
            tab = self._tabs[key] = QToolButton(checkable=True)
            tab.setProperty("tab", True)
            tab.clicked.connect(lambda _=False, key=key: self.turned.emit(key))
            group.addButton(tab)
            tabs.addWidget(tab)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self._middle(gap))
        body.addWidget(self.side)
        body.setStretchFactor(0, 1)
        body.setSizes([theme.whole(WIDTH - SIDE), theme.whole(SIDE)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(pad, pad, 0, gap)
        whole.setSpacing(gap)
        for layout in (head, tabs):
            layout.setContentsMargins(0, 0, pad, 0)
            whole.addLayout(layout)
        whole.addWidget(body, 1)
        whole.addWidget(self.note)

    def _middle(self, gap: int) -> QStackedWidget:
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, gap, 0)
        tools.setSpacing(gap)
        for widget, stretch in ((self.find, 1), (self.add, 0), (self.take, 0)):
            tools.addWidget(widget, stretch)
        editor, self._pages = QWidget(), QStackedWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(tools)
        column.addWidget(self.view, 1)
        self._pages.addWidget(editor)
        self._pages.addWidget(self.history)
        return self._pages

"""A list of sentences with a head that counts them; one can be picked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

MOST = 300
PLACE = Qt.ItemDataRole.UserRole


class ToldList(QWidget):
    """Sentences that wrap; `picked(object)` gives what belongs to the sentence that was chosen."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head, self._list = QLabel(), QListWidget()
        restyle(self._head, tone="3", role="caption")
        self._head.setWordWrap(True)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.itemActivated.connect(lambda item: self.picked.emit(item.data(PLACE)))
        self._list.itemClicked.connect(lambda item: self.picked.emit(item.data(PLACE)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.whole(4))
        column.addWidget(self._head)
        column.addWidget(self._list, 1)

    def tell(self, head: str, sentences: Sequence[tuple[str, object]]) -> None:
        """Another head and other sentences, each with what it stands for (None: nothing to go to)."""
        self._head.setText(head)
        self._list.setAccessibleName(head)
        self._list.clear()
        for text, place in sentences[:MOST]:
            item = QListWidgetItem(text)
            item.setToolTip(text)
            item.setData(PLACE, place)
            self._list.addItem(item)
        self._list.setVisible(bool(sentences))
        upright = QSizePolicy.Policy.Expanding if sentences else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    def sentences(self) -> list[str]:
        """What stands there."""
        return [self._list.item(at).text() for at in range(self._list.count())]

    def head(self) -> str:
        """Its head."""
        return self._head.text()

"""A page of the detail panel: it scrolls, its parts stand under each other, or in two columns where there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.theme.theme import Theme

TWO_COLUMNS_FROM = 680  # px at 1x


class DetailPage(QScrollArea):
    """Holds a head over parts; `add(part, second)` puts it in the first or second column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._second: list[QWidget] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.content = QWidget()
        self.content.setProperty("panel", True)
        self.setWidget(self.content)
        self.head = QVBoxLayout()
        self._first_column, self._second_column = QVBoxLayout(), QVBoxLayout()
        whole, columns = QVBoxLayout(self.content), QHBoxLayout()
        for layout in (whole, columns, self._first_column, self._second_column, self.head):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        whole.addLayout(self.head)
        whole.addLayout(columns)
        whole.addStretch(1)
        columns.addLayout(self._first_column, 1)
        columns.addLayout(self._second_column, 0)
        self._columns = columns
        self._wide = False
        theme.changed.connect(self._arrange)

    def add(self, part: QWidget, second: bool = False) -> None:
        """One more part; in a wide panel `second` ones stand at the right."""
        self._first_column.addWidget(part)
        if second:
            self._second.append(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._theme.px(TWO_COLUMNS_FROM)
        if wide == self._wide:
            return
        self._wide = wide
        for part in self._second:
            (self._second_column if wide else self._first_column).addWidget(part)
        self._columns.setStretch(1, 1 if wide else 0)
        for column in (self._first_column, self._second_column):
            column.setAlignment(Qt.AlignmentFlag.AlignTop)

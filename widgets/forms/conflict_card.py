"""An order that lost against another desk's: what happened, yours beside what holds now, and four ways on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PAD = 14


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One line of the comparison."""

    label: str
    yours: str
    current: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.yours != self.current


@dataclass(frozen=True, slots=True)
class WayLook:
    """A way on, as a button says it; the first one is the primary: it destroys nothing."""

    way: str
    text: str


@dataclass(frozen=True, slots=True)
class ConflictLook:
    """A conflict in words; `yours` and `current` head the two columns of `rows`."""

    title: str
    told: str
    yours: str
    current: str
    rows: tuple[ConflictRow, ...]
    ways: tuple[WayLook, ...]


class ConflictCard(QWidget):
    """Stands in the panel, never in a dialog; `way_chosen(way)` for a button."""

    way_chosen = Signal(str)

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons = theme, words, icons
        self.look: ConflictLook | None = None
        self._title, self._told, self._sign = QLabel(), QLabel(), QLabel()
        for label, role, tone in ((self._title, "title", ""), (self._told, "body", "2")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            restyle(label, role=role, tone=tone)
        self._plate, self._table, self._buttons = QWidget(), QWidget(), QWidget()
        self._plate.setProperty("raised", True)
        self._plate.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid, self._flow = QGridLayout(self._table), Flow(self._buttons)
        head, self._inside, self._column = QHBoxLayout(), QVBoxLayout(self._plate), QVBoxLayout(self)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        self._inside.addLayout(head)
        self._inside.addWidget(self._told)
        self._inside.addWidget(self._table)
        self._column.addWidget(self._plate)
        self._column.addWidget(self._buttons)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_look(self, look: ConflictLook | None) -> None:
        """Another conflict; None takes it away."""
        self.look = look
        self.setVisible(look is not None)
        if look is None:
            return
        self._title.setText(look.title)
        self._told.setText(look.told)
        self._fill(look)
        self._offer(look)
        self.setAccessibleName(look.title)
        lines = (f"{row.label}: {row.yours} {'≠' if row.differs else '='} {row.current}" for row in look.rows)
        self.setAccessibleDescription("\n".join((look.told, *lines)))

    def set_focus(self) -> None:
        """Brings the keyboard to the way that destroys nothing."""
        item = self._flow.itemAt(0)
        if item is not None:
            item.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, way: str) -> None:
        """As if the button of a way were pressed."""
        self.way_chosen.emit(way)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        bar = QRectF(self._plate.x() - self._theme.px(3), self._plate.y(), self._theme.px(3), self._plate.height())
        painter.fillRect(bar, self._theme.colour("text.primary"))

    def _fill(self, look: ConflictLook) -> None:
        _empty(self._grid)
        for column, text in ((1, look.yours), (3, look.current)):
            self._put(0, column, text, "3")
        for at, row in enumerate(look.rows, 1):
            self._put(at, 0, row.label, "2")
            self._put(at, 1, row.yours, "" if row.differs else "2")
            self._put(at, 2, "≠" if row.differs else "", "2")
            self._put(at, 3, row.current, "" if row.differs else "2")

    def _put(self, row: int, column: int, text: str, tone: str) -> None:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(column in (1, 3))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        restyle(label, tone=tone, role="caption" if row == 0 or column == 0 else "body")
        self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)

    def _offer(self, look: ConflictLook) -> None:
        _empty(self._flow)
        for at, one in enumerate(look.ways):
            button = QPushButton(one.text)
            button.setProperty("primary", at == 0)
            button.clicked.connect(lambda _=False, way=one.way: self.way_chosen.emit(way))
            self._flow.addWidget(button)

    def _dress(self) -> None:
        theme = self._theme
        pad, gap = theme.whole(PAD), theme.whole(8)
        self._column.setContentsMargins(pad + theme.whole(3), theme.whole(10), pad, theme.whole(10))
        self._column.setSpacing(gap)
        self._inside.setContentsMargins(theme.whole(12), theme.whole(10), theme.whole(12), theme.whole(12))
        self._inside.setSpacing(theme.whole(6))
        self._grid.setContentsMargins(theme.whole(24), 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.whole(12))
        self._grid.setVerticalSpacing(theme.whole(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(theme.whole(6))
        self._sign.setPixmap(self._icons.pixmap("people", theme.px(18), self.devicePixelRatioF()))


def _empty(layout: QGridLayout | Flow) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()

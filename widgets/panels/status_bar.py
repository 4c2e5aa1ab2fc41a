"""The status bar of a desk: heart beat, time of the data, database, seats, channels, zoom, language."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from services.words import Words
from widgets.kit.elided import Elided
from widgets.kit.heart_beat import HeartBeat
from widgets.kit.marks import paint_hatch
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

HEIGHT = 27


class HatchedLabel(Elided):
    """A text with the hatch of what is old around it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width() + self._theme.whole(20) + 2, size.height())

    def paintEvent(self, event: object) -> None:
        if not self.text():
            return
        painter = QPainter(self)
        box, pad = QRectF(self.rect()).adjusted(0, 2, 0, -2), self._theme.px(8)
        box.setWidth(min(box.width(), painter.fontMetrics().horizontalAdvance(self.text()) + 2 * pad))
        paint_hatch(painter, box, self._theme, box.adjusted(pad - 2, 0, 2 - pad, 0))
        painter.end()
        super().paintEvent(event)


@dataclass(frozen=True, slots=True)
class StatusLook:
    """What the status bar says; `stale` is empty while every channel is heard, `old` while the data are of now."""

    data: str
    database: str
    database_tip: str
    seats: str
    sources: str
    stale: str
    stale_tip: str
    alive: bool


class StatusBar(QWidget):
    """Says how the line to the database is.

    `waiting_asked()` from the chip of what waits to be sent, `zoom_asked()` and `language_asked()` from its right end.
    """

    waiting_asked = Signal()
    zoom_asked = Signal()
    language_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, bar=True)
        self.heart = HeartBeat(theme, words)
        self._data, self._database, self._seats, self._sources = QLabel(), QLabel(), QLabel(), QLabel()
        self._stale = HatchedLabel(theme)
        self._waiting, self._zoom, self._language = QPushButton(), QPushButton(), QPushButton()
        self._row = QHBoxLayout(self)
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._dress)

    def show_look(self, look: StatusLook) -> None:
        """What is known about the line now."""
        self._data.setText(look.data)
        self._database.setText(look.database)
        self._database.setToolTip(look.database_tip)
        self._seats.setText(look.seats)
        self._sources.setText(look.sources)
        self._stale.show_text(look.stale, look.stale_tip)
        self._stale.setToolTip(look.stale_tip)
        restyle_if(self._data, "2" if look.alive else "3")

    def show_waiting(self, text: str, tip: str) -> None:
        """What waits to be sent; the chip is not there while nothing does."""
        self._waiting.setText(text)
        self._waiting.setToolTip(tip)
        self._waiting.setAccessibleName(f"{text} · {tip}" if text else "")
        self._waiting.setVisible(bool(text))

    def texts(self) -> list[str]:
        """Everything that stands there, from left to right."""
        labels = (self._data, self._database, self._seats, self._sources, self._waiting, self._stale)
        return [label.text() for label in (*labels, self._zoom, self._language)]

    def _build(self) -> None:
        self._row.addWidget(self.heart)
        self._waiting.hide()
        for label in (self._data, self._database, self._seats, self._sources):
            label.setTextFormat(Qt.TextFormat.PlainText)
            restyle(label, tone="2", role="caption")
            self._row.addWidget(label)
        restyle(self._stale, tone="3", role="caption")
        buttons = (
            (self._waiting, self.waiting_asked),
            (self._zoom, self.zoom_asked),
            (self._language, self.language_asked),
        )
        for button, signal in buttons:
            restyle(button, flat=button is not self._waiting, role="caption")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(signal)
            self._row.addWidget(button)
            if button is self._waiting:
                self._row.addWidget(self._stale, 1)

    def _dress(self) -> None:
        theme, words = self._theme, self._words
        self.setAccessibleName(words("Status bar"))
        self.setFixedHeight(theme.whole(HEIGHT))
        self._row.setContentsMargins(theme.whole(14), 0, theme.whole(6), 0)
        self._row.setSpacing(theme.whole(18))
        self._stale.setContentsMargins(theme.whole(8), 0, 0, 0)
        self._zoom.setText(words("Interface {percent} %", percent=round(theme.zoom * 100)))
        self._zoom.setToolTip(words("Ctrl + and Ctrl − change the size, Ctrl 0 gives it back."))
        self._language.setText("中文 / EN")
        self._language.setAccessibleName(words("Switch the language"))
        self._language.setToolTip(self._language.accessibleName())
        for button in (self._waiting, self._zoom, self._language):
            button.setMaximumHeight(theme.whole(HEIGHT))
            # the bar is lower than a button elsewhere: the sheet's padding would cut the text
            button.setStyleSheet("padding: 0px 6px; min-height: 0px;")


def restyle_if(label: QLabel, tone: str) -> None:
    """Another tone, where it is another."""
    if label.property("tone") != tone:
        restyle(label, tone=tone)

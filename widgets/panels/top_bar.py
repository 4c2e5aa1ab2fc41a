"""The bar at the top of a desk: product, key figures, what nobody has seen by level, demo mark, date, clock, menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from services.words import Words
from widgets.kit.bar_figure import FigureStrip
from widgets.kit.icons import Icons
from widgets.kit.level_counts import LevelCounts
from widgets.kit.marks import paint_logo
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

HEIGHT = 44


class Logo(QWidget):
    """The logo."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress()

    def paintEvent(self, event: object) -> None:
        paint_logo(QPainter(self), QRectF(self.rect()), self._theme)

    def _dress(self) -> None:
        side = self._theme.whole(20)
        self.setFixedSize(side, side)


class DemoMark(QLabel):
    """Says that what is seen is made up; a frame, no colour."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        restyle(self, role="caption", tone="2")
        theme.changed.connect(self._say)
        follow(words, self, self._say)

    def _say(self) -> None:
        tokens = self._theme.tokens
        self.setText(tokens.text("demo.label_zh" if self._words.lang.startswith("zh") else "demo.label_en"))
        self.setToolTip(self._words("Everything here is made up for demonstration: people, incidents and borders."))
        pad = self._theme.whole(6)
        self.setContentsMargins(pad, 0, pad, 0)

    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        painter = QPainter(self)
        painter.setPen(self._theme.pen(self._theme.tokens.text("demo.border"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class TopBar(QWidget):
    """Shows what it is given; `menu` opens below the button.

    `figure_opened(key)`, `level_picked(rank)`; `unseen_picked()` when a person asks for what nobody has acknowledged.
    """

    figure_opened = Signal(str)
    level_picked = Signal(int)
    unseen_picked = Signal()

    def __init__(self, theme: Theme, words: Words, icons: Icons, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons = theme, words, icons
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, bar=True)
        self._product, self._date, self._clock = QLabel(), QLabel(), QLabel()
        self.unseen = QPushButton()
        self.figures, self.levels = FigureStrip(theme, self), LevelCounts(theme, words)
        self.demo = DemoMark(theme, words)
        self.button = QToolButton()
        self._row = QHBoxLayout(self)
        self._build(menu)
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_time(self, date: str, clock: str) -> None:
        """The day and the time on the city's clock."""
        self._date.setText(date)
        self._clock.setText(clock)

    def show_unseen(self, unseen: Sequence[int], opened: Sequence[int], time: str) -> None:
        """By level, red first: what nobody has acknowledged, of all that are open, at that time."""
        self.levels.show_counts(unseen, time, opened, self._words("unacknowledged"))
        told = self._words.plural(
            "{unseen} of {n} open incident not acknowledged", "{unseen} of {n} open incidents not acknowledged",
            sum(opened), unseen=self._words.formats.integer(sum(unseen)),
        )  # fmt: skip
        self.unseen.setToolTip(f"{told} · {time}")
        self.unseen.setAccessibleName(self.unseen.toolTip())

    def take(self, widget: QWidget) -> None:
        """One more thing before the menu's button."""
        self._row.insertWidget(self._row.indexOf(self.button), widget)

    def put_beside_levels(self, widget: QWidget) -> None:
        """One more thing after the counts of the incidents."""
        self._row.insertWidget(self._row.indexOf(self.levels) + 1, widget)

    def _build(self, menu: QMenu) -> None:
        restyle(self._product, role="title")
        restyle(self.unseen, flat=True)
        self.unseen.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        restyle(self._date, tone="2")
        restyle(self._clock, role="heading")
        self._clock.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.button.setMenu(menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setObjectName("menu")
        self.demo.hide()
        self._row.addWidget(Logo(self._theme))
        self._row.addWidget(self._product)
        self._row.addWidget(self.figures, 1)
        for widget in (self.unseen, self.levels, self.demo, self._date, self._clock, self.button):
            self._row.addWidget(widget)
        self.figures.opened.connect(self.figure_opened)
        self.levels.picked.connect(self.level_picked)
        self.unseen.clicked.connect(self.unseen_picked)

    def _say(self) -> None:
        words = self._words
        self._product.setText(words("GridCommand"))
        self.unseen.setText(words("Unack.", ctx="queue"))
        self.setAccessibleName(words("Top bar"))
        self.button.setAccessibleName(words("Menu"))
        self.button.setToolTip(words("Menu (F10)"))
        self._clock.setAccessibleName(words("Clock"))

    def _dress(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.whole(HEIGHT))
        self._row.setContentsMargins(theme.whole(16), 0, theme.whole(10), 0)
        self._row.setSpacing(theme.whole(10))
        self.button.setIcon(self._icons.icon("list"))
        size = theme.whole(18)
        self.button.setIconSize(self.button.iconSize().scaled(size, size, Qt.AspectRatioMode.IgnoreAspectRatio))

"""Counts by level: four glyphs with their numbers, hollow at nothing, of how many; each may be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from services.words import Words
from widgets.kit.level_glyph import level_word, paint_level
from widgets.theme.theme import Theme

LEVELS = (1, 2, 3, 4)


class LevelCount(QAbstractButton):
    """One glyph and its number; checked while it is what the queue is narrowed to."""

    def __init__(self, theme: Theme, words: Words, rank: int, size: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._rank, self._size = theme, words, rank, size
        self._count: int | None = None
        self._of = ""
        self.stale = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_count(self, count: int | None, time: str, of: int | None = None, what: str = "") -> None:
        """How many there are, at that time, and of how many; `what` is counted."""
        words = self._words
        self._count, self._of = count, "" if of is None else f"/{words.formats.integer(of)}"
        said = " ".join(filter(None, (level_word(self._rank, words), what, words.formats.integer(count), self._of)))
        self.setAccessibleName(said)
        self.setToolTip(f"{said} · {time}" if time else said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        text = QFontMetricsF(theme.font("title")).horizontalAdvance(self._words.formats.integer(self._count))
        if self._of:
            text += theme.px(3) + QFontMetricsF(theme.font("caption")).horizontalAdvance(self._of)
        return QSize(round(theme.px(self._size) + text + theme.px(14)), theme.whole(self._size + 8))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def paintEvent(self, event: object) -> None:
        painter, theme = QPainter(self), self._theme
        if self.isChecked() or self.underMouse():
            painter.fillRect(self.rect(), theme.colour("accent.quiet" if self.isChecked() else "surface.hover"))
        glyph = theme.px(self._size)
        spot = QRectF(theme.px(3), (self.height() - glyph) / 2, glyph, glyph)
        paint_level(painter, spot, self._rank, theme, self._words.lang, hollow=not self._count)
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("text.primary" if self._count and not self.stale else "text.tertiary"))
        text = QRectF(spot.right() + theme.px(5), 0, self.width(), self.height())
        count = self._words.formats.integer(self._count)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, count)
        if self._of:
            x = text.left() + QFontMetricsF(painter.font()).horizontalAdvance(count) + theme.px(3)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text.tertiary"))
            painter.drawText(
                QRectF(x, theme.px(2), self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._of
            )
        if self.hasFocus():
            painter.setPen(theme.pen(theme.tokens.text("focus.colour"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class LevelCounts(QWidget):
    """Four of them in a row; `picked(rank)` when one is clicked (0 when it was the chosen one)."""

    picked = Signal(int)

    def __init__(self, theme: Theme, words: Words, size: float = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._buttons = [LevelCount(theme, words, rank, size, self) for rank in LEVELS]
        for rank, button in zip(LEVELS, self._buttons, strict=True):
            self._row.addWidget(button)
            button.clicked.connect(lambda on, rank=rank: self.picked.emit(rank if on else 0))
        theme.changed.connect(self._dress)
        self._dress()

    def show_counts(
        self, counts: Sequence[int | None], time: str = "", of: Sequence[int] | None = None, what: str = ""
    ) -> None:
        """Counts from red to blue, at that time, each of how many; `what` is counted."""
        for at, (button, count) in enumerate(zip(self._buttons, counts, strict=True)):
            button.show_count(count, time, of[at] if of is not None else None, what)

    def show_stale(self, stale: bool) -> None:
        """The numbers are not known to be true any more, or are again."""
        for button in self._buttons:
            button.stale = stale
            button.update()

    def choose(self, rank: int) -> None:
        """Marks the level that is looked at; 0 for none."""
        for at, button in zip(LEVELS, self._buttons, strict=True):
            button.setChecked(at == rank)

    def _dress(self) -> None:
        self._row.setSpacing(self._theme.whole(6))

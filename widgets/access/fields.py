"""Fields whose signs are painted in the theme: a box to choose from with its caret, a tick with its frame."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.theme.theme import Theme

SIDE, CARET, GAP = 14, 8, 8


class Box(QComboBox):
    """Chooses one of several things."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMaxVisibleItems(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        wide = self._theme.px(CARET)
        x, y = self.width() - wide - self._theme.px(8), self.height() / 2 - wide / 4
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.pen("text.secondary", 1.5))
        painter.drawPolyline(QPolygonF([QPointF(x, y), QPointF(x + wide / 2, y + wide / 2), QPointF(x + wide, y)]))


def paint_tick(painter: QPainter, frame: QRectF, theme: Theme, ticked: bool, focus: bool = False) -> None:
    """A square frame with a tick in it for yes."""
    side = frame.width()
    painter.setPen(theme.pen("accent.base" if focus else "line.control", 2 if focus else 1))
    painter.setBrush(theme.brush("surface.base"))
    painter.drawRoundedRect(frame, theme.px(2), theme.px(2))
    if ticked:
        painter.setPen(theme.pen("text.primary", 2))
        points = ((0.2, 0.52), (0.42, 0.74), (0.8, 0.28))
        painter.drawPolyline(QPolygonF([QPointF(frame.x() + x * side, frame.y() + y * side) for x, y in points]))


class TickedItems(QStyledItemDelegate):
    """Draws the ticks of a list's items as `Tick` does; their text stands beside them as ever."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        made = QStyleOptionViewItem(option)
        self.initStyleOption(made, index)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, made, option.widget)
        side = max(self._theme.px(SIDE), float(max(box.width(), box.height())))
        frame = QRectF(0, 0, side, side)
        frame.moveCenter(QRectF(box).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_tick(painter, frame, self._theme, made.checkState == Qt.CheckState.Checked)
        painter.restore()


class Tick(QCheckBox):
    """Yes or no: a frame, with a tick in it for yes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        theme = self._theme
        wide = self.fontMetrics().horizontalAdvance(self.text()) + theme.whole(SIDE + GAP + 6)
        return QSize(wide, theme.whole(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, side = self._theme, self._theme.px(SIDE)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - side) / 2
        frame = QRectF(theme.px(2) + 0.5, round(top) + 0.5, side, side)
        paint_tick(painter, frame, theme, self.isChecked(), self.hasFocus())
        painter.setPen(theme.colour("text.primary" if self.isEnabled() else "text.disabled"))
        words = QRectF(self.rect()).adjusted(frame.right() + theme.px(GAP), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())

    def hitButton(self, pos: object) -> bool:
        return self.rect().contains(pos)  # type: ignore[call-overload, no-any-return]

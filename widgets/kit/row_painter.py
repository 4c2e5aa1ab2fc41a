"""What every painter of a list's rows needs: a guard around paint, the ground, two lines, elided words."""

from __future__ import annotations

import logging

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.theme.theme import Theme

log = logging.getLogger(__name__)
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
ROLES = ("caption", "body", "lead")
Index = QModelIndex | QPersistentModelIndex


class RowPainter(QStyledItemDelegate):
    """The one painter of a list; nothing of a row is a widget. `_row(painter, box, option, row)` paints one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._measure)
        self._measure()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        try:
            self._row(painter, QRectF(option.rect), option, index.row())
        except Exception:  # raised through Qt's paint, it would take the whole process along
            log.exception("a row can't be painted by %s", type(self).__name__)
        finally:
            painter.restore()

    def _row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, row: int) -> None:
        raise NotImplementedError

    def _ground(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        """What shows that a row is chosen, or under the pointer."""
        theme = self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent.quiet"))
            bar = QRectF(box.left(), box.top(), theme.px("selection.bar_width"), box.height())
            painter.fillRect(bar, theme.colour("accent.base"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("surface.pressed"))

    def _hair(self, painter: QPainter, box: QRectF, left: float) -> None:
        """The line to the next row, from `left` on."""
        painter.fillRect(QRectF(left, box.bottom(), box.right() - left, 1), self._theme.colour("line.hair"))

    def _halves(self, box: QRectF) -> tuple[QRectF, QRectF]:
        """A line in the size of leads and one of captions below it, in the middle of the box."""
        lead, caption = self._theme.line_px("lead"), self._theme.line_px("caption")
        top = box.top() + (box.height() - lead - caption) / 2
        return QRectF(box.left(), top, box.width(), lead), QRectF(box.left(), top + lead, box.width(), caption)

    def _text(
        self, painter: QPainter, box: QRectF, text: str, role: str, tone: str, align: Qt.AlignmentFlag = LEFT
    ) -> float:
        """Words on one line, elided where they don't fit; gives the width that they took."""
        metrics = self._measures[role]
        painter.setFont(self._fonts[role])
        painter.setPen(self._theme.colour(tone))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()) + 0.5)
        painter.drawText(box, align, shown)
        return metrics.horizontalAdvance(shown)

    def _measure(self) -> None:
        self._fonts: dict[str, QFont] = {role: self._theme.font(role) for role in ROLES}
        self._measures = {role: QFontMetricsF(font) for role, font in self._fonts.items()}

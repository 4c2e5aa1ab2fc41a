"""A list of figures: names, a graphic on one scale, and counts that open their cases, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from widgets.briefing.count_link import ground, underline
from widgets.briefing.graphics import Graphic
from widgets.kit.scribe import Scribe, Written, text_width
from widgets.theme.theme import Theme

HEAD = 28  # px at 1x
TALLEST = 52
GAP = 16
NAMES_SHARE = 0.42
MEASURED = 40  # rows whose names say how wide the names' column is
BAR = 10  # the sheet's width of a scroll bar
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a row; `spoken` says all of it; it `opens` if cases stand behind it."""

    text: str
    spoken: str = ""
    opens: bool = True


@dataclass(frozen=True, slots=True)
class ListRow:
    """A name with its numbers and the values of its graphic; `ruled` has a line above, as sums have."""

    name: str
    cells: tuple[Cell, ...]
    values: tuple[float, ...] = ()
    ruled: bool = False


class LateRows(Sequence[ListRow]):
    """Rows that are put into words when they are first looked at: of thousands, a page shows a dozen."""

    def __init__(self, count: int, make: Callable[[int], ListRow]) -> None:
        self._count, self._make = count, make
        self._made: dict[int, ListRow] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> ListRow: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[ListRow]: ...

    def __getitem__(self, at: int | slice) -> ListRow | Sequence[ListRow]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(self._count))]
        at = at + self._count if at < 0 else at
        if not 0 <= at < self._count:
            raise IndexError(at)
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]


class FigureList(QAbstractScrollArea):
    """Rows of at least touch height; ↑ ↓ Home End choose a row, `,` `.` a number, Enter or a click opens it.

    `opened(row, column)`, and `pointed(row)` when another row is chosen by hand.
    """

    opened = Signal(int, int)
    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads: Sequence[str] = ()
        self._widths: tuple[float, ...] = ()
        self._name_head, self._name_px = "", 0.0
        self._rows: Sequence[ListRow] = ()
        self._graphic: Graphic | None = None
        self.row, self.column = -1, 0
        self._hover: tuple[int, int] | None = None
        self.written: list[Written] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)

    def show_rows(
        self,
        rows: Sequence[ListRow],
        heads: Sequence[str],
        widths: Sequence[float],
        *,
        name: str = "",
        graphic: Graphic | None = None,
    ) -> None:
        """Shows these rows under the heads of their names and numbers; `widths` of the numbers are in px at 1x."""
        self._rows, self._heads, self._widths = rows, heads, tuple(widths)
        self._name_head = name
        px = self._theme.type_px("body")
        # those of further rows are much the same; what is longer ends in dots, and its tip says all of it
        widest = max((text_width(row.name, px, self._theme) for row in rows[:MEASURED]), default=0.0)
        self._name_px = widest + self._theme.px(6) + 1
        self._graphic = graphic
        self._fit()
        self.viewport().update()

    def choose(self, row: int) -> None:
        """Puts the cursor on a row without saying so."""
        self.row = min(max(-1, row), len(self._rows) - 1)
        self._say()
        self.viewport().update()

    @property
    def rows(self) -> Sequence[ListRow]:
        """What is shown."""
        return self._rows

    def keep_room_for_bar(self) -> None:
        """Keeps its columns in line with those of a list that scrolls."""
        self.setViewportMargins(0, 0, self._theme.whole(BAR), 0)

    def full_height(self) -> int:
        """The height at which every row is seen, in px."""
        return self._theme.whole(HEAD) + len(self._rows) * self._least()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(640), self.full_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.whole(320), self._theme.whole(HEAD) + 2 * self._least())

    # ---- geometry ------------------------------------------------------------------------------------------------

    def _least(self) -> int:
        return self._theme.whole("space.touch_height")

    def row_height(self) -> float:
        """The height of a row: touch height, more where there is room."""
        if not self._rows:
            return float(self._least())
        room = max(1, self.viewport().height() - self._theme.whole(HEAD))
        # what does not fit is scrolled by whole rows: none is ever cut
        seen = min(len(self._rows), max(1, room // self._least()))
        return max(float(self._least()), min(room / seen, self._theme.px(TALLEST)))

    def row_box(self, row: int) -> QRectF:
        """Where a row is, in the viewport."""
        high = self.row_height()
        top = self._theme.whole(HEAD) + row * high - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), high)

    def seen(self) -> range:
        """The rows that are in the viewport, wholly or in part."""
        high, top = self.row_height(), self.verticalScrollBar().value()
        room = self.viewport().height() - self._theme.whole(HEAD)
        return range(max(0, int(top // high)), min(len(self._rows), int((top + room) // high) + 1))

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a number is."""
        return self._column_box(self.row_box(row), column)

    def _column_box(self, line: QRectF, column: int) -> QRectF:
        right = line.right() - sum(self._theme.px(w) for w in self._widths[column + 1 :])
        wide = self._theme.px(self._widths[column])
        return QRectF(right - wide, line.top(), wide, line.height())

    def _graphic_box(self, line: QRectF) -> QRectF:
        gap = self._theme.px(GAP)
        left = line.left() + self._name_width(line) + gap
        right = line.right() - sum(self._theme.px(w) for w in self._widths) - gap
        return QRectF(left, line.top(), max(0.0, right - left), line.height())

    def _name_box(self, line: QRectF) -> QRectF:
        box = self._graphic_box(line)
        right = self._name_width(line) if self._graphic is not None else box.right()
        return QRectF(line.left() + self._theme.px(6), line.top(), right - self._theme.px(6), line.height())

    def _name_width(self, line: QRectF) -> float:
        """As wide as the widest name, but the graphic keeps its share."""
        return min(self._name_px, line.width() * NAMES_SHARE)

    def _fit(self) -> None:
        whole = self._theme.whole(HEAD) + len(self._rows) * self.row_height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(whole - self.viewport().height())))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(round(self.row_height()))

    # ---- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scribe = Scribe(painter, theme)
        first = self.row_box(0)
        rows = QRectF(0, self._theme.whole(HEAD), first.width(), self.viewport().height() - self._theme.whole(HEAD))
        painter.save()
        painter.setClipRect(rows)
        if self._graphic is not None and self._rows:
            last = self.row_box(len(self._rows) - 1)
            whole = QRectF(first.topLeft(), last.bottomRight()).intersected(rows)
            self._graphic.ground(scribe, self._graphic_box(whole), theme)
        for at in self.seen():
            self._paint_row(scribe, at, self.row_box(at))
        painter.restore()
        self._paint_heads(scribe, QRectF(0, 0, first.width(), self._theme.whole(HEAD)))
        self.written = scribe.written

    def _paint_heads(self, scribe: Scribe, line: QRectF) -> None:
        theme, px = self._theme, self._theme.type_px("caption")
        tone = theme.colour("text.tertiary")
        scribe.line(self._name_head, self._name_box(line), px, tone)
        for column, head in enumerate(self._heads):
            scribe.line(head, self._inner(self._column_box(line, column)), px, tone, RIGHT)
        if self._graphic is not None:
            self._graphic.heads(scribe, self._graphic_box(line), theme)
        scribe.painter.fillRect(QRectF(line.left(), line.bottom() - 1, line.width(), 1), theme.colour("line.rule"))

    def _paint_row(self, scribe: Scribe, at: int, box: QRectF) -> None:
        theme, row, painter = self._theme, self._rows[at], scribe.painter
        px = theme.type_px("body")
        if at == self.row:
            painter.fillRect(box, theme.colour("accent.quiet"))
            bar = theme.px("selection.bar_width")
            painter.fillRect(QRectF(box.left(), box.top(), bar, box.height()), theme.colour("accent.base"))
        rule = theme.colour("line.strong" if row.ruled else "line.hair")
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), rule)
        scribe.line(row.name, self._name_box(box), px, theme.colour("text.primary"))
        for column, cell in enumerate(row.cells):
            self._paint_cell(scribe, at, column, cell)
        if self._graphic is not None:
            self._graphic.row(painter, self._graphic_box(box), row.values, theme)

    def _paint_cell(self, scribe: Scribe, at: int, column: int, cell: Cell) -> None:
        theme, painter, px = self._theme, scribe.painter, self._theme.type_px("body")
        box = self.cell_box(at, column)
        chosen = self.hasFocus() and (at, column) == (self.row, self.column)
        if cell.opens:
            ground(painter, box, theme, hover=self._hover == (at, column), focus=chosen)
        inner = self._inner(box)
        wide = scribe.line(cell.text, inner, px, theme.colour("text.primary"), RIGHT)
        if cell.opens:
            underline(painter, inner.right() - wide, inner.center().y(), wide, px, theme)

    def _inner(self, box: QRectF) -> QRectF:
        return box.adjusted(self._theme.px(4), 0, -self._theme.px(8), 0)

    # ---- the hand ------------------------------------------------------------------------------------------------

    def cell_at(self, pos: QPointF) -> tuple[int, int]:
        """(row, column) under a point of the viewport; column −1 beside the numbers, row −1 beside the rows."""
        if pos.y() < self._theme.whole(HEAD):
            return -1, -1
        row = next((at for at in self.seen() if self.row_box(at).contains(pos)), -1)
        if row < 0:
            return -1, -1
        inside = (c for c in range(len(self._rows[row].cells)) if self.cell_box(row, c).contains(pos))
        return row, next(inside, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = self.cell_at(event.position())
        opens = column >= 0 and self._rows[row].cells[column].opens
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self._hover = (row, column) if opens else None
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row, column = self.cell_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        self._move(row, max(0, column))
        if column >= 0:
            self._open(row, column)

    def leaveEvent(self, event: object) -> None:
        self._hover = None
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, key, page = len(self._rows) - 1, Qt.Key(event.key()), max(1, len(self.seen()) - 2)
        moves = {
            Qt.Key.Key_Up: max(0, self.row - 1),
            Qt.Key.Key_Down: min(last, self.row + 1),
            Qt.Key.Key_PageUp: max(0, self.row - page),
            Qt.Key.Key_PageDown: min(last, self.row + page),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if last >= 0 and key in moves:
            self._move(moves[key], self.column)
        elif key in (Qt.Key.Key_Comma, Qt.Key.Key_Period) and self.row >= 0:
            step = -1 if key == Qt.Key.Key_Comma else 1
            self._move(self.row, min(max(0, self.column + step), len(self._rows[self.row].cells) - 1))
        elif key in ENTER and self.row >= 0:
            self._open(self.row, self.column)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.row < 0 and self._rows and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def viewportEvent(self, event: QHelpEvent) -> bool:
        if event.type() == event.Type.ToolTip:
            row, column = self.cell_at(QPointF(event.pos()))
            text = self._rows[row].cells[column].spoken if column >= 0 else self._rows[row].name if row >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().viewportEvent(event))

    def _move(self, row: int, column: int) -> None:
        changed = row != self.row
        self.row, self.column = row, column
        box, bar = self.row_box(row), self.verticalScrollBar()
        if box.top() < self._theme.whole(HEAD):
            bar.setValue(bar.value() + round(box.top() - self._theme.whole(HEAD)))
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + round(box.bottom() - self.viewport().height() + 0.5))
        self._say()
        self.viewport().update()
        if changed:
            self.pointed.emit(row)

    def _open(self, row: int, column: int) -> None:
        if column < len(self._rows[row].cells) and self._rows[row].cells[column].opens:
            self.opened.emit(row, column)

    def _say(self) -> None:
        if 0 <= self.row < len(self._rows):
            row = self._rows[self.row]
            cell = row.cells[min(self.column, len(row.cells) - 1)]
            self.setAccessibleDescription(cell.spoken or f"{row.name} {cell.text}")

"""What every window over a seat is: its theme and words, questions off the GUI thread, the mark of a demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.access.login_window import refused
from desktop.context import SeatContext
from widgets.panels.top_bar import DemoMark
from widgets.theme.theme import SeatKind, Theme

MARK_HIGH, MARK_PAD = 26, 16  # px at 1x: the strip above a window that says that its data are made up
W = TypeVar("W", bound=QWidget)


def bring_up(window: W) -> W:
    """Shows a window before all others, with the keyboard; gives it back."""
    window.show()
    window.raise_()
    window.activateWindow()
    return window


def window_theme(context: SeatContext, theme: Theme, parent: QWidget) -> Theme:
    """A list is read from near: the desk's sizes in the seat's colours, at the zoom of the interface."""
    zoom = theme.zoom if theme.seat is SeatKind.OPERATOR else context.scale
    return Theme(context.tokens, theme.name, zoom, SeatKind.OPERATOR, parent=parent)


class SeatWindow(QWidget):
    """A window over a seat; Esc closes it, words follow the language.

    In a demo city it says so in a strip above what it holds, unless `says_demo` is off as its own head does.
    """

    says_demo = True

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None, size: tuple[int, int]) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self.context, self.theme = context, window_theme(context, theme, self)
        self.setStyleSheet(self.theme.style_sheet())
        self.resize(self.theme.whole(size[0]), self.theme.whole(size[1]))
        self.alive = True
        self.demo_mark = DemoMark(self.theme, context.words, self)
        self._mark_demo()
        self.theme.changed.connect(self._mark_demo)
        context.situation.replaced.connect(self._mark_demo)
        end = context.words.on_change(self._say_again)
        self.destroyed.connect(end)

    def say(self) -> None:
        """The words of now."""

    def ask(
        self,
        key: str,
        question: Callable[[], Any],
        take: Callable[[Any], None],
        look_again: Callable[[], None] = lambda: None,
    ) -> None:
        """Asks off the GUI thread; a refusal is told in the window.

        `look_again` is for changes: what was refused is read anew once, as somebody else may have been first. A
        reading has none, or it would be tried without end while the database is gone.
        """

        def trouble(error: Exception) -> None:
            self._on_trouble(error)
            look_again()

        self.context.workers.ask(f"{key} {id(self)}", question, self._alive(take), self._alive(trouble))

    def tell(self, sentence: str) -> None:
        """A sentence on what came of it."""

    def closeEvent(self, event: QCloseEvent) -> None:
        self.alive = False
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _mark_demo(self) -> None:
        picture = self.context.situation.picture
        shown = self.says_demo and picture is not None and picture.city.demo
        self.demo_mark.setVisible(shown)
        self.setContentsMargins(0, self.theme.whole(MARK_HIGH) if shown else 0, 0, 0)
        self._place_mark()

    def _say_again(self) -> None:
        self.say()
        self._place_mark()

    def _place_mark(self) -> None:
        mark, theme = self.demo_mark, self.theme
        mark.adjustSize()
        top = theme.whole(MARK_HIGH) - mark.height()
        mark.move(self.width() - mark.width() - theme.whole(MARK_PAD), max(0, top))

    def _on_trouble(self, error: Exception) -> None:
        self.tell(refused(error, self.context.words))

    def _alive(self, call: Callable[[Any], None]) -> Callable[[Any], None]:
        return lambda found: call(found) if self.alive else None

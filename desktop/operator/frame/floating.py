"""Regions of a desk in windows of their own: on another screen, remembered, and put back when they are closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

HEAD = 64  # px at 1x: a double click so far below a region's top means its head
FIRST = (520, 900)  # px at 1x, of a window that was never moved
LEAST_SEEN = 80  # px of a window that have to lie on some screen
GATHER_MILLIS = 300


class FloatWindow(QWidget):
    """One region as a window; `moved()` when a hand moved it, `closed()` when it is to be put back.

    A tool window of the desk's own, so that the desk's keys work in it and its sheet holds.
    """

    moved = Signal()
    closed = Signal()

    def __init__(self, part: QWidget, title: str, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Tool)
        self.part = part
        self.setWindowTitle(title)
        self.setProperty("root", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(part)
        self._later = QTimer(self, singleShot=True, interval=GATHER_MILLIS)
        self._later.timeout.connect(self.moved)

    def moveEvent(self, event: Any) -> None:
        super().moveEvent(event)
        self._later.start()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._later.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # it holds a region that must not go with it
        self._later.stop()
        self.closed.emit()


class Floating(QObject):
    """Takes regions out of a desk and puts them back.

    `put_back(name)` is asked to take a region in again; `get` and `put` remember by name. `changed()` after each.
    """

    changed = Signal()

    def __init__(
        self,
        parts: Mapping[str, QWidget],
        px: Callable[[float], int],
        get: Callable[[str], Any],
        put: Callable[[str, Any], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._parts, self._px, self._get, self._put, self._owner = parts, px, get, put, parent
        self.windows: dict[str, FloatWindow] = {}
        self.is_moving = False
        for part in parts.values():
            part.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._on_screen_gone)

    def is_out(self, name: str) -> bool:
        """Whether a region is in a window of its own."""
        return name in self.windows

    def out(self) -> frozenset[str]:
        """Those that are."""
        return frozenset(self.windows)

    def turn(self, name: str) -> None:
        """Out into a window, or back."""
        self.take_back(name) if name in self.windows else self.take_out(name)

    def take_out(self, name: str) -> None:
        """Into a window, where it was the last time."""
        part = self._parts[name]
        self.is_moving = True  # the desk must not lay out, and never raise, while a child changes its parent
        window = self.windows[name] = FloatWindow(part, part.accessibleName(), self._owner.window())
        self.is_moving = False
        window.setGeometry(self._geometry(name))
        window.moved.connect(lambda: self._remember(name))
        window.closed.connect(lambda: self.take_back(name))
        part.show()
        window.show()
        self._remember(name)
        self.changed.emit()

    def take_back(self, name: str) -> None:
        """Back into the desk."""
        window = self.windows.pop(name, None)
        if window is None:
            return
        self._put(f"out.{name}", False)
        self.is_moving = True
        window.part.setParent(self._owner)
        self.is_moving = False
        window.hide()
        window.deleteLater()
        self.changed.emit()

    def restore(self, fresh: bool = False) -> None:
        """As it is remembered; `fresh`: everything back, and nothing is remembered any more."""
        for name in self._parts:
            if fresh:
                self._put(f"place.{name}", None)
            wanted = not fresh and bool(self._get(f"out.{name}"))
            if wanted != self.is_out(name):
                self.turn(name)

    def close(self) -> None:
        """The windows go with the desk; what is remembered stays."""
        for name, window in list(self.windows.items()):
            del self.windows[name]
            window.part.setParent(self._owner)
            window.hide()
            window.deleteLater()

    # ---- inside --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick:
            name = next((name for name, part in self._parts.items() if part is watched), "")
            if name and event.position().y() <= self._px(HEAD):
                QTimer.singleShot(0, self, lambda: self.turn(name))
                return True
        return False

    def _remember(self, name: str) -> None:
        window = self.windows.get(name)
        if window is not None:
            box = window.geometry()
            self._put(f"out.{name}", True)
            self._put(f"place.{name}", [box.x(), box.y(), box.width(), box.height()])

    def _geometry(self, name: str) -> QRect:
        kept = self._get(f"place.{name}")
        try:
            box = QRect(*(int(one) for one in kept))
        except TypeError:
            box = QRect(0, 0, self._px(FIRST[0]), self._px(FIRST[1]))
            box.moveTopLeft(self._owner.mapToGlobal(self._parts[name].pos()))
        return on_a_screen(box, [screen.availableGeometry() for screen in QGuiApplication.screens()])

    def _on_screen_gone(self, *_: object) -> None:
        rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        for window in self.windows.values():
            window.setGeometry(on_a_screen(window.geometry(), rooms))


def on_a_screen(box: QRect, screens: list[QRect]) -> QRect:
    """A window's box where a hand can reach it: as it is, or within the first screen where its own one is gone."""
    if not screens or any(_seen(box, screen) for screen in screens):
        return box
    room = screens[0]
    wide, high = min(box.width(), room.width()), min(box.height(), room.height())
    return QRect(room.x() + (room.width() - wide) // 2, room.y() + (room.height() - high) // 2, wide, high)


def _seen(box: QRect, screen: QRect) -> bool:
    both = box.intersected(screen)
    # its upper edge, by which it is moved, has to be there
    return both.width() >= LEAST_SEEN and both.height() >= LEAST_SEEN and box.y() >= screen.y()

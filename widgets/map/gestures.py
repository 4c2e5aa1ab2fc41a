"""Hands on the map: drag, wheel at the cursor, keys, double click, band; from the first on the view is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from widgets.map.areas import Hit

if TYPE_CHECKING:
    from widgets.map.canvas import MapCanvas

STEP, ZOOM, HISTORY, BURST_MILLIS = 0.15, 1.25, 50, 800
NEAREST, FARTHEST = 20.0, 4.0  # metres across the view; times the city


class Gestures(QObject):
    """Listens to the canvas's viewport; the canvas itself only knows views."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._moved = False
        self._over: Hit | None = None
        self._burst = QElapsedTimer()
        self._before: list[QRectF] = []
        self._keys = {
            Qt.Key.Key_Left: (-STEP, 0.0),
            Qt.Key.Key_Right: (STEP, 0.0),
            Qt.Key.Key_Up: (0.0, STEP),
            Qt.Key.Key_Down: (0.0, -STEP),
        }
        canvas.viewport().setMouseTracking(True)
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    def furniture(self) -> list[QRectF]:
        """The places of the plates that lie on the map, where no name may stand."""
        return [QRectF(plate.geometry()) for plate in self._canvas.plates if plate.isVisible()]

    def remember(self, burst: bool = False) -> None:
        """Keeps the view for `back`; of a burst of small steps only the view before it."""
        if burst and self._burst.isValid() and self._burst.elapsed() < BURST_MILLIS:
            self._burst.restart()
            return
        self._burst.start() if burst else self._burst.invalidate()
        rect = self._canvas.box.viewRect()
        if not self._before or self._before[-1] != rect:
            self._before = [*self._before[-HISTORY:], rect]

    def back(self) -> None:
        """The view before."""
        if self._before:
            self._canvas.set_lock(True)
            self._canvas.box.setRange(self._before.pop(), padding=0)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer (above 1) or farther, about a pixel or the middle."""
        canvas = self._canvas
        rect = canvas.box.viewRect()
        wide = rect.width() / factor
        if not NEAREST <= wide <= FARTHEST * canvas.scenery.ground.extent:
            return
        x, y = canvas.to_metres(at) if at is not None else (rect.center().x(), rect.center().y())
        self.remember(burst=True)
        left, bottom = x - (x - rect.left()) / factor, y - (y - rect.top()) / factor
        canvas.set_lock(True)
        canvas.box.setRange(QRectF(left, bottom, wide, rect.height() / factor), padding=0)

    def pan(self, right: float, up: float) -> None:
        """Moves the view by parts of its own size."""
        rect = self._canvas.box.viewRect()
        self.remember(burst=True)
        self._canvas.set_lock(True)
        self._canvas.box.setRange(rect.translated(right * rect.width(), up * rect.height()), padding=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._canvas.interactive:
            return False
        match event:
            case QWheelEvent() if watched is self._canvas.viewport():
                self.zoom(ZOOM ** (event.angleDelta().y() / 120), event.position())
                return True
            case QMouseEvent() if watched is self._canvas.viewport():
                return self._mouse(event)
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress and watched is self._canvas:
                return self._key(event)
        if event.type() == QEvent.Type.Leave and watched is self._canvas.viewport():
            self.look_at(None)
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, pos = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonDblClick and event.button() == Qt.MouseButton.LeftButton:
            self._drill(pos)
            return True
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._last, self._moved = pos, pos, False
            self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            return True
        if kind == QEvent.Type.MouseMove:
            self._drag(event, pos) if self._pressed is not None else self._hover(pos)
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._release(event, pos)
            return True
        return False

    def _drag(self, event: QMouseEvent, pos: QPointF) -> None:
        if self._pressed is None or self._last is None:
            return
        if not self._moved and (pos - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        canvas = self._canvas
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or canvas.band_item.rect is not None:
            canvas.band_item.rect = QRectF(self._pressed, pos).normalized()
            canvas.viewport().update()
        else:
            if not self._moved:
                self.remember()
            (x0, y0), (x1, y1) = canvas.to_metres(self._last), canvas.to_metres(pos)
            canvas.set_lock(True)
            canvas.box.setRange(canvas.box.viewRect().translated(x0 - x1, y0 - y1), padding=0)
        self._moved, self._last = True, pos

    def _release(self, event: QMouseEvent, pos: QPointF) -> None:
        canvas, band = self._canvas, self._canvas.band_item.rect
        self._pressed = self._last = None
        if band is not None:
            canvas.band_item.rect = None
            canvas.viewport().update()
            west, north = canvas.to_metres(band.topLeft())
            east, south = canvas.to_metres(band.bottomRight())
            canvas.banded.emit(canvas.scenery.markers.inside(west, south, east, north))
        elif not self._moved:
            hit = canvas.hit(pos)
            if hit is not None:
                canvas.clicked.emit(hit)

    def _hover(self, pos: QPointF) -> None:
        self.look_at(self._canvas.hit(pos))

    def look_at(self, hit: Hit | None) -> None:
        """Says what is under the hand (or in the middle of the view, by keyboard), and outlines it."""
        canvas, before = self._canvas, self._over
        self._over = hit
        if (hit and (hit.kind, hit.level, hit.id)) != (before and (before.kind, before.level, before.id)):
            polygons = []
            if hit is not None and hit.kind == "area":
                layer = canvas.scenery.ground.layers[hit.level]
                polygons = [layer.polygons[layer.row_of(hit.id)]]
            canvas.hover_line.show_polygons(polygons)
            canvas.viewport().update()
        canvas.hovered.emit(hit)

    def _key(self, event: QKeyEvent) -> bool:
        key, canvas = Qt.Key(event.key()), self._canvas
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        if held == Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Up:
            canvas.up_asked.emit()
            return True
        if held:
            return False
        if key in self._keys:
            self.pan(*self._keys[key])
            return True
        actions = {
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM),
            Qt.Key.Key_F: canvas.fit,
            Qt.Key.Key_L: canvas.layers_asked.emit,
            Qt.Key.Key_Backspace: self.back,
            Qt.Key.Key_Space: lambda: self.look_at(canvas.hit(self._middle())),
            Qt.Key.Key_Return: lambda: self._drill(self._middle()),
            Qt.Key.Key_Enter: lambda: self._drill(self._middle()),
        }
        if key not in actions:
            return False
        actions[key]()
        return True

    def _middle(self) -> QPointF:
        return QPointF(self._canvas.viewport().rect().center())

    def _drill(self, pos: QPointF) -> None:
        hit = self._canvas.hit(pos)
        if hit is not None:
            self._canvas.drilled.emit(hit)

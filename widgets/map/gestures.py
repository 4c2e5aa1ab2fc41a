"""Hands on the map: drag, wheel at the cursor, keys, double click, rubber band; from the first on the view is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from widgets.map.canvas import MapCanvas

STEP, ZOOM, HISTORY = 0.15, 1.25, 50
NEAREST, FARTHEST = 20.0, 4.0  # metres across the view; times the city


class Gestures(QObject):
    """Listens to the canvas's viewport; the canvas itself only knows views."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._moved = False
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
        view = self._canvas.viewport()
        plates = [w for w in self._canvas.findChildren(QWidget) if w.property("furniture") and w.isVisible()]
        return [
            QRectF(w.mapTo(self._canvas, w.rect().topLeft()), w.size()).intersected(QRectF(view.rect())) for w in plates
        ]

    def remember(self) -> None:
        """Keeps the view for `back`."""
        rect = self._canvas.box.viewRect()
        if not self._before or self._before[-1] != rect:
            self._before = [*self._before[-HISTORY:], rect]

    def back(self) -> None:
        """The view before."""
        if self._before:
            self._canvas.box.setRange(self._before.pop(), padding=0)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer (above 1) or farther, about a pixel or the middle."""
        canvas = self._canvas
        rect = canvas.box.viewRect()
        wide = rect.width() / factor
        if not NEAREST <= wide <= FARTHEST * canvas.scenery.ground.extent:
            return
        x, y = canvas.to_metres(at) if at is not None else (rect.center().x(), rect.center().y())
        left, bottom = x - (x - rect.left()) / factor, y - (y - rect.top()) / factor
        canvas.set_lock(True)
        canvas.box.setRange(QRectF(left, bottom, wide, rect.height() / factor), padding=0)

    def pan(self, right: float, up: float) -> None:
        """Moves the view by parts of its own size."""
        rect = self._canvas.box.viewRect()
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
            self._canvas.hovered.emit(None)
            self._canvas.hover_line.show_polygons([])
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, pos = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonDblClick and event.button() == Qt.MouseButton.LeftButton:
            hit = self._canvas.hit(pos)
            if hit is not None:
                self._canvas.drilled.emit(hit)
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
            canvas.band_item.update()
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
            canvas.band_item.update()
            west, north = canvas.to_metres(band.topLeft())
            east, south = canvas.to_metres(band.bottomRight())
            canvas.banded.emit(canvas.scenery.markers_in(west, south, east, north))
        elif not self._moved:
            hit = canvas.hit(pos)
            if hit is not None:
                canvas.clicked.emit(hit)

    def _hover(self, pos: QPointF) -> None:
        canvas = self._canvas
        hit = canvas.hit(pos)
        polygons = []
        if hit is not None and hit.kind == "area":
            layer = canvas.scenery.ground.layers[hit.level]
            polygons = [layer.polygons[layer.row_of(hit.id)]]
        canvas.hover_line.show_polygons(polygons)
        canvas.hovered.emit(hit)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in self._keys:
            self.pan(*self._keys[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM)
        elif key == Qt.Key.Key_F:
            self._canvas.fit()
        elif key == Qt.Key.Key_Backspace:
            self.back()
        else:
            return False
        return True

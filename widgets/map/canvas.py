"""The map canvas: pan and zoom by hand; the picture follows at once, the exact frame a moment later."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from layers.raster import kernels
from layers.raster.engine import FrameEngine
from layers.raster.scene import Frame, View
from services.live.records import EARTH
from services.words import Words
from widgets.map.areas import AreaLayer, Hit
from widgets.map.gestures import Gestures
from widgets.map.item import MapItem
from widgets.map.labels import LabelItem
from widgets.map.naming import namings
from widgets.map.overlays import Band, Outline, Overlay, People, Reticle
from widgets.map.scenery import Ground, Scenery, ground_of
from widgets.map.style import MapStyle

MARGIN = 0.04


class MapCanvas(pg.GraphicsView):
    """Areas, markers, people and names of a city; everything in Web Mercator metres.

    The view is the person's from the first gesture on (`locked`); `fit` gives it back. Signals: `hovered(Hit | None)`,
    `clicked(Hit)`, `drilled(Hit)`, `banded(list of marker numbers)`, `lock_changed(bool)`, `view_changed()`,
    `frame_shown(int)`.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    drilled = Signal(object)
    banded = Signal(object)
    lock_changed = Signal(bool)
    view_changed = Signal()
    frame_shown = Signal(int)
    _frame_ready = Signal(object)
    _kernels_ready = Signal()

    def __init__(self, style: MapStyle, words: Words, parent: QWidget | None = None, threads: int = 2) -> None:
        super().__init__(parent, background=None)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # pyqtgraph caches the background: one more copy
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words, self.look = words, style
        self.setAccessibleName(words("Map"))
        self.scenery = Scenery(style)
        self.locked = False
        self.interactive = True
        self._wanted = self._shown = 0
        self._fitted: tuple[float, float, float, float] | None = None
        self._closed = False
        self._build(style)
        self._frame_ready.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._kernels_ready.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        self.engine = FrameEngine(self._frame_ready.emit, threads)
        kernels.on_ready(self._on_kernels)
        self.gestures = Gestures(self)

    def _build(self, style: MapStyle) -> None:
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0, enableMouse=False)
        self.box.disableAutoRange()
        self.box.hideButtons() if hasattr(self.box, "hideButtons") else None
        self.setCentralItem(self.box)
        self.item = MapItem(self.box, style.theme.colour("map.backdrop"))
        self.subject_line, self.hover_line = Outline(self.box, 2), Outline(self.box, 3)
        self.people_item, self.band_item = People(self.box, 5), Band(self.box, 20)
        self.reticle, self.labels = Reticle(self.box, 12), LabelItem(self.box)
        self.overlays: tuple[Overlay, ...] = (
            self.subject_line,
            self.hover_line,
            self.people_item,
            self.band_item,
            self.reticle,
        )
        self._label_timer = QTimer(self, singleShot=True, interval=0)
        self._label_timer.timeout.connect(self._make_labels)
        self.box.sigRangeChanged.connect(self.refresh)
        self.box.sigResized.connect(self._on_resized)
        self._dress()

    # ---- what a seat gives ---------------------------------------------------------------------------------------

    def set_areas(self, layers: Mapping[int, AreaLayer]) -> None:
        """The borders of all levels (indexed here and now: use `set_ground` with `ground_of` made on another thread)."""
        self.set_ground(ground_of(layers))

    def set_ground(self, ground: Ground) -> None:
        """The borders, already indexed."""
        first = not self.scenery.ground.layers
        self.scenery.set_ground(ground)
        if first or not self.locked:
            self.fit(self._fitted)
        self.refresh()

    def set_colours(self, level: int, lut: NDArray[np.uint32]) -> None:
        """Colours of a level by area number."""
        self.scenery.set_colours(level, lut)
        self.refresh()

    def set_markers(self, numbers: Any, x: Any, y: Any, level: Any) -> None:
        """All incident markers: numbers int64, metres, level 0 blue … 3 red."""
        self.scenery.set_markers(numbers, x, y, level)
        self.refresh()

    def change_markers(self, numbers: Any, x: Any, y: Any, level: Any, alive: Any) -> None:
        """Some markers moved, were regraded, came or went."""
        for row in zip(numbers.tolist(), x.tolist(), y.tolist(), level.tolist(), alive.tolist(), strict=True):
            if not self.scenery.change_marker(*row):
                self.resort()
                self.scenery.change_marker(*row)
        self.refresh_soon()

    def resort(self) -> None:
        """Sorts all markers anew, the changed ones with them."""
        self.scenery.resort()

    def set_people(self, x: Any, y: Any, kind: Any) -> None:
        """People: metres, kind 0 fresh position, 1 old."""
        people = self.people_item
        people.x, people.y, people.kind = x, y, kind
        people.setVisible(self.scenery.visible["people"])
        people.update()

    def set_visible(self, layer: str, visible: bool, opacity: float = 1.0) -> None:
        """Shows or hides areas' colours, incidents, people or labels."""
        self.scenery.visible[layer] = visible
        self.scenery.opacity[layer] = opacity
        self.scenery.style_changed(self.look)
        self.people_item.setVisible(self.scenery.visible["people"])
        self.labels.setVisible(self.scenery.visible["labels"])
        self.refresh()

    def set_style(self, style: MapStyle) -> None:
        """Another theme or zoom of the interface."""
        self.look = style
        self.scenery.style_changed(style)
        self.labels.forget()
        self._dress()
        self.refresh()

    def focus_area(self, level: int, ident: int) -> None:
        """Makes an area the subject: it keeps its colours and gets an outline, its neighbours are flat land."""
        self.scenery.set_subject(level, ident)
        layer = self.scenery.ground.layers.get(level)
        row = layer.row_of(ident) if layer is not None else -1
        self.subject_line.show_polygons([layer.polygons[row]] if layer is not None and row >= 0 else [])
        self.refresh()

    def select_marker(self, number: int | None) -> None:
        """Puts the reticle on a marker; None takes it away."""
        self.reticle.place = self.scenery.place_of(number) if number is not None else None
        self.reticle.update()

    # ---- the view ------------------------------------------------------------------------------------------------

    def fit(self, bounds: tuple[float, float, float, float] | None = None) -> None:
        """Shows everything (or a box) and gives the view back to the program."""
        self.set_lock(False)
        self._fitted = bounds
        self._show_box(bounds or self.scenery.ground.bounds)

    def go_to(self, bounds: tuple[float, float, float, float]) -> None:
        """Shows a box because a person asked for it; the view before can be had back."""
        self.gestures.remember()
        self._show_box(bounds)

    def set_lock(self, locked: bool) -> None:
        """Whether the view belongs to the person's hand."""
        if locked != self.locked:
            self.locked = locked
            self.lock_changed.emit(locked)

    def view(self) -> View:
        """The view box's range in device pixels, its corner on a whole pixel, so that panning moves by whole pixels."""
        ratio = self.viewport().devicePixelRatioF()
        width = max(1, math.ceil(self.viewport().width() * ratio))
        height = max(1, math.ceil(self.viewport().height() * ratio))
        (left, right), (_, top) = self.box.viewRange()
        k = self.viewport().width() * ratio / max(1e-9, right - left)
        west, south = self.scenery.ground.origin
        return View(round((left - west) * k) / k, round((top - south) * k) / k, k, width, height)

    def fitting_scale(self) -> float:
        """Device px per metre at which the whole city fits."""
        west, south, east, north = self.scenery.ground.bounds
        ratio = self.viewport().devicePixelRatioF()
        return ratio * min(self.viewport().width() / (east - west), self.viewport().height() / (north - south))

    def refresh(self, *_: Any) -> None:
        """Shows the old frame where it belongs now and asks for an exact one."""
        if self._closed:
            return
        view = self.view()
        self.item.wanted = view
        ratio = self.viewport().devicePixelRatioF()
        west, south = self.scenery.ground.origin
        for overlay in self.overlays:
            overlay.look_from(view.x0 + west, view.ytop + south, view.k / ratio)
        self._place_labels(view, ratio)
        self.item.update()
        self._wanted = self.engine.request(view, self.scenery.scene(view, self.fitting_scale(), ratio))
        self.view_changed.emit()

    def refresh_soon(self) -> None:
        """Asks for a new frame of the same view; nothing else has to be placed anew."""
        if not self._closed:
            view, ratio = self.view(), self.viewport().devicePixelRatioF()
            self._wanted = self.engine.request(view, self.scenery.scene(view, self.fitting_scale(), ratio))

    def is_exact(self) -> bool:
        """Whether the newest frame asked for is shown, by kernels where there are any, with every name."""
        return self._shown == self._wanted > 0 and self.labels.missing == 0 and not self._waiting_for_kernels()

    def hit(self, pos: QPointF) -> Hit | None:
        """What lies under a pixel of the viewport: a marker first, else the area of the level in colours."""
        x, y = self.to_metres(pos)
        lon, lat = math.degrees(x / EARTH), math.degrees(2 * math.atan(math.exp(y / EARTH)) - math.pi / 2)
        view = self.view()
        scale = view.k / self.viewport().devicePixelRatioF()
        number = (
            self.scenery.marker_at(x, y, 12.0 * self.look.scale / scale) if self.scenery.visible["incidents"] else None
        )
        if number is not None:
            return Hit("marker", 0, number, lon, lat)
        what = self.scenery.shown(view.k, self.fitting_scale())
        if what is None:
            return None
        level = int(what.fill)
        west, south = self.scenery.ground.origin
        area = self.scenery.ground.indexes[level].locate(x - west, y - south)
        return Hit("area", level, int(self.scenery.ground.layers[level].ids[area - 1]), lon, lat) if area else None

    def to_metres(self, pos: QPointF) -> tuple[float, float]:
        """A pixel of the viewport as a place."""
        view, ratio = self.view(), self.viewport().devicePixelRatioF()
        west, south = self.scenery.ground.origin
        return view.x0 + west + pos.x() * ratio / view.k, view.ytop + south - pos.y() * ratio / view.k

    def close_engine(self) -> None:
        """Ends the engine's threads; the canvas shows its last frame from then on."""
        if not self._closed:
            self._closed = True
            self._label_timer.stop()
            self.engine.close()

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_engine()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _show_box(self, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        wide, high = max(east - west, 1.0), max(north - south, 1.0)
        rect = QRectF(west - wide * MARGIN, south - high * MARGIN, wide * (1 + 2 * MARGIN), high * (1 + 2 * MARGIN))
        self.box.setRange(rect, padding=0)

    def _on_resized(self, *_: Any) -> None:
        if not self.locked and self.scenery.ground.layers:
            self._show_box(self._fitted or self.scenery.ground.bounds)
        self.refresh()

    def _on_kernels(self) -> None:
        try:
            self._kernels_ready.emit()
        except RuntimeError:  # the canvas is gone already
            return

    def _waiting_for_kernels(self) -> bool:
        return kernels.pending()

    def _take(self, frame: Frame) -> None:
        old = self.item.show_frame(frame)
        if old is not None:
            self.engine.give_back(old)
        self._shown = frame.generation
        self.frame_shown.emit(frame.generation)

    def _dress(self) -> None:
        """Pens and colours of the light items."""
        theme, scale = self.look.theme, self.look.scale * self.look.strokes
        self.item.background = theme.colour("map.backdrop")
        self.subject_line.pen = QPen(theme.colour("map.border_city"), 2.2 * scale)
        self.hover_line.pen = QPen(theme.colour("text.primary"), 1.5 * scale)
        people, reticle = self.people_item, self.reticle
        people.fill, people.rim, people.radius = theme.colour("accent.base"), theme.colour("map.halo"), 4.5 * scale
        reticle.light, reticle.dark = theme.colour("text.primary"), theme.colour("map.halo")
        reticle.size, reticle.width = 17.0 * scale, 2.5 * scale
        self.band_item.colour = theme.colour("accent.base")

    def _place_labels(self, view: View, ratio: float) -> None:
        what = self.scenery.shown(view.k, self.fitting_scale())
        if what is None or not self.scenery.visible["labels"]:
            self.labels.place([], None, (1.0, 1.0), [], ratio)
            return
        west, south = self.scenery.ground.origin

        def to_screen(spots: NDArray[np.float64]) -> NDArray[np.float64]:
            x = (spots[:, 0] - west - view.x0) * view.k / ratio
            return np.column_stack([x, (view.ytop - (spots[:, 1] - south)) * view.k / ratio])

        size = (float(self.viewport().width()), float(self.viewport().height()))
        self.labels.place(namings(self.scenery, self.look, what), to_screen, size, self.gestures.furniture(), ratio)
        if self.labels.missing:
            self._label_timer.start()

    def _make_labels(self) -> None:
        if self.labels.make_some():
            self._label_timer.start()

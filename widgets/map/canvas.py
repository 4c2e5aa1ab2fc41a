"""The map canvas: pan and zoom by hand; the picture follows at once, the exact frame a moment later."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from layers.raster import kernels
from layers.raster.engine import FrameEngine
from layers.raster.scene import Frame, View
from layers.zoom import Zoom, zoom_of
from services.words import Words
from widgets.map.areas import AreaLayer, Hit
from widgets.map.dress import Dress
from widgets.map.gestures import Gestures
from widgets.map.ground import Ground, ground_of
from widgets.map.ground_view import GroundView
from widgets.map.item import MapItem, MarksItem
from widgets.map.labels import LabelItem
from widgets.map.live import LiveMarkers
from widgets.map.markers import Markers
from widgets.map.overlays import Band, Crosses, Glyphs, Outline, Overlay, People, Reticle
from widgets.map.placing import Placing
from widgets.map.scenery import Scenery
from widgets.map.style import MapStyle
from widgets.map.warning_marks import WarningMarks

MARGIN = 0.04
REACH = 12.0  # px at 1x round a marker in which it is hit
STAND_IN_MILLIS = 16  # a frame that comes with the next picture of a screen needs no older one in its stead
Box = tuple[float, float, float, float]


class MapCanvas(GroundView):
    """Areas, markers, people and names of a city; everything in Web Mercator metres.

    The view is the person's from the first gesture on (`locked`); `fit` gives it back. Signals: `hovered(Hit | None)`,
    `clicked(Hit)`, `drilled(Hit)`, `banded(list of marker numbers)`, `lock_changed(bool)`, `view_changed()`,
    `fill_changed(level)` when another level is in colours, `frame_shown(int)`, `up_asked()`, `layers_asked()`.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    drilled = Signal(object)
    banded = Signal(object)
    lock_changed = Signal(bool)
    view_changed = Signal()
    fill_changed = Signal(int)
    frame_shown = Signal(int)
    up_asked = Signal()
    layers_asked = Signal()
    _frame_ready = Signal(object)
    _kernels_ready = Signal()

    def __init__(self, style: MapStyle, words: Words, parent: QWidget | None = None, threads: int = 2) -> None:
        super().__init__(parent, background=None)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # pyqtgraph caches the background: one more copy
        # a range that changes would be painted at once, with the old frame, while the new one needs the processor
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words, self.look = words, style
        self.scenery = Scenery(style)
        self.plates: list[QWidget] = []
        self.headroom = self.footroom = 0  # px that furniture covers above and below what is fitted
        self.locked = False
        self.interactive = True
        self.home: Box | None = None
        self._fitted: Box | None = None
        self._wanted = self._shown = 0
        self._fill, self._closed, self._held = 0, False, False
        self._build(style)
        self._frame_ready.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._kernels_ready.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        self.engine = FrameEngine(self._frame_ready.emit, threads)
        kernels.on_ready(self._on_kernels)
        self.live = LiveMarkers(self)
        self.gestures = Gestures(self)

    def _build(self, style: MapStyle) -> None:
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0, enableMouse=False)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.item, self.marks_item = MapItem(self.box, style.theme.colour("map.backdrop")), MarksItem(self.box)
        self.crosses, self.hover_line = Crosses(self.box, 1), Outline(self.box, 2)
        self.people_item, self.glyphs = People(self.box, 5), Glyphs(self.box, 9)
        self.warnings = WarningMarks(self.box, 11, self.glyphs, self.words)
        self.labels, self.reticle, self.band_item = LabelItem(self.box), Reticle(self.box, 12), Band(self.box, 20)
        self.overlays: tuple[Overlay, ...] = (
            self.crosses, self.hover_line, self.people_item, self.glyphs, self.warnings, self.reticle, self.band_item,
        )  # fmt: skip
        self.dress, self.names = Dress(self), Placing(self)
        self._stand_in = QTimer(self, singleShot=True, interval=STAND_IN_MILLIS)
        self._stand_in.timeout.connect(self.viewport().update)
        self.box.sigRangeChanged.connect(self.refresh)
        self.box.sigResized.connect(self._on_resized)
        self.dress.put_on()

    # ---- what a seat gives ---------------------------------------------------------------------------------------

    def set_areas(self, layers: Mapping[int, AreaLayer]) -> None:
        """The borders of all levels (indexed here and now: use `set_ground`, with `ground_of` on another thread)."""
        self.set_ground(ground_of(layers))

    def set_ground(self, ground: Ground) -> None:
        """The borders, already indexed."""
        first = not self.scenery.ground.layers
        if self.scenery.set_ground(ground):
            self.live.sort_soon(ground_changed=True)
        self.dress.look_again()
        if first or not self.locked:
            self.fit(self._fitted)
        self.refresh()

    def rename(self, names: Mapping[int, Sequence[str]]) -> None:
        """Other names by level, as after a switch of language."""
        self.scenery.ground = self.scenery.ground.renamed(names)
        self.names.namer.forget()
        self.refresh()

    def set_colours(self, level: int, lut: NDArray[np.uint32]) -> None:
        """Colours of a level by area number."""
        if self.scenery.set_colours(level, lut):
            self.refresh_soon()

    def set_markers(self, numbers: Any, x: Any, y: Any, level: Any) -> None:
        """All incident markers: numbers int64, metres, level 0 blue … 3 red (sorted now: see `take_markers`)."""
        ground = self.scenery.ground
        self.take_markers(Markers.of(numbers, x, y, level, ground.origin, ground.extent))

    def take_markers(self, markers: Markers) -> None:
        """All incident markers, sorted on another thread."""
        self.live.replace(markers)
        if markers.origin != self.scenery.ground.origin:
            self.live.sort_soon(ground_changed=True)
        self.markers_changed()

    def change_markers(self, numbers: Any, x: Any, y: Any, level: Any, alive: Any) -> None:
        """Some markers moved, were regraded, came or went."""
        self.live.change(numbers, x, y, level, alive)

    def markers_changed(self) -> None:
        """Draws the markers as they are now; the reticle follows its own."""
        if self.reticle.number is not None:
            self.reticle.place = self.scenery.markers.place_of(self.reticle.number)
        self.refresh_soon()

    def set_people(self, x: Any, y: Any, kind: Any) -> None:
        """People: metres, kind 0 fresh position, 1 old."""
        people = self.people_item
        if not (np.array_equal(people.x, x) and np.array_equal(people.y, y) and np.array_equal(people.kind, kind)):
            people.x, people.y, people.kind = x, y, kind
            people.choose(self.scenery.subject_polygon())
            self.viewport().update()

    def set_warned(self, level: int, severities: Mapping[int, int], outlined: Collection[int] | None = None) -> None:
        """Areas (by number) of a level that wear 1 red … 4 blue as glyph, all or `outlined` as outline, too."""
        if self.scenery.set_warned(level, severities, outlined):
            self.dress.look_again()
            self.refresh()

    def set_layers(self, order: Sequence[str], visible: Mapping[str, bool], opacity: Mapping[str, float]) -> None:
        """Which of areas, incidents, people and labels are seen, how much of them, and their order from below."""
        scenery = self.scenery
        scenery.order = ("areas", *(name for name in order if name != "areas"))
        scenery.visible.update(visible)
        scenery.opacity.update(opacity)
        scenery.style_changed(self.look)
        self.dress.layer()
        self.refresh()

    def set_visible(self, layer: str, visible: bool, opacity: float = 1.0) -> None:
        """Shows or hides one of them."""
        self.set_layers(self.scenery.order, {layer: visible}, {layer: opacity})

    def set_style(self, style: MapStyle) -> None:
        """Another theme or zoom of the interface."""
        self.look = style
        self.scenery.style_changed(style)
        self.labels.forget()
        self.dress.put_on()
        self.dress.look_again()
        self.refresh()

    def focus_area(self, level: int, ident: int, home: Box | None = None) -> None:
        """Makes an area the subject: it keeps its colours and gets an outline, its neighbours are flat land.

        `home` is what `fit` shows from now on; without it the whole city.
        """
        self.scenery.set_subject(level, ident)
        self.home, self._fitted = home, None
        self.people_item.choose(self.scenery.subject_polygon())
        self.names.namer.forget()
        self.refresh()

    def select_marker(self, number: int | None, others: Sequence[int] = ()) -> None:
        """Puts the reticle on a marker, and keeps it there; None takes it away. `others` are framed with it."""
        self.reticle.choose(number, others, self.scenery.markers.place_of)
        self.viewport().update()

    # ---- the view ------------------------------------------------------------------------------------------------

    def fit(self, bounds: Box | None = None) -> None:
        """Shows a box, else the subject, else the whole city, and gives the view back to the program."""
        self.set_lock(False)
        self._fitted = bounds
        self._show_box(bounds or self.home or self.scenery.ground.bounds)

    def fit_again(self) -> None:
        """Shows what was fitted in the room there is now, unless the view is the person's."""
        if not self.locked and self.scenery.ground.layers:
            self._show_box(self._fitted or self.home or self.scenery.ground.bounds)

    def go_to(self, bounds: Box) -> None:
        """Shows a box because a person asked for it; the view before can be had back."""
        self.gestures.remember()
        self.set_lock(True)
        self._show_box(bounds)

    def set_lock(self, locked: bool) -> None:
        """Whether the view belongs to the person's hand."""
        if locked != self.locked:
            self.locked = locked
            self.lock_changed.emit(locked)

    def refresh(self, *_: Any) -> None:
        """Asks for the exact frame of the view; the old one is shown where it belongs now if that takes a moment."""
        if self._closed or self._held:
            return
        view, ratio = self.view(), self.viewport().devicePixelRatioF()
        self.item.wanted = self.marks_item.wanted = view
        west, south = self.scenery.ground.origin
        self.people_item.shown = zoom_of(view.k, self.fitting_scale()) is not Zoom.CITY
        for overlay in self.overlays:
            overlay.look_from(view.x0 + west, view.ytop + south, view.k / ratio)
        self.names.place(view, ratio)
        if not self._stand_in.isActive():
            self._stand_in.start()
        self.view_changed.emit()
        self._request(view, ratio)  # last: from here on the engine's threads want the interpreter's lock

    def hold(self) -> None:
        """Asks for no frame until `let_go`, while much changes at once: only the last view of it is worth drawing."""
        self._held = True

    def let_go(self) -> None:
        """Draws again, beginning with what changed meanwhile."""
        if self._held:
            self._held = False
            self.refresh()

    def refresh_soon(self) -> None:
        """Asks for a new frame of the same view; nothing else has to be placed anew."""
        if not self._closed and not self._held:
            self._request(self.view(), self.viewport().devicePixelRatioF())

    @property
    def fill(self) -> int:
        """The level that is in colours, 0 before there is any."""
        return self._fill

    def is_exact(self) -> bool:
        """Whether the newest frame asked for is shown, by kernels where there are any, with every name."""
        return not self._held and self._shown == self._wanted > 0 and self.labels.missing == 0 and not kernels.pending()

    def hit(self, pos: QPointF) -> Hit | None:
        """What lies under a pixel of the viewport: a warning, a marker, else the area of the level in colours."""
        x, y = self.to_metres(pos)
        warned = self.warnings.hit(pos, x, y)
        if warned is not None:
            return warned
        k = self.view().k
        metres_px = self.viewport().devicePixelRatioF() / k
        return self.scenery.hit(x, y, k, self.fitting_scale(), REACH * self.look.scale * metres_px)

    def close_engine(self) -> None:
        """Ends the engine's threads; the canvas shows its last frame from then on."""
        if not self._closed:
            self._closed = True
            self.names.stop()
            self._stand_in.stop()
            self.live.stop()
            self.engine.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        begin = time.thread_time()
        super().paintEvent(event)
        self.live.painted(time.thread_time() - begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_engine()
        super().closeEvent(event)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _request(self, view: View, ratio: float) -> None:
        fitting = self.fitting_scale()
        self._wanted = self.engine.request(view, self.scenery.scene(view, fitting, ratio))
        what = self.scenery.shown(view.k, fitting)
        if what is not None and int(what.fill) != self._fill:
            self._fill = int(what.fill)
            self.fill_changed.emit(self._fill)

    def _show_box(self, bounds: Box) -> None:
        self.box.setRange(framed(bounds, self.viewport().size(), self.headroom, self.footroom), padding=0)

    def _on_resized(self, *_: Any) -> None:
        self.fit_again()
        self.refresh()

    def _on_kernels(self) -> None:
        with contextlib.suppress(RuntimeError):  # the canvas may be gone already
            self._kernels_ready.emit()

    def _take(self, frame: Frame) -> None:
        old = self.item.show_frame(frame)
        self.marks_item.show_frame(frame)
        if old is not None:
            self.engine.give_back(old)
        self._shown = frame.generation
        if self._shown == self._wanted:
            self._stand_in.stop()
        self.viewport().update()
        self.frame_shown.emit(frame.generation)


def framed(bounds: Box, size: QSize, head: float, foot: float) -> QRectF:
    """A box with a margin, and with the room in metres that furniture of so many px covers above and below it."""
    west, south, east, north = bounds
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    rect = QRectF(west - wide * MARGIN, south - high * MARGIN, wide * (1 + 2 * MARGIN), high * (1 + 2 * MARGIN))
    metres = max(rect.width() / max(1, size.width()), rect.height() / max(1.0, size.height() - head - foot))
    return rect.adjusted(0, -foot * metres, 0, head * metres)  # y goes up

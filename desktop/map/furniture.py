"""The furniture of a map: fills the plates from the scene and the picture, and puts them on their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QTimer, Signal
from PySide6.QtGui import QCursor

from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.map.scene import MapScene
from desktop.map.words import MapWords
from layers.classes import FIXED
from layers.plans import AreaPlan
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import PlaceStatus
from services.words.terms import LEVELS, PLACES
from widgets.kit.icons import Icons
from widgets.map.areas import Hit
from widgets.map.canvas import MapCanvas
from widgets.map.density_key import DensityKey
from widgets.map.hover_tip import HoverTip
from widgets.map.layer_panel import LayerPanel
from widgets.map.legend import Legend
from widgets.map.projection import degrees_of_x, degrees_of_y, stretch
from widgets.map.scale_bar import ScaleBar
from widgets.map.scenery import ORDER
from widgets.map.top_bar import MapBar
from widgets.theme.theme import Theme

MARGIN, KEEP_MILLIS, NARROW = 8.0, 400, 560.0  # px at 1x
REMEMBERED, SHOWN, FIGURE = "map.layers", "map.layers_shown", "map.figure"


class PageFurniture(QObject):
    """A legend and a scale to read by, sized by the seat's type."""

    def __init__(self, context: SeatContext, theme: Theme, scene: MapScene, icons: Icons | None = None) -> None:
        super().__init__(scene)
        self.context, self.theme, self.scene = context, theme, scene
        self.canvas: MapCanvas = scene.canvas
        self.legend = Legend(theme, context.words, icons, self.canvas)
        self.scale = ScaleBar(theme, context.words, places=icons is not None, parent=self.canvas)
        self.density = DensityKey(theme, context.words, ruled=icons is not None, parent=self.canvas)
        self.canvas.plates += [self.legend, self.density, self.scale]
        scene.legend_changed.connect(self._on_legend)
        self.canvas.view_changed.connect(self._on_view)
        scene.told.connect(self._on_density)
        theme.changed.connect(self._on_theme)
        self._end_words = context.words.on_change(self._on_words)

    def place(self) -> None:
        """Puts the plates into their corners."""
        margin, area = self.theme.whole(MARGIN), self.canvas.rect()
        for plate in (self.legend, self.density, self.scale):
            plate.resize(plate.sizeHint())
        self.legend.move(margin, area.height() - margin - self.legend.height())
        above = self.legend.y() if self.legend.isVisibleTo(self.canvas) else area.height()
        self.density.move(margin, above - margin - self.density.height())
        self.scale.move(area.width() - margin - self.scale.width(), area.height() - margin - self.scale.height())

    def _make_room(self) -> None:
        """On a page nothing of the city hides behind the legend."""
        room = self.legend.height() + self.theme.whole(MARGIN) if self.legend.isVisibleTo(self.canvas) else 0
        if room != self.canvas.footroom:
            self.canvas.footroom = room
            self.canvas.fit_again()

    def close(self) -> None:
        """Listens no more."""
        self._end_words()

    def words(self) -> MapWords | None:
        """Words about the picture of the moment."""
        picture = self.context.situation.picture
        return MapWords(self.context.words, picture) if picture is not None else None

    def _on_legend(self, plan: AreaPlan) -> None:
        said = self.words()
        if said is None:
            return
        pulse = self.context.situation.pulse
        now = pulse.fresh_at if pulse is not None and pulse.fresh_at is not None else self.context.clock()
        shown = self.canvas.scenery.visible["areas"]
        opacity = self.canvas.scenery.opacity["areas"] if shown else 0.0
        choose = isinstance(self, DeskFurniture)
        self.legend.show_key(said.key(plan, self.theme.palette, opacity, self.scene.limits is not None, now, choose))
        self.legend.setVisible(shown and bool(len(plan.areas)))
        self.place()
        self._make_room()

    def _on_view(self) -> None:
        view, ratio = self.canvas.view(), self.canvas.viewport().devicePixelRatioF()
        middle = self.canvas.box.viewRect().center()
        self.scale.show_scale(ratio / view.k / stretch(middle.y()))
        self.scale.show_place(degrees_of_x(middle.x()), degrees_of_y(middle.y()))
        self._on_density()

    def _on_density(self) -> None:
        canvas = self.canvas
        if self.density.show_density(*canvas.scenery.density(canvas.view().k, canvas.fitting_scale())):
            self.place()

    def _on_theme(self) -> None:
        self.place()

    def _on_words(self) -> None:
        plan = self.scene.legend()
        if plan is not None:
            self._on_legend(plan)
        self.density.update()
        self.place()


class DeskFurniture(PageFurniture):
    """Everything that a desk works with on the map; opens the cases that have no place on it."""

    picked = Signal(int)

    def __init__(self, context: SeatContext, theme: Theme, scene: MapScene) -> None:
        icons = Icons(theme)
        super().__init__(context, theme, scene, icons)
        words = context.words
        self.bar = MapBar(theme, words, icons, self.canvas)
        self.panel = LayerPanel(theme, words, icons, ORDER, self.canvas)
        self.tip = HoverTip(theme, self.canvas)
        self.of_warnings: Callable[[int], Sequence[str]] = lambda warning: ()  # a seat that shows warnings says them
        self.canvas.plates += [self.bar, self.panel]
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MILLIS)
        self._keep.timeout.connect(self._remember)
        self._connect()
        kept = context.memory.get(REMEMBERED) or {}
        if isinstance(kept, dict):
            self.panel.restore(kept.get("order", ()), kept.get("visible", {}), kept.get("opacity", {}))
        self.panel.setVisible(bool(context.memory.get(SHOWN, True)))
        self._restore_figure()
        self.bar.show_lock(self.canvas.locked)
        self._on_told()

    def _make_room(self) -> None:
        """A desk's view is the person's: they can move what they want to see."""

    def toggle_layers(self) -> None:
        """Shows or hides the layers; their first row has the keyboard when they come."""
        shown = self.panel.isHidden()
        self.panel.setVisible(shown)
        if shown:
            self.panel.rows[self.panel.order[-1]].setFocus()
        else:
            self.canvas.setFocus()
        self._keep.start()
        self.place()
        self.canvas.refresh()

    def place(self) -> None:
        """Puts the plates into their corners, under the bar."""
        super().place()
        margin, area, bar = self.theme.whole(MARGIN), self.canvas.rect(), self.bar.height_px()
        self.canvas.headroom = bar
        self.bar.setGeometry(0, 0, area.width(), bar)
        self.panel.move(area.width() - margin - self.panel.width(), bar + margin)

    def close(self) -> None:
        if self._keep.isActive():
            self._remember()
        self._keep.stop()
        super().close()

    def _connect(self) -> None:
        canvas, scene, bar = self.canvas, self.scene, self.bar
        canvas.lock_changed.connect(bar.show_lock)
        canvas.hovered.connect(self._on_hovered)
        canvas.layers_asked.connect(self.toggle_layers)
        canvas.fill_changed.connect(self._on_told)
        bar.layers_asked.connect(self.toggle_layers)
        bar.fit_asked.connect(canvas.fit)
        bar.apart_asked.connect(self._on_apart)
        bar.breadcrumb.chosen.connect(scene.go)
        self.panel.changed.connect(self._on_layers)
        self.legend.figure_chosen.connect(self._on_figure)
        self.legend.classes_chosen.connect(self._on_classes)
        scene.subject_changed.connect(self._on_told)
        scene.told.connect(self._on_told)

    def _on_told(self, *_: Any) -> None:
        said, words = self.words(), self.context.words
        if said is None:
            return
        counts, number = self.scene.counts, words.formats.integer
        self.bar.breadcrumb.show_path(said.steps(self.scene.subject), said.below(self.scene.subject))
        self.bar.show_apart(counts.unlocated, counts.outside)
        fill = self.canvas.fill
        layer = self.canvas.scenery.ground.layers.get(fill)
        titles = {
            "warnings": words("Warnings", ctx="map"),
            "labels": words("Place names", ctx="map"),
            "people": words("People", ctx="map"),
            "incidents": words("Incidents", ctx="map"),
            "areas": words(LEVELS[Level(fill)]) if fill else words("Areas", ctx="map"),
        }
        inside = int(self.canvas.scenery.in_subject(fill).sum()) if layer is not None else 0
        shown = {"incidents": counts.inside, "people": counts.people, "areas": inside,
                 "warnings": len(self.canvas.warnings.marks)}  # fmt: skip
        self.panel.show_layers(titles, {name: number(count) for name, count in shown.items()})
        self.place()

    def _on_hovered(self, hit: Hit | None) -> None:
        said = self.words()
        if hit is not None:
            self.scale.show_place(hit.lon, hit.lat)
        lines: Sequence[str] = ()
        if hit is not None and hit.kind == "warning":
            lines = self.of_warnings(hit.id)
        elif hit is not None and said is not None:
            plan = self.scene.plans.get(hit.level)
            lines = said.incident_lines(hit.id) if hit.kind == "marker" else said.area_lines(hit.id, plan)
        self.tip.show_lines(lines, self._hand(hit), self._free())
        if lines:
            self.canvas.setAccessibleDescription(self.tip.accessibleName())

    def _hand(self, hit: Hit | None) -> QPoint:
        """Where the tip belongs: at the mouse, or at the place that was asked for by key."""
        at = self.canvas.viewport().mapFromGlobal(QCursor.pos())
        if hit is None or self._same(self.canvas.hit(QPointF(at)), hit):
            return at
        return self.canvas.viewport().rect().center()

    @staticmethod
    def _same(a: Hit | None, b: Hit) -> bool:
        return a is not None and (a.kind, a.level, a.id) == (b.kind, b.level, b.id)

    def _free(self) -> QRect:
        """The map without its bar."""
        return self.canvas.viewport().rect().adjusted(0, self.bar.height_px(), 0, 0)

    def _on_layers(self, order: Any, visible: Any, opacity: Any) -> None:
        self.canvas.set_layers(order, visible, opacity)
        plan = self.scene.legend()
        if plan is not None:
            self._on_legend(plan)
        self._keep.start()

    def _on_figure(self, name: str) -> None:
        fixed = self.scene.limits is not None
        self.scene.set_figure(name, FIXED[name] if fixed else None)
        self.context.memory.put(FIGURE, [name, fixed])

    def _on_classes(self, fixed: bool) -> None:
        self.scene.fix_classes(fixed)
        self.context.memory.put(FIGURE, [self.scene.figure, fixed])

    def _restore_figure(self) -> None:
        kept = self.context.memory.get(FIGURE)
        if isinstance(kept, list) and len(kept) == 2 and kept[0] in FIXED:
            self.scene.set_figure(str(kept[0]), FIXED[str(kept[0])] if kept[1] else None)

    def _on_apart(self, status: PlaceStatus) -> None:
        counts = self.scene.counts
        expected = counts.unlocated if status is PlaceStatus.UNLOCATED else counts.outside
        open_cases(
            self.context, self.theme, lambda: self.context.words(PLACES[status], ctx="place"),
            CaseFilter(open_only=True, place=status), self.canvas.window(), expected, self.context.clock(),
        )  # fmt: skip

    def _remember(self) -> None:
        panel, memory = self.panel, self.context.memory
        memory.put(REMEMBERED, {"order": panel.order, "visible": panel.visible, "opacity": panel.opacity})
        memory.put(SHOWN, not panel.isHidden())

    def _on_words(self) -> None:
        super()._on_words()
        self._on_told()

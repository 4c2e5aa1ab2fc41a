"""A map of the wall with its key below, and the hatch over it when it is old."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.map.view import Furniture, MapView
from desktop.map.words import MapWords
from desktop.risk.on_map import WarningsOnMap
from layers.plans import AreaPlan
from services.domain.incidents import Severity
from services.domain.scenes import EVERYTHING, LAYERS, Extent, Right, Scene
from services.live.mercator import to_mercator
from services.words import N_
from services.words.terms import CHOROPLETHS
from widgets.map.density_key import steps_of
from widgets.map.projection import stretch
from widgets.theme.theme import Theme
from widgets.wall.covers import StaleVeil
from widgets.wall.key_strip import KeyShown, KeyStrip

SHORT = {
    "recent_per_thousand": N_("30 days per 1,000 homes", ctx="short"),
    "recent": N_("Incidents, 30 days", ctx="short"),
    "open": N_("Open", ctx="short"),
    "overdue": N_("Overdue", ctx="short"),
}


SHOWN = Severity.YELLOW  # the least level of a warning that has a glyph on the map
BELOW = {None: 0, 4: 0, 3: 1, 2: 2, 1: 3}  # the raster level of the least severity that is seen


class MapPane(QWidget):
    """`scene` and `canvas` are the map's, `warnings` its marks of warnings. The owner calls `close_view`."""

    def __init__(
        self, context: SeatContext, theme: Theme, figure: str = "recent_per_thousand", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._theme = context, theme
        self.view = MapView(context, theme, Furniture.NONE, figure, self)
        self.scene, self.canvas = self.view.scene, self.view.canvas
        self.warnings = WarningsOnMap(context, self.canvas, self)
        self._extent: Extent | None = None
        self._filter, self._right = EVERYTHING, Right.WARNINGS
        self.key = KeyStrip(theme, context.words, self)
        self.veil = StaleVeil(theme, self)
        self.scene.legend_changed.connect(self._on_legend)
        self.scene.told.connect(self._on_view)
        self.canvas.view_changed.connect(self._on_view)
        theme.changed.connect(self._on_theme)
        self._end_words = context.words.on_change(self._on_theme)

    def show_scene(self, shown: Scene, figure: str) -> None:
        """The ground (in `figure`'s colours), layers, level, filter and extent of a scene."""
        self.scene.pin_level(shown.level)
        seen = {name: name in shown.layers for name in LAYERS}
        if seen != {name: self.canvas.scenery.visible[name] for name in LAYERS}:
            self.canvas.set_layers(self.canvas.scenery.order, seen, {})
        if self.scene.figure != figure:
            self.scene.set_figure(figure)
        if shown.extent != self._extent:
            self._extent = shown.extent if self._go(shown.extent) else None
        self._filter, self._right = shown.filter, shown.right
        self.show_warnings()
        self.scene.plan_now()

    def forget_extent(self) -> None:
        """The view was moved by somebody else: the next scene shows its own again."""
        self._extent = None

    def _go(self, extent: Extent) -> bool:
        """Shows an extent; False while the city is not known."""
        picture = self._context.situation.picture
        if picture is None or not len(picture.areas):
            return False
        codes = picture.areas.codes
        index = codes.index(extent.area) if extent.area in codes else 0
        if index != self.scene.subject:
            self.scene.show_area(index)
        if extent.box is None:
            self.canvas.fit()
        else:
            west, south, east, north = extent.box
            x, y = to_mercator((west, east), (south, north))
            self.canvas.fit((float(x[0]), float(y[0]), float(x[1]), float(y[1])))
        return True

    def show_warnings(self) -> None:
        """Shows the warnings from yellow on that the scene takes: of the blue ones the list tells."""
        picture = self._context.situation.picture
        if picture is not None:
            found = (one for one in picture.warnings.values() if self._filter.takes(int(one.level)))
            self.warnings.show_only(frozenset(one.id for one in found if one.level <= SHOWN))
            # two reds for one place, one of a warning and one of an incident, would hide each other
            crowded = self._right is Right.WARNINGS and bool(picture.warnings)
            self.scene.leave_out(BELOW[self._filter.least], crowded)

    def show_stale(self, text: str) -> None:
        """Hatches the map with its age; an empty text when it is fresh."""
        self.veil.show_stale(text)
        if text:
            self.veil.raise_()

    def complete(self) -> bool:
        """Whether the map is drawn."""
        return self.view.complete()

    def close_view(self) -> None:
        """Ends timers and threads; the last picture stays."""
        self._end_words()
        self.view.close_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        high = round(self.key.height_beside(self.height()))
        free = max(1, self.height() - high)
        self.view.setGeometry(0, 0, self.width(), free)
        self.veil.setGeometry(0, 0, self.width(), free)
        self.key.setGeometry(0, free, self.width(), high)

    def _on_theme(self) -> None:
        self._place()
        plan = self.scene.legend()
        if plan is not None:
            self._on_legend(plan)

    def _on_legend(self, plan: AreaPlan) -> None:
        picture = self._context.situation.picture
        if picture is None:
            return
        words, canvas = self._context.words, self.canvas
        density, k = canvas.scenery.density(canvas.view().k, canvas.fitting_scale())
        if density is not None:  # it lies over the classes: a key tells of what is seen
            colours, limits = steps_of(density, k, self._theme, words)
            titles = words("Incidents per km²"), words("per km²", ctx="short")
            self.key.show_key(KeyShown(self._with_reds(titles), "", colours, limits[1:]))
            return
        key = MapWords(words, picture).key(plan, self._theme.palette, 1.0, False, self._context.clock(), False)
        titles = (words(CHOROPLETHS[plan.figure]), words(SHORT[plan.figure], ctx="short"))
        self.key.show_key(KeyShown(self._with_reds(titles), key.note, key.colours, key.limits))

    def _with_reds(self, titles: tuple[str, str]) -> tuple[str, ...]:
        """The title with how many towns are at red, where not each of them has its outline."""
        words, n = self._context.words, self.scene.unlined
        if not n:
            return titles
        reds = words.plural("{n} town at red", "{n} towns at red", n)
        return *(f"{title} · {reds}" for title in titles), *titles

    def _on_view(self) -> None:
        canvas = self.canvas
        ratio, middle = canvas.viewport().devicePixelRatioF(), canvas.box.viewRect().center()
        self.key.show_scale(ratio / canvas.view().k / stretch(middle.y()))
        plan = self.scene.legend()
        if plan is not None:
            self._on_legend(plan)

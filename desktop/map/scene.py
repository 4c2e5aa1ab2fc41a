"""Feeds a map canvas from the situation: plans off the GUI thread at most ten times a second, live markers at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.map.paint import Drawn, drawn_finally, drawn_first
from desktop.map.plan import Counts, Planned, Wish, plan_all
from desktop.names import Names
from layers import incidents
from layers.classes import FIXED
from layers.plans import AreaPlan
from services.domain.areas import Level
from services.live.advance import Touched
from services.live.picture import Picture
from services.live.shapes import Shapes
from widgets.map.areas import Hit
from widgets.map.canvas import MapCanvas
from widgets.map.style import MapStyle
from widgets.theme.theme import Theme

PLAN_EVERY_MILLIS = 100
PEOPLE_EVERY_MILLIS = 30_000
CITY = 0


class MapScene(QObject):
    """The city on a canvas: choropleth, markers, people, outlines; drill-down by areas of the picture.

    Signals: `subject_changed(index)` when another area is the subject, `legend_changed(AreaPlan)`,
    `incident_picked(id)`, `incident_opened(id)`, `area_picked(index)`, `incidents_banded(ids)`, `told()` after each
    round of planning.
    """

    subject_changed = Signal(int)
    legend_changed = Signal(object)
    incident_picked = Signal(object)
    incident_opened = Signal(object)
    area_picked = Signal(int)
    incidents_banded = Signal(object)
    told = Signal()

    def __init__(
        self, context: SeatContext, canvas: MapCanvas, theme: Theme, figure: str = "recent_per_thousand"
    ) -> None:
        super().__init__(canvas)
        self._context, self.canvas, self._theme = context, canvas, theme
        self.figure = figure
        self.limits: tuple[float, ...] | None = None
        self.subject = CITY
        self.least = 0  # raster level of the incidents that are seen, and of those above
        self._asleep, self._outlined = False, True
        self.plans: dict[int, AreaPlan] = {}
        self.counts = Counts(0, 0, 0, 0)
        self._drawn: Drawn | None = None
        self._all_levels = self._all_markers = True
        self._late: list[NDArray[np.int64]] = []
        self.unlined = 0  # areas at a level where only the worst of them wear an outline
        self._asked = self._planned = 0
        self._timer = QTimer(self, singleShot=True, interval=PLAN_EVERY_MILLIS)
        self._timer.timeout.connect(self._plan)
        self._people = QTimer(self, interval=PEOPLE_EVERY_MILLIS)
        self._people.timeout.connect(self.plan_soon)
        self._people.start()
        situation = context.situation
        situation.redrawn.connect(self._on_redrawn)
        situation.replaced.connect(self._on_replaced)
        situation.changed.connect(self._on_changed)
        theme.changed.connect(self._on_theme)
        self._end_words = context.words.on_change(self._on_words)
        self._connect()
        if situation.shapes is not None:
            self._on_redrawn(situation.shapes)

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    def set_figure(self, name: str, limits: tuple[float, ...] | None = None) -> None:
        """Colours the areas by another figure of `layers.choropleth.FIGURES`; quantiles unless limits are given."""
        self.figure, self.limits = name, limits
        self._all_levels = True
        self.plan_soon()

    def fix_classes(self, fixed: bool) -> None:
        """Classes with limits that stay, or quantiles of what there is."""
        self.set_figure(self.figure, FIXED[self.figure] if fixed else None)

    def pin_level(self, level: Level | None) -> None:
        """Shows the areas of one level at every scale (None: what the scale asks for), from the next `go` on."""
        self.canvas.scenery.pinned = level

    def go(self, index: int) -> None:
        """Makes an area the subject and shows it whole."""
        picture = self._context.situation.picture
        if picture is None or not 0 <= index < len(picture.areas):
            return
        self.subject = index
        self._focus(picture)
        bounds = self._drawn.shapes.bounds(index) if self._drawn else None
        if bounds is not None:
            self.canvas.go_to(bounds)
        self.subject_changed.emit(index)
        self._show_legend()
        self._all_levels = True
        self.plan_soon()

    def show_area(self, index: int) -> None:
        """Makes an area the subject and shows it whole; the view stays the program's."""
        picture = self._context.situation.picture
        if picture is None or not 0 <= index < len(picture.areas):
            return
        self.subject = index
        self._focus(picture)
        self.canvas.fit()
        self._all_levels = True
        self.plan_soon()

    def leave_out(self, least: int, outlines: bool) -> None:
        """Leaves out incidents below a raster level (0 blue … 3 red), and perhaps the levels that areas wear."""
        self._all_markers |= least != self.least
        if (least, not outlines) != (self.least, self._outlined):
            self.least, self._outlined = least, not outlines
            self.plan_soon()

    def sleep(self) -> None:
        """Plans and draws nothing until `wake`: nobody sees this map."""
        self._asleep = True
        self._timer.stop()
        self.canvas.hold()

    def wake(self) -> None:
        """Catches up with everything that happened meanwhile, at once."""
        self._asleep, self._all_levels, self._all_markers = False, True, True
        self._plan()
        self.canvas.let_go()

    def plan_now(self) -> None:
        """Plans again without waiting for more to come."""
        self._timer.stop()
        self._plan()

    def up(self) -> None:
        """One level out."""
        picture = self._context.situation.picture
        if picture is not None and self.subject != CITY:
            self.go(max(CITY, int(picture.areas.parent[self.subject])))

    def select(self, incident: int) -> None:
        """Puts the reticle on an incident; does not move the map."""
        self.canvas.select_marker(incident)

    def go_to_incident(self, incident: int, metres: float = 1500.0) -> None:
        """Shows the surroundings of an incident that has a place."""
        picture = self._context.situation.picture
        at = picture.incident_at(incident) if picture else -1
        if picture is None or at < 0:
            return
        row = picture.incidents.row(at)
        x, y = float(row["x"]), float(row["y"])
        if np.isfinite(x) and np.isfinite(y):
            self.canvas.go_to((x - metres, y - metres, x + metres, y + metres))
            self.select(incident)

    def legend(self) -> AreaPlan | None:
        """The plan of the level that is in colours; None before anything is planned."""
        return self.plans.get(self.canvas.fill) or next(iter(self.plans.values()), None)

    def complete(self) -> bool:
        """Whether everything asked for is planned and the canvas shows its exact frame."""
        planned = 0 < self._asked == self._planned and not self._all_levels
        return self._drawn is not None and self._drawn.final and planned and self.canvas.is_exact()

    def close(self) -> None:
        """Ends timers and the canvas's engine."""
        self._timer.stop()
        self._people.stop()
        self._end_words()
        self.canvas.close_engine()

    # ---- what happens --------------------------------------------------------------------------------------------

    def plan_soon(self) -> None:
        """Plans again within a tenth of a second."""
        if not self._timer.isActive() and not self._asleep:
            self._timer.start()

    def _connect(self) -> None:
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.drilled.connect(self._on_drilled)
        self.canvas.up_asked.connect(self.up)
        self.canvas.fill_changed.connect(self._on_fill)
        self.canvas.banded.connect(lambda numbers: self.incidents_banded.emit(list(numbers)))

    def _focus(self, picture: Picture) -> None:
        bounds = self._drawn.shapes.bounds(self.subject) if self._drawn and self.subject != CITY else None
        self.canvas.focus_area(int(picture.areas.level[self.subject]), self.subject, bounds)

    def _on_redrawn(self, shapes: Shapes) -> None:
        self._ask_drawn(shapes, drawn_first)

    def _ask_drawn(self, shapes: Shapes, make: Callable[[Shapes, Callable[[int], str]], Drawn]) -> None:
        picture = self._context.situation.picture
        name = Names(self._context.words, picture).area if picture else shapes.areas.names.__getitem__
        self._context.workers.ask(f"layers {id(self)}", lambda: make(shapes, name), self._take_layers)

    def _take_layers(self, drawn: Drawn) -> None:
        again = self._drawn is not None and self._drawn.shapes is drawn.shapes
        self._drawn = drawn
        self.canvas.set_ground(drawn.ground)
        if not drawn.final:
            self._ask_drawn(drawn.shapes, drawn_finally)
        if not again:
            self._all_levels = self._all_markers = True
            picture = self._context.situation.picture
            if picture is not None and 0 < self.subject < len(picture.areas):
                self._focus(picture)
        self.plan_soon()

    def _on_replaced(self, picture: Picture) -> None:
        self._all_levels = self._all_markers = True
        if self.subject >= len(picture.areas):
            self.subject = CITY
            self.subject_changed.emit(CITY)
        self.plan_soon()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if self._asleep:
            return
        if len(touched.incidents):
            self._change(picture, touched.incidents)
            if self._all_markers:
                self._late.append(touched.incidents)
        self.plan_soon()

    def _change(self, picture: Picture, rows: NDArray[np.int64]) -> None:
        plan = incidents.plan(picture, rows)
        self.canvas.change_markers(plan.numbers, plan.x, plan.y, plan.level, plan.alive & (plan.level >= self.least))

    def _on_theme(self) -> None:
        self.canvas.set_style(MapStyle(self._theme))
        self._all_levels = True
        self.plan_soon()

    def _on_words(self) -> None:
        drawn, picture = self._drawn, self._context.situation.picture
        if drawn is None or picture is None:
            return
        names = Names(self._context.words, picture)
        self._context.workers.ask(f"names {id(self)}", lambda: drawn.names(names.area), self.canvas.rename)

    def _on_fill(self, level: int) -> None:
        self._show_legend()
        self.plan_soon()

    def _on_clicked(self, hit: Hit) -> None:
        if hit.kind == "marker":
            self.incident_picked.emit(hit.id)
        elif hit.kind == "area":
            self.area_picked.emit(int(hit.id))

    def _on_drilled(self, hit: Hit) -> None:
        if hit.kind == "marker":
            self.incident_opened.emit(hit.id)
        elif hit.kind == "area":
            self.go(self._below_subject(int(hit.id)))

    def _below_subject(self, index: int) -> int:
        """The step of an area's path that comes next below the subject, so that a double click goes one level down."""
        picture = self._context.situation.picture
        path = picture.areas.path(index) if picture else (index,)
        if self.subject in path:
            at = path.index(self.subject)
            return path[min(at + 1, len(path) - 1)]
        return path[min(1, len(path) - 1)]

    # ---- planning ------------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        picture, drawn = self._context.situation.picture, self._drawn
        if self._asleep or picture is None or drawn is None or len(drawn.shapes.areas) != len(picture.areas):
            return
        self._asked += 1
        fill, number = self.canvas.fill, self._asked
        levels = (fill,) if fill in drawn.layers and not self._all_levels else tuple(drawn.layers)
        wish = Wish(
            levels,
            self.figure,
            self.limits,
            self._context.clock(),
            self._theme.palette,
            self._all_markers,
            self.subject,
            self.least,
        )
        self._all_levels = False
        self._context.workers.ask(f"plan {id(self)}", lambda: (number, plan_all(picture, drawn, wish)), self._take_plan)

    def _take_plan(self, answer: tuple[int, Planned]) -> None:
        self._planned, planned = answer
        self.plans |= planned.areas
        for level, lut in planned.luts.items():
            self.canvas.set_colours(level, lut)
        if planned.markers is not None:
            self.canvas.take_markers(planned.markers)
            self._all_markers = False
            self._catch_up()
        self.canvas.set_people(planned.people.x, planned.people.y, planned.people.kind)
        worn = planned.outlines
        warned = dict(zip(worn.areas.tolist(), worn.severity.tolist(), strict=True)) if self._outlined else {}
        self.canvas.set_warned(int(worn.level), warned, list(warned)[: worn.outlined])
        self.unlined = len(warned) if worn.outlined < len(warned) else 0
        self.counts = planned.counts
        self.told.emit()
        self._show_legend()

    def _catch_up(self) -> None:
        """Changes that came while all markers were planned from an older picture."""
        late, self._late = self._late, []
        picture = self._context.situation.picture
        if late and picture is not None:
            rows = np.unique(np.concatenate(late))
            self._change(picture, rows[rows < len(picture.incidents)])

    def _show_legend(self) -> None:
        plan = self.legend()
        if plan is not None:
            self.legend_changed.emit(plan)

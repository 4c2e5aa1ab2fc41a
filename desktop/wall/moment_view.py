"""The pane of the moment with its map: the surroundings of what is red, else the city by the second theme."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.wall.attention import Alert
from desktop.wall.map_pane import MapPane
from desktop.wall.told import Told
from services.domain.scenes import LAYERS, Scene
from services.live.mercator import from_mercator
from services.walls.asking import Member
from services.words.numbers import THIN
from services.words.terms import CHOROPLETHS
from widgets.theme.theme import Theme
from widgets.wall.course import Course
from widgets.wall.covers import FadeCover
from widgets.wall.members import Members
from widgets.wall.moment import MomentPane, MomentShown

AROUND = 2500.0  # metres from the middle to each side, at least
REACH = 2.2  # times the circle that is seen around it
NEAR = "recent_per_thousand"  # what colours the surroundings: grids with one open case each would say nothing
LANES = 4  # sources that have a line of their own in the course
TICKS = 4


class MomentView(QWidget):
    """Whatever red thing has the attention has the pane; else the map by the scene's second theme."""

    def __init__(
        self, context: SeatContext, theme: Theme, moving: bool, parent: QWidget | None = None, pace: float = 1.0
    ) -> None:
        super().__init__(parent)
        self._context, self._moving = context, moving
        self._held: tuple[str, int] | None = None
        self._scene: Scene | None = None
        self.pane = MomentPane(theme, lambda: context.words.lang, moving, self)
        self.map = MapPane(context, theme, figure="open", parent=self)
        self.members = Members(self.map.canvas.box, 10.5, theme)
        self.map.canvas.overlays = (*self.map.canvas.overlays, self.members)
        self.cover = FadeCover(theme, self, pace)
        theme.changed.connect(self._place)

    @property
    def held(self) -> tuple[str, int] | None:
        """What has the pane: ("warning" or "incident", id)."""
        return self._held

    def show_theme(self, scene: Scene) -> None:
        """The second theme of a scene; what the pane showed before fades once the map is drawn."""
        before, self._scene = self._scene, scene
        if self._held is not None or before == scene:
            return
        if self._moving and before is not None and self.isVisible():
            self.cover.setGeometry(self.rect())
            self.cover.hold()
        self._show_city()

    def settle(self) -> None:
        """Lets the old map fade."""
        if self.cover.isVisible() and self.map.complete():
            self.cover.release((self.pane, self.map))

    def tell(self, told: Told, alert: Alert | None) -> None:
        """A newer standing, and what has the attention."""
        key = alert.key if alert is not None else None
        if key != self._held:
            self._held = key
            self.cover.end()
            if alert is not None:
                self._hold(alert, told)
            else:
                self._let_go()
        if self._scene is None:
            return
        found = self._members(told, alert)
        self._mark(alert, found)
        words = self._context.words
        title = words(CHOROPLETHS[self.map.scene.figure])
        course = self._course(told, alert, found)
        card = alert.card if alert is not None else None
        if self.pane.show_moment(MomentShown(card, title, words.formats.clock(told.city.now), course)):
            self._place()

    def show_stale(self, text: str) -> None:
        """Marks pane and map as old."""
        self.pane.show_stale(text)
        self.map.show_stale(text)

    def complete(self) -> bool:
        """Whether its map is drawn."""
        return self.map.complete()

    def close_view(self) -> None:
        """Ends map, timers and threads."""
        self.cover.end()
        self.pane.alternation.end()
        self.map.close_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # ---- the map -------------------------------------------------------------------------------------------------

    def _show_city(self) -> None:
        if self._scene is not None:
            self.map.show_scene(self._scene, self._scene.second)

    def _hold(self, alert: Alert, told: Told) -> None:
        canvas = self.map.canvas
        canvas.set_layers(canvas.scenery.order, {name: name != "incidents" for name in LAYERS}, {})
        if self.map.scene.figure != NEAR:
            self.map.scene.set_figure(NEAR)
        bounds = self._around(alert, told)
        if bounds is not None:
            canvas.fit(bounds)
        canvas.select_marker(alert.id if alert.kind == "incident" else None)
        if alert.kind == "warning":
            self.map.warnings.show_only(frozenset({alert.id}))

    def _around(self, alert: Alert, told: Told) -> tuple[float, float, float, float] | None:
        """The part of the map to show: around the point and its circle, or the area; None without either."""
        if math.isfinite(alert.x) and math.isfinite(alert.y):
            reach = max(AROUND, REACH * alert.radius if math.isfinite(alert.radius) else 0.0)
            return alert.x - reach, alert.y - reach, alert.x + reach, alert.y + reach
        shapes = self._context.situation.shapes
        if shapes is None or alert.area < 0:
            return None
        bounds = shapes.bounds(alert.area)
        if bounds is None:
            return None
        west, south, east, north = bounds
        more = 0.3 * max(east - west, north - south)
        return west - more, south - more, east + more, north + more

    def _let_go(self) -> None:
        self.map.canvas.select_marker(None)
        self.map.forget_extent()
        self._show_city()

    def _mark(self, alert: Alert | None, found: tuple[Member, ...]) -> None:
        """The facts on the map, and how many there are in which circle."""
        places = [(one.x, one.y) for one in found if math.isfinite(one.x)]
        label = ""
        if alert is not None and math.isfinite(alert.radius) and found:
            formats = self._context.words.formats
            _, lat = from_mercator(alert.x, alert.y)
            metres = alert.radius * math.cos(math.radians(float(lat)))
            length = f"{formats.decimal(metres / 1000)}{THIN}{formats.unit('km')}"
            label = self._context.words.plural(
                "{n} fact · radius {length}", "{n} facts · radius {length}", len(found), length=length
            )
        level = alert.card.level if alert is not None else 1
        circle = (alert.x, alert.y, alert.radius) if alert is not None and label else None
        if self.members.show_places(places, level, circle, label):
            self.map.canvas.viewport().update()

    # ---- the course ----------------------------------------------------------------------------------------------

    @staticmethod
    def _members(told: Told, alert: Alert | None) -> tuple[Member, ...]:
        if alert is None or alert.kind != "warning" or told.read.members is None:
            return ()
        return told.read.members.get(alert.id, ())

    def _course(self, told: Told, alert: Alert | None, found: tuple[Member, ...]) -> Course | None:
        if alert is None or not found:
            return None
        picture, now = told.counted.picture, told.city.now
        raised = picture.warnings[alert.id].raised_at if alert.id in picture.warnings else now
        begin = min(one.at for one in found)
        span = max(timedelta(minutes=1), now - begin)
        by_source: dict[str, list[float]] = {}
        for one in found:
            by_source.setdefault(one.source, []).append((one.at - begin) / span)
        order = sorted(by_source.items(), key=lambda item: -len(item[1]))[:LANES]
        names = {source.code: source.name(self._context.words.lang) for source in picture.catalogue.sources}
        lanes = tuple((names.get(code, code), tuple(places)) for code, places in order)
        words = self._context.words
        mark = (
            min(1.0, max(0.0, (raised - begin) / span)),
            words("{time} turned red", time=self._moment(raised, now)),
        )
        ticks = tuple(
            (at / TICKS, self._moment(begin + span * at / TICKS, now)) for at in range(TICKS)
        )  # fmt: skip
        return Course(lanes, mark, words("now", ctx="course"), ticks)

    def _moment(self, at: datetime, now: datetime) -> str:
        here, formats = at.astimezone(now.tzinfo), self._context.words.formats
        return formats.clock(here) if here.date() == now.date() else formats.day(here, now)

    def _place(self) -> None:
        self.pane.setGeometry(self.rect())
        box = self.pane.map_box().toAlignedRect().intersected(QRect(self.rect()))
        self.map.setGeometry(box)
        self.map.raise_()
        self.cover.raise_()

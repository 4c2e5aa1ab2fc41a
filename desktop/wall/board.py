"""The board: the panes of a wall in their places, and what is shown on each of them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.wall.attention import Alert, Attention
from desktop.wall.moment_view import MomentView
from desktop.wall.response import ResponseLine
from desktop.wall.stage import EXCUSE, Stage, place, whole
from desktop.wall.told import Told
from desktop.wall.viewing import WallSettings
from desktop.wall.wear import MOST as SHIFT
from services.domain.scenes import Scene
from services.insight.standing import Standing
from services.words import N_
from widgets.kit.figure import height_of
from widgets.kit.scribe import Written
from widgets.theme.theme import Theme
from widgets.wall.arrangement import Measures, Plan, arrange
from widgets.wall.covers import FadeCover
from widgets.wall.foot import FootPane
from widgets.wall.header import HeaderPane
from widgets.wall.levels import LevelsPane
from widgets.wall.pane import WallPane
from widgets.wall.waiting import WaitingPane

WIDER = {"zh": 1.0}  # how much longer than Chinese a language runs in the panes
LONGER = 1.16
READING = N_("Reading the state of the city…", ctx="page")


class WallBoard(QWidget):
    """All panes over one picture. It lays them out by size, type and seams; `tell` gives them their words.

    Two stages hold what scenes differ in: `front` is seen, on the other the next scene is drawn beforehand. `moving`
    False: no fades, no slides, no change between fill and outline. `pace`: how many times faster all that goes.
    """

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        settings: WallSettings,
        moving: bool,
        parent: QWidget | None = None,
        pace: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self._context, self._theme, self._settings, self._moving = context, theme, settings, moving
        self._pace = pace
        self.plan: Plan | None = None
        self._told: Told | None = None
        lang = self.language
        self.front, self.back = (Stage(context, theme, lang, self) for _ in range(2))
        self.back.sleep()
        self.cover = FadeCover(theme, self, pace)
        self.header, self.foot = HeaderPane(theme, self), FootPane(theme, self)
        self.levels = LevelsPane(theme, lang, moving, self)
        self.response = ResponseLine(context, theme, self)
        self.response.musters.changed.connect(lambda: self.arrange() if self.response.turned() else None)
        self.moment: MomentView | None = None
        self.waiting = WaitingPane(theme, self)
        self.attention = Attention()
        self._steady = 0.0
        self._drawn = False  # whether the map was ever whole
        self.front.raise_()
        self._raise()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.arrange)

    def language(self) -> str:
        """The reader's language."""
        return self._context.words.lang

    @property
    def scene(self) -> Scene | None:
        """The scene that is seen."""
        return self.front.scene

    @property
    def told(self) -> Told | None:
        """What is told."""
        return self._told

    # ---- places --------------------------------------------------------------------------------------------------

    def measures(self) -> Measures:
        """The sizes of type at this distance."""
        text, figure = self._theme.type_px("text"), self._theme.type_px("figure")
        wider = WIDER.get(self.language()[:2], LONGER)
        return Measures(text, figure, height_of(figure, text), wider)

    def arrange(self) -> None:
        """Lays out all panes for the size that the board has now."""
        width, height = float(self.width()), float(self.height())
        clearance = self._theme.tokens.number("space.wall.seam_clearance") + SHIFT
        plan = arrange(width, height, self.measures(), self._settings.seams_of(width, height), clearance)
        self.plan = plan
        place(self.header, plan.header)
        place(self.foot, plan.foot)
        for pane in (self.header, self.foot):
            pane.margin, pane.screens = plan.margin, plan.screens
        city = self.response.over(plan.map)
        for stage in (self.back, self.front):
            stage.setGeometry(self.rect())
            stage.lay(plan, city)
        place(self.levels, plan.levels)
        self._place_moment(plan)
        self.cover.end()
        self.update()
        self._show_all()
        self._wait()

    def _place_moment(self, plan: Plan) -> None:
        if plan.moment is None:
            if self.moment is not None:
                self.moment.hide()
        elif self.moment is None:
            self.moment = MomentView(self._context, self._theme, self._moving, self, self._pace)
            self.moment.setGeometry(whole(plan.moment))
            self.moment.show()
            if self.scene is not None:
                self.moment.show_theme(self.scene)
            self._raise()
        else:
            place(self.moment, plan.moment)
        self.levels.with_card = plan.moment is None

    def _raise(self) -> None:
        """The cover over the stages, and everything that belongs to no scene over the cover."""
        self.cover.raise_()
        for pane in (self.header, self.foot, self.levels, self.moment, self.response, self.waiting):
            if pane is not None:
                pane.raise_()

    # ---- scenes --------------------------------------------------------------------------------------------------

    def prepare(self, scene: Scene) -> bool:
        """Draws a scene beforehand, off the screen; whether it is ready."""
        if self.back.scene != scene or self.back.asleep:
            self.back.show_scene(scene)
            if self._told is not None:
                self.back.tell(self._told)
        return self.back.complete()

    def show_scene(self, scene: Scene, fade: bool) -> None:
        """Another scene takes the screen; the old one fades into it, once it is drawn."""
        if self.scene is None:
            self.front.show_scene(scene)
        else:
            fades = fade and self._moving and self.plan is not None and self.isVisible()
            if fades:
                self.cover.setGeometry(self._changing())
                self.cover.hold()
            self.prepare(scene)
            self.front, self.back = self.back, self.front
            self.front.raise_()
            self._raise()
            self.back.sleep()
        self.attention.give_back()
        if self.moment is not None:
            self.moment.show_theme(scene)
        self._show_all()

    def settle(self) -> None:
        """Lets the last scene fade as soon as the new one is drawn."""
        if self.cover.isVisible() and self.front.complete():
            self.cover.release(self.front.panes())

    def tell(self, told: Told, steady: float) -> None:
        """Shows a newer standing; `steady` is the time by which something red gives its pane back."""
        self._told, self._steady = told, steady
        self._show_all()
        self._wait()

    def show_age(self, standing: Standing, stale: timedelta | None) -> None:
        """Marks everything as old by the age of the standing, or as fresh (None)."""
        text = "" if stale is None else self._context.words.formats.stale(stale)
        for pane in (self.levels, self.response, self.front):
            pane.show_stale(text)
        if self.moment is not None:
            self.moment.show_stale(text)
        self.front.show_figures(standing, stale, self._told)

    def beat(self) -> None:
        """One second."""
        self.front.beat()
        self.response.beat()
        for pane in self._fixed():
            pane.retry()
        self.settle()
        if self.moment is not None:
            self.moment.settle()
        self._wait()

    def complete(self) -> bool:
        """Whether all panes show the newest standing and both maps are drawn."""
        if self._told is None or self.plan is None:
            return False
        self._wait()
        picture = self._context.situation.picture
        if picture is not None and len(picture.areas) == 0:
            return True  # no city yet: there is no map to wait for
        return self.front.complete() and (self.moment is None or self.moment.isHidden() or self.moment.complete())

    def close_board(self) -> None:
        """Ends maps, timers and threads."""
        self.levels.end()
        self.cover.end()
        for stage in (self.front, self.back):
            stage.close_stage()
        if self.moment is not None:
            self.moment.close_view()

    def written(self) -> list[tuple[QWidget, Written]]:
        """Everything that is written on the wall outside its maps, with the pane that it stands on, as last painted."""
        front = self.front
        panes: list[QWidget] = [*self._fixed(), front.map.veil, front.map.key, self.waiting, *front.figures]
        panes += [pane for slot in front.lists for pane in slot.panes()]
        if self.moment is not None:
            panes += [self.moment.pane, self.moment.map.key]
        return [(pane, piece) for pane in panes if pane.isVisible() for piece in pane.written]

    def _fixed(self) -> tuple[WallPane, ...]:
        return (self.header, self.foot, self.levels, self.response)

    def _wait(self) -> None:
        """Says what the wall waits for: its first figures, then the first whole map."""
        words, picture, situation = self._context.words, self._context.situation.picture, self._context.situation
        if self.plan is None or self.plan.map is None:
            self.waiting.show_text("")
            return
        if self._told is None:
            top, foot = self.header.geometry().bottom() + 1, self.foot.geometry().top()
            self.waiting.setGeometry(0, top, self.width(), max(0, foot - top))
            pulse = situation.pulse
            trouble = pulse.trouble if pulse is not None and not pulse.connected else None
            self.waiting.show_text(trouble.say(words) if trouble else words(READING, ctx="page"))
            return
        self._drawn = self._drawn or self.front.complete() or picture is None or not len(picture.areas)
        self.waiting.setGeometry(self.front.map.geometry())
        self.waiting.show_text("" if self._drawn else words("Drawing the map…"))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        told, scene = self._told, self.scene
        if told is None or scene is None or self.plan is None:
            return
        excuse = self._context.words(EXCUSE)
        for pane in self._fixed():
            pane.excuse = excuse
        for slot in (*self.front.lists, *self.back.lists):
            for pane in slot.panes():
                pane.excuse = excuse
        self.front.tell(told)
        if not self.back.asleep:
            self.back.tell(told)
        self.front.attempt("right", lambda: self._show_right(told, scene), self.levels.show_trouble)

    def _show_right(self, told: Told, scene: Scene) -> None:
        alert = self._alert(told)
        self.levels.show_trouble("")
        self.levels.show_levels(told.levels(scene, alert.card if alert is not None else None))
        if self.moment is not None:
            self.moment.tell(told, alert)

    def _alert(self, told: Told) -> Alert | None:
        return self.attention.look(told.alerts(), self._steady)

    def _changing(self) -> QRect:
        """The part of the board that scenes differ in."""
        plan = self.plan
        boxes = [plan.map, *plan.lists, *plan.figures] if plan is not None else []
        area = QRectF()
        for box in boxes:
            area = area.united(box)
        return whole(area)

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        viewing = self._settings.viewing(self._theme.tokens, self.width())
        if viewing != self._theme.viewing:
            self._theme.use(viewing=viewing)  # says so, and arranges
        else:
            self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.colour("surface.base"))

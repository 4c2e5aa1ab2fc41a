"""The board: the panes of a wall in their places, and what is shown on each of them."""

from __future__ import annotations

from datetime import UTC, timedelta

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.figure_words import FigureWords
from desktop.wall.lists import ListSlot
from desktop.wall.map_pane import MapPane
from desktop.wall.moment_view import MomentView
from desktop.wall.response import ResponseLine
from desktop.wall.scenes import Scene
from desktop.wall.telling import WallWords
from desktop.wall.viewing import WallSettings
from desktop.wall.wear import MOST as SHIFT
from services.insight.standing import Standing
from services.words import N_
from widgets.kit.figure import KpiFigure, height_of
from widgets.kit.scribe import Written
from widgets.theme.theme import Theme
from widgets.wall.arrangement import FIGURES, Measures, Plan, arrange
from widgets.wall.covers import FadeCover
from widgets.wall.foot import FootPane
from widgets.wall.header import HeaderPane
from widgets.wall.levels import LevelsPane
from widgets.wall.waiting import WaitingPane

WIDER = {"zh": 1.0}  # how much longer than Chinese a language runs in the panes
LONGER = 1.16
READING = N_("Reading the state of the city…", ctx="page")


class WallBoard(QWidget):
    """All panes over one picture. It lays them out by size, type and seams; `tell` gives them their words.

    `moving` False: no fades, no slides, no change between fill and outline.
    """

    def __init__(
        self, context: SeatContext, theme: Theme, settings: WallSettings, moving: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._theme, self._settings, self._moving = context, theme, settings, moving
        self.plan: Plan | None = None
        self.scene: Scene | None = None
        self._told: WallWords | None = None
        lang = self.language
        self.header, self.foot = HeaderPane(theme, self), FootPane(theme, self)
        self.figures = [KpiFigure(theme, parent=self) for _ in range(FIGURES)]
        self.lists = [ListSlot(theme, lang, self) for _ in range(2)]
        self.levels = LevelsPane(theme, lang, moving, self)
        self.map = MapPane(context, theme, parent=self)
        self.response = ResponseLine(context, theme, self)
        self.response.musters.changed.connect(lambda: self.arrange() if self.response.turned() else None)
        self.moment: MomentView | None = None
        self.cover = FadeCover(theme, self)
        self.waiting = WaitingPane(theme, self)
        self._drawn = False  # whether the map was ever whole
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.arrange)

    def language(self) -> str:
        """The reader's language."""
        return self._context.words.lang

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
        self._place(self.header, plan.header)
        self._place(self.foot, plan.foot)
        for pane in (self.header, self.foot):
            pane.margin, pane.screens = plan.margin, plan.screens
        for at, figure in enumerate(self.figures):
            self._place(figure, plan.figures[at] if at < len(plan.figures) else None)
        for at, slot in enumerate(self.lists):
            self._place(slot, plan.lists[at] if at < len(plan.lists) else None)
        self._place(self.levels, plan.levels)
        self._place(self.map, self.response.over(plan.map))
        self._place_moment(plan)
        self.cover.end()
        self.update()
        self._show_all()
        self._wait()

    def _place(self, widget: QWidget, box: QRectF | None) -> None:
        if box is None or box.width() < 1 or box.height() < 1:
            widget.hide()
            return
        widget.setGeometry(_whole(box))
        widget.show()

    def _place_moment(self, plan: Plan) -> None:
        if plan.moment is None:
            if self.moment is not None:
                self.moment.hide()
        elif self.moment is None:
            self.moment = MomentView(self._context, self._theme, self._moving, self)
            self.moment.setGeometry(_whole(plan.moment))
            self.moment.show()
            self.cover.raise_()
        else:
            self._place(self.moment, plan.moment)
        self.levels.with_card = plan.moment is None

    # ---- what is shown -------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, fade: bool) -> None:
        """Another scene: its lists, figures and map colours; the old ones fade once the new ones are drawn."""
        if fade and self._moving and self.plan is not None and self.isVisible():
            self.cover.setGeometry(self._changing())
            self.cover.hold()
        self.scene = scene
        if self.map.scene.figure != scene.ground:
            self.map.scene.set_figure(scene.ground)
        if self.moment is not None:
            self.moment.show_theme(scene.second)
        self._show_all()

    def settle(self) -> None:
        """Lets the last scene fade as soon as the map of the new one is drawn."""
        if self.cover.isVisible() and self.map.complete():
            self.cover.release((*self.lists, *self.figures, self.map))

    def tell(self, told: WallWords) -> None:
        """Shows a newer standing."""
        self._told = told
        self._show_all()
        self._wait()

    def show_age(self, standing: Standing, stale: timedelta | None) -> None:
        """Marks everything as old by the age of the standing, or as fresh (None)."""
        text = "" if stale is None else self._context.words.formats.stale(stale)
        for pane in (self.levels, self.map, self.response, *self.lists):
            pane.show_stale(text)
        if self.moment is not None:
            self.moment.show_stale(text)
        self._show_figures(standing, stale)

    def beat(self) -> None:
        """One second."""
        for slot in self.lists:
            slot.beat()
        self.response.beat()
        self.settle()
        self._wait()

    def complete(self) -> bool:
        """Whether all panes show the newest standing and both maps are drawn."""
        if self._told is None or self.plan is None:
            return False
        picture = self._context.situation.picture
        if picture is not None and len(picture.areas) == 0:
            return True  # no city yet: there is no map to wait for
        self._wait()
        return self.map.complete() and (self.moment is None or self.moment.isHidden() or self.moment.complete())

    def close_board(self) -> None:
        """Ends maps, timers and threads."""
        self.levels.end()
        self.cover.end()
        self.map.close_view()
        if self.moment is not None:
            self.moment.close_view()

    def written(self) -> list[tuple[QWidget, Written]]:
        """Everything that is written on the wall outside its maps, with the pane that it stands on, as last painted."""
        panes: list[QWidget] = [
            self.header,
            self.foot,
            self.levels,
            self.map.veil,
            self.map.key,
            self.waiting,
            *self.figures,
            self.response,
        ]
        panes += [pane for slot in self.lists for pane in slot.panes()]
        if self.moment is not None:
            panes += [self.moment.pane, self.moment.map.key]
        return [(pane, piece) for pane in panes if pane.isVisible() for piece in pane.written]

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
        self._drawn = self._drawn or self.map.complete() or picture is None or not len(picture.areas)
        self.waiting.setGeometry(self.map.geometry())
        self.waiting.show_text("" if self._drawn else words("Drawing the map…"))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        if self._told is None or self.scene is None or self.plan is None:
            return
        told, scene = self._told, self.scene
        for slot, kind in zip(self.lists, scene.lists, strict=True):
            slot.show_list(kind, told)
        self.levels.show_levels(told.levels())
        if self.moment is not None:
            self.moment.tell(told)
        self._show_figures(told.standing, None)

    def _show_figures(self, standing: Standing, stale: timedelta | None) -> None:
        if self.scene is None or self.plan is None:
            return
        teller = FigureWords(self._context.words, self._told.zone if self._told is not None else UTC)
        for widget, name in zip(self.figures, self.scene.chosen(len(self.plan.figures)), strict=False):
            widget.show_figure(teller.tell(standing.figures[name], stale))

    def _changing(self) -> QRect:
        """The part of the board that scenes differ in."""
        plan = self.plan
        boxes = [plan.map, *plan.lists, *plan.figures] if plan is not None else []
        area = QRectF()
        for box in boxes:
            area = area.united(box)
        return _whole(area)

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        viewing = self._settings.viewing(self._theme.tokens, self.width())
        if viewing != self._theme.viewing:
            self._theme.use(viewing=viewing)  # says so, and arranges
        else:
            self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("surface.base"))
        width = max(1.0, round(self._theme.type_px("text") / 28))
        painter.setPen(QPen(self._theme.colour("line.hair"), width))
        for left, top, right, bottom in self.plan.rules if self.plan is not None else ():
            painter.drawLine(round(left), round(top), round(right), round(bottom))


def _whole(box: QRectF) -> QRect:
    """A box on whole pixels, never larger than it was."""
    left, top = round(box.left()), round(box.top())
    return QRect(left, top, int(box.right()) - left, int(box.bottom()) - top)

"""A stage: figures, lists and map of one scene. A wall has two: one that is seen, one on which the next is drawn."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, timedelta

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.figure_words import FigureWords
from desktop.wall.lists import ListSlot
from desktop.wall.map_pane import MapPane
from desktop.wall.told import Told
from services.domain.scenes import Scene
from services.insight.standing import Standing
from services.words import N_
from widgets.kit.figure import KpiFigure
from widgets.theme.theme import Theme
from widgets.wall.arrangement import FIGURES, Plan

log = logging.getLogger(__name__)
EXCUSE = N_("This part can't be shown now; it is tried again.")


class Stage(QWidget):
    """Lies over the whole board, opaque; what belongs to no scene lies over it. `asleep`: nothing is drawn on it."""

    def __init__(self, context: SeatContext, theme: Theme, lang: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._theme = context, theme
        self.scene: Scene | None = None
        self.asleep = False
        self._rules: tuple[tuple[float, float, float, float], ...] = ()
        self._troubled: set[str] = set()
        self.figures = [KpiFigure(theme, parent=self) for _ in range(FIGURES)]
        self.lists = [ListSlot(theme, lang, self) for _ in range(2)]
        self.map = MapPane(context, theme, parent=self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # ---- places --------------------------------------------------------------------------------------------------

    def lay(self, plan: Plan, city: QRectF) -> None:
        """Lays out the panes by a plan; the map into `city`, what is left of its box."""
        self._rules = plan.rules
        for at, figure in enumerate(self.figures):
            place(figure, plan.figures[at] if at < len(plan.figures) else None)
        for at, slot in enumerate(self.lists):
            place(slot, plan.lists[at] if at < len(plan.lists) else None)
        place(self.map, city)
        self.update()

    def panes(self) -> tuple[QWidget, ...]:
        """The panes that scenes differ in."""
        return (*self.lists, *self.figures, self.map)

    # ---- what is shown -------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene) -> None:
        """Another scene: its ground at once, its words with the next `tell`."""
        self.scene = scene
        self.wake()
        self.map.show_scene(scene, scene.ground)

    def tell(self, told: Told) -> None:
        """Newer words; a list that can't be told says so and stops no other."""
        scene = self.scene
        if scene is None:
            return
        for slot, kind in zip(self.lists, scene.lists, strict=True):
            self.attempt(str(kind), lambda s=slot, k=kind: s.show_list(k, scene, told), slot.show_trouble)
        self.map.show_warnings()
        self.show_figures(told.standing, None, told)

    def show_figures(self, standing: Standing, stale: timedelta | None, told: Told | None) -> None:
        """The figures as they are, or as they were when they are old."""
        if self.scene is None:
            return
        teller = FigureWords(self._context.words, told.zone if told is not None else UTC)
        seen = [figure for figure in self.figures if figure.isVisibleTo(self)]
        for widget, name in zip(seen, self.scene.chosen(len(seen)), strict=False):
            self.attempt(name, lambda w=widget, n=name: w.show_figure(teller.tell(standing.figures[n], stale)))

    def show_stale(self, text: str) -> None:
        """Marks map and lists as old."""
        for pane in (self.map, *self.lists):
            pane.show_stale(text)

    def attempt(self, name: str, what: Callable[[], None], say: Callable[[str], None] | None = None) -> None:
        """Does a thing for one pane; what fails is logged once and tried again with the next news."""
        try:
            what()
        except Exception:
            if name not in self._troubled:
                log.exception("a part of the wall can't be shown: %s", name)
                self._troubled.add(name)
            if say is not None:
                say(self._context.words(EXCUSE))
        else:
            self._troubled.discard(name)

    def beat(self) -> None:
        """One second."""
        for slot in self.lists:
            slot.beat()
            for pane in slot.panes():
                pane.retry()

    # ---- life ----------------------------------------------------------------------------------------------------

    def sleep(self) -> None:
        """Draws no map until it is needed."""
        if not self.asleep:
            self.asleep = True
            self.map.scene.sleep()

    def wake(self) -> None:
        """Draws again."""
        if self.asleep:
            self.asleep = False
            self.map.scene.wake()

    def complete(self) -> bool:
        """Whether its map is drawn."""
        picture = self._context.situation.picture
        nothing = picture is not None and len(picture.areas) == 0
        return nothing or (not self.asleep and self.map.complete())

    def close_stage(self) -> None:
        """Ends the map, its timers and threads."""
        self.map.close_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("surface.base"))
        painter.setPen(QPen(self._theme.colour("line.hair"), max(1.0, round(self._theme.type_px("text") / 28))))
        for left, top, right, bottom in self._rules:
            painter.drawLine(round(left), round(top), round(right), round(bottom))


def place(widget: QWidget, box: QRectF | None) -> None:
    """Lays a widget into a box, or hides it where there is none."""
    if box is None or box.width() < 1 or box.height() < 1:
        widget.hide()
        return
    widget.setGeometry(whole(box))
    widget.show()


def whole(box: QRectF) -> QRect:
    """A box on whole pixels, never larger than it was."""
    left, top = round(box.left()), round(box.top())
    return QRect(left, top, int(box.right()) - left, int(box.bottom()) - top)

"""The one map of the briefing: it goes from page to page, and stands still in the wings while no page shows it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.map.view import Furniture, MapView
from services.live.shapes import Shapes
from widgets.briefing.paper import on_paper
from widgets.map.style import MapStyle
from widgets.theme.theme import SeatKind, Theme


class PageMap:
    """Makes the map when a page first asks for it; the owner calls `close`."""

    def __init__(self, context: SeatContext, theme: Theme, window: QWidget) -> None:
        self._context, self._theme, self._window = context, theme, window
        self._wings = QWidget(window)
        self._wings.hide()
        self._view: MapView | None = None
        self._subject = 0

    def view(self) -> MapView:
        """The map."""
        if self._view is None:
            own = Theme(self._theme.tokens, self._theme.name, self._theme.zoom, SeatKind.BRIEFING, parent=self._window)
            own.family = self._theme.family
            theme = on_paper(own, self._theme)
            view = self._view = MapView(self._context, theme, furniture=Furniture.PAGE, parent=self._wings)
            theme.changed.connect(lambda: view.canvas.set_style(MapStyle(theme)))
            view.scene.subject_changed.connect(self._on_subject)
            view.scene.legend_changed.connect(self._on_first_plan)
        return self._view

    def park(self) -> None:
        """Takes the map off its page, which is about to go, and holds it until the next one is there."""
        self.hold()
        if self._view is not None:
            self._view.hide()
            self._view.setParent(self._wings)

    def hold(self) -> None:
        """Draws nothing until `let_go`, while pages change."""
        if self._view is not None:
            self._view.canvas.hold()

    def let_go(self) -> None:
        """Draws what the page shows now."""
        if self._view is not None:
            self._view.canvas.let_go()

    def complete(self) -> bool:
        """Whether there is nothing to draw, or it is drawn."""
        return self._view is None or self._view.complete()

    def close(self) -> None:
        """Ends its threads."""
        if self._view is not None:
            self._view.close_view()

    def _on_subject(self, subject: int) -> None:
        self._subject = subject

    def _on_first_plan(self) -> None:
        """The subject was chosen before the borders were there: it is shown now."""
        shapes = self._context.situation.shapes
        if self._view is not None and shapes is not None:
            self._view.scene.legend_changed.disconnect(self._on_first_plan)
            show_subject(self._view, shapes, self._subject, self._view.canvas.scenery.visible["incidents"])


def show_subject(view: MapView, shapes: Shapes, subject: int, markers: bool) -> None:
    """Shows the inside of an area, whole, whatever size the page gives to the map; with incidents or without.

    Each of these steps lets the map sort its lines anew, so none is taken that changes nothing.
    """
    canvas, scenery = view.canvas, view.canvas.scenery
    visible = {"incidents": markers, "people": False}
    if any(scenery.visible[name] != seen for name, seen in visible.items()):
        canvas.set_layers(scenery.order, visible, {})
    view.scene.go(subject)
    canvas.fit(shapes.bounds(subject) if subject < len(shapes.polygons) else None)

"""The map as every seat uses it: the canvas with its scene, and the furniture on its four corners."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.map_scene import MapScene
from widgets.map.canvas import MapCanvas
from widgets.map.style import MapStyle
from widgets.theme.theme import Theme

FIGURE = "recent_per_thousand"


class Furniture(StrEnum):
    """How much stands on the map: everything a desk works with, a legend and a scale to read by, or nothing."""

    DESK = "desk"
    PAGE = "page"
    NONE = "none"


class MapView(QWidget):
    """Canvas and furniture as one widget; `scene` feeds it, `canvas` draws it. Only a desk's map follows the hand.

    `furniture` is one of `Furniture`, `figure` one of `layers.choropleth.FIGURES`. The owner calls `close_view`.
    """

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        furniture: Furniture | str = Furniture.DESK,
        figure: str = FIGURE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._theme = context, theme
        self.furniture = Furniture(furniture)
        self.canvas = MapCanvas(MapStyle(theme), context.words, self)
        self.canvas.interactive = self.furniture is Furniture.DESK
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self.scene = MapScene(context, self.canvas, theme, figure)

    def toggle_layers(self) -> None:
        """Shows or hides the layers panel."""

    def complete(self) -> bool:
        """Whether everything asked for is planned and drawn."""
        return self.scene.complete()

    def close_view(self) -> None:
        """Ends timers and threads; the last picture stays."""
        self.scene.close()

"""The map as every seat uses it: the canvas with its scene, and the furniture on its four corners."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.map.furniture import DeskFurniture, PageFurniture
from desktop.map.scene import MapScene
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
        self.furniture = Furniture(furniture)
        self.canvas = MapCanvas(MapStyle(theme), context.words, self)
        self.canvas.interactive = self.furniture is Furniture.DESK
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self.scene = MapScene(context, self.canvas, theme, figure)
        self.plates: PageFurniture | None = None
        if self.furniture is Furniture.DESK:
            self.plates = DeskFurniture(context, theme, self.scene)
        elif self.furniture is Furniture.PAGE:
            self.plates = PageFurniture(context, theme, self.scene)
        self.canvas.installEventFilter(self)

    def toggle_layers(self) -> None:
        """Shows or hides the layers of a desk's map."""
        if isinstance(self.plates, DeskFurniture):
            self.plates.toggle_layers()

    def complete(self) -> bool:
        """Whether everything asked for is planned and drawn."""
        return self.scene.complete()

    def close_view(self) -> None:
        """Ends timers and threads; the last picture stays."""
        if self.plates is not None:
            self.plates.close()
        self.scene.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize and self.plates is not None:
            self.plates.place()
        return False

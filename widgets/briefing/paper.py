"""Paper: a map without a ground of its own, and the blank page behind which a room can talk."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from widgets.theme.theme import Theme


def on_paper(theme: Theme, parent: Theme) -> Theme:
    """The theme of a page's map: what lies around the city is the page itself; follows the zoom of `parent`."""
    ground = theme.palette.colour("surface.panel")
    colours = MappingProxyType({**theme.palette.colours, "map.backdrop": ground})
    theme.palette = replace(theme.palette, colours=colours)
    parent.changed.connect(lambda: theme.use(zoom=parent.zoom))
    return theme


class Blank(QWidget):
    """Covers everything with paper until any key or click."""

    lifted = Signal()

    def __init__(self, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(parent.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.lifted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.lifted.emit()

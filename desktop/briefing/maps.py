"""The map of a page: one level in classes, of the whole city or of one area; its areas open their cases."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from desktop.briefing.page_kit import PageKit
from desktop.briefing.page_map import show_subject
from desktop.map.view import MapView
from services.domain.areas import Level
from services.insight.briefing.areas import recent_of
from widgets.kit.plain import label

LEAST_HEIGHT = 420


def map_part(kit: PageKit, level: Level | None, subject: int, *, markers: bool) -> QWidget:
    """The seat's one map on this page: areas of `level` (None: what the scale asks for) inside the area `subject`."""
    if not len(kit.briefing.picture.areas):
        text = kit.words("There are no borders yet; they are imported from a file.", ctx="page")
        return label(text, tone="2", wrap=True)
    view = kit.map()
    view.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what a click opens here, the lists open by key
    view.scene.pin_level(level)
    show_subject(view, kit.shapes, subject, markers)
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(view)
    view.show()
    holder.setMinimumHeight(kit.theme.whole(LEAST_HEIGHT))
    hand = MapHand(kit, view, holder)
    view.canvas.viewport().installEventFilter(hand)
    return holder


class MapHand(QObject):
    """A click on an area opens what was reported in it; resting on it says its name and number."""

    def __init__(self, kit: PageKit, view: MapView, parent: QObject) -> None:
        super().__init__(parent)
        self._kit, self._view = kit, view

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            area = self._area_at(event)
            text = self._kit.spoken(recent_of(self._kit.briefing.picture, area, self._kit.now)) if area >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self._view)
            return True
        released = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if released and event.button() == Qt.MouseButton.LeftButton:
            self._open(event)
        return False

    def _open(self, event: QMouseEvent) -> None:
        hit = self._view.canvas.hit(event.position())
        if hit is None:
            return
        if hit.kind == "marker":
            self._kit.open_case(int(hit.id))
        else:
            self._kit.open_count(recent_of(self._kit.briefing.picture, int(hit.id), self._kit.now))

    def _area_at(self, event: QHelpEvent) -> int:
        hit = self._view.canvas.hit(event.pos().toPointF())
        return int(hit.id) if hit is not None and hit.kind == "area" else -1

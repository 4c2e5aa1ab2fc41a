"""The course of a red warning on a wall: its facts along a line for each source, when it turned red, and now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen, QPolygonF

from widgets.kit.scribe import Scribe
from widgets.wall.pane import WallPane

LANE, AXIS, HEAD = 1.35, 1.3, 1.3  # ems of the text
SIDE = 0.55
NAME_MOST = 0.3  # of the width


@dataclass(frozen=True, slots=True)
class Course:
    """Lanes (source, positions 0–1 of its facts), the mark (position, words), now's words, and ticks under it."""

    lanes: tuple[tuple[str, tuple[float, ...]], ...]
    mark: tuple[float, str]
    now: str
    ticks: tuple[tuple[float, str], ...]


def course_height(course: Course | None, em: float) -> float:
    """The height it needs in px."""
    return 0.0 if course is None else (HEAD + len(course.lanes) * LANE + AXIS) * em


def draw_course(pane: WallPane, scribe: Scribe, box: QRectF, course: Course, level: int) -> None:
    """Draws it into a box; time runs from left to right and ends at now."""
    em, painter, theme = pane.em, scribe.painter, pane.theme
    names = min(max((scribe.width(name, em) for name, _ in course.lanes), default=0.0), NAME_MOST * box.width())
    nows = scribe.width(course.now, em)
    left, right = box.left() + names + 0.9 * em, box.right() - nows - 0.5 * em
    top = box.top() + HEAD * em
    bottom = top + len(course.lanes) * LANE * em
    pen = QPen(theme.colour("line.strong"), max(1.0, round(em / 28)))
    for at, (name, places) in enumerate(course.lanes):
        lane = QRectF(box.left(), top + at * LANE * em, names, LANE * em)
        scribe.line(name, lane, em, pane.tone("text.secondary"))
        y = lane.center().y()
        painter.setPen(pen)
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for place in places:
            _fact(pane, scribe, QPointF(left + place * (right - left), y), level)
    x = left + course.mark[0] * (right - left)
    painter.setPen(QPen(theme.colour("text.primary"), max(1.0, round(em / 22))))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    wide = scribe.width(course.mark[1], em)
    said = QRectF(min(max(x - wide / 2, box.left()), box.right() - wide), box.top(), wide + 1, HEAD * em)
    scribe.line(course.mark[1], said, em, pane.tone("text.primary"))
    painter.setPen(pen)
    painter.drawLine(QPointF(right, top), QPointF(right, bottom))
    scribe.line(
        course.now, QRectF(right + 0.4 * em, bottom - LANE * em, nows + 1, LANE * em), em, pane.tone("text.tertiary")
    )
    end = box.left()
    for place, text in course.ticks:
        wide = scribe.width(text, em)
        x = left + place * (right - left) - wide / 2
        if x >= end and x + wide <= box.right():
            scribe.line(text, QRectF(x, bottom, wide + 1, AXIS * em), em, pane.tone("text.tertiary"))
            end = x + wide + 0.5 * em


def _fact(pane: WallPane, scribe: Scribe, at: QPointF, level: int) -> None:
    side, painter = SIDE * pane.em, scribe.painter
    shape = QPolygonF(
        [at + QPointF(0, -side * 0.6), at + QPointF(side * 0.55, side * 0.4), at + QPointF(-side * 0.55, side * 0.4)]
    )
    painter.setPen(QPen(pane.theme.level(level, "edge"), max(1.0, pane.em / 28)))
    painter.setBrush(pane.theme.level(level))
    painter.drawPolygon(shape)

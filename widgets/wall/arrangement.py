"""Where each pane of a wall lies, by the size of the picture, the size of its type and the seams of its screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QRectF

FIGURES = 5
FEW = 3  # figures of a screen with little room
COMPACT = 11.0  # ems of height from which figures stand beside the map there
WIDE = 58.0  # ems across from which a screen holds a column of lists, the map and the levels
NARROW = 26.0  # ems across under which the map is alone
FIGURE_LEAST = 11.4  # ems across that a figure needs for its words and its line
LOW = 17.0  # ems of height under which the figures go, so that the map stays
TINY = 10.0  # and under which the foot goes too


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of a wall in px: em of text and of figures, the height of one figure, room for a longer language."""

    em: float
    figure: float
    figure_height: float
    wider: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The boxes of the panes in px; an empty list or None where a pane has no room.

    `screens` are the parts of the picture between seams, as (left, right) that text may use.
    """

    header: QRectF
    foot: QRectF | None
    margin: float
    map: QRectF
    figures: tuple[QRectF, ...] = ()
    rules: tuple[tuple[float, float, float, float], ...] = ()
    lists: tuple[QRectF, ...] = ()
    levels: QRectF | None = None
    moment: QRectF | None = None
    screens: tuple[tuple[float, float], ...] = field(default_factory=tuple)


def arrange(width: float, height: float, m: Measures, seams: Sequence[float] = (), clearance: float = 40.0) -> Plan:
    """The plan for a picture of that size; `seams` are px from the left where one screen ends and the next begins."""
    em = m.em
    margin = min(1.6 * em, 0.02 * width)
    high = 1.0 if height >= 40 * em else 0.8
    head = max(1.35 * m.figure, 3.73 * em * high)
    foot = 2.5 * em * high if height >= TINY * em else 0.0
    screens = _screens(width, margin, seams, clearance)
    frame = {
        "header": QRectF(0, 0, width, head),
        "foot": QRectF(0, height - foot, width, foot) if foot else None,
        "margin": margin,
        "screens": screens if len(screens) > 1 else (),
    }
    body = QRectF(margin, head, width - 2 * margin, max(1.0, height - head - foot))
    if len(screens) > 1:
        return Plan(**frame, **_over_screens(body, screens, m))
    if height > width:
        return Plan(**frame, **_stacked(body, m))
    return Plan(**frame, **_side_by_side(body, m))


def _screens(width: float, margin: float, seams: Sequence[float], clearance: float) -> tuple[tuple[float, float], ...]:
    inside = sorted(seam for seam in seams if margin < seam < width - margin)
    edges = [0.0, *inside, width]
    return tuple(
        (left + (margin if at == 0 else clearance), right - (margin if at == len(inside) else clearance))
        for at, (left, right) in enumerate(pairwise(edges))
    )


def _figures(
    body: QRectF, m: Measures, most: int = FIGURES
) -> tuple[tuple[QRectF, ...], list[tuple[float, ...]], float]:
    """The row of figures with the rules between them, and where it ends."""
    if body.height() < LOW * m.em:
        return (), [], body.top()
    count = max(1, min(most, int(body.width() / (FIGURE_LEAST * m.em))))
    pad, gap = 0.55 * m.em, 0.5 * m.em
    cell = body.width() / count
    top = body.top() + pad
    boxes = tuple(
        QRectF(
            body.left() + at * cell + (gap if at else 0),
            top,
            cell - (2 * gap if 0 < at < count - 1 else gap),
            m.figure_height,
        )
        for at in range(count)
    )
    bottom = top + m.figure_height + pad
    rules = [(body.left() + at * cell, top, body.left() + at * cell, bottom - pad) for at in range(1, count)]
    rules.append((body.left() - body.left(), bottom, body.right() + body.left(), bottom))
    return boxes, rules, bottom


def _side_by_side(body: QRectF, m: Measures) -> dict[str, object]:
    em = m.em
    if NARROW * em <= body.width() < WIDE * em and body.height() >= COMPACT * em:
        return _compact(body, m)
    figures, rules, top = _figures(body, m)
    gutter = 1.07 * em
    rest = QRectF(body.left(), top + 0.5 * em, body.width(), body.bottom() - top - em)
    if body.width() < NARROW * em:
        return {"figures": figures, "rules": tuple(rules), "map": rest if rest.height() > 0 else body}
    if body.width() < WIDE * em:
        right = max(0.4 * body.width(), min(17.0 * m.wider * em, 0.5 * body.width()))
        levels = QRectF(rest.right() - right, rest.top(), right, rest.height())
        city = QRectF(rest.left(), rest.top(), rest.width() - right - gutter, rest.height())
        return {"figures": figures, "rules": tuple(rules), "map": city, "levels": levels}
    left = (0.22 if m.wider <= 1.0 else 0.245) * body.width()
    right = (0.325 if m.wider <= 1.0 else 0.34) * body.width()
    return {
        "figures": figures,
        "rules": tuple(rules),
        "lists": _two(QRectF(rest.left(), rest.top(), left, rest.height()), em),
        "map": QRectF(rest.left() + left + gutter, rest.top(), rest.width() - left - right - 2 * gutter, rest.height()),
        "levels": QRectF(rest.right() - right, rest.top(), right, rest.height()),
    }


def _compact(body: QRectF, m: Measures) -> dict[str, object]:
    """A screen with little room: three figures above each other, a map of full height, one list."""
    em, gutter = m.em, 1.07 * m.em
    top, high = body.top() + 0.7 * em, body.height() - 1.2 * em
    count = max(1, min(FEW, int((high + 0.4 * em) / (m.figure_height + 0.4 * em))))
    step = (high + 0.4 * em) / count
    column = (10.4 if m.wider <= 1.0 else 11.4) * em
    right = min(max(0.34 * body.width(), 13.5 * m.wider * em), 0.38 * body.width())
    left = body.left() + column + gutter
    return {
        "figures": tuple(QRectF(body.left(), top + at * step, column, m.figure_height) for at in range(count)),
        "rules": tuple(
            (body.left(), y, body.left() + column, y)
            for y in (top + at * step - (step - m.figure_height) / 2 for at in range(1, count))
        ),
        "map": QRectF(left, top, body.right() - right - gutter - left, high),
        "levels": QRectF(body.right() - right, top, right, high),
    }


def _stacked(body: QRectF, m: Measures) -> dict[str, object]:
    """Figures, map, levels; the two lists side by side at the end where there is plenty of room."""
    em = m.em
    figures, rules, top = _figures(body, m)
    rest = QRectF(body.left(), top + 0.5 * em, body.width(), body.bottom() - top - em)
    if rest.width() < NARROW / 2 * em or rest.height() < NARROW * em:
        return {"figures": figures, "rules": tuple(rules), "map": rest if rest.height() > 0 else body}
    lists: tuple[QRectF, ...] = ()
    if rest.height() > 62 * em and rest.width() > 2 * 16 * m.wider * em:
        high = 0.27 * rest.height()
        half = (rest.width() - 1.07 * em) / 2
        y = rest.bottom() - high
        lists = (QRectF(rest.left(), y, half, high), QRectF(rest.right() - half, y, half, high))
        rest = rest.adjusted(0, 0, 0, -high - em)
    city = min(rest.width() * 1.05, 0.55 * rest.height())
    return {
        "figures": figures,
        "rules": tuple(rules),
        "map": QRectF(rest.left(), rest.top(), rest.width(), city),
        "levels": QRectF(rest.left(), rest.top() + city + em, rest.width(), rest.height() - city - em),
        "lists": lists,
    }


def _over_screens(body: QRectF, screens: Sequence[tuple[float, float]], m: Measures) -> dict[str, object]:
    """The first screen has figures, map and lists; the last ones the pane of the moment and the levels."""
    em, gutter = m.em, 1.07 * m.em
    top, high = body.top() + 0.7 * em, body.height() - 1.4 * em
    first = QRectF(screens[0][0], top, screens[0][1] - screens[0][0], high)
    made: dict[str, object] = {}
    if first.width() >= WIDE * em:
        column = 12.4 * em
        step = m.figure_height + 0.9 * em
        count = max(1, min(FIGURES, int((high + 0.9 * em) / step)))
        step = (high + 0.9 * em) / count
        made["figures"] = tuple(QRectF(first.left(), top + at * step, column, m.figure_height) for at in range(count))
        made["rules"] = tuple(
            (first.left(), y, first.left() + column, y)
            for y in (top + at * step - (step - m.figure_height) / 2 for at in range(1, count))
        )
        lists = (0.245 if m.wider <= 1.0 else 0.265) * first.width()
        made["lists"] = _two(QRectF(first.right() - lists, top, lists, high), em)
        left = first.left() + column + gutter
        made["map"] = QRectF(left, top, first.right() - lists - gutter - left, high)
    else:
        figures, rules, below = _figures(QRectF(first.left(), body.top(), first.width(), body.height()), m)
        made["figures"] = figures
        made["rules"] = tuple(rules[:-1])
        made["map"] = QRectF(first.left(), below + 0.5 * em, first.width(), body.bottom() - below - em)
    made.update(_last_screens(screens, top, high, m))
    return made


def _last_screens(screens: Sequence[tuple[float, float]], top: float, high: float, m: Measures) -> dict[str, object]:
    second, last = screens[1], screens[-1]
    if len(screens) > 2:
        return {
            "moment": QRectF(second[0], top, second[1] - second[0], high),
            "levels": QRectF(last[0], top, last[1] - last[0], high),
        }
    wide = last[1] - last[0]
    if wide < WIDE * 0.7 * m.em:
        return {"levels": QRectF(last[0], top, wide, high)}
    gutter = 1.07 * m.em
    left = 0.56 * wide
    return {
        "moment": QRectF(last[0], top, left, high),
        "levels": QRectF(last[0] + left + gutter, top, wide - left - gutter, high),
    }


def _two(column: QRectF, em: float) -> tuple[QRectF, ...]:
    """Two lists above each other, or one where two would hold hardly a row each."""
    if column.height() < 16 * em:
        return (column,)
    upper = min(0.49 * column.height(), 16.45 * em)
    return (
        QRectF(column.left(), column.top(), column.width(), upper),
        QRectF(column.left(), column.top() + upper + 0.6 * em, column.width(), column.height() - upper - 0.6 * em),
    )

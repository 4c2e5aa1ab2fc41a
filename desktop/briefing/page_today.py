"""The first page: the day in four figures, the city, the day's curve, and what to look at first."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.briefing.maps import map_part
from desktop.briefing.page_kit import PageKit
from services.insight.briefing.today import Curve, KeyFigure, Urgent, compared
from services.words import N_, UNKNOWN
from services.words.moments import LONG_WEEKDAYS
from services.words.terms import STATES
from widgets.briefing.frame import below, beside, gap, head
from widgets.briefing.urgent_row import UrgentRow
from widgets.kit.figure import KpiFigure, Shown
from widgets.kit.level_glyph import level_word
from widgets.kit.plain import rule
from widgets.kit.sparkline import Spark
from widgets.plots.lines import Line, LinesPlot

LABELS = {
    "reported_today": N_("Reported today", ctx="page"),
    "closed_in_time": N_("Closed in time", ctx="page"),
    "open_now": N_("Open", ctx="page"),
    "closed_of_reported": N_("Closed of all reported", ctx="page"),
}
SPANS = {
    "reported_today": N_("since midnight", ctx="page"),
    "closed_in_time": N_("7 days", ctx="page"),
    "open_now": N_("the last 24 h", ctx="page"),
    "closed_of_reported": N_("since the records begin", ctx="page"),
}
POINTS = {"reported_today": 24, "open_now": 24, "closed_in_time": 7}
HOUR = 60


def make_today(kit: PageKit) -> QWidget:
    """The page as a widget."""
    left = below(kit.theme, [(key_figure(kit, each), 1) for each in kit.briefing.today.key_figures])
    middle = map_part(kit, None, 0, markers=True)
    right = below(kit.theme, [(_curve(kit), 5), (_urgent(kit), 4)], gap=12)
    return beside(kit.theme, [(left, 23), (middle, 42), (right, 31)], kit.stacked)


def key_figure(kit: PageKit, each: KeyFigure) -> QWidget:
    """One large figure, and below it the counts that it is read against; each opens its cases."""
    shown = KpiFigure(kit.theme, clickable=True)
    shown.show_figure(_shown(kit, each))
    shown.clicked.connect(lambda: kit.open_count(each.main))
    links = QWidget()
    row = QHBoxLayout(links)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(kit.theme.whole(4))
    for text, count in each.parts:
        row.addWidget(kit.link(kit.words(text), count))
    row.addStretch(1)
    links.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return below(kit.theme, [(rule(kit.theme), 0), (gap(kit.theme, 8), 0), (shown, 0), (links, 0), (QWidget(), 1)])


def _shown(kit: PageKit, each: KeyFigure) -> Shown:
    figure, formats = each.figure, kit.formats
    label, span = kit.words(LABELS[figure.name], ctx="page"), kit.words(SPANS[figure.name], ctx="page")
    unit = formats.unit("incident")
    value, spoken = formats.integer(figure.value), kit.spoken(each.main)
    tip, note = spoken, kit.say(compared(figure)) if figure.before else ""
    if figure.name == "open_now":
        note = kit.words("neither closed nor void", ctx="page")
    if figure.denominator is not None:
        digits = 2 if figure.name == "closed_of_reported" else 1
        text = formats.percent(figure.value, figure.denominator, digits)
        value, unit = (text[:-2], "%") if text.endswith("%") else (text, "")
        counts = f"{formats.integer(figure.value)} / {formats.integer(figure.denominator)}"
        tip, note = f"{spoken}, {counts}", counts
        spoken = f"{label} {text} {counts}"
    times, notes = (span, formats.clock(figure.at)), (note,) if note else ()
    return Shown((label,), times, value, unit, notes, _spark(each), spoken=spoken, tip=tip)


def _spark(each: KeyFigure) -> Spark | None:
    figure = each.figure
    if figure.name not in POINTS or len(figure.series) < 2:
        return None
    share = figure.denominator is not None
    return Spark(figure.series, figure.ghost, POINTS[figure.name], own_scale=share)


# ---- the day's curve ---------------------------------------------------------------------------------------------


def _curve(kit: PageKit) -> QWidget:
    curve = kit.briefing.today.curve
    plot = LinesPlot(kit.theme)
    plot.setMinimumHeight(kit.theme.whole(200))
    plot.setAccessibleName(kit.words("Reported today, cumulated", ctx="page"))
    hours = range(1, len(curve.today) // HOUR + 1)
    counts = [curve.until(hour) for hour in hours]
    plot.show_lines(
        _lines(kit, curve),
        (0.0, 24.0),
        [(h, kit.words("{hour}:00", ctx="page", hour=h)) for h in (0, 6, 12, 18, 24)],
        kit.formats.integer,
        steps=[float(hour) for hour in hours],
        notes=[f"{hour}:00 · {kit.formats.integer(count.value)}" for hour, count in zip(hours, counts, strict=True)],
    )
    plot.opened.connect(lambda step: kit.open_count(counts[step]))
    title = head(kit.theme, kit.words("Reported today, cumulated", ctx="page"), kit.formats.unit("incident"))
    return below(kit.theme, [(title, 0), (plot, 1)])


def _lines(kit: PageKit, curve: Curve) -> list[Line]:
    def line(values: np.ndarray, name: str, tone: str, dot: bool = False) -> Line:
        # one point for each hour and the last one, from zero at midnight
        at = np.unique(np.append(np.arange(0, len(values) + 1, HOUR), len(values)))
        return Line(name, at / HOUR, np.concatenate([[0], values])[at], tone, dot)

    week_ago = (kit.now - timedelta(days=7)).weekday()
    today = kit.words("Today {n}", ctx="page", n=kit.formats.integer(int(curve.today[-1])))
    return [
        line(curve.last_week, kit.words("Last {weekday}", ctx="page", weekday=_weekday(kit, week_ago)), "older"),
        line(curve.yesterday, kit.words("Yesterday", ctx="page"), "before"),
        line(curve.today, today, "now", dot=True),
    ]


def _weekday(kit: PageKit, day: int) -> str:
    return kit.words(LONG_WEEKDAYS[day], ctx="date")


# ---- what to look at first ---------------------------------------------------------------------------------------


def _urgent(kit: PageKit) -> QWidget:
    page = kit.briefing.today
    title = head(kit.theme, kit.words("To look at first", ctx="page"))
    title.layout().addWidget(kit.link(kit.words("Open at level I", ctx="page"), page.reds))
    rows = [(_row(kit, each), 0) for each in page.urgent[: 3 if kit.stacked else 4]]
    return below(kit.theme, [(title, 0), *rows, (QWidget(), 1)])


def _row(kit: PageKit, each: Urgent) -> UrgentRow:
    words, names, formats = kit.words, kit.names, kit.formats
    where = names.path(each.area) if each.area >= 0 else kit.words("without a place", ctx="page")
    left = each.due_at - kit.now if each.due_at else None
    state = words(STATES[each.state], ctx="state")
    due = formats.remaining(left) if left is not None else UNKNOWN
    under = f"{where} · {state} · {due}"
    title = names.category(each.category)
    spoken = words(", ", ctx="list").join((level_word(int(each.severity), words), title, where, state, due))
    late = left is not None and left < timedelta(0)
    row = UrgentRow(kit.theme, words.lang, int(each.severity), title, under, late, spoken)
    row.clicked.connect(lambda: kit.open_case(each.id))
    return row

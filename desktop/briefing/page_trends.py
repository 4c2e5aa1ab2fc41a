"""The page of trends: what came and went by the day, over a month or a quarter, and when in the week it comes."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.briefing.page_kit import PageKit
from services.insight.briefing.count import Count
from services.insight.briefing.trends import Span, TrendsPage
from services.words.moments import LONG_WEEKDAYS, WEEKDAYS
from widgets.briefing.frame import below, beside, gap, head, rule
from widgets.kit.figure import KpiFigure, Shown
from widgets.kit.sparkline import Spark
from widgets.plots.lines import Line, LinesPlot
from widgets.plots.week import WeekGrid

TICKS = 5
POINTS = 30


def chosen_span(kit: PageKit) -> Span:
    """The span that the page shows: the month, or what was chosen."""
    spans = kit.briefing.trends.spans
    return spans[min(kit.places.get("span", 0), len(spans) - 1)]


def make_trends(kit: PageKit) -> QWidget:
    """The page as a widget; the seat makes it anew after `kit.places["span"]` was chosen."""
    page, span = kit.briefing.trends, chosen_span(kit)
    left = below(kit.theme, [(_spans(kit, span), 0), *((part, 1) for part in _figures(kit, span))], gap=8)
    title = head(kit.theme, kit.words("Reported and closed by day", ctx="page"), kit.formats.unit("incident"))
    upper = below(kit.theme, [(title, 0), (_days(kit, page, span), 1)])
    below_title = head(
        kit.theme, kit.words("When it comes: the hours of the week, {n} weeks", ctx="page", n=len(page.week.days) // 7)
    )
    lower = below(kit.theme, [(below_title, 0), (gap(kit.theme, 8), 0), (_week(kit, page), 1)])
    right = below(kit.theme, [(upper, 1), (lower, 1)], gap=20)
    return beside(kit.theme, [(left, 23), (right, 77)], kit.stacked, gap=56)


def _figures(kit: PageKit, span: Span) -> list[QWidget]:
    n, calendar, formats = span.days, kit.briefing.trends.calendar, kit.formats
    reported, before, closed = calendar.reported[-n:], calendar.reported[-2 * n : -n], calendar.closed[-n:]
    grown = ""
    if span.grown is not None and span.before.value:
        change = formats.change(100 * (span.reported.value / span.before.value - 1), digits=1)
        interval = formats.interval(100 * span.grown.low, 100 * span.grown.high)
        grown = kit.words("{change} %, {interval}", ctx="page", change=change, interval=interval)
    days = kit.words("{days} whole days", ctx="page", days=n)
    earlier = kit.link(kit.words("The {days} days before", ctx="page", days=n), span.before)
    up = Spark(few(reported), few(before))
    down = Spark(few(closed))
    return [
        below(
            kit.theme,
            [
                *_figure(kit, span.reported, kit.words("Reported", ctx="page"), days, grown, up),
                (earlier, 0),
                (QWidget(), 1),
            ],
        ),
        below(
            kit.theme,
            [*_figure(kit, span.closed, kit.words("Closed", ctx="page"), days, "", down), (QWidget(), 1)],
        ),
        below(kit.theme, [*_busiest(kit), (QWidget(), 1)]),
    ]


def few(days: np.ndarray) -> tuple[float, ...]:
    """Counts by day as at most POINTS sums of as many days each, so that a small line can be read."""
    together = max(1, len(days) // POINTS)
    return tuple(map(float, days[len(days) % together :].reshape(-1, together).sum(axis=1)))


def _figure(
    kit: PageKit, count: Count, name: str, time: str, note: str, spark: Spark | None = None
) -> list[tuple[QWidget, int]]:
    shown = KpiFigure(kit.theme, clickable=True)
    value, unit, spoken = kit.formats.integer(count.value), kit.formats.unit("incident"), kit.spoken(count)
    notes = (note,) if note else ()
    shown.show_figure(Shown((name,), (time,), value, unit, notes, spark, spoken=spoken, tip=spoken))
    shown.clicked.connect(lambda: kit.open_count(count))
    return [(rule(kit.theme), 0), (gap(kit.theme, 8), 0), (shown, 0)]


def _busiest(kit: PageKit) -> list[tuple[QWidget, int]]:
    """The fullest hour of the week."""
    week = kit.briefing.trends.week
    if not week.counts.any():
        return []
    day, hour = week.busiest
    when = f"{kit.words(LONG_WEEKDAYS[day], ctx='date')} {kit.words('{hour}:00', ctx='page', hour=hour)}"
    weeks = kit.words("{n} weeks", ctx="page", n=len(week.days) // 7)
    return _figure(kit, week.cell(day, hour), kit.words("The fullest hour", ctx="page"), weeks, when)


def _spans(kit: PageKit, chosen: Span) -> QWidget:
    switch = QWidget()
    row = QHBoxLayout(switch)
    row.setContentsMargins(0, kit.theme.whole(8), 0, 0)
    for at, span in enumerate(kit.briefing.trends.spans):
        button = QToolButton()
        button.setText(kit.words("{days} whole days", ctx="page", days=span.days))
        button.setProperty("tab", True)
        button.setCheckable(True)
        button.setChecked(span is chosen)
        button.setMinimumHeight(kit.theme.whole("space.touch_height"))
        button.clicked.connect(lambda _=False, to=at: kit.remake("span", to))
        row.addWidget(button)
    row.addStretch(1)
    switch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return switch


def _days(kit: PageKit, page: TrendsPage, span: Span) -> LinesPlot:
    n, calendar, formats = span.days, page.calendar, kit.formats
    x = np.arange(n, dtype=float)
    days = calendar.dates[-n:]
    plot = LinesPlot(kit.theme)
    plot.setMinimumHeight(kit.theme.whole(200))
    plot.setAccessibleName(kit.words("Reported and closed by day", ctx="page"))
    lines = [
        Line(kit.words("Closed", ctx="page"), x, calendar.closed[-n:], "older"),
        Line(kit.words("Reported", ctx="page"), x, calendar.reported[-n:], "now", dot=True),
    ]
    notes = [
        f"{formats.heading(day, short=True)} · {formats.integer(int(calendar.reported[at - n]))}"
        for at, day in enumerate(days)
    ]
    ticks = [(float(at), formats.day(days[at], kit.now)) for at in _ticks(n)]
    plot.show_lines(lines, (0.0, float(n - 1)), ticks, formats.integer, steps=x.tolist(), notes=notes)
    first = len(calendar.dates) - n
    plot.opened.connect(lambda step: kit.open_count(calendar.of_day(first + step)))
    return plot


def _ticks(days: int) -> list[int]:
    step = max(1, (days - 1) // (TICKS - 1))
    return list(range(days - 1, -1, -step))[::-1]


def _week(kit: PageKit, page: TrendsPage) -> WeekGrid:
    grid = WeekGrid(kit.theme)
    grid.setMinimumHeight(kit.theme.whole(200))
    grid.setAccessibleName(
        kit.words("When it comes: the hours of the week, {n} weeks", ctx="page", n=len(page.week.days) // 7)
    )
    names = [kit.words(name, ctx="date") for name in WEEKDAYS]
    grid.show_counts(
        page.week.counts, names, lambda hour: kit.words("{hour}:00", ctx="page", hour=hour), kit.formats.integer
    )

    def on_pointed(day: int, hour: int) -> None:
        grid.setToolTip(kit.spoken(page.week.cell(day, hour)) if day >= 0 else "")

    grid.pointed.connect(on_pointed)
    grid.opened.connect(lambda day, hour: kit.open_count(page.week.cell(day, hour)))
    return grid

"""The page of sources and categories: through which channels it comes, and what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.briefing.page_kit import PageKit
from services.insight.briefing.inflow import DAYS, WEEKS, Stream
from widgets.briefing.figure_list import FigureList, ListRow
from widgets.briefing.frame import below, beside, head
from widgets.briefing.graphics import Bars

WIDTHS = (112.0, 84.0)
COLUMNS = ("now", "before")


def make_inflow(kit: PageKit) -> QWidget:
    """The page as a widget."""
    page, names = kit.briefing.inflow, kit.names
    sources = _part(kit, kit.words("By source", ctx="page"), page.sources, names.source)
    categories = _part(kit, kit.words("By category", ctx="page"), page.categories, names.category)
    return beside(kit.theme, [(sources, 1), (categories, 1)], kit.stacked, gap=56)


def _part(kit: PageKit, title: str, streams: tuple[Stream, ...], name: Callable[[int], str]) -> QWidget:
    top = max((max(stream.now.value, stream.before.value) for stream in streams), default=1)
    shown = FigureList(kit.theme)
    shown.setAccessibleName(title)
    bars = kit.words("{days} days, those before below", ctx="page", days=DAYS)
    graphic = Bars(float(top), (bars, kit.words("{n} weeks", ctx="page", n=WEEKS)))
    rows = [
        ListRow(
            name(stream.number),
            (kit.cell(stream.now), kit.cell(stream.before)),
            (float(stream.now.value), float(stream.before.value), *map(float, stream.weeks)),
        )
        for stream in streams
    ]
    heads = [kit.words("{days} whole days", ctx="page", days=DAYS), kit.words("before", ctx="page")]
    shown.show_rows(rows, heads, WIDTHS, graphic=graphic)
    shown.opened.connect(lambda row, column: kit.open_count(getattr(streams[row], COLUMNS[column])))
    above = head(kit.theme, title)
    above.layout().addWidget(kit.link(kit.words("All", ctx="page"), kit.briefing.inflow.total))
    return below(kit.theme, [(above, 0), (shown, 1)])

"""The map pages: one level's areas with their rates and intervals, and a ledger that adds up to the city."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.briefing.maps import map_part
from desktop.briefing.page_kit import PageKit, PageMaker
from desktop.briefing.page_map import show_subject
from services.domain.areas import Level
from services.insight.briefing.areas import MEASURES, ROWS, AreaPage, AreaRow
from services.words import N_
from widgets.briefing.figure_list import FigureList, LateRows, ListRow
from widgets.briefing.frame import below, beside, head
from widgets.briefing.graphics import Intervals

HEADS = {
    "recent": N_("30 days", ctx="page"),
    "open": N_("Open", ctx="page"),
    "overdue": N_("Overdue", ctx="page"),
}
LEDGER = {
    "areas": N_("Placed in an area of this level", ctx="page"),
    "none": N_("In the city, in no area of this level", ctx="page"),
    "unlocated": N_("Without a place", ctx="page"),
    "outside": N_("Outside the city", ctx="page"),
    "total": N_("All", ctx="page"),
}
PLACES = {
    Level.TOWN: N_("Towns by rate", ctx="page"),
    Level.VILLAGE: N_("Villages and communities by rate", ctx="page"),
    Level.GRID: N_("Grids by rate", ctx="page"),
}
WIDTHS = (96.0, 84.0, 84.0)
MEASURED = 100  # of the rows, those that the scale is made for
FEW = 40  # so many are seen to be all
CUT_AT = 0.9  # the scale ends where nine in ten of the intervals shown do


def areas_page(level: Level) -> PageMaker:
    """The maker of a level's page."""
    return partial(make_areas, level)


def make_areas(level: Level, kit: PageKit) -> QWidget:
    """The page as a widget."""
    page = kit.briefing.areas[level]
    rows = page.rows + page.unranked
    place = min(max(0, kit.places.get(level.word, 0)), max(0, len(rows) - 1))
    left = map_part(kit, level, subject_of(kit, level, rows[place].area if rows else 0), markers=False)
    ranks = _ranks(kit, level, page, rows, place)
    note = kit.words(
        "95 % intervals (Byar), widened for comparing {n} at once", ctx="page", n=kit.formats.integer(page.compared)
    )
    title = head(kit.theme, _title(kit, level, page), note if page.rows else "")
    right = below(kit.theme, [(title, 0), (ranks, 1), (QWidget(), 0), (ledger(kit, page), 0)], gap=6)
    return beside(kit.theme, [(left, 42), (right, 58)], kit.stacked)


def subject_of(kit: PageKit, level: Level, area: int) -> int:
    """The area whose inside a page's map shows: the city for towns, else what lies above the chosen area."""
    return 0 if level is Level.TOWN else max(0, int(kit.briefing.picture.areas.parent[area]))


def _title(kit: PageKit, level: Level, page: AreaPage) -> str:
    title, there = kit.words(PLACES[level], ctx="page"), kit.formats.integer(page.compared)
    return kit.words("{title} · all {n}", ctx="page", title=title, n=there) if len(page.rows) > FEW else title


def _ranks(kit: PageKit, level: Level, page: AreaPage, rows: tuple[AreaRow, ...], place: int) -> FigureList:
    shown = FigureList(kit.theme)
    shown.setAccessibleName(kit.words(PLACES[level], ctx="page"))
    shown.show_rows(
        LateRows(len(rows), lambda at: _row(kit, level, rows[at])),
        [kit.words(HEADS[name], ctx="page") for name in MEASURES],
        WIDTHS,
        graphic=_scale(kit, page),
    )
    shown.choose(place if level is not Level.TOWN else -1)

    def on_pointed(row: int) -> None:
        kit.places[level.word] = row
        if level is not Level.TOWN:
            show_subject(kit.map(), kit.shapes, subject_of(kit, level, rows[row].area), False)

    shown.opened.connect(lambda row, column: kit.open_count(getattr(rows[row], MEASURES[column])))
    shown.pointed.connect(on_pointed)
    return shown


def _row(kit: PageKit, level: Level, row: AreaRow) -> ListRow:
    name = kit.names.path(row.area) if level is not Level.TOWN else kit.names.area(row.area)
    values: tuple[float, ...] = ()
    if row.interval is not None:
        values = (row.interval.low, row.rate, row.interval.high, float(row.clear))
    return ListRow(name, tuple(kit.cell(getattr(row, measure)) for measure in MEASURES), values)


def _scale(kit: PageKit, page: AreaPage) -> Intervals:
    ends = sorted(row.interval.high for row in page.rows[:MEASURED] if row.interval is not None)
    top = max([ends[int(CUT_AT * (len(ends) - 1))] if ends else 1.0, *(row.rate for row in page.rows[:20])])
    unit = kit.words("per 1,000 households", ctx="page") if page.by_households else kit.words("each", ctx="page")
    mean = kit.words("city {x} {unit}", ctx="page", x=kit.formats.decimal(page.mean), unit=unit)
    return Intervals(0.0, top, page.mean, mean, lambda value: kit.formats.decimal(value, 0))


def ledger(kit: PageKit, page: AreaPage) -> QWidget:
    """The sum of the level's page, row by row, those without an area among them."""
    cells = page.ledger.cells
    rows = [
        ListRow(
            kit.words(LEDGER[row], ctx="page"),
            tuple(kit.cell(cells[row, name]) for name in MEASURES),
            ruled=row == "total",
        )
        for row in ROWS
    ]
    shown = FigureList(kit.theme)
    shown.setAccessibleName(kit.words("What the city's figure is made of", ctx="page"))
    heads = [kit.words(HEADS[name], ctx="page") for name in MEASURES]
    shown.show_rows(rows, heads, WIDTHS, name=kit.words("What the city's figure is made of", ctx="page"))
    shown.setFixedHeight(shown.full_height())
    shown.keep_room_for_bar()
    shown.opened.connect(lambda row, column: kit.open_count(cells[ROWS[row], MEASURES[column]]))
    return shown

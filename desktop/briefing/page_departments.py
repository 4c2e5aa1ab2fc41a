"""The page of departments: what each closes in time with its interval, and what lies on its table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.briefing.page_kit import PageKit
from services.insight.briefing.departments import DepartmentRow
from services.insight.evaluation.table import LEAST
from services.words import N_
from widgets.briefing.figure_list import Cell, FigureList, ListRow
from widgets.briefing.frame import below, beside, head
from widgets.briefing.graphics import Bars, Intervals

COLUMNS = ("in_time", "late", "waiting", "unfinished")
HEADS = (
    N_("In time", ctx="page"), N_("Late", ctx="page"), N_("To close", ctx="page"), N_("Unfinished", ctx="page"),
    N_("Share", ctx="page"),
)  # fmt: skip
LOAD = ("open", "overdue")
WIDTHS = (84.0, 84.0, 84.0, 96.0, 96.0)
LOAD_WIDTHS = (84.0, 84.0)
MARGIN = 0.02


def make_departments(kit: PageKit) -> QWidget:
    """The page as a widget."""
    page = kit.briefing.departments
    note = kit.words("95 % intervals (Wilson), widened for comparing {n} at once", ctx="page", n=len(page.ranked))
    title = head(kit.theme, kit.words("Closed in time", ctx="page"), note if page.ranked else "")
    left = below(kit.theme, [(title, 0), (_ranks(kit), 1)])
    right = below(kit.theme, [(head(kit.theme, kit.words("On the table", ctx="page")), 0), (_load(kit), 1)])
    return beside(kit.theme, [(left, 60), (right, 40)], kit.stacked, gap=56)


def _ranks(kit: PageKit) -> FigureList:
    page = kit.briefing.departments
    rows = (page.total, *page.ranked, *(row for row in page.unranked if row.due))
    shown = FigureList(kit.theme)
    shown.setAccessibleName(kit.words("Closed in time", ctx="page"))
    heads = [kit.words(text, ctx="page") for text in HEADS]
    shown.show_rows(
        [_rank(kit, row, row is page.total) for row in rows],
        heads,
        WIDTHS,
        graphic=_scale(kit),
    )

    def on_opened(row: int, column: int) -> None:
        kit.open_count(getattr(rows[row], COLUMNS[column]))

    shown.opened.connect(on_opened)
    return shown


def _rank(kit: PageKit, row: DepartmentRow, total: bool) -> ListRow:
    name = kit.words("The whole city", ctx="page") if total else _name(kit, row)
    share = kit.formats.percent(row.in_time.value, row.due)
    values: tuple[float, ...] = ()
    if row.interval is not None and row.share is not None:
        values = (row.interval.low, row.share, row.interval.high, float(row.clear))
    elif not total:
        share = kit.words("under {least}", ctx="page", least=LEAST)
    spoken = f"{name} {kit.formats.share(row.in_time.value, row.due)}"
    cells = (*(kit.cell(getattr(row, column)) for column in COLUMNS), Cell(share, spoken, opens=False))
    return ListRow(name, cells, values)


def _name(kit: PageKit, row: DepartmentRow) -> str:
    return kit.names.department(row.code) if row.code is not None else kit.words("No department yet", ctx="page")


def _scale(kit: PageKit) -> Intervals:
    page = kit.briefing.departments
    lows = [row.interval.low for row in page.ranked if row.interval is not None]
    low = max(0.0, min(lows, default=0.0) - MARGIN)
    mean = page.total.share
    text = kit.words("city {share}", ctx="page", share=kit.formats.percent(page.total.in_time.value, page.total.due))
    return Intervals(
        low, 1.0, mean if mean is not None else -1.0, text, lambda value: kit.formats.percent(value, 1.0, 0)
    )


def _load(kit: PageKit) -> FigureList:
    page = kit.briefing.departments
    rows = (page.total, *sorted(page.rows, key=lambda row: -row.open.value))
    top = max((row.open.value for row in page.rows), default=1)
    shown = FigureList(kit.theme)
    shown.setAccessibleName(kit.words("On the table", ctx="page"))
    made = []
    for row in rows:
        total = row is page.total
        cells = tuple(kit.cell(getattr(row, column)) for column in LOAD)
        values = (0.0, 0.0) if total else (float(row.open.value), float(row.overdue.value))
        made.append(ListRow(kit.words("The whole city", ctx="page") if total else _name(kit, row), cells, values))
    labels = (kit.words("open, overdue under it", ctx="page"), "")
    heads = [kit.words("Open", ctx="page"), kit.words("Overdue", ctx="page")]
    shown.show_rows(made, heads, LOAD_WIDTHS, graphic=Bars(float(top), labels))
    shown.opened.connect(lambda row, column: kit.open_count(getattr(rows[row], LOAD[column])))
    return shown

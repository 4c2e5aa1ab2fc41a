"""The briefing's page of departments: who closes in time, and whose table is full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.domain.case_filter import CaseFilter
from services.insight.briefing.count import Count
from services.insight.briefing.intervals import Interval, wilson
from services.insight.briefing.phrases import Amount, DepartmentNames, Phrase, Share, Value
from services.live.picture import Picture
from services.store import queries_cases
from services.store.reader import Reader
from services.words import N_

DAYS = 30
LEAST = 30
NAMED = 3
NAMES = ("in_time", "late", "overdue", "open")


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department (None: incidents that none owns yet) with its counts and the interval of its share in time.

    `due` = in time + late + overdue. `interval` is None under LEAST; `clear` is +1 or −1 where it leaves the city's
    share out.
    """

    code: str | None
    in_time: Count
    late: Count
    overdue: Count
    open: Count
    interval: Interval | None
    clear: int

    @property
    def due(self) -> int:
        """What should have been done: closed in time, closed late, or overdue."""
        return self.in_time.value + self.late.value + self.overdue.value

    @property
    def share(self) -> float | None:
        """The share in time, 0–1; None where nothing was due."""
        return self.in_time.value / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """Everything on the page: `ranked` from the lowest share up, `unranked` by name, `total` the whole city."""

    finding: Phrase
    qualifier: Phrase
    ranked: tuple[DepartmentRow, ...]
    unranked: tuple[DepartmentRow, ...]
    total: DepartmentRow

    @property
    def rows(self) -> tuple[DepartmentRow, ...]:
        """Every department that has anything."""
        return self.ranked + self.unranked


TITLES = {
    "in_time": N_("Closed in time, the last {days} days"),
    "late": N_("Closed late, the last {days} days"),
    "overdue": N_("Open and past the deadline"),
    "open": N_("Open incidents"),
}


def read_departments(reader: Reader, picture: Picture, now: datetime) -> DepartmentsPage:
    """The page from the database of the picture's state."""
    period = (now - timedelta(days=DAYS), now)
    filters = {
        "in_time": CaseFilter(closed=period, in_time=True, rated=True),
        "late": CaseFilter(closed=period, in_time=False, rated=True),
        "overdue": CaseFilter(overdue_at=now),
        "open": CaseFilter(open_only=True),
    }
    counts = {name: queries_cases.by_key(reader, chosen, "department") for name, chosen in filters.items()}
    total = _row(None, filters, {name: sum(found.values()) for name, found in counts.items()})
    codes: list[str | None] = [department.code for department in picture.catalogue.departments]
    rows = [
        _row(code, {name: _owned(chosen, code) for name, chosen in filters.items()}, of)
        for code in [*codes, None]
        if any((of := {name: counts[name].get(code, 0) for name in NAMES}).values())
    ]
    return _page(rows, total)


def _owned(chosen: CaseFilter, code: str | None) -> CaseFilter:
    return replace(chosen, department=code) if code is not None else replace(chosen, unowned=True)


def _row(code: str | None, filters: Mapping[str, CaseFilter], counts: Mapping[str, int]) -> DepartmentRow:
    cases = {name: Count(counts[name], filters[name], _title(name, code, filters[name])) for name in NAMES}
    return DepartmentRow(code, **cases, interval=None, clear=0)


def _title(name: str, code: str | None, chosen: CaseFilter) -> Phrase:
    what = Phrase(TITLES[name], {"days": str(DAYS)})
    if code is None and not chosen.unowned:
        return what
    where: Value = DepartmentNames((code,)) if code is not None else Phrase(N_("no department yet"))
    return Phrase(N_("{what}, {where}", ctx="briefing"), {"what": what, "where": where}, "briefing")


def _page(rows: list[DepartmentRow], total: DepartmentRow) -> DepartmentsPage:
    enough = [row for row in rows if row.code is not None and row.due >= LEAST]
    judged = [_judged(row, total, len(enough)) for row in enough]
    ranked = tuple(sorted(judged, key=lambda row: (row.share or 0.0, -row.due)))
    unranked = tuple(sorted((row for row in rows if row not in enough), key=lambda row: (row.code is None, -row.due)))
    return DepartmentsPage(_finding(ranked), _qualifier(total, ranked), ranked, unranked, total)


def _judged(row: DepartmentRow, total: DepartmentRow, compared: int) -> DepartmentRow:
    interval = wilson(row.in_time.value, row.due, compared=compared)
    mean = total.share
    if interval is None or mean is None:
        return row
    return replace(row, interval=interval, clear=int(interval.low > mean) - int(interval.high < mean))


def _finding(ranked: tuple[DepartmentRow, ...]) -> Phrase:
    """Which departments differ from the city, in one sentence."""
    if not ranked:
        return Phrase(N_("No department had enough cases in {days} days to be compared."), {"days": str(DAYS)})
    below = [row.code for row in ranked if row.clear < 0]
    above = [row.code for row in reversed(ranked) if row.clear > 0]
    values: dict[str, Value] = {"below": DepartmentNames(tuple(below[:NAMED])), "n": Amount(len(below), ""),
                                "above": DepartmentNames(tuple(above[:NAMED]))}  # fmt: skip
    if len(below) > NAMED:
        return Phrase(N_("{n} departments close clearly less in time than the city, lowest: {below}."), values)
    if below:
        return Phrase(N_("Most departments can't be told apart; clearly below the city: {below}."), values)
    if above:
        return Phrase(N_("No department is clearly below the city; clearly above it: {above}."), values)
    return Phrase(N_("The departments can't be told apart by what they close in time."), values)


def _qualifier(total: DepartmentRow, ranked: tuple[DepartmentRow, ...]) -> Phrase:
    values: dict[str, Value] = {
        "days": str(DAYS), "least": str(LEAST), "n": Amount(len(ranked), ""),
        "share": Share(total.in_time.value, total.due, counted=True),
    }  # fmt: skip
    if not total.due:
        return Phrase(N_("Nothing was due in {days} days."), values)
    return Phrase(
        N_("City in {days} days: {share}. Intervals that hold it give no rank; under {least} cases none is given."),
        values,
    )

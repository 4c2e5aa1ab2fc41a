"""The briefing's page of departments: who closes in time, and whose table is full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.domain.case_filter import CaseFilter
from services.domain.evaluation import Group, Part, Sums
from services.insight.briefing.count import Count
from services.insight.briefing.intervals import Interval
from services.insight.briefing.phrases import Amount, DepartmentNames, Phrase, Share, Value
from services.insight.evaluation.table import LEAST, EvaluationTable, Row, last_days, read_table
from services.live.picture import Picture
from services.store import queries_cases
from services.store.reader import Reader
from services.words import N_

DAYS = 30
NAMED = 3
PARTS = {"in_time": Part.IN_TIME, "late": Part.LATE, "waiting": Part.WAITING, "unfinished": Part.OVERDUE}


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department (None: incidents that none owns yet) with its counts and the interval of its share in time.

    `due` = in time + late + waiting + unfinished, the evaluation's parts of DAYS days; `overdue` and `open` are what
    lies on the table at the page's moment, of whatever age. `interval` is None under LEAST; `clear` is +1 or −1 where
    it leaves the city's share out.
    """

    code: str | None
    in_time: Count
    late: Count
    waiting: Count
    unfinished: Count
    overdue: Count
    open: Count
    interval: Interval | None
    clear: int

    @property
    def due(self) -> int:
        """What was finished, or should have been."""
        return sum(count.value for count in (self.in_time, self.late, self.waiting, self.unfinished))

    @property
    def share(self) -> float | None:
        """The share in time, 0–1; None where nothing was due."""
        return self.in_time.value / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """Everything on the page: `ranked` from the lowest share up, `unranked` by name, `total` the whole city.

    `behind`: so many cases of these days have yet to be counted anew.
    """

    finding: Phrase
    qualifier: Phrase
    ranked: tuple[DepartmentRow, ...]
    unranked: tuple[DepartmentRow, ...]
    total: DepartmentRow
    behind: int

    @property
    def rows(self) -> tuple[DepartmentRow, ...]:
        """Every department that has anything."""
        return self.ranked + self.unranked


TITLES = {
    "in_time": N_("Closed in time, of what was due in {days} days"),
    "late": N_("Finished or closed late, of what was due in {days} days"),
    "waiting": N_("Finished in time and not closed yet, of what was due in {days} days"),
    "unfinished": N_("Overdue and not finished, of what was due in {days} days"),
    "overdue": N_("Open and past the deadline"),
    "open": N_("Open incidents"),
}


def read_departments(reader: Reader, picture: Picture, now: datetime) -> DepartmentsPage:
    """The page from the database of the picture's state; what was due is counted by the evaluation alone."""
    table = read_table(reader, Group.DEPARTMENT, last_days(now, DAYS, picture.city.zone), now)
    filters = {"overdue": CaseFilter(overdue_at=now), "open": CaseFilter(open_only=True)}
    loads = {name: queries_cases.by_key(reader, chosen, "department") for name, chosen in filters.items()}
    found: dict[str | None, Row] = {row.key: row for row in table.rows if row.key is None or isinstance(row.key, str)}
    codes: list[str | None] = [*(department.code for department in picture.catalogue.departments), None]
    rows = []
    for code in codes:
        if code in found or any(code in counts for counts in loads.values()):
            of = found.get(code, Row(code, Sums({}), {}))
            mine = {name: _owned(chosen, code) for name, chosen in filters.items()}
            rows.append(_row(code, table, of, mine, {name: counts.get(code, 0) for name, counts in loads.items()}))
    total = _row(None, table, table.total, filters, {name: sum(counts.values()) for name, counts in loads.items()})
    return _page(rows, total, table.behind)


def _owned(chosen: CaseFilter, code: str | None) -> CaseFilter:
    return replace(chosen, department=code) if code is not None else replace(chosen, unowned=True)


def _row(
    code: str | None, table: EvaluationTable, of: Row, filters: Mapping[str, CaseFilter], load: Mapping[str, int]
) -> DepartmentRow:
    whole = of is table.total
    counts = {
        name: Count(of.sums.of(part), table.cases(of, part), _title(name, code, whole)) for name, part in PARTS.items()
    }
    counts |= {name: Count(load[name], chosen, _title(name, code, whole)) for name, chosen in filters.items()}
    return DepartmentRow(code, **counts, interval=of.interval, clear=of.clear)


def _title(name: str, code: str | None, whole: bool) -> Phrase:
    what = Phrase(TITLES[name], {"days": str(DAYS)})
    if whole:
        return what
    where: Value = DepartmentNames((code,)) if code is not None else Phrase(N_("no department yet"))
    return Phrase(N_("{what}, {where}", ctx="briefing"), {"what": what, "where": where}, "briefing")


def _page(rows: list[DepartmentRow], total: DepartmentRow, behind: int) -> DepartmentsPage:
    enough = [row for row in rows if row.code is not None and row.due >= LEAST]
    ranked = tuple(sorted(enough, key=lambda row: (row.share or 0.0, -row.due)))
    unranked = tuple(sorted((row for row in rows if row not in enough), key=lambda row: (row.code is None, -row.due)))
    return DepartmentsPage(_finding(ranked), _qualifier(total, ranked, behind), ranked, unranked, total, behind)


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


def _qualifier(total: DepartmentRow, ranked: tuple[DepartmentRow, ...], behind: int) -> Phrase:
    values: dict[str, Value] = {
        "days": str(DAYS), "least": str(LEAST), "n": Amount(len(ranked), ""), "behind": Amount(behind),
        "share": Share(total.in_time.value, total.due, counted=True),
    }  # fmt: skip
    if behind:
        return Phrase(
            N_("City in {days} days: {share}. {behind} are still being counted; read anew in a moment."), values
        )
    if not total.due:
        return Phrase(N_("Nothing was due in {days} days."), values)
    return Phrase(
        N_("City in {days} days: {share}. Intervals that hold it give no rank; under {least} cases none is given."),
        values,
    )

"""The briefing's map pages: one level's areas, where they differ from the city, and a ledger that adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import PlaceStatus
from services.insight.briefing.count import Count
from services.insight.briefing.intervals import Interval, poisson
from services.insight.briefing.phrases import Amount, AreaName, Decimal, Phrase, Value
from services.live.picture import RECENT, Picture
from services.store import queries_cases
from services.store.reader import Reader
from services.words import N_

COLUMN = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}
MEASURES = ("recent", "open", "overdue")
ROWS = ("areas", "none", "unlocated", "outside", "total")
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts by row of ROWS and measure of MEASURES; `total` is the sum of the rows above it."""

    areas: int
    cells: Mapping[tuple[str, str], Count]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: its counts, households, rate per thousand (per area where households are unknown) and interval.

    `clear` is +1 or −1 where the interval lies above or below the city's mean, 0 where it holds it.
    """

    area: int
    households: int
    recent: Count
    open: Count
    overdue: Count
    rate: float
    interval: Interval | None
    clear: int


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One level's page. `rows` are ranked by the low end of their intervals; `mean` is the city's rate.

    `by_households` says whether rates are per thousand households or plain counts; `above` areas lie clearly above the
    mean; `unranked` have cases but no households.
    """

    level: Level
    finding: Phrase
    qualifier: Phrase
    ledger: Ledger
    rows: tuple[AreaRow, ...]
    mean: float
    by_households: bool
    above: int
    compared: int
    unranked: tuple[AreaRow, ...]


def read_areas(reader: Reader, picture: Picture, level: Level, now: datetime) -> AreaPage:
    """The page from a picture and the same state's database."""
    filters = {
        "recent": CaseFilter(reported=(now - RECENT, FOR_EVER)),
        "open": CaseFilter(open_only=True),
        "overdue": CaseFilter(overdue_at=now),
    }
    counts = {name: _counts(reader, picture, level, chosen) for name, chosen in filters.items()}
    ledger = Ledger(
        len(picture.areas.at_level(level)),
        {(row, name): _cell(row, name, level, counts[name], filters[name]) for row in ROWS for name in MEASURES},
    )
    return _page(picture, level, filters, counts, ledger)


@dataclass(frozen=True, slots=True)
class _Counts:
    by_area: dict[int, int]
    rows: Mapping[str, int]


def _counts(reader: Reader, picture: Picture, level: Level, chosen: CaseFilter) -> _Counts:
    by_place = queries_cases.by_key(reader, chosen, "place")
    placed = by_place.get(int(PlaceStatus.LOCATED), 0)
    by_id = queries_cases.by_key(reader, replace(chosen, place=PlaceStatus.LOCATED, level=level), COLUMN[level])
    index = picture.areas.index
    by_area = {index[ident]: n for ident, n in by_id.items() if ident in index}
    inside = sum(by_area.values())
    rows = {
        "areas": inside,
        "none": placed - inside,
        "unlocated": by_place.get(int(PlaceStatus.UNLOCATED), 0),
        "outside": by_place.get(int(PlaceStatus.OUTSIDE), 0),
    }
    return _Counts(by_area, {**rows, "total": sum(rows.values())})


TITLES = {
    "recent": N_("Reported in 30 days"),
    "open": N_("Open incidents"),
    "overdue": N_("Open and past the deadline"),
}


def _cell(row: str, measure: str, level: Level, counts: _Counts, chosen: CaseFilter) -> Count:
    narrowed = {
        "areas": replace(chosen, level=level),
        "none": replace(chosen, level=level, no_area=True),
        "unlocated": replace(chosen, place=PlaceStatus.UNLOCATED),
        "outside": replace(chosen, place=PlaceStatus.OUTSIDE),
        "total": chosen,
    }[row]
    if row == "total":
        title = Phrase(TITLES[measure])
    else:
        title = Phrase(N_("{what}, {where}", ctx="briefing"), _values(measure, Phrase(WHERE[row])), "briefing")
    return Count(counts.rows[row], narrowed, title)


WHERE = {
    "areas": N_("placed in an area of this level"),
    "none": N_("in the city but in no area of this level"),
    "unlocated": N_("without a place"),
    "outside": N_("outside the city"),
}


def _page(
    picture: Picture, level: Level, filters: Mapping[str, CaseFilter], counts: Mapping[str, _Counts], ledger: Ledger
) -> AreaPage:
    areas = picture.areas
    homes = {int(at): int(areas.households[at]) for at in areas.at_level(level)}
    by_households = any(homes.values())
    weights = {at: (n / 1000 if by_households else 1.0) for at, n in homes.items()}
    recent = counts["recent"].by_area
    measured = [at for at in homes if weights[at] > 0]
    exposure = sum(weights.values())
    mean = sum(recent.get(at, 0) for at in measured) / exposure if exposure else float("nan")
    intervals = {at: poisson(recent.get(at, 0), weights[at], compared=len(measured)) for at in measured}

    def row(at: int) -> AreaRow:
        cases = {name: _of_area(picture, at, name, counts[name], filters[name]) for name in MEASURES}
        rate = recent.get(at, 0) / weights[at] if weights[at] else float("nan")
        interval = intervals.get(at)
        return AreaRow(at, homes[at], **cases, rate=rate, interval=interval, clear=_clear(interval, mean))

    floor = {at: interval.low for at, interval in intervals.items() if interval}
    best = sorted(floor, key=lambda at: (-floor[at], -recent.get(at, 0) / weights[at], areas.codes[at]))
    above = sum(low > mean for low in floor.values())
    rows = tuple(row(at) for at in best)
    return AreaPage(
        level=level,
        finding=_finding(level, rows, mean, above, len(measured), by_households),
        qualifier=_qualifier(ledger),
        ledger=ledger,
        rows=rows,
        mean=mean,
        by_households=by_households,
        above=above,
        compared=len(measured),
        unranked=tuple(row(at) for at in sorted(recent, key=lambda at: -recent[at]) if not weights[at]),
    )


def recent_of(picture: Picture, at: int, now: datetime) -> Count:
    """What was reported of late in any one area of a page's map, in its list or not; the city's is what is in it."""
    chosen = CaseFilter(reported=(now - RECENT, FOR_EVER))
    return _of_area(picture, at, "recent", _Counts({at: int(picture.recent[at])}, {}), chosen)


def _of_area(picture: Picture, at: int, measure: str, counts: _Counts, chosen: CaseFilter) -> Count:
    title = Phrase(N_("{what}, {where}", ctx="briefing"), _values(measure, AreaName(at, whole=True)), "briefing")
    areas = picture.areas
    cases = replace(chosen, level=Level(int(areas.level[at])), area=int(areas.ids[at]))
    return Count(counts.by_area.get(at, 0), cases, title)


def _values(measure: str, where: Value) -> dict[str, Value]:
    return {"what": Phrase(TITLES[measure]), "where": where}


def _clear(interval: Interval | None, mean: float) -> int:
    if interval is None or np.isnan(mean):
        return 0
    return int(interval.low > mean) - int(interval.high < mean)


OF_LEVEL = {
    Level.TOWN: (N_("No town is on file yet."), N_("Of {m} towns, {n} lie clearly above {mean}; highest: {worst}.")),
    Level.VILLAGE: (
        N_("No village or community is on file yet."),
        N_("Of {m} villages and communities, {n} lie clearly above {mean}; highest: {worst}."),
    ),
    Level.GRID: (N_("No grid is on file yet."), N_("Of {m} grids, {n} lie clearly above {mean}; highest: {worst}.")),
}
NONE_ABOVE = {
    Level.TOWN: N_("None of {m} towns lies clearly above {mean}."),
    Level.VILLAGE: N_("None of {m} villages and communities lies clearly above {mean}."),
    Level.GRID: N_("None of {m} grids lies clearly above {mean}."),
}


def _finding(
    level: Level, rows: tuple[AreaRow, ...], mean: float, above: int, compared: int, by_households: bool
) -> Phrase:
    """Which areas differ from the city, in one sentence."""
    nothing, some = OF_LEVEL[level]
    if not rows:
        return Phrase(nothing)
    unit = N_("the city's {x} per 1,000 households") if by_households else N_("the mean of {x} an area")
    values: dict[str, Value] = {"m": Amount(compared, ""), "mean": Phrase(unit, {"x": Decimal(mean)})}
    if not above:
        return Phrase(NONE_ABOVE[level], values)
    worst = AreaName(rows[0].area, whole=level is not Level.TOWN)
    return Phrase(some, {**values, "n": Amount(above, ""), "worst": worst})


def _qualifier(ledger: Ledger) -> Phrase:
    """Where the open cases lie, as a sum that adds up."""
    values = {row: Amount(ledger.cells[row, "open"].value, "") for row in ROWS}
    return Phrase(
        N_("Open: {total} = {areas} placed + {none} in no area + {unlocated} without a place + {outside} outside."),
        {**values, "total": Amount(ledger.cells["total", "open"].value)},
    )

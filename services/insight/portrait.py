"""Portraits of risk: of an area from the grid up to the city, of a place, of a subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from services.domain.areas import Level
from services.domain.incidents import Severity
from services.domain.portraits import POINTS, Driver, KindCount, Portrait, RiskWeek, Share, Standing
from services.live.area_table import AreaTable
from services.store.engine import Database
from services.store.queries import risk_history
from services.store.queries.risk_history import Where
from services.store.reader import Reader

WEEKS = 54
MONTH, YEAR = timedelta(days=30), timedelta(days=365)
NOON = timedelta(hours=12)
MOST_KINDS = 12
COLUMN = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}


class Portraits:
    """Reads portraits of one consistent state each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_area(self, area: int, now: datetime) -> Portrait:
        """The portrait of an area by its id."""
        with self._database.reading() as reader:
            areas = AreaTable.of(reader.areas())
            return _area_portrait(reader, areas, areas.index[area], now)

    def of_place(self, lon: float, lat: float, metres: float, now: datetime) -> Portrait:
        """The portrait of a circle (degrees in CGCS2000, metres)."""
        with self._database.reading() as reader:
            return _portrait(reader, Where(circle=(lon, lat, metres)), now)

    def of_subject(self, subject: str, now: datetime) -> Portrait:
        """The portrait of a subject of signals."""
        with self._database.reading() as reader:
            return _portrait(reader, Where(subject=subject), now)


def _area_portrait(reader: Reader, areas: AreaTable, at: int, now: datetime) -> Portrait:
    level = Level(int(areas.level[at]))
    where = Where() if level is Level.CITY else Where(column=COLUMN[level], area=int(areas.ids[at]))
    found = _portrait(reader, where, now)
    standing = risk_history.standing_rows(reader)
    parent = int(areas.parent[at])
    siblings = [int(row) for row in areas.children(parent)] if parent >= 0 else []
    shares = _shares(areas, siblings, standing)
    inside = [row for row in standing if where.column is None or getattr(row, where.column) == where.area]
    below = _shares(areas, [int(row) for row in areas.children(at)], inside)
    if below or len(areas.children(at)):
        counted = {ident for share in below for ident in share.standing.all}
        below = (*below, Share(None, standing_of(row for row in inside if row.id not in counted), 0))
    return Portrait(
        found.at, int(areas.ids[at]), level, found.standing, found.weeks, found.drivers, found.kinds, shares, below
    )


def _portrait(reader: Reader, where: Where, now: datetime) -> Portrait:
    zone = reader.city().zone
    first = _monday(now, zone) - timedelta(days=7 * (WEEKS - 1))
    rows = risk_history.since(reader, datetime.combine(first, datetime.min.time(), zone), where)
    heard = risk_history.signals_by_day(reader, datetime.combine(first, datetime.min.time(), zone), where)
    return Portrait(
        at=now, area=None, level=None, standing=standing_of(row for row in rows if row.ended_at is None),
        weeks=_weeks(rows, heard, first, now, zone), drivers=_drivers(rows, now), kinds=_kinds(reader, where, now),
    )  # fmt: skip


def standing_of(rows: Iterable[Any]) -> Standing:
    """Rows of warnings that stand, by level."""
    found: dict[Severity, list[int]] = {level: [] for level in Severity}
    for row in rows:
        found[Severity(row.level)].append(row.id)
    return Standing({level: tuple(sorted(ids)) for level, ids in found.items()})


def _shares(areas: AreaTable, at: Sequence[int], rows: Sequence[Any]) -> tuple[Share, ...]:
    """Each of these areas with what stands in it, the riskiest first."""
    if not at:
        return ()
    column = COLUMN[Level(int(areas.level[at[0]]))]
    mine: dict[int, list[Any]] = {}
    for row in rows:
        ident = getattr(row, column)
        if ident is not None:
            mine.setdefault(ident, []).append(row)
    found = [
        Share(int(areas.ids[one]), standing_of(mine.get(int(areas.ids[one]), ())), int(areas.households[one]))
        for one in at
    ]
    return tuple(sorted(found, key=lambda share: (-(share.rate or 0.0), -share.standing.points, share.area or 0)))


def _weeks(
    rows: Sequence[Any], heard: Sequence[tuple[int, int]], first: date, now: datetime, zone: tzinfo
) -> tuple[RiskWeek, ...]:
    signals: dict[date, int] = {}
    for millis, count in heard:
        monday = _monday(datetime.fromtimestamp(millis / 1000, zone) + NOON, zone)  # where clocks change, too
        signals[monday] = signals.get(monday, 0) + count
    found = []
    for number in range(WEEKS):
        monday = first + timedelta(days=7 * number)
        begin = datetime.combine(monday, datetime.min.time(), zone)
        end = min(now, begin + timedelta(days=7))
        stood = [row for row in rows if row.raised_at <= end and (row.ended_at is None or row.ended_at > end)]
        raised = sum(begin <= row.raised_at < begin + timedelta(days=7) for row in rows)
        points = sum(POINTS[Severity(row.level)] for row in stood)
        found.append(RiskWeek(monday, points, raised, signals.get(monday, 0)))
    return tuple(found)


def _monday(moment: datetime, zone: tzinfo) -> date:
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _drivers(rows: Sequence[Any], now: datetime) -> tuple[Driver, ...]:
    by_scenario: dict[str, list[Any]] = {}
    for row in rows:
        by_scenario.setdefault(row.scenario, []).append(row)
    found = [
        Driver(
            code,
            standing_of(row for row in mine if row.ended_at is None),
            tuple(row.id for row in mine if row.raised_at > now - YEAR),
        )
        for code, mine in by_scenario.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.standing.points, -len(one.year), one.scenario)))


def _kinds(reader: Reader, where: Where, now: datetime) -> tuple[KindCount, ...]:
    spans = ((now - MONTH, now), (now - 2 * MONTH, now - MONTH), (now - YEAR - MONTH, now - YEAR))
    counts = [risk_history.kinds_between(reader, begin, end, where) for begin, end in spans]
    kinds = sorted({kind for found in counts for kind in found}, key=lambda kind: (-counts[0].get(kind, 0), kind))
    return tuple(KindCount(kind, *(found.get(kind, 0) for found in counts)) for kind in kinds[:MOST_KINDS])

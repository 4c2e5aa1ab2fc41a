"""How the city stands at a moment: everything that is read from afar, as counts and codes that add up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from services.domain.areas import Level
from services.domain.incidents import IncidentState, Severity
from services.domain.people import Role
from services.insight.by_area import Tally, open_by_area, overdue_by_area
from services.insight.channels import Channels, channels
from services.insight.conditions import at_work_rows, overdue_rows
from services.insight.figures import Figure, figures
from services.live.picture import Picture

MOST = 24  # rows of a list; no wall holds more at its size of type


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open incident as codes: indexes of areas (-1: none), numbers of source and category; never personal data.

    Times are aware; `due_at` is None without a limit. x, y: Web Mercator metres, NaN without a place.
    """

    id: int
    severity: Severity
    state: IncidentState
    category: int
    source: int
    place: int
    town: int
    village: int
    grid: int
    reported_at: datetime
    due_at: datetime | None
    reports: int
    x: float
    y: float

    @property
    def waiting(self) -> bool:
        """Whether nobody has taken it up yet."""
        return self.state is IncidentState.REPORTED


@dataclass(frozen=True, slots=True)
class LevelCount:
    """The open incidents of one level, and how many of them nobody has taken up."""

    severity: Severity
    open: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Crew:
    """The people of one role: at work, and all of them."""

    role: Role
    at_work: int
    total: int


@dataclass(frozen=True, slots=True)
class Owners:
    """Open incidents by owner, the most first: (department's number in columns, open, overdue); `unowned` apart."""

    rows: tuple[tuple[int, int, int], ...]
    unowned: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The city at `at`. Levels, towns and figures count the same open incidents: each of them sums to `open_now`.

    `newest` by report, `highest` by level, then those waiting, then newest; `longest_over` by their limit.
    """

    at: datetime
    figures: Mapping[str, Figure]
    levels: tuple[LevelCount, ...]
    newest: tuple[OpenCase, ...]
    highest: tuple[OpenCase, ...]
    longest_over: tuple[OpenCase, ...]
    open_by_town: Tally
    overdue_by_town: Tally
    by_owner: Owners
    crews: tuple[Crew, ...]
    channels: Channels

    @property
    def red(self) -> OpenCase | None:
        """The newest open red incident, those waiting first."""
        first = self.highest[0] if self.highest else None
        return first if first is not None and first.severity is Severity.RED else None


def standing(picture: Picture, now: datetime) -> Standing:
    """Counts a picture; some milliseconds for 100,000 incidents, never on the GUI thread."""
    rows = np.flatnonzero(picture.incidents.column("alive"))
    reported = picture.incidents.column("reported_at")[rows]
    severity = picture.incidents.column("severity")[rows]
    state = picture.incidents.column("state")[rows]
    waiting = state == IncidentState.REPORTED
    late = np.flatnonzero(overdue_rows(picture, now))
    due = picture.incidents.column("due_at")[late]
    return Standing(
        at=now,
        figures=figures(picture, now),
        levels=tuple(
            LevelCount(level, int((severity == level).sum()), int((waiting & (severity == level)).sum()))
            for level in Severity
        ),
        newest=_cases(picture, rows[_first(np.argsort(-reported, kind="stable"))], now),
        highest=_cases(picture, rows[_first(np.lexsort((-reported, ~waiting, severity)))], now),
        longest_over=_cases(picture, late[_first(np.argsort(due, kind="stable"))], now),
        open_by_town=open_by_area(picture, Level.TOWN),
        overdue_by_town=overdue_by_area(picture, Level.TOWN, now),
        by_owner=_owners(picture, rows, late),
        crews=_crews(picture),
        channels=channels(picture, now),
    )


def _first(order: NDArray[np.intp]) -> NDArray[np.intp]:
    return order[:MOST]


def _cases(picture: Picture, rows: NDArray[np.intp], now: datetime) -> tuple[OpenCase, ...]:
    table = picture.incidents.rows(rows)
    return tuple(_case(row, now) for row in table)


def _case(row: np.void, now: datetime) -> OpenCase:
    due = float(row["due_at"])
    return OpenCase(
        id=int(row["id"]),
        severity=Severity(int(row["severity"])),
        state=IncidentState(int(row["state"])),
        category=int(row["category"]),
        source=int(row["source"]),
        place=int(row["place"]),
        town=int(row["town"]),
        village=int(row["village"]),
        grid=int(row["grid"]),
        reported_at=datetime.fromtimestamp(float(row["reported_at"]), now.tzinfo),
        due_at=None if math.isnan(due) else datetime.fromtimestamp(due, now.tzinfo),
        reports=int(row["reports"]),
        x=float(row["x"]),
        y=float(row["y"]),
    )


def _owners(picture: Picture, rows: NDArray[np.intp], late: NDArray[np.intp]) -> Owners:
    column, most = picture.incidents.column("department"), len(picture.catalogue.departments)
    owner = column[rows]
    known = owner[owner < most]
    counts = np.bincount(known, minlength=most)
    over = np.bincount(column[late][column[late] < most], minlength=most)
    order = [int(at) for at in np.argsort(-counts, kind="stable") if counts[at]]
    return Owners(tuple((at, int(counts[at]), int(over[at])) for at in order), len(owner) - len(known))


def _crews(picture: Picture) -> tuple[Crew, ...]:
    role, at_work = picture.people.column("role"), at_work_rows(picture)
    roles = (each for each in Role if each is not Role.UNIT)  # the people of the grids; a unit is none
    return tuple(Crew(each, int((at_work & (role == each)).sum()), int((role == each).sum())) for each in roles)

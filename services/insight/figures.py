"""The figures of a seat: each with its counterpart, its numerator and denominator, and the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.case_filter import CaseFilter
from services.domain.incidents import IncidentState, PlaceStatus, Severity
from services.domain.people import Role
from services.insight.conditions import at_work_rows, overdue_rows
from services.live.picture import Picture
from services.live.rhythm import DAYS, TODAY, Rhythm

TO_ASSIGN = frozenset({IncidentState.REPORTED, IncidentState.FILED, IncidentState.RETURNED})
GRID_WORKERS = (Role.HEAD, Role.FULL_TIME, Role.PART_TIME)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it is true at `at`.

    A share has `denominator`; `value` is then its numerator. `before` are counterparts by name ("yesterday",
    "last_week": the same time of those days). `parts` are numbers named inside it. `series` and `ghost` are what a
    sparkline draws. `cases` opens it; None for figures that are not made of cases.
    """

    name: str
    value: int
    at: datetime
    denominator: int | None = None
    before: tuple[tuple[str, int], ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    series: tuple[float, ...] = ()
    ghost: tuple[float, ...] = ()
    cases: CaseFilter | None = None

    @property
    def share(self) -> float | None:
        """Numerator by denominator, None where there is nothing to divide by."""
        return self.value / self.denominator if self.denominator else None


def figures(picture: Picture, now: datetime) -> dict[str, Figure]:
    """All figures of a picture by name."""
    made = (
        reported_today(picture, now),
        closed_today(picture, now),
        open_now(picture, now),
        overdue(picture, now),
        closed_in_time(picture, now),
        on_duty(picture, now),
        closed_of_reported(picture, now),
    )
    return {figure.name: figure for figure in made}


def reported_today(picture: Picture, now: datetime) -> Figure:
    """Incidents reported since midnight, against the same time yesterday and a week ago."""
    return _of_day("reported_today", picture.rhythm, picture.rhythm.reported, now, "reported")


def closed_today(picture: Picture, now: datetime) -> Figure:
    """Incidents closed since midnight."""
    return _of_day("closed_today", picture.rhythm, picture.rhythm.closed, now, "closed")


def _of_day(name: str, rhythm: Rhythm, table: NDArray[np.int32], now: datetime, column: str) -> Figure:
    hour = rhythm.minute(now) // 60
    midnight = rhythm.begin + timedelta(days=DAYS - 1)
    period = (midnight, rhythm.end(now))
    return Figure(
        name,
        rhythm.until(table, now),
        now,
        before=(("yesterday", rhythm.until(table, now, 1)), ("last_week", rhythm.until(table, now, 7))),
        series=tuple(map(float, rhythm.by_hour(table)[: hour + 1])),
        ghost=tuple(map(float, rhythm.by_hour(table, 1))),
        cases=CaseFilter(**{column: period, "rated": True}),  # type: ignore[arg-type]
    )


def open_now(picture: Picture, now: datetime) -> Figure:
    """Incidents that somebody still has to do something about."""
    state = _alive(picture, "state")
    severity = _alive(picture, "severity")
    place = _alive(picture, "place")
    parts = {
        "suspended": np.count_nonzero(state == IncidentState.SUSPENDED),
        "to_assign": np.count_nonzero(np.isin(state, [int(s) for s in TO_ASSIGN])),
        "unlocated": np.count_nonzero(place == PlaceStatus.UNLOCATED),
        "outside": np.count_nonzero(place == PlaceStatus.OUTSIDE),
        **{level.name.lower(): np.count_nonzero(severity == level) for level in Severity},
    }
    return Figure(
        "open_now",
        len(state),
        now,
        parts=tuple((name, float(n)) for name, n in parts.items()),
        series=_open_by_hour(picture.rhythm, len(state), now),
        cases=CaseFilter(open_only=True),
    )


def _open_by_hour(rhythm: Rhythm, open_count: int, now: datetime) -> tuple[float, ...]:
    """The open incidents at the full hours of the last day, counted back from now by what came and went."""
    upto = TODAY * 1440 + rhythm.minute(now) + 1
    change = rhythm.reported.reshape(-1)[:upto].astype(np.int64) - rhythm.closed.reshape(-1)[:upto]
    back = np.concatenate([[0], np.cumsum(change[::-1])])
    return tuple(float(open_count - back[min(hours * 60, len(back) - 1)]) for hours in range(23, -1, -1))


def overdue(picture: Picture, now: datetime) -> Figure:
    """Open incidents past their deadline; suspended ones don't count."""
    late = now.timestamp() - picture.incidents.column("due_at")[overdue_rows(picture, now)]
    return Figure(
        "overdue",
        len(late),
        now,
        parts=(("longest_seconds", float(late.max()) if len(late) else 0.0),),
        cases=CaseFilter(overdue_at=now),
    )


def closed_in_time(picture: Picture, now: datetime) -> Figure:
    """On-time closure of seven days: closed in time by (closed + overdue unfinished)."""
    rhythm = picture.rhythm
    period = (rhythm.end(now, 7), rhythm.end(now))
    first = max(0, 1440 * TODAY + rhythm.minute(now) + 1 - 7 * 1440)
    last = 1440 * TODAY + rhythm.minute(now) + 1
    in_time = rhythm.in_time.reshape(-1)[first:last]
    closed = rhythm.closed.reshape(-1)[first:last]
    late = overdue(picture, now).value
    by_day = [(a.sum(), b.sum()) for a, b in zip(np.array_split(in_time, 7), np.array_split(closed, 7), strict=True)]
    return Figure(
        "closed_in_time",
        int(in_time.sum()),
        now,
        denominator=int(closed.sum()) + late,
        parts=(("overdue_unfinished", float(late)), ("closed", float(closed.sum()))),
        series=tuple(float(a / b) if b else 1.0 for a, b in by_day),
        cases=CaseFilter(closed=period, in_time=True, rated=True),
    )


def on_duty(picture: Picture, now: datetime) -> Figure:
    """Grid workers (heads, full-time, part-time) at work, by all of them."""
    workers = np.isin(picture.people.column("role"), [int(r) for r in GRID_WORKERS])
    at_work = workers & at_work_rows(picture)
    return Figure("on_duty", int(at_work.sum()), now, denominator=int(workers.sum()))


def closed_of_reported(picture: Picture, now: datetime) -> Figure:
    """Closed by reported since the beginning: the account's figure, not the closure rate."""
    return Figure(
        "closed_of_reported",
        picture.closed_total,
        now,
        denominator=picture.reported_total,
        cases=CaseFilter(states=frozenset({IncidentState.CLOSED, IncidentState.VOIDED})),
    )


def _alive(picture: Picture, column: str) -> NDArray[Any]:
    found: NDArray[Any] = picture.incidents.column(column)[picture.incidents.column("alive")]
    return found

"""The first page of the briefing: the day so far against yesterday and last week, and what to look at first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.domain.case_filter import CaseFilter
from services.domain.incidents import IncidentState, Severity
from services.insight import figures
from services.insight.briefing.count import Count
from services.insight.briefing.phrases import Amount, AreaName, CategoryName, Phrase, Share, Value
from services.insight.conditions import overdue_rows
from services.insight.figures import TO_ASSIGN, Figure
from services.live.picture import Picture
from services.live.rhythm import DAYS, TODAY
from services.store import queries_cases
from services.store.reader import Reader
from services.words import N_

FIRST = 4


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A large figure, the count it opens, and the counts printed under it, each with its label."""

    figure: Figure
    main: Count
    parts: tuple[tuple[str, Count], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Reports since midnight, cumulated by the minute: int64, today's up to now, the others 1,440 long."""

    today: NDArray[np.int64]
    yesterday: NDArray[np.int64]
    last_week: NDArray[np.int64]
    midnight: datetime

    def until(self, hour: int) -> Count:
        """What was reported today before a full hour that has passed."""
        period = (self.midnight, self.midnight + timedelta(hours=hour))
        title = Phrase(N_("Reported today before {hour}:00"), {"hour": str(hour)})
        return Count(int(self.today[60 * hour - 1]), CaseFilter(reported=period, rated=True), title)


@dataclass(frozen=True, slots=True)
class Urgent:
    """An open incident to look at first; `category` and `area` are numbers in the picture, −1 for none."""

    id: int
    number: str
    severity: Severity
    state: IncidentState
    category: int
    area: int
    reported_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything on the page; `reds` counts the open incidents of level I."""

    finding: Phrase
    qualifier: Phrase
    key_figures: tuple[KeyFigure, ...]
    curve: Curve
    urgent: tuple[Urgent, ...]
    reds: Count


def read_today(reader: Reader, picture: Picture, now: datetime) -> TodayPage:
    """The page from a picture and the same state's database; `now` is in the city's zone."""
    found = figures.figures(picture, now)
    key_figures = (
        _reported(picture, found["reported_today"], now),
        _in_time(reader, found["closed_in_time"], found["overdue"], now),
        _open(found["open_now"], found["overdue"]),
        _ever(found["closed_of_reported"]),
    )
    red = CaseFilter(open_only=True, severity=Severity.RED)
    parts = dict(found["open_now"].parts)
    reds = Count(int(parts["red"]), red, Phrase(N_("Open incidents of level I")))
    urgent = most_urgent(picture, now)
    return TodayPage(
        finding(found, now), qualifier(found, reds, urgent), key_figures, curve(picture, now), urgent, reds
    )


def _reported(picture: Picture, figure: Figure, now: datetime) -> KeyFigure:
    before = dict(figure.before)
    parts = (
        (N_("Yesterday by then"), Count(before["yesterday"], _until(picture, now, 1), Phrase(YESTERDAY))),
        (N_("A week ago by then"), Count(before["last_week"], _until(picture, now, DAYS - 1), Phrase(LAST_WEEK))),
    )
    return KeyFigure(figure, _count(figure, Phrase(N_("Reported today"))), parts)


YESTERDAY = N_("Reported yesterday up to the same minute")
LAST_WEEK = N_("Reported a week ago up to the same minute")


def _until(picture: Picture, now: datetime, back: int) -> CaseFilter:
    """The cases that `Rhythm.until` counts: from a day's midnight to the end of the minute that it is now."""
    rhythm = picture.rhythm
    begin = rhythm.begin + timedelta(days=TODAY - back)
    return CaseFilter(reported=(begin, rhythm.end(now, back)), rated=True)


def _in_time(reader: Reader, figure: Figure, overdue: Figure, now: datetime) -> KeyFigure:
    main = _count(figure, Phrase(N_("Closed in time, the last 7 days")))
    late = replace(main.cases, in_time=False)
    parts = (
        (N_("Closed late"), Count(queries_cases.count(reader, late), late, Phrase(N_("Closed late, the last 7 days")))),
        (N_("Overdue"), _overdue(overdue)),
    )
    return KeyFigure(figure, main, parts)


def _open(figure: Figure, overdue: Figure) -> KeyFigure:
    inside = dict(figure.parts)
    suspended = CaseFilter(states=frozenset({IncidentState.SUSPENDED}))
    to_assign = CaseFilter(states=TO_ASSIGN)
    parts = (
        (N_("Overdue"), _overdue(overdue)),
        (N_("To assign"), Count(int(inside["to_assign"]), to_assign, Phrase(N_("Waiting to be assigned")))),
        (N_("Suspended"), Count(int(inside["suspended"]), suspended, Phrase(N_("Suspended")))),
    )
    return KeyFigure(figure, _count(figure, Phrase(N_("Open incidents"))), parts)


def _ever(figure: Figure) -> KeyFigure:
    everything = Count(figure.denominator or 0, CaseFilter(), Phrase(N_("All incidents reported")))
    return KeyFigure(figure, _count(figure, Phrase(N_("All incidents closed"))), ((N_("Reported in all"), everything),))


def _overdue(figure: Figure) -> Count:
    return _count(figure, Phrase(N_("Open and past the deadline")))


def _count(figure: Figure, title: Phrase) -> Count:
    return Count(figure.value, figure.cases or CaseFilter(), title)


def curve(picture: Picture, now: datetime) -> Curve:
    """The day's reports as a cumulated curve, with yesterday's and last week's."""
    table = picture.rhythm.reported
    days = [np.cumsum(table[row], dtype=np.int64) for row in (TODAY, TODAY - 1, 0)]
    midnight = picture.rhythm.begin + timedelta(days=TODAY)
    return Curve(days[0][: picture.rhythm.minute(now) + 1], days[1], days[2], midnight)


def most_urgent(picture: Picture, now: datetime, n: int = FIRST) -> tuple[Urgent, ...]:
    """Open incidents in the order to look at them: level I first, then overdue by level and age, then by level."""
    rows = picture.incidents
    at = np.flatnonzero(rows.column("alive"))
    severity, due = rows.column("severity")[at], rows.column("due_at")[at]
    late = overdue_rows(picture, now)[at]
    order = np.lexsort((due, severity, ~late, severity != Severity.RED))[:n]
    return tuple(_urgent(picture, int(row)) for row in at[order])


def _urgent(picture: Picture, at: int) -> Urgent:
    row, zone = picture.incidents.row(at), picture.city.zone
    due = float(row["due_at"])
    return Urgent(
        id=int(row["id"]),
        number=bytes(row["number"]).decode(),
        severity=Severity(int(row["severity"])),
        state=IncidentState(int(row["state"])),
        category=int(row["category"]),
        area=next((int(row[name]) for name in ("grid", "village", "town") if row[name] >= 0), -1),
        reported_at=datetime.fromtimestamp(float(row["reported_at"]), zone),
        due_at=datetime.fromtimestamp(due, zone) if np.isfinite(due) else None,
    )


def finding(found: dict[str, Figure], now: datetime) -> Phrase:
    """What the day is like in one sentence."""
    reported, in_time = found["reported_today"], found["closed_in_time"]
    if not found["closed_of_reported"].denominator:
        return Phrase(N_("No incident has been reported yet."))
    values: dict[str, Value] = {"n": Amount(reported.value), "time": now, "compared": compared(reported)}
    if not in_time.denominator:
        return Phrase(N_("{n} reported by {time} today, {compared}."), values)
    share = Share(in_time.value, in_time.denominator)
    return Phrase(
        N_("{n} reported by {time} today, {compared}; {share} closed in time over 7 days."), {**values, "share": share}
    )


def compared(reported: Figure) -> Phrase:
    """Whether more has been reported today than yesterday by then."""
    more = reported.value - dict(reported.before)["yesterday"]
    return Phrase(COMPARED[(more > 0) - (more < 0)], {"n": Amount(abs(more))})


COMPARED = {
    1: N_("{n} more than yesterday by then"),
    0: N_("as many as yesterday by then"),
    -1: N_("{n} fewer than yesterday by then"),
}


def qualifier(found: dict[str, Figure], reds: Count, urgent: tuple[Urgent, ...]) -> Phrase:
    """What is open at the worst level and how late the latest is, in one sentence."""
    if not found["closed_of_reported"].denominator:
        return Phrase(N_("Reports will show here as they come in; records can be imported from a file."))
    return Phrase(
        N_("{reds} {late}", ctx="briefing"),
        {"reds": _of_reds(reds, urgent), "late": _of_late(found["overdue"])},
        "briefing",
    )


def _of_reds(reds: Count, urgent: tuple[Urgent, ...]) -> Phrase:
    if not reds.value:
        return Phrase(N_("Nothing of level I is open."))
    first = urgent[0]
    values: dict[str, Value] = {
        "n": Amount(reds.value),
        "what": CategoryName(first.category),
        "where": AreaName(first.area, whole=True),
    }
    if first.area < 0:
        return Phrase(N_("Open at level I: {n}, first {what}, without a place."), values)
    return Phrase(N_("Open at level I: {n}, first {what} in {where}."), values)


def _of_late(overdue: Figure) -> Phrase:
    if not overdue.value:
        return Phrase(N_("Nothing is overdue."))
    longest = timedelta(seconds=dict(overdue.parts)["longest_seconds"])
    return Phrase(N_("Overdue: {n}, the longest for {span}."), {"n": Amount(overdue.value), "span": longest})

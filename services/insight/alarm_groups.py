"""A flood of alarms as a few groups: of one cause, in one place, at one time. Reds stand alone; nothing is lost."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import Severity
from services.insight.alarm_rules import AlarmRules
from services.insight.conditions import unacknowledged_rows
from services.live.picture import Picture

MINUTES = 22
MINUTE = 60.0
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class AlarmGroup:
    """Arrivals that belong together. `key` is the id of the first of them, and stays while the group grows.

    `category`: the number of what they have in common, a kind or the heading of several; -1 for different causes.
    `rows` int64 of the picture's incidents, newest last. `counts` by level, red first (always 0). `towns`: indexes,
    the most first, -1 for those without one. `shelved_until`: the time (s) at which the first of those that are open
    comes back, NaN unless all of them are shelved.
    """

    key: int
    category: int
    rows: NDArray[np.int64]
    counts: tuple[int, int, int, int]
    unacknowledged: int
    towns: tuple[int, ...]
    shelved_until: float = math.nan

    @property
    def worst(self) -> Severity:
        """The highest level among them."""
        return Severity(next(rank for rank, count in enumerate(self.counts, 1) if count))

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Flood:
    """The arrivals since `since`: reds singly (rows, unacknowledged first, newest first), all others in groups.

    `bars`: arrivals of each of the last 22 minutes, the running one last. `ebbed`: fewer come in than a flood needs.
    """

    since: datetime
    at: datetime
    reds: NDArray[np.int64]
    groups: tuple[AlarmGroup, ...]
    bars: NDArray[np.int64]
    ebbed: bool = False

    @property
    def total(self) -> int:
        """How many arrivals there were; each is a red or a member of exactly one group."""
        return len(self.reds) + sum(len(group) for group in self.groups)


def flood_began(picture: Picture, now: datetime, rules: AlarmRules) -> datetime | None:
    """Since when so much comes in that it has to be grouped; None while it can be read row by row."""
    at = picture.incidents.column("reported_at")
    moment = now.timestamp()
    if int(((at > moment - rules.span.total_seconds()) & (at <= moment + MINUTE)).sum()) <= rules.arrivals:
        return None
    bars, busy = minute_bars(at, now), _per_minute(rules) * rules.calm
    minutes = 0
    while minutes < MINUTES and bars[MINUTES - 1 - minutes] >= max(1.0, busy if minutes else 0.0):
        minutes += 1
    begin = math.floor(moment / MINUTE) * MINUTE - max(0, minutes - 1) * MINUTE
    return datetime.fromtimestamp(min(begin, moment - rules.span.total_seconds()), now.tzinfo)


def flood(picture: Picture, since: datetime, now: datetime, rules: AlarmRules) -> Flood:
    """Groups what has come in since then; milliseconds for thousands of arrivals, never on the GUI thread."""
    column = picture.incidents.column
    at, moment = column("reported_at"), now.timestamp()
    rows = np.flatnonzero(at >= since.timestamp())
    severity, unseen = column("severity"), unacknowledged_rows(picture, now)
    red = rows[severity[rows] == Severity.RED]
    grouped = _Grouping(picture, rules).group(rows[severity[rows] != Severity.RED])
    made = [_made(picture, category, members, unseen, moment) for category, members in grouped]
    made.sort(key=lambda group: (group.worst, group.unacknowledged == 0, -len(group), group.key))
    last = int((at > moment - rules.span.total_seconds()).sum())
    return Flood(
        since=since,
        at=now,
        reds=red[np.lexsort((-at[red], ~unseen[red]))],
        groups=tuple(made),
        bars=minute_bars(at, now),
        ebbed=last < rules.arrivals * rules.calm,
    )


def minute_bars(reported_at: NDArray[np.float64], now: datetime) -> NDArray[np.int64]:
    """Arrivals of each of the last 22 minutes of the clock, the running one last; int64 (22,)."""
    back = math.floor(now.timestamp() / MINUTE) - np.floor(reported_at / MINUTE)
    recent = back[(back >= 0) & (back < MINUTES)].astype(np.int64)
    counts: NDArray[np.int64] = np.bincount(recent, minlength=MINUTES)[:MINUTES][::-1].astype(np.int64)
    return counts


def _per_minute(rules: AlarmRules) -> float:
    return rules.arrivals / (rules.span / timedelta(minutes=1))


def _made(
    picture: Picture, category: int, rows: NDArray[np.int64], unseen: NDArray[np.bool_], now: float
) -> AlarmGroup:
    records = picture.incidents.rows(rows)
    towns, often = np.unique(records["town"], return_counts=True)
    until = records["shelved_until"][records["alive"]]
    orange, yellow, blue = (int((records["severity"] == level).sum()) for level in (2, 3, 4))
    return AlarmGroup(
        key=int(records["id"].min()),
        category=category,
        rows=rows,
        counts=(0, orange, yellow, blue),
        unacknowledged=int(unseen[rows].sum()),
        towns=tuple(int(town) for town in towns[np.argsort(-often, kind="stable")]),
        shelved_until=float(until.min()) if len(until) and bool((until > now).all()) else math.nan,
    )


class _Grouping:
    """Puts rows together, finest first, and takes the smallest groups together until there are few enough."""

    def __init__(self, picture: Picture, rules: AlarmRules) -> None:
        self._picture, self._rules = picture, rules
        categories = picture.catalogue.categories
        number = {one.code: at for at, one in enumerate(categories)}
        self._parent = [number.get(one.parent or "", NOWHERE) for one in categories]

    def group(self, rows: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
        """(category, rows) of each group; every row is in exactly one."""
        records = self._picture.incidents.rows(rows)
        causes: dict[int, list[int]] = defaultdict(list)
        for at, category in enumerate(records["category"].tolist()):
            causes[category if category < len(self._parent) else NOWHERE].append(at)
        found: list[tuple[int, list[int]]] = []
        for category, members in sorted(causes.items()):
            found += [(category, part) for part in self._places(records, members)]
        while len(found) > self._rules.most:
            found = self._fewer(found)
        return [(category, rows[sorted(members)]) for category, members in found]

    def _places(self, records: NDArray[np.void], members: list[int]) -> list[list[int]]:
        """Members of one cause by place: towns whose arrivals lie near each other are one; no place is one too."""
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        apart: list[int] = []
        for at in members:
            x, y = float(records["x"][at]), float(records["y"][at])
            if math.isnan(x) or math.isnan(y):
                apart.append(at)
            else:
                # Web Mercator stretches by the latitude
                size = self._rules.metres / max(0.05, math.cos(math.radians(float(records["lat"][at]))))
                cells[math.floor(x / size), math.floor(y / size)].append(at)
        parts = [[at for cell in patch for at in cells[cell]] for patch in _patches(cells)]
        return [*parts, apart] if apart else parts

    def _fewer(self, found: list[tuple[int, list[int]]]) -> list[tuple[int, list[int]]]:
        """The smallest group goes to the one that is most like it: same kind, same heading, same class, any."""
        ordered = sorted(found, key=lambda one: (len(one[1]), one[0], min(one[1])))
        (category, members), others = ordered[0], ordered[1:]
        line = self._line(category)
        for common in line:
            like = [one for one in others if common in self._line(one[0])]
            if like:
                return self._joined(ordered, (category, members), like[0], common)
        return self._joined(ordered, (category, members), others[0], NOWHERE)

    def _line(self, category: int) -> list[int]:
        """A category and its headings, nearest first; of different causes nothing is in common with any."""
        line: list[int] = []
        while category != NOWHERE and category not in line:
            line.append(category)
            category = self._parent[category]
        return line

    @staticmethod
    def _joined(
        all_of_them: Iterable[tuple[int, list[int]]],
        one: tuple[int, list[int]],
        other: tuple[int, list[int]],
        category: int,
    ) -> list[tuple[int, list[int]]]:
        rest = [each for each in all_of_them if each is not other and each[1] is not one[1]]
        return [*rest, (category, [*one[1], *other[1]])]


def _patches(cells: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Cells that touch each other, taken together; in a fixed order."""
    left, patches = set(cells), list[list[tuple[int, int]]]()
    while left:
        start = min(left)
        left.discard(start)
        patch, edge = [start], [start]
        while edge:
            x, y = edge.pop()
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & left
            left -= near
            patch += sorted(near)
            edge += near
        patches.append(patch)
    return patches

"""The queue of open incidents: which stand in it and in what order, reckoned on the picture's columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import IncidentState, PlaceStatus
from services.domain.queue_choice import ANY, FALLING, NO_TOWN, Choice, Sort, Tab
from services.insight.figures import TO_ASSIGN
from services.insight.search import SearchIndex
from services.live.picture import Picture

SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Arranged:
    """A queue: rows of the picture's incidents in order (int64), how many each tab has, how many are open in all."""

    choice: Choice
    rows: NDArray[np.int64]
    counts: Mapping[Tab, int]
    open: int
    at: datetime


def arrange(picture: Picture, choice: Choice, index: SearchIndex | None, now: datetime) -> Arranged:
    """Filters and orders the open incidents; tens of milliseconds for 100,000, never on the GUI thread."""
    column = picture.incidents.column
    alive = column("alive")
    chosen = alive & _narrowed(picture, choice, index)
    tabs = _tabs(picture, now)
    rows = np.flatnonzero(chosen & tabs[choice.tab])
    return Arranged(
        choice=choice,
        rows=rows[_order(picture, rows, choice)],
        counts={tab: int(np.count_nonzero(chosen & inside)) for tab, inside in tabs.items()},
        open=int(np.count_nonzero(alive)),
        at=now,
    )


def _narrowed(picture: Picture, choice: Choice, index: SearchIndex | None) -> NDArray[np.bool_]:
    column = picture.incidents.column
    chosen = np.ones(len(picture.incidents), np.bool_)
    if choice.severity:
        chosen &= column("severity") == choice.severity
    if choice.category != ANY:
        chosen &= np.isin(column("category"), _with_below(picture, choice.category))
    if choice.town == NO_TOWN:
        chosen &= (column("town") < 0) & (column("place") == PlaceStatus.LOCATED)
    elif choice.town != ANY:
        chosen &= column("town") == choice.town
    if 0 < choice.area < len(picture.areas):
        level = ("town", "village", "grid")[int(picture.areas.level[choice.area]) - 2]
        chosen &= column(level) == choice.area
    if choice.text.strip() and index is not None:
        chosen &= index.incidents(picture, choice.text)
    return chosen


def _with_below(picture: Picture, category: int) -> list[int]:
    """A category and those it is the heading of."""
    categories = picture.catalogue.categories
    code = categories[category].code if category < len(categories) else ""
    return [at for at, item in enumerate(categories) if at == category or item.parent == code]


def _tabs(picture: Picture, now: datetime) -> dict[Tab, NDArray[np.bool_]]:
    column = picture.incidents.column
    state, place, moment = column("state"), column("place"), now.timestamp()
    left = column("due_at") - moment
    running = state != IncidentState.SUSPENDED
    return {
        Tab.ALL: np.ones(len(state), np.bool_),
        Tab.TO_ASSIGN: np.isin(state, [int(each) for each in TO_ASSIGN]),
        Tab.DUE_SOON: running & (left >= 0) & (left <= SOON.total_seconds()),
        Tab.OVERDUE: running & (left < 0),
        Tab.RETURNED: state == IncidentState.RETURNED,
        Tab.UNLOCATED: place == PlaceStatus.UNLOCATED,
        Tab.OUTSIDE: place == PlaceStatus.OUTSIDE,
    }


def _order(picture: Picture, rows: NDArray[np.int64], choice: Choice) -> NDArray[np.int64]:
    """Places in order; equals stand by level, then newest first, so that the same rows always stand alike."""
    part = {
        name: picture.incidents.column(name)[rows] for name in ("severity", "reported_at", "due_at", "state", "town")
    }
    due = np.where(part["state"] == IncidentState.SUSPENDED, np.inf, np.nan_to_num(part["due_at"], nan=np.inf))
    key = {
        Sort.DEADLINE: due,
        Sort.REPORTED: part["reported_at"],
        Sort.LEVEL: part["severity"].astype(float),
        Sort.TOWN: np.where(part["town"] < 0, np.inf, part["town"].astype(float)),
        Sort.STATE: part["state"].astype(float),
    }[choice.sort]
    falling = (choice.sort in FALLING) != choice.turned
    return np.lexsort((-rows, -part["reported_at"], due, part["severity"], -key if falling else key))

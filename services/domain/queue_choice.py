"""What a person chooses to see of the queue, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ANY, NO_TOWN = -1, -2


class Tab(StrEnum):
    """The parts that a queue is looked at by."""

    ALL = "all"
    TO_ASSIGN = "to_assign"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    RETURNED = "returned"
    UNLOCATED = "unlocated"
    OUTSIDE = "outside"


class Sort(StrEnum):
    """What a queue is ordered by."""

    DEADLINE = "deadline"
    REPORTED = "reported"
    LEVEL = "level"
    TOWN = "town"
    STATE = "state"


FALLING = frozenset({Sort.REPORTED})  # the newest first, unless asked otherwise


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants to see: a tab, words, a town (index, NO_TOWN or ANY), a category (number), a level, an area.

    `area` is the index of any area of the map that was drilled into (0, the city, chooses everything). `turned` asks
    for the order the other way round.
    """

    tab: Tab = Tab.ALL
    text: str = ""
    town: int = ANY
    category: int = ANY
    severity: int = 0
    area: int = 0
    sort: Sort = Sort.DEADLINE
    turned: bool = False

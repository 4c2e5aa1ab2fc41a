"""What a person chooses to see of the queue, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

ANY, NO_TOWN = -1, -2
LONGEST_NAME = 24
MOST_VIEWS = 9


class Tab(StrEnum):
    """The parts that a queue is looked at by, in the order in which they are shown."""

    ALL = "all"
    TO_ASSIGN = "to_assign"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    RETURNED = "returned"
    SUPERVISED = "supervised"
    MINE = "mine"
    PENDING = "pending"
    UNACKED = "unacked"
    SHELVED = "shelved"
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


@dataclass(frozen=True, slots=True)
class SavedView:
    """A choice that an officer gave a name; town and category are kept by their codes ("" any, "-" in no town)."""

    name: str
    tab: Tab = Tab.ALL
    text: str = ""
    town: str = ""
    category: str = ""
    severity: int = 0
    sort: Sort = Sort.DEADLINE
    turned: bool = False

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> SavedView | None:
        """A view as it was kept; None for what is none (a file that was edited by hand, a tab that is no more)."""
        try:
            return cls(
                name=str(kept["name"])[:LONGEST_NAME],
                tab=Tab(kept["tab"]),
                text=str(kept["text"]),
                town=str(kept["town"]),
                category=str(kept["category"]),
                severity=int(kept["severity"]),
                sort=Sort(kept["sort"]),
                turned=bool(kept["turned"]),
            )
        except (KeyError, TypeError, ValueError):
            return None

"""What a flood shows, in the reader's words: its bar, heads, reds, groups and their members."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class LineKind(Enum):
    """What a line of the list is."""

    HEAD = auto()
    RED = auto()
    GROUP = auto()
    MEMBER = auto()


@dataclass(frozen=True, slots=True)
class LineLook:
    """One line. `key` tells it apart from the others while the list changes: an incident's id, or a group's.

    `count` at the right of the title ("58 cases"), `state` beyond it, both with a second line. `counts` by level, red
    first, for groups. `hollow`: everybody of it was seen. `shelved`: the crossed bell stands before the state.
    """

    kind: LineKind
    key: int
    title: str
    below: str = ""
    severity: int = 4
    hollow: bool = False
    count: str = ""
    state: str = ""
    state_below: str = ""
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    shelved: bool = False
    open: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class FloodLook:
    """The bar above: its name, the sentence that counts, a bar for each minute, what stands below them."""

    name: str
    sentence: str
    bars: tuple[int, ...]
    begin: str
    end: str
    peak: str
    note: str = ""

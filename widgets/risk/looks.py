"""What the list of warnings shows, in the reader's words, and what it is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass

ANY = -1


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One warning on two lines: town and what, model and fact; at the right its time and what is being done.

    `hollow`: somebody has seen its newest member. `drill` is the watermark's word, "" for a real one. `fresh_at` is
    when this seat heard of it, in milliseconds of the process's clock; 0 for one that was there before.
    """

    key: int
    level: int
    title: str
    town: str
    fact: str
    time: str
    doing: str
    hollow: bool = False
    shelved: bool = False
    drill: str = ""
    fresh_at: float = 0.0
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class WarningChoice:
    """What the list is narrowed to: words (of place, scenario, number), and numbers of what is offered; ANY for all.

    `level` 1 red … 4 blue, 0 for all; `area` the index of an area with all below it, 0 for the city.
    """

    text: str = ""
    area: int = 0
    campaign: int = ANY
    model: int = ANY
    state: int = ANY
    level: int = 0

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return self != WarningChoice()

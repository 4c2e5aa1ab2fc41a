"""How far an officer sees: the whole city, one area with all below it, or what one department owns."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.areas import Level


@dataclass(frozen=True, slots=True)
class Scope:
    """What lists, figures and the map of a seat are limited to; empty fields limit nothing.

    `area` is the code of an area of `level`, a code rather than an id, since a border that is redrawn gets a new row.
    `department` owns the incident or one of its child tickets. Both: either is enough.
    """

    area: str | None = None
    level: Level | None = None
    department: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.area is None and self.department is None


WHOLE = Scope()

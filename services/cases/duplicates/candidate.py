"""What is asked and what is answered: a draft of a report, and the incidents that may be the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.domain.incidents import Evidence, IncidentState, Severity


class Side(StrEnum):
    """What two reports are compared by."""

    PLACE = "place"
    TIME = "time"
    CATEGORY = "category"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a report so far: longitude/latitude in CGCS2000, None or "" for what is not known yet.

    `outside` says that its place lies outside the city, which makes it doubtful. `incident` is its own incident once it
    has one, which is never proposed.
    """

    at: datetime
    text: str = ""
    address: str = ""
    category: str | None = None
    lon: float | None = None
    lat: float | None = None
    outside: bool = False
    incident: int = 0

    @property
    def says_something(self) -> bool:
        """Whether there is a word or a place to look for; a category alone is no reason to propose anything."""
        return bool(self.text.strip() or self.address.strip()) or self.is_placed

    @property
    def is_placed(self) -> bool:
        """Whether it has a place."""
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An incident that may be the same, with what a person needs to decide it.

    `score` in 0–1; `sides` are the four comparisons, each 0–1, None where one of both doesn't know it. `metres` and
    `bearing` (degrees from north) lead from the report to the incident. `minutes`: how much later the incident was
    reported, negative when earlier. `shifted`: it lies where GCJ-02 coordinates that call themselves true ones would
    put the same spot. `words`: what both texts have in common, masked like text and address.
    """

    incident: int
    version: int
    number: str
    score: float
    sides: dict[Side, float | None]
    category: str
    source: str
    severity: Severity
    state: IncidentState
    reports: int
    reported_at: datetime
    minutes: int
    lon: float | None
    lat: float | None
    town: int | None
    village: int | None
    grid: int | None
    metres: float | None
    bearing: float | None
    shifted: bool
    text: str
    address: str
    words: tuple[str, ...]
    photo: Evidence | None = None

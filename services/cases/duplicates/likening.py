"""Looks at each new incident for what it may be a duplicate of, with nobody asking: a job of the engine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from services.cases.duplicates.documents import Documents
from services.cases.duplicates.finder import SPAN, draft_of
from services.cases.duplicates.taking_in import headings, take_in
from services.cases.intake import METRES_PER_DEGREE
from services.domain.catalogue import Catalogue
from services.domain.facts import CityRedrawn, Fact, IncidentReported, LikenessFound
from services.live.leased import Following
from services.store.engine import Database
from services.store.queries import duplicates as said
from services.store.reader import Reader

MARKED = 0.5  # from this score on people are told without asking; less is proposed to who looks for it
AROUND = 800.0  # metres: further away nothing reaches the mark but by its address; a shift to GCJ-02 is less
MOST = 2_000  # incidents that one is compared with; of more, the newest
BACK = timedelta(hours=24)  # what is looked at when the job begins
BEFORE = 2_000  # incidents of that time, at most
SLICE = 20  # incidents of one transaction


def likeness(reader: Reader, incident: int, catalogue: Catalogue) -> tuple[int, float] | None:
    """(id, score) of the earlier incident that an open one most likely is a duplicate of; None where none is likely."""
    found = reader.incident(incident)
    if found is None or not found.live.state.is_open:
        return None
    draft, place = draft_of(found), found.live.place
    if not draft.says_something:
        return None
    north = AROUND / METRES_PER_DEGREE
    east = north / max(0.1, math.cos(math.radians(place.lat or 0.0)))
    rows = said.around(reader, found.live, found.address, (east, north), SPAN, MOST)
    if not rows:
        return None
    documents, numbers = Documents.empty(), dict[str, int]()
    take_in(reader, documents, rows, numbers)
    own = numbers.setdefault(found.live.category, len(numbers))  # known, though none of the others may be of it
    compared = documents.compare(draft, own, headings(catalogue, numbers))
    scores = compared.scores() * documents.allowed(draft)
    best = int(scores.argmax())
    return (int(documents.known()["id"][best]), float(scores[best])) if scores[best] >= MARKED else None


def liken(database: Database, wanted: Sequence[int], catalogue: Catalogue) -> int:
    """Keeps what these incidents may be duplicates of, and says so; returns how many are kept that were not.

    What is kept already stays as it is: looking twice changes nothing.
    """
    with database.reading() as reader:
        kept = said.likened(reader, wanted)
        found = {ident: likeness(reader, ident, catalogue) for ident in wanted if ident not in kept}
    marked = {ident: one for ident, one in found.items() if one is not None}
    if not marked:
        return 0
    with database.unit() as unit:
        kept = said.likened(unit, list(marked))
        fresh = {ident: one for ident, one in marked.items() if ident not in kept}
        for ident, (other, score) in fresh.items():
            said.liken(unit, ident, other, score)
            unit.say(LikenessFound(ident, other))
        unit.commit()
    return len(fresh)


class Likening(Following):
    """Looks at what came lately and was not looked at, then at what comes."""

    def __init__(self, database: Database, holder: str) -> None:
        super().__init__("likenesses", database, holder)
        self._waiting: list[int] = []
        self._catalogue: Catalogue | None = None

    def _begin(self, reader: Reader) -> None:
        self._waiting = said.unlikened(reader, self._database.clock() - BACK, BEFORE)[::-1]
        self._catalogue = reader.catalogue()

    def _take(self, facts: Sequence[Fact]) -> bool:
        self._waiting += arrivals(facts)
        if self._catalogue is None or any(isinstance(fact, CityRedrawn) for fact in facts):
            with self._database.reading() as reader:
                self._catalogue = reader.catalogue()
        now, self._waiting = self._waiting[:SLICE], self._waiting[SLICE:]
        if now:
            liken(self._database, now, self._catalogue)
        return not facts and not self._waiting


def arrivals(facts: Sequence[Fact]) -> list[int]:
    """The incidents that are new in these facts, each once."""
    return list(dict.fromkeys(fact.incident.id for fact in facts if isinstance(fact, IncidentReported)))

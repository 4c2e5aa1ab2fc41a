"""Looks at each new incident for what it may be a duplicate of, with nobody asking: a job of the engine."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from services.cases.duplicates.documents import Documents
from services.cases.duplicates.finder import SPAN, draft_of
from services.cases.duplicates.taking_in import headings, take_in
from services.cases.intake import METRES_PER_DEGREE
from services.domain.catalogue import Catalogue
from services.domain.facts import CityRedrawn, Fact, IncidentReported, LikenessFound
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.live.worker import Worker
from services.store.engine import Database
from services.store.feed.line import Reload, open_feed, snapshot
from services.store.queries import duplicates as said
from services.store.reader import Reader

log = logging.getLogger(__name__)
MARKED = 0.5  # from this score on people are told without asking; less is proposed to who looks for it
AROUND = 800.0  # metres: further away nothing reaches the mark but by its address; a shift to GCJ-02 is less
MOST = 2_000  # incidents that one is compared with; of more, the newest
BACK = timedelta(hours=24)  # what is looked at when the job begins
BEFORE = 2_000  # incidents of that time, at most
SLICE = 20  # incidents of one transaction
LOOK, AGAIN = 1.0, 5.0
LASTS = timedelta(seconds=30)


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


class Likening(Worker):
    """Follows the feed from a thread of its own; of several programs the lease's holder does it."""

    def __init__(self, database: Database, holder: str) -> None:
        super().__init__("likenesses")
        self._database = database
        self._lease = Lease(database, "likenesses", holder, lasts=LASTS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._lease.take():
                    self._follow()
            except Refusal as refusal:
                log.warning("looking for duplicates waits: %s", refusal)
            except Reload:
                continue
            except Exception:  # a bug in one look must not end all looks
                log.exception("looking for duplicates stumbled")
            self._stop.wait(AGAIN)
        try:
            self._lease.give_back()
        except Refusal as refusal:
            log.info("the lease runs out by itself: %s", refusal)

    def _follow(self) -> None:
        """What came lately and was not looked at, then what comes."""
        since = self._database.clock() - BACK
        (waiting, catalogue), cursor = snapshot(
            self._database, lambda reader: (said.unlikened(reader, since, BEFORE)[::-1], reader.catalogue())
        )
        renewed = self._database.clock()
        with closing(open_feed(self._database)) as feed:
            while not self._stop.is_set():
                facts, cursor = feed.poll(cursor)
                waiting += arrivals(facts)
                if any(isinstance(fact, CityRedrawn) for fact in facts):
                    with self._database.reading() as reader:
                        catalogue = reader.catalogue()
                now, waiting = waiting[:SLICE], waiting[SLICE:]
                if now:
                    liken(self._database, now, catalogue)
                if self._database.clock() - renewed > LASTS / 3:
                    if not self._lease.take():
                        return
                    renewed = self._database.clock()
                if not facts and not waiting:
                    feed.wait(LOOK, self._stop)


def arrivals(facts: Sequence[Fact]) -> list[int]:
    """The incidents that are new in these facts, each once."""
    return list(dict.fromkeys(fact.incident.id for fact in facts if isinstance(fact, IncidentReported)))

"""Finds the incidents that a report may be about too, while it is typed and when it has come."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.access.masking import mask_text
from services.cases.duplicates.candidate import Candidate, Draft
from services.cases.duplicates.documents import UNKNOWN, Documents, document
from services.cases.duplicates.scoring import Compared
from services.cases.duplicates.shared_words import words_in_common
from services.cases.duplicates.taking_in import headings, take_in
from services.domain.incidents import ENDED, Evidence, Incident, PlaceStatus
from services.live.picture import Picture, Slots
from services.store.engine import Database
from services.store.queries import duplicates as said
from services.store.reader import Reader

SPAN = timedelta(days=7)  # what has ended is compared for so long after it was reported
MOST = 200_000  # incidents that are compared; of more, the newest
PROPOSED = 0.25  # from this score on an incident is proposed after a report has come
SHOWN_WHILE_TYPED = 0.05  # while it is typed much is not known yet
SHOWN_WITHOUT_PLACE = 0.002  # without a place the words alone choose, and are never sure
LIMIT = 8
CHUNK = 1_024  # rows read and numbered at a time, so that no other thread waits long
REWEIGHED_FOR = 0.02  # texts are weighed anew when so many more are there
TIDIED = timedelta(hours=1)
STATES_ENDED = tuple(int(state) for state in ENDED)


class Duplicates:
    """Proposes what may be the same; safe to use from several threads, never from one that draws.

    It keeps the texts of all open incidents and of the last seven days, read once when first asked (a second for a
    hundred thousand) and kept up by what each newer picture has learnt of the facts.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._documents: Documents | None = None
        self._numbers: dict[str, int] = {}
        self._of: dict[int, int] = {}  # where each incident stands in the documents
        self._line: Slots | None = None  # which line of pictures `_at` belongs to
        self._at = np.empty(0, np.int64)  # where each row of the picture stands in the documents
        self._floor = self._weighed = 0
        self._tidied: datetime | None = None

    def while_typed(self, picture: Picture, draft: Draft, limit: int = LIMIT) -> tuple[Candidate, ...]:
        """What the half-told report may be about too, likeliest first; nothing for a draft that says nothing."""
        return self._found(picture, draft, SHOWN_WHILE_TYPED if draft.is_placed else SHOWN_WITHOUT_PLACE, limit)

    def of_incident(self, picture: Picture, incident: int, limit: int = LIMIT) -> tuple[Candidate, ...]:
        """What may be the same as an incident that is there, likeliest first; nothing where it is gone."""
        with self._database.reading() as reader:
            found = reader.incident(incident)
        return () if found is None else self._found(picture, draft_of(found), PROPOSED, limit)

    def scored(self, picture: Picture, draft: Draft) -> list[tuple[int, float]]:
        """(incident, score) of all that are proposed for a report, likeliest first."""
        with self._lock:
            documents = self._brought_up(picture)
            compared = self._compared(picture, documents, draft)
            scores = compared.scores() * documents.allowed(draft)
            chosen = _best(scores, PROPOSED, len(scores))
            return [(int(documents.known()["id"][at]), float(scores[at])) for at in chosen]

    # ---- asking --------------------------------------------------------------------------------------------------

    def _found(self, picture: Picture, draft: Draft, least: float, limit: int) -> tuple[Candidate, ...]:
        if not draft.says_something:
            return ()
        with self._lock:
            documents = self._brought_up(picture)
            compared = self._compared(picture, documents, draft)
            scores = compared.scores() * documents.allowed(draft)
            chosen = _best(scores, least, limit)
            ids = [int(documents.known()["id"][at]) for at in chosen]
        if not ids:
            return ()
        with self._database.reading() as reader:
            cards = {card[0].live.id: card for card in said.cards_of(reader, ids)}
        return tuple(
            _candidate(draft, compared, at, float(scores[at]), *cards[ident])
            for at, ident in zip(chosen.tolist(), ids, strict=True)
            if ident in cards
        )

    def _compared(self, picture: Picture, documents: Documents, draft: Draft) -> Compared:
        return documents.compare(draft, self._number(draft.category), headings(picture.catalogue, self._numbers))

    def _number(self, category: str | None) -> int:
        return self._numbers.get(category or "", UNKNOWN)

    # ---- keeping up ----------------------------------------------------------------------------------------------

    def _brought_up(self, picture: Picture) -> Documents:
        """The documents as of a picture; reads what is new in it."""
        now, documents = self._database.clock(), self._documents
        with self._database.reading() as reader:
            if documents is None:
                documents = self._read_all(reader, now - SPAN)
            if self._line is not picture.incident_slots:
                self._follow_anew(reader, picture, documents)
            self._follow(reader, picture, documents)
        if self._tidied is None or now - self._tidied > TIDIED:
            documents = self._tidy(documents, now)
        if abs(documents.length - self._weighed) > REWEIGHED_FOR * self._weighed:
            documents.weigh()
            self._weighed = documents.length
        self._documents = documents
        return documents

    def _read_all(self, reader: Reader, since: datetime) -> Documents:
        documents = Documents.empty()
        after = self._floor = max(0, said.newest_id(reader, MOST))
        while rows := said.said_after(reader, after, since, CHUNK):
            self._add(reader, documents, rows)
            after = rows[-1].id
        return documents

    def _add(self, reader: Reader, documents: Documents, rows: Sequence[Any]) -> None:
        for at, row in enumerate(rows):
            self._of[row.id] = documents.length + at
        take_in(reader, documents, rows, self._numbers)

    def _follow_anew(self, reader: Reader, picture: Picture, documents: Documents) -> None:
        """Another line of pictures: finds its rows here, and what ended while no picture told of it."""
        self._line, self._at = picture.incident_slots, np.empty(0, np.int64)
        rows = documents.known()
        open_here = ~np.isin(rows["state"], STATES_ENDED)
        gone = rows["id"][open_here & ~np.isin(rows["id"], picture.incidents.column("id"))]
        for row in said.said_by(reader, gone.tolist()):
            rows["state"][self._of[row.id]] = row.state

    def _follow(self, reader: Reader, picture: Picture, documents: Documents) -> None:
        """Takes in the incidents that are new in a picture, and those that changed since."""
        column = picture.incidents.column
        ids, versions = column("id"), column("version")
        fresh = ids[len(self._at) :].tolist()
        unknown = [ident for ident in fresh if ident not in self._of and ident > self._floor]
        for begin in range(0, len(unknown), CHUNK):
            self._add(reader, documents, said.said_by(reader, unknown[begin : begin + CHUNK]))
        self._at = np.append(self._at[: len(ids)], [self._of.get(ident, -1) for ident in fresh]).astype(np.int64)
        there = np.flatnonzero(self._at >= 0)
        rows = documents.known()
        changed = there[versions[there] > rows["version"][self._at[there]]]
        if not len(changed):
            return
        records, here = picture.incidents.rows(changed), self._at[changed]
        for name, source in (("version", "version"), ("lon", "lon"), ("lat", "lat"), ("state", "state")):
            rows[name][here] = records[source]
        rows["outside"][here] = records["place"] == PlaceStatus.OUTSIDE
        self._follow_words(reader, picture, documents, changed)
        rows = documents.known()
        categories = picture.catalogue.categories
        here = self._at[changed]
        for spot, number in zip(here.tolist(), records["category"].tolist(), strict=True):
            if number < len(categories):
                rows["category"][spot] = self._numbers.setdefault(categories[number].code, len(self._numbers))

    def _follow_words(self, reader: Reader, picture: Picture, documents: Documents, changed: NDArray[np.intp]) -> None:
        """Those of some rows of the picture that were told once more say more than they did: they stand anew."""
        records, here = picture.incidents.rows(changed), self._at[changed]
        more = records["reports"] > documents.known()["reports"][here]
        ids, old = records["id"][more].tolist(), here[more]
        for begin in range(0, len(ids), CHUNK):
            self._add(reader, documents, said.said_by(reader, ids[begin : begin + CHUNK]))
        self._at[changed[more]] = [self._of[ident] for ident in ids]
        documents.retire(old.tolist())

    def _tidy(self, documents: Documents, now: datetime) -> Documents:
        """Lets go of what ended long ago, and of the oldest where there is too much."""
        self._tidied = now
        kept = ~documents.outlived((now - SPAN).timestamp())
        kept[: max(0, len(kept) - MOST)] = False
        if kept.all():
            return documents
        tidied = documents.keep(kept)
        self._of = {int(ident): at for at, ident in enumerate(tidied.known()["id"])}
        moved = np.cumsum(kept) - 1
        there = self._at >= 0
        self._at[there] = np.where(kept[self._at[there]], moved[self._at[there]], -1)
        self._weighed = tidied.length
        return tidied


def draft_of(incident: Incident) -> Draft:
    """An incident as it is compared with the others."""
    live, place = incident.live, incident.live.place
    return Draft(
        live.reported_at, incident.text, incident.address, live.category, place.lon, place.lat,
        place.status is PlaceStatus.OUTSIDE, live.id,
    )  # fmt: skip


def _best(scores: NDArray[np.float64], least: float, limit: int) -> NDArray[np.intp]:
    """Where the highest scores stand, the highest first; of equals the later one, which is the newer."""
    found = np.flatnonzero(scores >= least)[::-1]
    return found[np.argsort(-scores[found], kind="stable")[:limit]]


def _candidate(
    draft: Draft, compared: Compared, at: int, score: float, incident: Incident, names: set[str], photo: Evidence | None
) -> Candidate:
    live, place = incident.live, incident.live.place
    metres = float(compared.metres[at])
    text, address = mask_text(incident.text, names), mask_text(incident.address, names)
    own = mask_text(document(draft.text, draft.address), names)
    return Candidate(
        incident=live.id, version=live.version, number=live.number, score=score, sides=compared.sides(at),
        category=live.category, source=live.source, severity=live.severity, state=live.state, reports=live.reports,
        reported_at=live.reported_at, minutes=round((live.reported_at - draft.at).total_seconds() / 60),
        lon=place.lon, lat=place.lat, town=place.town, village=place.village, grid=place.grid,
        metres=metres if math.isfinite(metres) else None, bearing=_bearing(draft, place.lon, place.lat),
        shifted=bool(compared.shifted()[at]),
        text=text, address=address, words=words_in_common(own, document(text, address)), photo=photo,
    )  # fmt: skip


def _bearing(draft: Draft, lon: float | None, lat: float | None) -> float | None:
    """The direction from the draft to a place, degrees clockwise from north."""
    if draft.lon is None or draft.lat is None or lon is None or lat is None:
        return None
    east = (lon - draft.lon) * math.cos(math.radians((lat + draft.lat) / 2))
    return math.degrees(math.atan2(east, lat - draft.lat)) % 360.0

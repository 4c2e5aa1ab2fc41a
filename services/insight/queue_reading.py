"""What a desk's queue reads from the database: the words that are searched, and which cases are an officer's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from services.access.masking import mask_text
from services.domain.people import Officer, OfficerRole
from services.domain.scope import WHOLE, Scope
from services.insight.conditions import shelved_rows
from services.insight.queue import Whose
from services.insight.texts import Texts
from services.live.picture import Picture
from services.store.engine import Database
from services.store.queries import duplicates, queue

COMMANDING = frozenset({OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.ADMIN})


class QueueReading:
    """Answers a queue off the GUI thread, as far as a scope reaches."""

    def __init__(self, database: Database, scope: Scope = WHOLE) -> None:
        self._database, self._scope = database, scope

    def texts(self) -> Texts:
        """The words of all open incidents."""
        with self._database.reading() as reader:
            found = Texts()
            for part in queue.words_of_open(reader, self._scope):
                found = found.more(part)
            return found

    def more_texts(self, known: Texts, ids: Sequence[int]) -> Texts:
        """The words known, and those of some more incidents."""
        with self._database.reading() as reader:
            return known.more(queue.words_of(reader, ids, self._scope))

    def shelves(self, picture: Picture, now: datetime) -> Mapping[int, tuple[str, str]]:
        """Who put what is on the shelf there, and why ("code: words", masked), by incident."""
        ids = picture.incidents.column("id")[shelved_rows(picture, now)].tolist()
        if not ids:
            return {}
        with self._database.reading() as reader:
            found = queue.shelved_by(reader, ids)
        return {ident: (who, mask_text(why, ())) for ident, (who, why) in found.items()}

    def likenesses(self) -> Mapping[int, tuple[int, str]]:
        """(id, number) of the earlier incident that each open one may be a duplicate of, by incident."""
        with self._database.reading() as reader:
            return duplicates.open_likenesses(reader)

    def whose(self, officer: Officer, picture: Picture) -> Whose:
        """An officer's own: what he had in hand, and of one who does not command all of his department or area."""
        with self._database.reading() as reader:
            ids: NDArray[np.int64] = np.array(queue.in_hand(reader, officer.login), np.int64)
        if officer.roles & COMMANDING:
            return Whose(ids)
        department = picture.departments.get(officer.department or "", -1)
        area = picture.areas.index.get(officer.area, -1) if officer.area is not None else -1
        return Whose(ids, department, area)

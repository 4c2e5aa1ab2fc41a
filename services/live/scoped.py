"""The picture of a seat that does not see the whole city: a town's or a department's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.domain.facts import Fact, IncidentChanged, IncidentReported, ReportFolded, WarningChanged
from services.domain.incidents import IncidentState
from services.domain.scope import Scope
from services.live.advance import NOTHING, Touched, advance
from services.live.picture import Picture, load_picture
from services.live.scope_mask import warning_within
from services.store import queries_cases
from services.store.engine import Database
from services.store.reader import Reader


class Scoped:
    """Loads and advances pictures within a scope, so that lists, figures and the map of a seat hold nothing else.

    Whether a fact's incident lies within is asked of the database: a child ticket gives a department a case that it
    does not own. One that leaves the scope makes the picture be loaded anew, since counts would have to forget it.
    """

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database, self._scope = database, scope

    def load(self, reader: Reader, now: datetime) -> Picture:
        """The full picture within the scope."""
        return load_picture(reader, now, self._scope)

    def advance(self, picture: Picture, facts: Sequence[Fact]) -> tuple[Picture, Touched]:
        """The picture after those of the facts that lie within the scope."""
        if self._scope.is_whole:
            return advance(picture, facts)
        of_cases = [fact for fact in facts if isinstance(fact, IncidentReported | IncidentChanged | ReportFolded)]
        inside = self._inside(sorted({fact.incident.id for fact in of_cases}))
        kept: list[Fact] = []
        entered: set[int] = set()
        for fact in facts:
            if isinstance(fact, WarningChanged) and not warning_within(fact.warning, picture.areas, self._scope):
                continue
            if not isinstance(fact, IncidentReported | IncidentChanged | ReportFolded):
                kept.append(fact)
                continue
            ident = fact.incident.id
            known = ident in entered or picture.incident_at(ident) >= 0
            if ident in inside:
                entering = fact if known else _entering(fact)
                if entering is None:
                    return picture, replace(NOTHING, reload=True)
                kept.append(entering)
                entered.add(ident)
            elif known:
                return picture, replace(NOTHING, reload=True)
        return advance(picture, kept)

    def _inside(self, ids: Sequence[int]) -> set[int]:
        if not ids:
            return set()
        with self._database.reading() as reader:
            return queries_cases.seen_of(reader, ids, self._scope)


def _entering(fact: IncidentReported | IncidentChanged | ReportFolded) -> Fact | None:
    """A case that was just given to this department is new here, though it was reported before.

    None where a fact of before tells of one that the database gives to this reader by now: whether its report is
    counted already only a full picture knows.
    """
    if isinstance(fact, IncidentReported) or not fact.incident.state.is_open:
        return fact
    if isinstance(fact, IncidentChanged) and fact.incident.state is IncidentState.ASSIGNED:
        return IncidentReported(fact.incident)
    return None

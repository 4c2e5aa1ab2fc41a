"""Keeps what each case counts true: by the facts that come in, and by looking for cases that are behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from services.domain.evaluation import contribution
from services.domain.facts import Fact, IncidentChanged, IncidentReported, ReportFolded
from services.live.leased import Following
from services.store.engine import Database
from services.store.queries import evaluation
from services.store.unit import Unit

SLICE = 1_000  # cases of one transaction: no other writer waits long for it


def catch_up(
    database: Database,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] | None = None,
    since: datetime | None = None,
) -> int:
    """Makes every contribution anew that is missing or of another version; returns how many.

    `since`: of cases reported from then on alone.
    """
    after = done = 0
    while not stop():
        with database.reading() as reader:
            wanted = evaluation.behind(reader, after, SLICE, since)
        if not wanted:
            break
        keep(database, wanted)
        after, done = wanted[-1], done + len(wanted)
        if progress is not None:
            progress(done)
    return done


def rebuild(database: Database, progress: Callable[[int], None] | None = None) -> int:
    """Throws everything away and makes it anew; what was kept by facts is the same as what this makes."""
    with database.unit() as unit:
        evaluation.forget(unit)
        unit.commit()
    return catch_up(database, progress=progress)


def keep(database: Database, wanted: Sequence[int]) -> None:
    """Makes the contributions of these incidents anew, from their rows of this moment."""
    for at in range(0, len(wanted), SLICE):
        with database.unit() as unit:
            _keep(unit, wanted[at : at + SLICE])
            unit.commit()


def _keep(unit: Unit, wanted: Sequence[int]) -> None:
    zone = unit.city().zone
    found = evaluation.facts_of(unit, wanted)
    evaluation.keep(unit, [(ident, version, keys, contribution(facts, zone)) for ident, version, keys, facts in found])


def incidents_of(facts: Sequence[Fact]) -> list[int]:
    """The incidents that facts are about, each once."""
    kinds = (IncidentReported, IncidentChanged, ReportFolded)
    return list(dict.fromkeys(fact.incident.id for fact in facts if isinstance(fact, kinds)))


class Evaluating(Following):
    """Keeps evaluation by the feed: what was before is caught up, what comes is followed."""

    def __init__(self, database: Database, holder: str) -> None:
        super().__init__("evaluation", database, holder)

    def _catch_up(self) -> None:
        catch_up(self._database, self._stop.is_set)

    def _take(self, facts: Sequence[Fact]) -> bool:
        keep(self._database, incidents_of(facts))
        return not facts

"""The door of intake for connectors: opens the unit, commits alone, tries again where another writer was faster."""

from __future__ import annotations

from services.cases.intake import Accepted, Rules, accept
from services.domain.incidents import Report
from services.domain.refusals import Refusal
from services.store.engine import Database

ANOTHER_WAS_FASTER = frozenset({"store.changed", "store.twice", "store.busy", "store.deadlock"})
TRIES = 5


class Door:
    """Takes reports in; safe to use from several threads."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self._database = database
        self._rules = rules

    def take(self, report: Report, officer: str = "system") -> Accepted:
        """One report in one transaction; raises `Refusal` where it can't be accepted."""
        for left in reversed(range(TRIES)):
            try:
                with self._database.unit() as unit:
                    done = accept(report, unit, self._rules, officer)
                    unit.commit()
                    return done
            except Refusal as refusal:
                if refusal.code not in ANOTHER_WAS_FASTER or not left:
                    raise
        raise AssertionError("unreachable")

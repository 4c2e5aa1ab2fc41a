"""A lease: of several programs that could do a job, one does it; it goes to another when its holder falls silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.domain.refusals import Refusal
from services.store.engine import Database


class Lease:
    """The right to do one job, kept by renewing it; lost when not renewed within `lasts`."""

    def __init__(self, database: Database, job: str, holder: str, lasts: timedelta = timedelta(seconds=15)) -> None:
        self._database = database
        self._key = f"lease.{job}"
        self._holder = holder
        self._lasts = lasts

    def take(self) -> bool:
        """Takes or renews it; False while somebody else has it."""
        try:
            with self._database.unit() as unit:
                found = unit.setting(self._key)
                holder, until = _read(found)
                if holder not in ("", self._holder) and until > unit.now:
                    return False
                mine = f"{self._holder}|{(unit.now + self._lasts).isoformat()}"
                if not unit.swap(self._key, found, mine):
                    return False
                unit.commit()
                return True
        except Refusal as refusal:
            if refusal.code in ("store.twice", "store.busy", "store.deadlock"):
                return False
            raise

    def give_back(self) -> None:
        """Lets another take it at once."""
        with self._database.unit() as unit:
            found = unit.setting(self._key)
            if _read(found)[0] == self._holder and unit.swap(self._key, found, ""):
                unit.commit()


def _read(text: str) -> tuple[str, datetime]:
    holder, _, until = text.rpartition("|")
    return holder, datetime.fromisoformat(until) if until else datetime.min.replace(tzinfo=UTC)

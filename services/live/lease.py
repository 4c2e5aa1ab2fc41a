"""A lease: of several programs that could do a job, one does it; it goes to another when its holder falls silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.domain.refusals import Refusal
from services.store.engine import Database

APART = timedelta(minutes=5)  # the clocks of two machines are never further apart than this


class Lease:
    """The right to do one job, kept by renewing it; lost when not renewed within `lasts`.

    Clocks of machines differ: that another holder is silent is told by watching its lease for so long, and only of one
    that ran out long ago by the time that is written in it.
    """

    def __init__(self, database: Database, job: str, holder: str, lasts: timedelta = timedelta(seconds=15)) -> None:
        self._database = database
        self._key = f"lease.{job}"
        self._holder = holder
        self._lasts = lasts
        self._watched: tuple[str, datetime] | None = None

    def take(self) -> bool:
        """Takes or renews it; False while somebody else has it."""
        try:
            with self._database.unit() as unit:
                found = unit.setting(self._key)
                holder, until = _read(found)
                if holder not in ("", self._holder) and not self._is_silent(found, until, unit.now):
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

    def _is_silent(self, found: str, until: datetime, now: datetime) -> bool:
        if self._watched is None or self._watched[0] != found:
            self._watched = found, now
        return now - self._watched[1] > self._lasts or now - until > APART

    def give_back(self) -> None:
        """Lets another take it at once."""
        with self._database.unit() as unit:
            found = unit.setting(self._key)
            if _read(found)[0] == self._holder and unit.swap(self._key, found, ""):
                unit.commit()


def _read(text: str) -> tuple[str, datetime]:
    holder, _, until = text.rpartition("|")
    return holder, datetime.fromisoformat(until) if until else datetime.min.replace(tzinfo=UTC)

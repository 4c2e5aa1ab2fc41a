"""The list of feeds that are asked: who may change it, and what is refused in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.connectors.cap.fetching import bare, split
from services.domain.cap_feeds import CapFeed
from services.domain.people import Officer
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.risk.watching_sources import WRITES
from services.store.engine import Database
from services.store.queries import feeds
from services.store.unit import Unit

SHORTEST, LONGEST = 1, 24 * 60  # minutes
ANEW: dict[str, Any] = {
    "etag": "", "modified": "", "tried_at": None, "taken_at": None, "alerts": 0, "failures": 0, "since": None,
    "trouble": "", "seen": "",
}  # fmt: skip
AT_ONCE: dict[str, Any] = {"tried_at": None, "failures": 0, "since": None, "trouble": ""}


@dataclass(frozen=True, slots=True)
class FeedTerms:
    """What people set of a feed; `source` None lets the table of codes decide."""

    address: str
    source: str | None
    minutes: int
    on: bool = True


class Feeds:
    """Reads the list and keeps it; the journal has who and why, and no address with its query."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> tuple[datetime, tuple[CapFeed, ...]]:
        """Every feed as of a moment."""
        with self._database.reading() as reader:
            return self._database.clock(), feeds.all_feeds(reader)

    def add(self, terms: FeedTerms, officer: Officer, why: str) -> int:
        """Takes a feed in; it is asked at once. Returns its number; raises `Refusal`."""
        _allowed(officer, why)
        with self._database.unit() as unit:
            values = _values(unit, terms, None)
            ident = unit.add("cap_feeds", **values)
            unit.note(officer, "add_feed", f"feed/{ident}", why.strip(), "", _said(values))
            unit.commit()
        return ident

    def change(self, ident: int, version: int, terms: FeedTerms, officer: Officer, why: str) -> None:
        """Changes a feed and asks it at once; one of another address or source begins anew. Raises `Refusal`."""
        _allowed(officer, why)
        with self._database.unit() as unit:
            before = _known(unit, ident)
            values = _values(unit, terms, ident)
            other = (before.address, before.source) != (values["address"], values["source"])
            unit.put("cap_feeds", ident, version, **values, **(ANEW if other else AT_ONCE))
            old = {"address": before.address, "source": before.source, "minutes": before.minutes, "on": before.on}
            unit.note(officer, "change_feed", f"feed/{ident}", why.strip(), _said(old), _said(values))
            unit.commit()

    def remove(self, ident: int, version: int, officer: Officer, why: str) -> None:
        """Takes a feed out; what came of it stays. Raises `Refusal`."""
        _allowed(officer, why)
        with self._database.unit() as unit:
            before = _known(unit, ident)
            if not feeds.remove(unit, ident, version):
                raise Refusal(
                    "store.changed", "Somebody changed this in the meantime. Look at it again before you go on."
                )
            unit.note(officer, "remove_feed", f"feed/{ident}", why.strip(), bare(before.address))
            unit.commit()


def _allowed(officer: Officer, why: str) -> None:
    if not officer.roles & WRITES:
        raise Refusal("feed.not_yours", "Only supervisors, leaders and administrators change the list of feeds.")
    if not why.strip():
        raise Refusal("source.why", "Say why, in a few words.")


def _known(unit: Unit, ident: int) -> CapFeed:
    found = feeds.feed(unit, ident)
    if found is None:
        raise Refusal("feed.gone", "This feed is no longer in the list.")
    return found


def _values(unit: Unit, terms: FeedTerms, ident: int | None) -> dict[str, Any]:
    address = plain(terms.address)
    split(address)
    if not SHORTEST <= terms.minutes <= LONGEST:
        raise Refusal("feed.minutes", "A feed is asked every minute at the most, once a day at the least.")
    if terms.source is not None and not unit.has_source(terms.source):
        raise Refusal(
            "intake.source", "There is no information source “{source}” in this city's list.", source=terms.source
        )
    if any(one.address == address and one.id != ident for one in feeds.all_feeds(unit)):
        raise Refusal("feed.twice", "This address is in the list already.")
    return {"address": address, "source": terms.source, "minutes": terms.minutes, "on": terms.on}


def _said(values: dict[str, Any]) -> str:
    state = "on" if values["on"] else "off"
    return f"{bare(values['address'])} {values['source'] or '-'} {values['minutes']} {state}"

"""The engine's job for feeds of alerts: asks those that are due, takes what is new, follows what they point to."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Any, Protocol

from services.connectors.cap.fetching import STOPPED, Answer, bare, fetch
from services.connectors.cap.links import links_of, mark
from services.connectors.cap.taking import CapTaken, take_cap
from services.domain.cap_feeds import CapFeed, Trouble
from services.domain.refusals import Refusal
from services.live.leased import FOLLOWED, Leased
from services.risk.taking import Placing
from services.store.engine import Database
from services.store.queries import feeds

log = logging.getLogger(__name__)
AGAIN = 5.0  # seconds between two looks for what is due
MOST_LINKS, MOST_SEEN = 50, 1000
BUDGET = 60.0  # seconds for the links of one feed: those after them wait for the next look
BROKEN = 500  # from this status on it is the server's fault and may pass
PASSING = frozenset({"feed.timeout", "feed.unreachable"})


class Fetch(Protocol):
    """Asks an address."""

    def __call__(
        self, address: str, etag: str = "", modified: str = "", stop: Any = None, within: str = ""
    ) -> Answer: ...


class Polling(Leased):
    """Of several programs the holder of the lease asks; no transaction is open while a network is waited for."""

    def __init__(self, database: Database, placing: Placing, holder: str, fetch: Fetch = fetch) -> None:
        super().__init__("cap_feeds", database, holder, AGAIN, FOLLOWED)
        self._placing, self._fetch = placing, fetch

    def look(self) -> int:
        """Asks every feed that is due, one that is broken like the others; returns how many were asked."""
        with self._database.reading() as reader:
            due = [feed for feed in feeds.all_feeds(reader) if feed.is_due(self._database.clock())]
        asked = 0
        for feed in due:
            if not self._may_go_on():
                break
            self._ask(feed)
            asked += 1
        return asked

    def _work(self) -> None:
        self.look()

    def _may_go_on(self) -> bool:
        return not self._stop.is_set() and self._lease.take()

    def _ask(self, feed: CapFeed) -> None:
        at = self._database.clock()
        try:
            values = self._came_of(feed, at)
        except Refusal as refusal:
            if refusal.code == STOPPED:
                return
            if refusal.code.startswith("store."):
                raise
            values = _failed(feed, refusal, at)
        except Exception:  # a bug at one feed must not keep the next from being asked
            log.exception("the feed %s made the program stumble", bare(feed.address))
            values = _failed(feed, Refusal("feed.bug", "The program stumbled over it; its log tells more."), at)
        with self._database.unit() as unit:
            feeds.keep(unit, feed, tried_at=at, **values)
            unit.commit()

    def _came_of(self, feed: CapFeed, at: datetime) -> dict[str, Any]:
        """What is to be kept of an answer."""
        answer = self._fetch(feed.address, feed.etag, feed.modified, stop=self._stop)
        well = {"taken_at": at, "failures": 0, "since": None}
        if answer.data is None:  # what was wrong in it is as wrong as before, what kept it from being asked is over
            return well | ({"trouble": ""} if feed.failures else {})
        taken = take_cap(self._database, self._placing, answer.data, source=feed.source or "")
        wrong = _wrong(taken)
        followed = _Followed(feed, links_of(answer.data, answer.address))
        self._follow(feed, answer.address, followed)
        wrong += followed.wrong
        # asked without them the feed is given whole again, with the links that are still to be followed
        marks = {"etag": "", "modified": ""} if followed.more else {"etag": answer.etag, "modified": answer.modified}
        return {
            **well, **marks, "alerts": feed.alerts + taken.entered + followed.entered,
            "trouble": _partly(wrong).text() if wrong else "", "seen": followed.seen(),
        }  # fmt: skip

    def _follow(self, feed: CapFeed, base: str, followed: _Followed) -> None:
        end = time.monotonic() + BUDGET
        for number, link in enumerate(followed.waiting):
            if number == MOST_LINKS or time.monotonic() > end or not self._may_go_on():
                followed.more = True
                return
            try:
                data = self._fetch(link, stop=self._stop, within=base).data or b""
                taken = take_cap(self._database, self._placing, data, source=feed.source or "")
            except Refusal as refusal:
                if refusal.code == STOPPED or refusal.code.startswith("store."):
                    raise
                followed.refused(link, refusal)
            else:
                followed.took(link, taken.entered, _wrong(taken))


class _Followed:
    """The links of one look: those still to be followed, and what came of the others."""

    def __init__(self, feed: CapFeed, links: tuple[str, ...]) -> None:
        self._before, self._links = feed.seen, links
        self._done = {mark(link) for link in links} & set(feed.seen)
        self.waiting = [link for link in links if mark(link) not in self._done]
        self.entered, self.more = 0, False
        self.wrong: list[Refusal] = []

    def took(self, link: str, entered: int, wrong: list[Refusal]) -> None:
        """An alert was read."""
        self._done.add(mark(link))
        self.entered += entered
        self.wrong += wrong

    def refused(self, link: str, why: Refusal) -> None:
        """One that can't be taken is left alone from now on; one whose host is in trouble is asked again."""
        self.wrong.append(why)
        status = why.values.get("status")
        if why.code in PASSING or (isinstance(status, int) and status >= BROKEN):
            self.more = True
        else:
            self._done.add(mark(link))

    def seen(self) -> str:
        """Marks of what was followed; those of links that are still in the feed are kept longest."""
        current = [mark(link) for link in self._links]
        kept = [one for one in self._before if one not in set(current)] + [one for one in current if one in self._done]
        return " ".join(kept[-MOST_SEEN:])


def _wrong(taken: CapTaken) -> list[Refusal]:
    """What kept something of a file from being taken, with its place in the file."""
    return [
        Refusal("feed.flaw", "line {line}, <{element}>: {why}", line=flaw.line, element=flaw.element, why=flaw.why)
        for flaw in taken.flaws
        if flaw.refused
    ]


def _partly(wrong: list[Refusal]) -> Trouble:
    return Trouble.of(
        Refusal(
            "feed.partly", "{count} things in it could not be taken. The first: {why}", count=len(wrong), why=wrong[0]
        )
    )


def _failed(feed: CapFeed, why: Refusal, at: datetime) -> dict[str, Any]:
    log.warning("the feed %s: %s", bare(feed.address), why)
    return {"failures": feed.failures + 1, "since": feed.since or at, "trouble": Trouble.of(why).text()}

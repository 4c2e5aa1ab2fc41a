"""Feeds of alerts at an address: how often each is asked, how it stands, what keeps it from being taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.domain.refusals import Refusal

LONGEST_PAUSE = timedelta(hours=1)
OVERDUE = 3  # intervals after which nobody seems to ask at all


class FeedState(StrEnum):
    """How a feed stands: not asked yet or overdue, never told an alert, taken, in part, in trouble, switched off."""

    WAITS = "waits"
    NEVER = "never"
    TAKEN = "taken"
    PARTLY = "partly"
    TROUBLE = "trouble"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, kept so that each reader gets it in the language of his own: a refusal's parts."""

    code: str
    sentence: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, refusal: Refusal) -> Trouble:
        """A refusal as it is kept; what is itself a refusal stays one."""
        return cls(refusal.code, refusal.sentence, {name: _plain(value) for name, value in refusal.values.items()})

    @classmethod
    def read(cls, text: str) -> Trouble | None:
        """What was kept; None for nothing."""
        return _told(json.loads(text)) if text else None

    def text(self) -> str:
        """As it is kept in the database."""
        return json.dumps(_kept(self), ensure_ascii=False)

    def say(self, words: Callable[..., str]) -> str:
        """The sentence in the reader's language."""
        values = {
            name: value.say(words) if isinstance(value, Trouble) else value for name, value in self.values.items()
        }
        return words(self.sentence, **values)


def _plain(value: object) -> object:
    if isinstance(value, Refusal):
        return Trouble.of(value)
    return value if isinstance(value, str | int | float) else str(value)


def _kept(trouble: Trouble) -> dict[str, object]:
    values = {name: _kept(value) if isinstance(value, Trouble) else value for name, value in trouble.values.items()}
    return {"code": trouble.code, "sentence": trouble.sentence, "values": values}


def _told(kept: dict[str, object]) -> Trouble:
    values = kept["values"]
    found = values.items() if isinstance(values, dict) else ()
    return Trouble(
        str(kept["code"]), str(kept["sentence"]),
        {name: _told(value) if isinstance(value, dict) else value for name, value in found},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CapFeed:
    """One feed. `source` None: the table of codes decides through which source an alert comes.

    `taken_at` is when it last answered well, `alerts` how many became signals, `failures` how often in a row it failed
    since `since`; `seen` are marks of the links that were followed already.
    """

    id: int
    version: int
    address: str
    source: str | None
    minutes: int
    on: bool
    etag: str = ""
    modified: str = ""
    tried_at: datetime | None = None
    taken_at: datetime | None = None
    alerts: int = 0
    failures: int = 0
    since: datetime | None = None
    trouble: Trouble | None = None
    seen: tuple[str, ...] = field(default=(), repr=False)

    @property
    def due_at(self) -> datetime | None:
        """When it is asked next; None for at once. Failures double the pause, up to an hour."""
        if self.tried_at is None:
            return None
        usual = timedelta(minutes=self.minutes)
        doubled: int = 2 ** min(self.failures, 12)
        return self.tried_at + min(usual * doubled, max(usual, LONGEST_PAUSE))

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be asked now."""
        return self.on and (self.due_at is None or self.due_at <= now)

    def state(self, now: datetime) -> FeedState:
        """How it stands."""
        if not self.on:
            return FeedState.OFF
        if self.failures:
            return FeedState.TROUBLE
        if self.tried_at is None or now - self.tried_at > OVERDUE * timedelta(minutes=self.minutes):
            return FeedState.WAITS
        if self.trouble is not None:
            return FeedState.PARTLY
        return FeedState.TAKEN if self.alerts else FeedState.NEVER

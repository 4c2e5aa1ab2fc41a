"""Signals: whatever any of the sources perceived, in one form, so that models can bring them together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.domain.incidents import UNLOCATED, Place


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing perceived at one time.

    `kind` says what: the category of an incident, or a kind of `resources/catalogue/signal_kinds.toml`. `subject` names
    whom or what it is about, so that signals of different sources meet on it: "record:12" (a base record), "who:…" (a
    keyed digest of a contact, never the contact itself), "thing:…"; empty where nobody knows. `value` means what its
    kind says: people hurt, a level in metres, 1 where nothing is measured. `origin` leads back to where it came from
    ("incident:12", "record:12", "cap:…"). Those of a `drill` enter no statistics.
    """

    source: str
    kind: str
    at: datetime
    place: Place = UNLOCATED
    subject: str = ""
    value: float = 1.0
    origin: str = ""
    id: int = 0
    incident: int | None = None
    drill: int | None = None


@dataclass(frozen=True, slots=True)
class SignalKind:
    """What a signal may be about, with its unit where it is measured."""

    code: str
    name_zh: str
    name_en: str
    unit: str = ""
    unit_en: str = ""

    def name(self, lang: str) -> str:
        """The name in a language."""
        return self.name_zh if lang.startswith("zh") else self.name_en


class SourceState(StrEnum):
    """How a source stands: heard within its cadence, late, silent for more than three times it, never heard of."""

    HEARD = "heard"
    LATE = "late"
    SILENT = "silent"
    NEVER = "never"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source in the registry: whose it is, how often it should be heard, and what came.

    `lag` is the median of received − perceived over the last day; `rows` and `refused` are those of the last 24 hours,
    `total` all that was ever taken. `cadence` None: nothing is expected of it.
    """

    source: str
    owner: str | None
    cadence: timedelta | None
    last_at: datetime | None
    last_received: datetime | None
    lag: timedelta | None
    rows: int
    refused: int
    total: int
    state: SourceState


def state_of(cadence: timedelta | None, last_received: datetime | None, now: datetime) -> SourceState:
    """The state of a source that should be heard so often and was heard last then."""
    if cadence is None:
        return SourceState.OFF
    if last_received is None:
        return SourceState.NEVER
    silent = now - last_received
    return SourceState.SILENT if silent > 3 * cadence else SourceState.LATE if silent > cadence else SourceState.HEARD

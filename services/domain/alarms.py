"""The alarm of an incident as a table of states (ISA-18.2): new, acknowledged, shelved, back to normal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum


class Alarm(StrEnum):
    """How the alarm of an incident stands.

    `NEW`: nobody has seen it. `SHELVED`: silent until a stated time, for a stated reason. `GONE_UNSEEN`: what raised it
    is over before anybody saw it. `NORMAL`: over, and somebody had seen it.
    """

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    GONE_UNSEEN = "gone_unseen"
    NORMAL = "normal"


class Happening(StrEnum):
    """What moves an alarm from one state to another."""

    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    RUN_OUT = "run_out"
    UNSHELVE = "unshelve"
    WORSEN = "worsen"
    END = "end"
    RETURN = "return"


A, H = Alarm, Happening
# a shelf puts nothing to rest for good: whoever shelves has seen it, so it comes back as seen
ALARM_STEPS: Mapping[tuple[Alarm, Happening], Alarm] = {
    (A.NEW, H.ACKNOWLEDGE): A.ACKNOWLEDGED,
    (A.NEW, H.SHELVE): A.SHELVED,
    (A.NEW, H.WORSEN): A.NEW,
    (A.NEW, H.END): A.GONE_UNSEEN,
    (A.ACKNOWLEDGED, H.ACKNOWLEDGE): A.ACKNOWLEDGED,
    (A.ACKNOWLEDGED, H.SHELVE): A.SHELVED,
    (A.ACKNOWLEDGED, H.WORSEN): A.ACKNOWLEDGED,
    (A.ACKNOWLEDGED, H.END): A.NORMAL,
    (A.SHELVED, H.SHELVE): A.SHELVED,
    (A.SHELVED, H.ACKNOWLEDGE): A.SHELVED,
    (A.SHELVED, H.RUN_OUT): A.ACKNOWLEDGED,
    (A.SHELVED, H.UNSHELVE): A.ACKNOWLEDGED,
    (A.SHELVED, H.WORSEN): A.ACKNOWLEDGED,
    (A.SHELVED, H.END): A.NORMAL,
    (A.GONE_UNSEEN, H.ACKNOWLEDGE): A.NORMAL,
    (A.GONE_UNSEEN, H.RETURN): A.NEW,
    (A.NORMAL, H.RETURN): A.ACKNOWLEDGED,
}


def alarm_of(alive: bool, acked: bool, shelved_until: datetime | None, now: datetime) -> Alarm:
    """The state of an alarm by what is kept of its incident; a shelf that has run out is none by itself."""
    if not alive:
        return Alarm.NORMAL if acked else Alarm.GONE_UNSEEN
    if shelved_until is not None and shelved_until > now:
        return Alarm.SHELVED
    return Alarm.ACKNOWLEDGED if acked else Alarm.NEW

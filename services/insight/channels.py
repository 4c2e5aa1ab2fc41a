"""How the channels are doing: which of them were heard lately, and which have gone quiet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.live.picture import Picture

QUIET_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A channel in use that has not been heard: its number in columns, and for how long (None: never)."""

    source: int
    age: timedelta | None


@dataclass(frozen=True, slots=True)
class Channels:
    """How many of the channels in use were heard within a day, and the others, longest quiet last."""

    heard: int
    total: int
    quiet: tuple[Quiet, ...]


def channels(picture: Picture, now: datetime) -> Channels:
    """The state of the channels at a moment."""
    quiet: list[Quiet] = []
    total = 0
    for number, source in enumerate(picture.catalogue.sources):
        if not source.active:
            continue
        total += 1
        at = float(picture.last_heard[number])
        age = None if math.isnan(at) else now - datetime.fromtimestamp(at, now.tzinfo)
        if age is None or age > QUIET_AFTER:
            quiet.append(Quiet(number, age))
    quiet.sort(key=lambda one: (one.age is None, one.age or timedelta()))
    return Channels(total - len(quiet), total, tuple(quiet))

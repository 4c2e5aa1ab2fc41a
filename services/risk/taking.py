"""Taking signals: checked one by one, placed, written as a batch, told to the engine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from services.domain.facts import SignalsArrived
from services.domain.incidents import Place, PlaceStatus
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.domain.signals import Signal
from services.risk.standard import read_kinds
from services.store.queries import signals
from services.store.queries.records import looked_after
from services.store.reader import Reader
from services.store.unit import Unit

FUTURE = timedelta(minutes=10)
LONGEST_SUBJECT = 60
LOOKED_AFTER = frozenset({"visited", "inspected"})


class Placing(Protocol):
    """Finds the areas around a point."""

    def place(self, lon: float | None, lat: float | None, crs: str, reader: Reader) -> Place: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: its number (0: nothing was taken), how many, and why others were refused, by row."""

    batch: int
    rows: int
    refused: tuple[tuple[int, Refusal], ...] = ()


def take_signals(
    unit: Unit, source: str, found: Sequence[Signal], placing: Placing | None = None, drill: int | None = None
) -> Taken:
    """Writes the signals of one source that can be taken and says so; the caller commits.

    Those with coordinates and no area are placed where `placing` is given. Raises `Refusal` for an unknown source.
    """
    if not unit.has_source(source):
        raise Refusal("intake.source", "There is no information source “{source}” in this city's list.", source=source)
    known = known_kinds(unit)
    good: list[Signal] = []
    refused: list[tuple[int, Refusal]] = []
    for row, signal in enumerate(found):
        try:
            good.append(_placed(_checked(replace(signal, source=source, drill=drill), known, unit), placing, unit))
        except Refusal as refusal:
            refused.append((row, refusal))
    why = "; ".join(dict.fromkeys(refusal.code for _, refusal in refused))
    if not good and not refused:
        return Taken(0, 0)
    batch = signals.add_batch(unit, source, good, len(refused), why, drill)
    if good:
        looked_after(unit, _seen(good))
        unit.say(SignalsArrived(batch, source, len(good), unit.now, drill))
    return Taken(batch, len(good), tuple(refused))


def _seen(found: Sequence[Signal]) -> dict[int, datetime]:
    """The newest visit or inspection of each base record."""
    seen: dict[int, datetime] = {}
    for signal in found:
        kind, _, ident = signal.subject.partition(":")
        if signal.kind in LOOKED_AFTER and kind == "record" and ident.isdigit():
            seen[int(ident)] = max(signal.at, seen.get(int(ident), signal.at))
    return seen


def known_kinds(reader: Reader) -> frozenset[str]:
    """The kinds that signals may have: the city's categories and those that are none."""
    codes = {category.code for category in reader.catalogue().categories}
    return frozenset(codes | {kind.code for kind in read_kinds()})


def _checked(signal: Signal, known: frozenset[str], unit: Unit) -> Signal:
    if signal.kind not in known and not signal.kind.startswith("cap."):
        raise Refusal("signal.kind", "There is no kind of signal “{kind}”.", kind=signal.kind)
    if signal.at.tzinfo is None:
        raise Refusal("signal.time", "The signal's time has no time zone.")
    if signal.at > unit.now + FUTURE:
        raise Refusal("signal.future", "The signal's time lies in the future.")
    if not math.isfinite(signal.value):
        raise Refusal("signal.value", "The signal's value is no number.")
    if len(signal.subject) > LONGEST_SUBJECT:
        raise Refusal("signal.subject", "The signal's subject is longer than {most} characters.", most=LONGEST_SUBJECT)
    return replace(signal, subject=plain(signal.subject), origin=plain(signal.origin))


def _placed(signal: Signal, placing: Placing | None, unit: Unit) -> Signal:
    place = signal.place
    if placing is None or place.lon is None or place.grid is not None or place.status is PlaceStatus.OUTSIDE:
        return signal
    return replace(signal, place=placing.place(place.lon, place.lat, "cgcs2000", unit))

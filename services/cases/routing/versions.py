"""The models of a city by version: kept with their figures, one of them in use, any of them back by a roll-back."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.cases.routing.evidence import Blend
from services.cases.routing.features import Places
from services.cases.routing.model import Model, from_bytes, to_bytes
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store.queries import advice
from services.store.reader import Reader
from services.store.unit import Unit

ACTIVE, PINNED = "advice.active", "advice.pinned"
KEPT = 10
NOTABLY_WORSE = 0.05


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of a model: when it was trained, by whom and why, from how many texts, and how good it was.

    `macro_f1` and `ece` are cross-validated; `per_label` is the F1 of each department; `closed` and `corrected` are how
    many closed cases and mistakes the city had; `kept`: its bytes are still there.
    """

    number: int
    at: datetime
    by: str
    cause: str
    examples: int
    closed: int
    corrected: int
    macro_f1: float
    ece: float
    per_label: Mapping[str, float]
    blend: Blend
    active: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Fresh:
    """A model that was trained just now and is not kept yet."""

    model: Model
    blend: Blend
    cause: str
    examples: int
    closed: int
    corrected: int
    macro_f1: float
    ece: float
    per_label: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class InUse:
    """The model in use with its version."""

    version: Version
    model: Model


def versions(reader: Reader) -> tuple[Version, ...]:
    """All versions, newest first."""
    active = active_version(reader)
    return tuple(_version(row, active) for row in advice.models(reader))


def active_version(reader: Reader) -> int:
    """The version in use, 0 for none."""
    found = reader.setting(ACTIVE)
    return int(found) if found.isdecimal() else 0


def keep(unit: Unit, fresh: Fresh, officer: Officer | str) -> tuple[int, bool]:
    """Keeps a model as the next version and takes it into use; gives its number and whether it is in use.

    One that is notably worse than the one in use, or comes by itself after a roll-back, is kept but not used: a person
    decides. The caller commits.
    """
    unit.hold("advice/versions")
    number, now_used = advice.newest_version(unit) + 1, active_version(unit)
    written, digest = to_bytes(fresh.model)
    figures = {"per_label": dict(fresh.per_label), "blend": [fresh.blend.known, fresh.blend.words]}
    login = officer if isinstance(officer, str) else officer.login
    unit.add(
        "advice_models", version=number, at=unit.now, by=login, cause=fresh.cause, examples=fresh.examples,
        closed=fresh.closed, corrected=fresh.corrected, macro_f1=fresh.macro_f1, ece=fresh.ece,
        figures=json.dumps(figures), digest=digest, bytes=written,
    )  # fmt: skip
    used = fresh.cause == "asked" or (not unit.setting(PINNED) and not _is_worse(unit, fresh, now_used))
    if used:
        unit.remember(ACTIVE, str(number))
        unit.remember(PINNED, "")
    advice.forget_bytes(unit, KEPT, number if used else now_used)
    unit.note(officer, "train", f"advice/{number}", why=fresh.cause, before=str(now_used), after=str(number) * used)
    return number, used


def roll_back(unit: Unit, number: int, officer: Officer | str) -> None:
    """Takes an earlier (or a newer) version into use and stays with it until somebody asks for a training.

    Refuses ("advice.no_version", "advice.gone", "advice.damaged") one that can't be used. The caller commits.
    """
    row = advice.model(unit, number)
    if row is None:
        raise Refusal("advice.no_version", "There is no routing model {number}.", number=number)
    if row.bytes is None:
        raise Refusal(
            "advice.gone",
            "Routing model {number} is too old: only the newest {kept} and the one in use can be used again.",
            number=number,
            kept=KEPT,
        )
    from_bytes(row.bytes, row.digest)
    before = active_version(unit)
    unit.remember(ACTIVE, str(number))
    unit.remember(PINNED, str(number))
    unit.note(officer, "roll_back", f"advice/{number}", before=str(before), after=str(number))


class Shelf:
    """Gives the model in use and the names of places, read again only when they are others; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._in_use: InUse | None = None
        self._places: tuple[str, Places] | None = None

    def in_use(self, reader: Reader) -> InUse | None:
        """The model in use; None where there is none. Raises `Refusal` ("advice.damaged")."""
        number = active_version(reader)
        with self._lock:
            if self._in_use is None or self._in_use.version.number != number:
                self._in_use = _read(reader, number)
            return self._in_use

    def places(self, reader: Reader) -> Places:
        """The city's names of places."""
        drawn = reader.areas_version()
        with self._lock:
            if self._places is None or self._places[0] != drawn:
                self._places = drawn, places_of(reader)
            return self._places[1]


def places_of(reader: Reader) -> Places:
    """The names of the city, its towns and villages, with and without what kind of place they are."""
    found = set[str]()
    for name in advice.place_names(reader):
        found |= {name, *(name.removesuffix(kind) for kind in _KINDS if len(name) - len(kind) >= 2)}
    return Places.of(found)


_KINDS = ("街道", "社区", "村民委员会", "居民委员会", "镇", "乡", "市")  # 李村 without 村 would be any 李


def _read(reader: Reader, number: int) -> InUse | None:
    row = advice.model(reader, number) if number else None
    if row is None or row.bytes is None:
        return None
    return InUse(_version(row, number), from_bytes(row.bytes, row.digest))


def _is_worse(reader: Reader, fresh: Fresh, now_used: int) -> bool:
    row = advice.model(reader, now_used) if now_used else None
    return row is not None and row.bytes is not None and fresh.macro_f1 < row.macro_f1 - NOTABLY_WORSE


def _version(row: Any, active: int) -> Version:
    figures = json.loads(row.figures)
    known = row.kept if "kept" in row._fields else row.bytes is not None
    return Version(
        row.version, row.at, row.by, row.cause, row.examples, row.closed, row.corrected, row.macro_f1, row.ece,
        figures["per_label"], Blend(*figures["blend"]), row.version == active, bool(known),
    )  # fmt: skip

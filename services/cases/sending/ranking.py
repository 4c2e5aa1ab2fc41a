"""Puts the people at work in the order in which they should be sent, and says why: array work over all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.cases.sending.answer import Case, Freshness, Gap, Ground, Note, Part, Sendable, Sending
from services.cases.sending.cover import left_alone
from services.cases.sending.crew import Crew
from services.cases.sending.explain import ahead, reasons
from services.cases.sending.skills import Skills
from services.domain.people import Duty, Role
from services.insight.conditions import at_work_rows
from services.insight.nearby import metres_to
from services.live.picture import Picture

Floats = NDArray[np.float64]

# points of each ground; together 1
POINTS = {
    Ground.DISTANCE: 0.38, Ground.SKILL: 0.20, Ground.OWN: 0.12, Ground.LOAD: 0.12, Ground.ROLE: 0.10,
    Ground.POSITION: 0.08,
}  # fmt: skip
HALF_WAY, UNIT_HALF_WAY = 2_000.0, 6_000.0  # metres at which distance has lost half of its points; units drive
STALE, OLD = 600.0, 3_600.0  # seconds: shown hollow, only listed
FULL_HANDS = 5  # open cases in hand from which somebody is overloaded
BUSY_COUNTS = 2  # who says to be busy has so many more in hand
OWN_GRID, OWN_VILLAGE, OWN_TOWN = 1.0, 0.6, 0.3
ROLE = {
    Role.HEAD: 0.8, Role.FULL_TIME: 1.0, Role.PART_TIME: 0.7, Role.MOBILE: 0.4, Role.VOLUNTEER: 0.3, Role.UNIT: 1.0,
}  # fmt: skip
NOT_FOR_GRAVE = (int(Role.MOBILE), int(Role.VOLUNTEER))
LIMIT = 8


def whom_to_send(
    picture: Picture,
    crew: Crew,
    skills: Skills,
    case: Case,
    now: datetime,
    sent: Sequence[int] = (),
    limit: int = LIMIT,
) -> Sending:
    """Who may be sent to a case, the best first; `sent` are ids of those who go, whose areas must not stay empty.

    Who is not at work is never listed, a unit only where its skill is asked for, couriers and volunteers never for a
    grave case. Without a place only the people of its areas are listed, without areas nobody: the notes say so.
    Takes milliseconds for 10,000 people.
    """
    rows = np.flatnonzero(at_work_rows(picture)[: len(crew.ids)])
    needed = skills.needed(case.category, picture.catalogue.categories)
    people = _People(picture, crew, rows)
    fits = people.fits(case, needed)
    people, rows = people.only(fits), rows[fits]
    shares = _shares(people, case, needed, now)
    score = np.zeros(len(rows)) + sum(POINTS[ground] * share for ground, share in shares.items())
    order = np.lexsort(
        (people.ids, np.nan_to_num(people.metres_to(case), nan=np.inf), -score, people.load >= FULL_HANDS)
    )
    best = order[:limit]
    found = [_sendable(picture, people, shares, score, case, int(at), needed, skills, now) for at in best]
    found = [_finished(one, other, case) for one, other in zip(found, [*found[1:], None], strict=False)]
    going = [picture.person_at(ident) for ident in sent] or rows[best[:1]].tolist()
    alone = [left_alone(picture, crew, [int(row)]) for row in rows[best]]
    return Sending(
        people=tuple(_leaving(one, gaps) for one, gaps in zip(found, alone, strict=True)),
        going=tuple(int(crew.ids[row]) for row in going if 0 <= row < len(crew.ids)),
        uncovered=left_alone(picture, crew, [row for row in going if row >= 0]),
        needed=skills.codes(needed),
        notes=_notes(case, needed, people),
        considered=len(rows),
        at=now,
    )


class _People:
    """The people at work as columns, with what they have in hand."""

    def __init__(self, picture: Picture, crew: Crew, rows: NDArray[np.intp]) -> None:
        column = picture.people.column
        self.ids, self.lon, self.lat = crew.ids[rows], column("lon")[rows], column("lat")[rows]
        self.role, self.duty, self.at = column("role")[rows], column("duty")[rows], column("at")[rows]
        self.home = column("area")[rows]
        self.skills, self.unit = crew.skills[rows], crew.unit[rows]
        self.grid, self.village, self.town = crew.grid[rows], crew.village[rows], crew.town[rows]
        self.in_hand = in_hand(picture, crew)[rows]
        self.load = self.in_hand + BUSY_COUNTS * (self.duty == Duty.BUSY)

    def only(self, chosen: NDArray[np.bool_]) -> _People:
        """Some of them."""
        some = object.__new__(_People)
        some.__dict__ = {name: values[chosen] for name, values in self.__dict__.items()}
        return some

    def fits(self, case: Case, needed: int) -> NDArray[np.bool_]:
        """Who may be sent at all."""
        skilled = (self.skills & np.uint32(needed)) != 0
        fits: NDArray[np.bool_] = (self.unit < 0) | skilled
        if case.is_grave:
            fits &= ~np.isin(self.role, NOT_FOR_GRAVE)
        if not case.is_placed:
            fits &= self.own(case) > 0
        return fits

    def metres_to(self, case: Case) -> Floats:
        """Distances from the last positions; NaN without one, or without a place to go to."""
        if case.lon is None or case.lat is None:
            return np.full(len(self.ids), np.nan)
        return metres_to(self.lon, self.lat, case.lon, case.lat)

    def own(self, case: Case) -> Floats:
        """How much the case lies in each one's own area."""
        own = np.where((self.town == case.town) & (case.town >= 0), OWN_TOWN, 0.0)
        own = np.where((self.village == case.village) & (case.village >= 0), OWN_VILLAGE, own)
        return np.where((self.grid == case.grid) & (case.grid >= 0), OWN_GRID, own)

    def age(self, now: datetime) -> Floats:
        """Seconds since each position was known; NaN where there is none."""
        return np.where(np.isfinite(self.lon), np.maximum(0.0, now.timestamp() - self.at), np.nan)


def in_hand(picture: Picture, crew: Crew) -> NDArray[np.int64]:
    """How many open cases each of the crew was sent to."""
    worker, alive = picture.incidents.column("worker"), picture.incidents.column("alive")
    busy = worker[alive & (worker > 0)]
    counts = np.zeros(len(crew.ids), np.int64)
    if len(busy) and len(crew.ids):
        order = np.argsort(crew.ids, kind="stable")
        at = np.minimum(np.searchsorted(crew.ids, busy, sorter=order), len(order) - 1)
        hit = order[at]
        np.add.at(counts, hit[crew.ids[hit] == busy], 1)
    return counts


def freshness_of(age: float) -> Freshness:
    """What a position of an age in seconds (NaN: none) is worth."""
    if math.isnan(age):
        return Freshness.UNKNOWN
    return Freshness.FRESH if age <= STALE else Freshness.STALE if age <= OLD else Freshness.OLD


def _shares(people: _People, case: Case, needed: int, now: datetime) -> dict[Ground, Floats]:
    """Each ground's share in 0–1."""
    metres, age = people.metres_to(case), people.age(now)
    role = np.zeros(max(Role) + 1)
    for each, share in ROLE.items():
        role[each] = share
    skilled = (people.skills & np.uint32(needed)) != 0
    half = np.where(people.unit >= 0, UNIT_HALF_WAY, HALF_WAY)
    fitting = role[np.minimum(people.role, max(Role))]
    if case.is_grave and needed:
        fitting = np.where(skilled, fitting, 0.0)
    return {
        Ground.DISTANCE: np.nan_to_num(half / (half + metres), nan=0.0),
        Ground.SKILL: skilled.astype(float) if needed else np.ones(len(metres)),
        Ground.OWN: people.own(case),
        Ground.LOAD: np.maximum(0.0, 1.0 - people.load / FULL_HANDS),
        Ground.ROLE: fitting,
        Ground.POSITION: np.nan_to_num(np.clip((OLD - age) / (OLD - STALE), 0.0, 1.0), nan=0.0),
    }


def _sendable(
    picture: Picture, people: _People, shares: dict[Ground, Floats], score: Floats, case: Case, at: int, needed: int,
    skills: Skills, now: datetime,
) -> Sendable:  # fmt: skip
    one: Any = people.only(np.array([at]))
    metres, age = float(one.metres_to(case)[0]), float(one.age(now)[0])
    departments = picture.catalogue.departments
    unit = int(one.unit[0])
    return Sendable(
        person=int(one.ids[0]),
        role=Role(int(one.role[0])),
        unit=departments[unit].code if 0 <= unit < len(departments) else "",
        duty=Duty(int(one.duty[0])),
        area=int(one.home[0]),
        metres=None if math.isnan(metres) else metres,
        at=None if math.isnan(age) else datetime.fromtimestamp(float(one.at[0]), now.tzinfo or UTC),
        freshness=freshness_of(age),
        in_hand=int(one.in_hand[0]),
        overloaded=bool(one.load[0] >= FULL_HANDS),
        skills=skills.codes(int(one.skills[0]) & needed),
        score=float(score[at]),
        parts={g: Part(float(share[at]), POINTS[g] * float(share[at])) for g, share in shares.items()},
        reasons=(),
    )


def _finished(one: Sendable, other: Sendable | None, case: Case) -> Sendable:
    return _with(one, reasons=reasons(one, case), ahead=None if other is None else ahead(one, other))


def _leaving(one: Sendable, gaps: tuple[Gap, ...]) -> Sendable:
    return _with(one, leaves=gaps[0] if gaps else None)


def _with(one: Sendable, **changes: Any) -> Sendable:
    return Sendable(**{name: changes.get(name, getattr(one, name)) for name in Sendable.__dataclass_fields__})


def _notes(case: Case, needed: int, people: _People) -> tuple[Note, ...]:
    notes = []
    if not case.is_placed:
        placed_in = max(case.grid, case.village, case.town) >= 0
        notes.append(Note.NO_PLACE if placed_in else Note.NOWHERE)
    if Note.NOWHERE in notes:
        return tuple(notes)
    if not len(people.ids):
        notes.append(Note.NOBODY_AT_WORK)
    elif needed and not ((people.skills & np.uint32(needed)) != 0).any():
        notes.append(Note.NOBODY_SKILLED)
    return tuple(notes)

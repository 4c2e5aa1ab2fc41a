"""What the desks of a demo city did with its incidents: marks, outcomes, who did what, returns, standstills, stars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.history.incidents import Incidents, Numbers, World
from services.demo.history.lives import DAY, MINUTE
from services.demo.history.owners import marks_of, owners_of
from services.demo.history.rhythm import HOUR
from services.domain.cases import RequestKind, RequestState, StopCause
from services.domain.incidents import IncidentClass, IncidentState, Outcome

Columns = dict[str, Sequence[Any]]
S = IncidentState
QUICK = 0.32  # share of those closed soonest that were answered at once or settled where they were found
ANSWERED = 0.4  # of these
RETURNED, TWICE = 0.035, 0.08  # share of the closed that a department gave back before, and of these twice
RATED, STARS = 0.36, (0.03, 0.05, 0.13, 0.37, 0.42)
LATE_STEPS = 0.06  # share of the open ones whose next step is late
# the limit of the step that follows a state, in hours, of ordinary and complex incidents
STEP_HOURS = {
    S.REPORTED: (1, 1), S.FILED: (1, 1), S.RETURNED: (1, 1), S.ASSIGNED: (3, 3), S.ACCEPTED: (20, 60),
    S.IN_PROGRESS: (20, 60), S.FINISHED: (24, 24), S.VERIFIED: (24, 24),
}  # fmt: skip
AT_DESK = tuple(f"dispatcher{number}" for number in range(1, 7))
REASONS = ("not_ours", "not_ours", "not_our_area", "not_found")
SUSPENDED_FOR = ("material", "weather", "funds", "needs_others")


def ticket_columns(
    world: World, found: Incidents, cases: dict[str, Any], rng: np.random.Generator
) -> tuple[Columns, Columns, Columns, Columns]:
    """The incidents' columns of their tickets (to be put beside, or in the place of, `cases`), then the columns of
    holdings, of clock stops and of requests.
    """
    lives, count = found.lives, len(found.reported)
    closed, state = lives.closed >= 0, lives.state
    answered, settled = _quick(found, rng)
    plain = ~(answered | settled)
    owned = plain & (lives.steps[:, 1] >= 0) & (state != S.RETURNED)
    returns = _returns(state, closed & plain, rng)
    desk = np.array(AT_DESK, dtype=object)
    owners = owners_of(world, found)
    by_owner = np.array([f"d_{code}" for code in owners], dtype=object)
    verified = np.where(plain, lives.steps[:, 5], -1)
    finished = np.where(plain, lives.steps[:, 4], np.where(settled, lives.closed, -1))
    outcome = np.where(
        answered, int(Outcome.ANSWERED), np.where(settled, int(Outcome.ON_THE_SPOT), int(Outcome.SOLVED))
    )
    suspended = state == S.SUSPENDED
    stood = np.where(suspended, np.maximum(lives.steps[:, 3], lives.steps[:, 2]) + 30 * MINUTE, -1)
    warn, triple = marks_of(world, found)
    assigned_by = desk[rng.integers(0, len(desk), count)]
    columns: Columns = {
        "warn_at": warn.tolist(),
        "triple_at": triple.tolist(),
        "step_due_at": _moments(_step_due(world, found, rng)),
        "outcome": np.where(closed, outcome, 0).tolist(),
        "department": [code if own else None for code, own in zip(owners.tolist(), owned.tolist(), strict=True)],
        "assigned_at": _moments(np.where(owned, lives.steps[:, 1], -1)),
        "assigned_by": np.where(owned, assigned_by, "").tolist(),
        "accepted_at": _moments(np.where(owned, lives.steps[:, 2], -1)),
        "finished_at": _moments(finished),
        "finished_by": np.where((finished >= 0) & plain, by_owner, np.where(settled, assigned_by, "")).tolist(),
        "verified_at": _moments(verified),
        "fed_back_at": _moments(np.where(closed, np.maximum(lives.closed - 10 * MINUTE, found.reported + 1), -1)),
        "acked_by": np.where(lives.steps[:, 0] >= 0, assigned_by, "").tolist(),
        "returns": returns.tolist(),
        "resume_state": [int(S.IN_PROGRESS) if one else None for one in suspended.tolist()],
        "stopped_at": _moments(stood),
        "satisfaction": _stars(closed, lives.closed > lives.due, rng),
    }
    ids = np.asarray(cases["id"])
    return (
        columns,
        _holdings(found, ids, returns, owners, rng),
        _stops(ids[suspended], stood[suspended]),
        _requests(ids[suspended], stood[suspended], by_owner[suspended], lives.due[suspended], rng),
    )


def _quick(found: Incidents, rng: np.random.Generator) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which were answered at once, and which settled on the spot: of those that were closed soonest."""
    lives = found.lives
    kind = np.array([int(leaf.kind) for leaf in found.leaves])[found.category]
    closed = (lives.closed >= 0) & (kind == int(IncidentClass.ORDINARY))
    length = np.where(closed, lives.closed - found.reported, np.iinfo(np.int64).max)
    soon = np.quantile(length[closed], QUICK) if closed.any() else 0
    quick = closed & (length <= soon) & (rng.uniform(size=len(length)) < 0.5)
    answered = quick & (rng.uniform(size=len(length)) < ANSWERED)
    return answered, quick & ~answered


def _returns(state: Numbers, closed: NDArray[np.bool_], rng: np.random.Generator) -> Numbers:
    """How often departments gave each back."""
    back = (state == S.RETURNED) | (closed & (rng.uniform(size=len(state)) < RETURNED))
    times: Numbers = back.astype(np.int64) + (back & (rng.uniform(size=len(state)) < TWICE))
    return times


def _step_due(world: World, found: Incidents, rng: np.random.Generator) -> Numbers:
    """The limit of the step that is next; few of them are past."""
    lives, now = found.lives, round(world.now.timestamp() * 1000)
    kind = np.array([int(leaf.kind) for leaf in found.leaves])[found.category]
    reached = lives.steps.max(axis=1)
    begun = np.where(reached >= 0, reached, found.reported)
    due = np.full(len(begun), -1, dtype=np.int64)
    for state, (ordinary, complex_) in STEP_HOURS.items():
        rows = lives.state == int(state)
        hours = np.where(kind == int(IncidentClass.COMPLEX), complex_, ordinary)
        soonest = now + (rng.uniform(0.08, 1.0, len(begun)) * hours * HOUR).astype(np.int64)
        late = rng.uniform(size=len(begun)) < LATE_STEPS
        usual = begun + hours * HOUR
        due = np.where(rows, np.where(late, usual, np.maximum(usual, soonest)), due)
    return due


def _stars(closed: NDArray[np.bool_], late: NDArray[np.bool_], rng: np.random.Generator) -> list[int | None]:
    """One to five by those who asked; who waited too long is less content."""
    stars = rng.choice(np.arange(1, 6), len(closed), p=STARS)
    stars = np.maximum(1, stars - 2 * late)
    rated = closed & (rng.uniform(size=len(closed)) < RATED)
    return [star if told else None for star, told in zip(stars.tolist(), rated.tolist(), strict=True)]


def _holdings(
    found: Incidents, ids: NDArray[Any], returns: Numbers, owners: NDArray[Any], rng: np.random.Generator
) -> Columns:
    """Who had one before it went back; the times lie one after the other, before it was assigned for good."""
    row = np.repeat(np.arange(len(ids)), returns)
    first = np.concatenate([[0], np.cumsum(returns)[:-1]]) if len(returns) else np.zeros(0, dtype=np.int64)
    turn = np.arange(len(row)) - first[row]
    steps = found.lives.steps
    begin = np.where(steps[row, 0] >= 0, steps[row, 0], found.reported[row])
    end = np.where(found.lives.state[row] == S.RETURNED, steps[row].max(axis=1), steps[row, 1])
    part = np.maximum(end - begin, 2) // np.maximum(returns[row], 1)
    others = np.unique(owners[owners != None])  # noqa: E711 - element by element
    wrong = others[rng.integers(0, len(others), len(row))] if len(others) else owners[row]
    department = np.where(wrong == owners[row], others[0] if len(others) else wrong, wrong)
    reasons = np.array(REASONS, dtype=object)[rng.integers(0, len(REASONS), len(row))]
    return {
        "incident_id": ids[row].tolist(),
        "department": department.tolist(),
        "begin": (begin + turn * part).tolist(),
        "end": (begin + (turn + 1) * part).tolist(),
        "verb": ["return"] * len(row),
        "reason": reasons.tolist(),
        "words": [""] * len(row),
        "by": [f"d_{code}" for code in department.tolist()],
    }


def _stops(ids: NDArray[Any], stood: Numbers) -> Columns:
    count = len(ids)
    return {
        "incident_id": ids.tolist(), "begin": stood.tolist(), "end": [None] * count,
        "cause": [int(StopCause.SUSPENDED)] * count,
    }  # fmt: skip


def _requests(
    ids: NDArray[Any], stood: Numbers, owners: NDArray[Any], due: Numbers, rng: np.random.Generator
) -> Columns:
    """The requests for suspension that were granted: until a day before the deadline that they were given."""
    count = len(ids)
    asked = stood - (rng.uniform(0.02, 0.2, count) * DAY).astype(np.int64)
    reasons = np.array(SUSPENDED_FOR, dtype=object)[rng.integers(0, len(SUSPENDED_FOR), count)]
    return {
        "version": [2] * count, "incident_id": ids.tolist(), "kind": [int(RequestKind.SUSPENSION)] * count,
        "state": [int(RequestState.GRANTED)] * count, "reason": reasons.tolist(), "why": [""] * count,
        "hours": [None] * count, "until": np.maximum(due - DAY, stood + DAY).tolist(), "asked_by": owners.tolist(),
        "asked_at": asked.tolist(), "decided_by": ["supervisor1"] * count, "decided_at": stood.tolist(),
        "words": [""] * count,
    }  # fmt: skip


def _moments(values: Numbers) -> list[int | None]:
    return [value if value >= 0 else None for value in values.tolist()]

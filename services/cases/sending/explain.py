"""Why somebody stands where he stands: codes with values, the weightiest first."""

from __future__ import annotations

from services.cases.sending.answer import Case, Freshness, Ground, Reason, Sendable
from services.domain.people import Duty

MOST = 4
FAR = 5_000.0  # metres from which the distance speaks against somebody
EVEN = 0.005  # points under which two are alike in a ground


def reasons(one: Sendable, case: Case) -> tuple[Reason, ...]:
    """What speaks for one, by its points; then what speaks against it."""
    pro: list[tuple[float, Reason]] = []
    con: list[Reason] = []
    if one.metres is not None:
        told = Reason("near" if one.metres < FAR else "far", {"metres": one.metres})
        pro.append((one.parts[Ground.DISTANCE].points, told)) if one.metres < FAR else con.append(told)
    own = _own(one)
    if own:
        pro.append((one.parts[Ground.OWN].points, own))
    if one.skills:
        pro.append((one.parts[Ground.SKILL].points, Reason("skilled", {"skills": one.skills})))
    elif one.parts[Ground.SKILL].share == 0.0:
        con.append(Reason("unskilled", {}))
    if one.overloaded:
        con.insert(0, Reason("overloaded", {"n": one.in_hand}))
    elif one.in_hand == 0 and one.duty is not Duty.BUSY:
        pro.append((one.parts[Ground.LOAD].points, Reason("free", {})))
    elif one.in_hand:
        con.append(Reason("in_hand", {"n": one.in_hand}))
    if one.duty is Duty.BUSY:
        con.append(Reason("busy", {}))
    con += _position(one)
    pro.sort(key=lambda each: -each[0])
    return tuple([reason for _, reason in pro] + con)[:MOST]


def ahead(one: Sendable, other: Sendable) -> Reason:
    """The one ground that puts somebody before the next: where the advantage is greatest, with both sides of it."""
    if other.overloaded and not one.overloaded:
        return Reason("before_overloaded", {"n": one.in_hand, "other": other.in_hand})
    ground, gain = max(
        ((ground, part.points - other.parts[ground].points) for ground, part in one.parts.items()),
        key=lambda each: each[1],
    )
    if gain < EVEN:
        return Reason("before_even", {})
    values: dict[Ground, dict[str, object]] = {
        Ground.DISTANCE: {"metres": one.metres, "other": other.metres},
        Ground.LOAD: {"n": one.in_hand, "other": other.in_hand},
        Ground.SKILL: {"skills": one.skills},
        Ground.ROLE: {"role": one.role, "other": other.role},
        Ground.POSITION: {"at": one.at, "other": other.at},
        Ground.OWN: {},
    }
    return Reason(f"before_{ground.value}", values[ground])


def _own(one: Sendable) -> Reason | None:
    share = one.parts[Ground.OWN].share
    for least, code in ((0.9, "own_grid"), (0.5, "own_village"), (0.1, "own_town")):
        if share >= least:
            return Reason(code, {})
    return None


def _position(one: Sendable) -> list[Reason]:
    if one.freshness is Freshness.UNKNOWN:
        return [Reason("no_position", {})]
    if one.freshness in (Freshness.STALE, Freshness.OLD):
        return [Reason("stale", {"at": one.at})]
    return []

"""Whose the made-up incidents are by the duty list of their area, and the marks of their limits by working time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.catalogue.standard import standard_duties
from services.demo.history.incidents import Incidents, Numbers, World
from services.demo.history.rhythm import local_days
from services.domain.areas import covers
from services.domain.deadlines import TRIPLE, WARN, Phase
from services.domain.duties import Duties
from services.domain.incidents import IncidentClass

EPOCH = date(1970, 1, 1)


def owners_of(world: World, found: Incidents) -> NDArray[Any]:
    """The department (object, None for nobody) that owns each on the day of its report: one look for each that differs.

    Where no row of the list is of an area, a category has one owner in the whole city and is asked for once.
    """
    codes = _codes(world)
    duties = Duties(world.tables.catalogue, standard_duties(world.tables.catalogue, frozenset(codes)))
    days = local_days(found.reported, world.profile.city, world.now)
    today = world.now.astimezone(world.profile.city.zone).date()
    usual = np.array([_owner(duties, leaf.code, None, today) for leaf in found.leaves], dtype=object)
    owners = usual[found.category]
    grids = [*codes[-len(world.ground.grids) :], ""]  # the last one for a grid that is not known
    special = [rule for rule in duties.rows if rule.area is not None]
    own = np.array([any(covers(str(rule.area), code) for rule in special) if code else False for code in grids])
    lines = [{one.code for one in world.tables.catalogue.line_of(leaf.code)} for leaf in found.leaves]
    named = np.array([any(rule.category in line for rule in special) for line in lines])
    for row in np.flatnonzero(own[found.where.grid] & named[found.category]).tolist():
        leaf, day = found.leaves[int(found.category[row])], EPOCH + timedelta(days=int(days[row]))
        owners[row] = _owner(duties, leaf.code, grids[int(found.where.grid[row])], day)
    return owners


def _codes(world: World) -> list[str]:
    return [str(code) for code in world.ground.columns["code"]]


def _owner(duties: Duties, category: str, area: str | None, day: date) -> str | None:
    found = duties.owner_of(category, area, day)
    return found.department.code if found is not None else None


def marks_of(world: World, found: Incidents) -> tuple[Numbers, Numbers]:
    """(80 %, three times) of each limit in milliseconds since the epoch.

    Of working time it is one look at the calendar for each day; what was extended keeps the proportions of its day.
    """
    limit = (found.lives.due - found.reported).astype(float)
    warn, triple = np.full(len(limit), WARN), np.full(len(limit), TRIPLE)
    kind = np.array([int(leaf.kind) for leaf in found.leaves])[found.category]
    zone = world.profile.city.zone
    rows = np.flatnonzero(kind == int(IncidentClass.COMPLEX))
    days, where = np.unique(local_days(found.reported, world.profile.city, world.now)[rows], return_inverse=True)
    shares = np.empty((len(days), 2))
    for at, day in enumerate(days.tolist()):
        noon = datetime.combine(EPOCH + timedelta(days=int(day)), time(12), zone).astimezone(UTC)
        marks = world.deadlines.marks(Phase.WHOLE, None, IncidentClass.COMPLEX, None, noon, zone)
        whole = (marks.due_at - noon).total_seconds() if marks is not None else 0.0
        if marks is None or whole <= 0:
            shares[at] = WARN, TRIPLE
        else:
            shares[at] = [(one - noon).total_seconds() / whole for one in (marks.warn_at, marks.triple_at)]
    if len(rows):
        warn[rows], triple[rows] = shares[where.reshape(-1)].T
    moments = [found.reported + np.round(limit * share).astype(np.int64) for share in (warn, triple)]
    return moments[0], moments[1]

"""A demo city's past goes by the duty list of each area and by its working calendar."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from services.demo.history.incidents import World, happen
from services.demo.history.owners import EPOCH, marks_of, owners_of
from services.demo.history.rhythm import local_days
from services.demo.make import _world
from services.demo.profile import read_profile
from services.demo.progress import Teller
from services.domain.deadlines import Phase
from services.domain.incidents import IncidentClass
from services.store.engine import Database


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('world') / 'w.sqlite'}")
    made, _, _ = _world(database, read_profile("yongcheng"), 1, Teller(None, None))
    database.close()
    return made


@pytest.fixture(scope="module")
def found(world: World):
    return happen(world, 20_000, 200, np.random.default_rng(3))


def test_that_a_town_with_a_row_of_its_own_in_the_duty_list_has_its_own_owner_from_that_day(world, found) -> None:
    owners = owners_of(world, found)
    codes = [str(code) for code in world.ground.columns["code"]][-len(world.ground.grids) :]
    days = local_days(found.reported, world.profile.city, world.now)
    here = np.array([code.startswith("411481115") for code in codes] + [False])[found.where.grid]
    leaf = next(at for at, one in enumerate(found.leaves) if one.code == "village_road")
    rows = np.flatnonzero(found.category == leaf)
    since = (date(2026, 1, 1) - EPOCH).days
    inside = {owners[row] for row in rows if here[row] and days[row] >= since}
    before = {owners[row] for row in rows if here[row] and days[row] < since}
    outside = {owners[row] for row in rows if not here[row]}
    assert inside == {"roads"}
    assert before == outside == {found.leaves[leaf].department}


def test_that_whoever_has_no_row_of_its_own_owns_as_usual(world, found) -> None:
    usual = np.array([leaf.department for leaf in found.leaves], dtype=object)[found.category]
    same = owners_of(world, found) == usual
    assert 0.97 < same.mean() < 1.0


def test_that_marks_of_working_days_are_counted_by_the_calendar_and_those_of_hours_by_the_clock(world, found) -> None:
    warn, triple = marks_of(world, found)
    kind = np.array([int(leaf.kind) for leaf in found.leaves])[found.category]
    due = found.lives.due
    hours = kind == int(IncidentClass.ORDINARY)
    assert np.allclose((warn - found.reported)[hours], 0.8 * (due - found.reported)[hours], atol=2)
    assert ((found.reported < warn) & (warn <= due) & (due < triple)).all()
    friday = (date(2026, 10, 16) - EPOCH).days  # an ordinary week before an ordinary week
    days = local_days(found.reported, world.profile.city, world.now)
    row = next(iter(np.flatnonzero((kind == int(IncidentClass.COMPLEX)) & (days == friday))))
    zone = world.profile.city.zone
    noon = world.now.astimezone(zone).replace(year=2026, month=10, day=16, hour=12, minute=0, second=0, microsecond=0)
    marks = world.deadlines.marks(Phase.WHOLE, None, IncidentClass.COMPLEX, None, noon, zone)
    assert marks is not None
    share = (warn[row] - found.reported[row]) / (due[row] - found.reported[row])
    assert share == pytest.approx((marks.warn_at - noon) / (marks.due_at - noon), abs=1e-6)
    assert share != pytest.approx(0.8, abs=1e-3)
    assert marks.due_at - noon > timedelta(days=3)

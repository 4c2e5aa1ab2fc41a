"""What a made-up city's people can do, and its units: reproducible, beside the published figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from services.cases.sending.skills import read_skills
from services.demo import crews
from services.demo.make import make_city
from services.demo.profile import Profile
from services.domain.people import Duty, Role
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries.sending import names, skilled


def test_that_units_stand_beside_the_figures_of_the_profile(small_made: Database, small: Profile) -> None:
    with small_made.reading() as reader:
        people = reader.people()
        told = {row.id: row for row in skilled(reader)}
        towns = {area.id for area in reader.areas() if area.level == 2}
    count = Counter(person.role for person in people)
    for role, figure in ((Role.HEAD, "heads"), (Role.FULL_TIME, "full_time"), (Role.PART_TIME, "part_time"),
                         (Role.MOBILE, "mobile"), (Role.VOLUNTEER, "volunteers")):  # fmt: skip
        assert count[role] == small.figures[figure]
    units = [person for person in people if person.role is Role.UNIT]
    assert len(units) >= 7
    for unit in units:
        assert unit.area in towns
        assert unit.lon is not None
        assert unit.duty in (Duty.ON, Duty.BUSY)
        assert told[unit.id].unit
        assert told[unit.id].skills
    assert all(told[person.id].unit is None for person in people if person.role is not Role.UNIT and person.id in told)


def test_that_the_skills_that_people_have_are_in_the_table(small_made: Database) -> None:
    known = {skill.code for skill in read_skills().all}
    with small_made.reading() as reader:
        had = {code for row in skilled(reader) for code in row.skills.split()}
    assert had == known, "nobody lacks a skill of the table, and none is out of it"


def test_that_the_same_seed_gives_the_same_skills_and_units(small: Profile, tmp_path: Path, clock: object) -> None:
    told = []
    for n in range(2):
        database = Database(f"sqlite:///{tmp_path / f'city{n}.sqlite'}", clock)  # type: ignore[arg-type]
        database.migrate()
        make_city(database, incidents=0, profile=small)
        with database.reading() as reader:
            rows = [tuple(row) for row in skilled(reader)]
            told.append((rows, names(reader, [row[0] for row in rows[-9:]])))
        database.close()
    assert told[0] == told[1]


def test_that_each_role_has_its_skills_by_chance() -> None:
    role = np.repeat([int(each) for each in Role], 2_000)
    told = crews.skills_of(role, np.random.default_rng(1))
    for each in Role:
        rows = [told[at] for at in np.flatnonzero(role == each)]
        for code, share in crews.SHARES.get(each, {}).items():
            assert sum(code in row.split() for row in rows) / len(rows) == pytest.approx(share, abs=0.05)
        if each not in crews.SHARES:
            assert not any(rows)


def test_that_a_broken_table_of_units_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "units.toml").write_text("[[unit]]\nevery = 0", encoding="utf-8")
    monkeypatch.setattr(crews, "FOLDER", tmp_path)
    with pytest.raises(Refusal) as refused:
        crews._kinds()
    assert refused.value.code == "catalogue.bad"

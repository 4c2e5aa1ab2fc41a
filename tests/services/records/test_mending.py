from __future__ import annotations

import pytest

from services.domain.areas import Level
from services.domain.facts import RecordsChanged
from services.domain.people import OfficerRole
from services.domain.records import Mender, Why
from services.domain.refusals import Refusal
from services.insight.check_records import records_chapters
from services.records.mending import Correction, correct, place_anew
from services.store.queries import records as queries


def test_that_a_correction_finds_the_grid_and_is_told_everywhere(city, bring, an_officer) -> None:
    bring(city)
    record = correct(city, Correction(2, 116.31, 33.81, "410000001001"), an_officer())
    assert record.why is Why.NONE
    assert record.place.grid is not None
    with city.reading() as reader:
        assert all(line.is_right for chapter in records_chapters(reader, {}) for line in chapter.lines)
        line = reader.connection.exec_driver_sql("select verb, subject, before from journal order by id desc").first()
        told = reader.connection.exec_driver_sql("select kind from facts order by seq desc").first()
    assert line[:2] == ("correct", "record/2")
    assert "410000001001" in line[2]
    assert "王" not in line[2]
    assert told[0] == RecordsChanged.__name__


@pytest.mark.parametrize(
    ("role", "department", "town"),
    [
        (OfficerRole.LEADER, None, ""),
        (OfficerRole.WALL, None, ""),
        (OfficerRole.DEPARTMENT, "police", ""),
        (OfficerRole.TOWN, None, "410000002000"),
    ],
)
def test_that_not_everybody_may_correct(city, bring, an_officer, role, department, town) -> None:
    bring(city)
    with pytest.raises(Refusal) as refused:
        correct(city, Correction(2, 116.31, 33.81, ""), an_officer(role, department, town))
    assert refused.value.code == "records.may_not"


def test_that_the_owner_and_the_town_may_correct(city, bring, an_officer) -> None:
    bring(city)
    correct(city, Correction(2, 116.31, 33.81, ""), an_officer(OfficerRole.DEPARTMENT, "health"))
    correct(city, Correction(2, 116.31, 33.85, ""), an_officer(OfficerRole.TOWN, town="410000001000"))


def test_that_only_what_new_borders_concern_is_placed_anew(city, bring) -> None:
    bring(city)
    with city.unit() as unit:
        # the second grid of the first village is drawn away: its record falls to the village
        gone = next(one for one in unit.areas(Level.GRID) if one.code == "410000001001002")
        unit.put("areas", gone.id, valid_to=unit.now.date())
        unit.other_areas()
        unit.commit()
    assert place_anew(city) == 1
    assert place_anew(city) == 0
    with city.reading() as reader:
        moved = queries.records_of(reader, [5])[0]
        assert (moved.why, moved.place.grid, moved.mender) == (Why.NO_GRID, None, Mender.TOWN)
        assert all(line.is_right for chapter in records_chapters(reader, {}) for line in chapter.lines)


def test_that_a_new_grid_takes_its_records_over(city, bring) -> None:
    bring(city)
    with city.unit() as unit:
        old = next(one for one in unit.areas(Level.GRID, geometry=True) if one.code == "410000001001001")
        unit.put("areas", old.id, valid_to=unit.now.date())
        new = unit.add(
            "areas", level=4, code="410000001001009", name="9", kind=1, parent_id=old.parent, households=1,
            valid_from=unit.now.date(), geometry=old.geometry,
        )  # fmt: skip
        unit.other_areas()
        unit.commit()
    assert place_anew(city) == 1
    with city.reading() as reader:
        assert queries.records_of(reader, [1])[0].place.grid == new
        assert set(queries.seen_by(reader).values()) == {new}

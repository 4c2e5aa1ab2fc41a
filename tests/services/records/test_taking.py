from __future__ import annotations

import pytest

from services.domain.areas import Level
from services.domain.facts import RecordsChanged
from services.domain.people import OfficerRole
from services.domain.records import Mender, RecordFilter, RecordKind, Why
from services.domain.refusals import Refusal
from services.domain.scope import WHOLE
from services.insight.check_records import records_chapters
from services.records.ledger import LedgerGroup, Ledgers
from services.records.mending import Correction, correct, place_anew
from services.store.queries import records as queries

GRID = (116.31, 33.81)


def test_that_the_same_batch_again_changes_nothing_and_another_word_one_row(city, bring) -> None:
    first, again = bring(city), bring(city)
    assert (first["added"], first["changed"], first["missed"]) == (5, 0, 3)
    assert (again["added"], again["changed"], again["known"]) == (0, 0, 5)
    changed = bring(city, [(*GRID, "410000001001"), (*GRID, "")])
    assert (changed["added"], changed["changed"], changed["known"]) == (0, 1, 1)
    with city.reading() as reader:
        assert reader.count("records") == 5
        assert [record.why for record in queries.records_of(reader, queries.ids_of(reader, RecordFilter(), WHOLE))] == [
            Why.NONE, Why.NONE, Why.PLACE_CONTRADICTS, Why.ZERO_COORDINATES, Why.NONE
        ]  # fmt: skip


def test_that_the_ledger_adds_up_whatever_was_done(city, bring, an_officer) -> None:
    bring(city)
    bring(city, kind=RecordKind.HOUSE, source="housing", first=3)
    bring(city, [(*GRID, "")] * 3, first=2)
    for group in LedgerGroup:
        ledger = Ledgers(city).read(an_officer(), group)
        assert ledger.whole.total == 10
        assert sum(line.tally.total for line in ledger.lines) == ledger.total.tally.total
        for line in (*ledger.lines, ledger.total):
            tally = line.tally
            assert tally.total == tally.found.get(Level.GRID, 0) + sum(tally.why.values())
            assert sum(tally.why.values()) == sum(tally.mender.values()) == tally.missed
    with city.reading() as reader:
        assert all(line.is_right for chapter in records_chapters(reader, {}) for line in chapter.lines)


def test_that_every_figure_lists_exactly_its_records(city, bring, an_officer) -> None:
    bring(city)
    bring(city, kind=RecordKind.HOUSE, source="housing")
    ledgers, officer = Ledgers(city), an_officer()
    for line in ledgers.read(officer, LedgerGroup.REGISTER).lines:
        chosen, tally = line.chosen, line.tally
        figures = [(RecordFilter(register=chosen.register), tally.total)]
        figures += [(RecordFilter(register=chosen.register, why=why), n) for why, n in tally.why.items()]
        figures += [(RecordFilter(register=chosen.register, found=level), n) for level, n in tally.found.items()]
        figures += [(RecordFilter(register=chosen.register, mender=mender), n) for mender, n in tally.mender.items()]
        figures.append((RecordFilter(register=chosen.register, missed=Level.GRID), tally.missed))
        for one, count in figures:
            assert len(ledgers.ids(officer, one)[0]) == count
    for group in (LedgerGroup.MENDER, LedgerGroup.TOWN):
        ledger = ledgers.read(officer, group)
        assert [len(ledgers.ids(officer, line.chosen)[0]) for line in (*ledger.lines, ledger.total)] == [
            line.tally.total for line in (*ledger.lines, ledger.total)
        ]


def test_that_a_department_sees_its_registers_and_a_town_what_belongs_to_it(city, bring, an_officer) -> None:
    bring(city)
    bring(city, kind=RecordKind.HOUSE, source="housing")
    ledgers = Ledgers(city)
    own = ledgers.read(an_officer(OfficerRole.DEPARTMENT, department="housing"), LedgerGroup.REGISTER)
    assert [line.source for line in own.lines] == ["housing"]
    assert own.whole.total == 5
    town = an_officer(OfficerRole.TOWN, town="410000001000")
    assert ledgers.read(town, LedgerGroup.TOWN).whole.total == 6
    assert len(ledgers.ids(town, RecordFilter())[0]) == 6
    nobody = an_officer(OfficerRole.TOWN)
    assert ledgers.read(nobody, LedgerGroup.REGISTER).whole.total == 0


def test_that_names_of_people_are_masked_and_those_of_facilities_are_not(city, bring, an_officer) -> None:
    bring(city)
    bring(city, kind=RecordKind.FACILITY, source="housing", category="gas_station", name="南街加油站")
    bring(city, kind=RecordKind.DEPARTMENTAL, source="housing", category="something", name="李四")
    found = {record.register.kind: record.name for record in Ledgers(city).records(list(range(1, 16)))}
    assert found == {
        RecordKind.POPULATION: "王**", RecordKind.FACILITY: "南街加油站", RecordKind.DEPARTMENTAL: "李**",
    }  # fmt: skip


def test_that_what_must_be_looked_after_comes_as_columns(city, bring) -> None:
    bring(city)
    bring(city, kind=RecordKind.FACILITY, source="housing", category="gas_station", due_days=30, checked_at=None)
    bring(city, kind=RecordKind.HOUSE, source="housing", category="dwelling", due_days=0)
    with city.reading() as reader:
        assert len(queries.standing(reader)[0]) == 10
        columns = queries.standing(reader, ("gas_station",))
        assert queries.standing(reader, ("nothing",)) == ((),) * 10
    first = [column[0] for column in columns]
    assert first[1:5] == [3, "gas_station", 116.31, 33.81]
    assert first[8:] == [None, 30]
    assert all(area > 0 for area in first[5:8])


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

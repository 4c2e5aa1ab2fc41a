from __future__ import annotations

from services.domain.areas import Level
from services.domain.people import OfficerRole
from services.domain.records import RecordFilter, RecordKind
from services.insight.check_records import records_chapters
from services.records.ledger import LedgerGroup, Ledgers

GRID = (116.31, 33.81)


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

from __future__ import annotations

from services.domain.records import RecordFilter, RecordKind, Why
from services.domain.scope import WHOLE
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

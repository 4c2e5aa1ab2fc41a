"""Models by version: kept, used, gone back to, and not used when they are damaged or worse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from services.cases.routing.evidence import Blend
from services.cases.routing.features import PLACE
from services.cases.routing.training import Choice, Example, train
from services.cases.routing.versions import KEPT, Fresh, Shelf, keep, places_of, roll_back, versions
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.tables.advice import advice_models
from services.store.tables.live import journal


@pytest.fixture
def fresh(examples: list[Example]) -> Fresh:
    found = train(examples, grid=(Choice(),))
    return Fresh(found.model, Blend(0.8, 0.5), "asked", len(examples), 200, 0, 0.9, 0.05, found.figures.per_label)


def _keep(database: Database, fresh: Fresh) -> tuple[int, bool]:
    with database.unit() as unit:
        done = keep(unit, fresh, "admin")
        unit.commit()
    return done


def _in_use(database: Database) -> int:
    with database.reading() as reader:
        found = Shelf().in_use(reader)
    return found.version.number if found else 0


def test_that_a_new_model_is_the_next_version_and_in_use(city: Database, fresh: Fresh) -> None:
    assert _keep(city, fresh) == (1, True)
    assert _keep(city, fresh) == (2, True)
    with city.reading() as reader:
        found = versions(reader)
    assert [(one.number, one.active, one.kept) for one in found] == [(2, True, True), (1, False, True)]
    assert found[0].blend == Blend(0.8, 0.5)
    assert found[0].per_label == fresh.per_label
    assert (found[0].by, found[0].cause, found[0].at) == ("admin", "asked", city.clock())


def test_that_there_is_no_model_before_one_was_trained(city: Database) -> None:
    assert _in_use(city) == 0


def test_that_one_can_go_back_and_the_journal_says_who(city: Database, fresh: Fresh) -> None:
    _keep(city, fresh)
    _keep(city, fresh)
    with city.unit() as unit:
        roll_back(unit, 1, "admin")
        unit.commit()
    assert _in_use(city) == 1
    with city.reading() as reader:
        last = reader.all(select(journal).order_by(journal.c.id.desc()).limit(1))[0]
    assert (last.officer, last.verb, last.subject, last.before, last.after) == (
        "admin",
        "roll_back",
        "advice/1",
        "2",
        "1",
    )


def test_that_after_a_roll_back_only_a_training_that_somebody_asked_for_is_used(city: Database, fresh: Fresh) -> None:
    _keep(city, fresh)
    _keep(city, fresh)
    with city.unit() as unit:
        roll_back(unit, 1, "admin")
        unit.commit()
    assert _keep(city, replace(fresh, cause="nightly")) == (3, False)
    assert _in_use(city) == 1
    assert _keep(city, fresh) == (4, True)
    assert _keep(city, replace(fresh, cause="nightly")) == (5, True)


def test_that_a_notably_worse_model_is_kept_but_not_used_by_itself(city: Database, fresh: Fresh) -> None:
    _keep(city, fresh)
    assert _keep(city, replace(fresh, cause="closings", macro_f1=0.7)) == (2, False)
    assert _keep(city, replace(fresh, cause="closings", macro_f1=0.88)) == (3, True)


@pytest.mark.parametrize("number", [0, 7])
def test_that_a_version_that_never_was_is_refused(city: Database, fresh: Fresh, number: int) -> None:
    _keep(city, fresh)
    with city.unit() as unit, pytest.raises(Refusal) as refused:
        roll_back(unit, number, "admin")
    assert refused.value.code == "advice.no_version"


def test_that_old_bytes_are_given_up_but_never_those_in_use(city: Database, fresh: Fresh) -> None:
    _keep(city, fresh)
    with city.unit() as unit:
        roll_back(unit, 1, "admin")
        unit.commit()
    for _ in range(KEPT + 1):
        _keep(city, replace(fresh, cause="nightly"))
    with city.reading() as reader:
        kept = {one.number: one.kept for one in versions(reader)}
    assert kept[1]
    assert not kept[2]
    assert kept[KEPT + 2]
    assert _in_use(city) == 1
    with city.unit() as unit, pytest.raises(Refusal) as refused:
        roll_back(unit, 2, "admin")
    assert refused.value.code == "advice.gone"


def test_that_a_damaged_model_is_refused_wherever_it_is_wanted(city: Database, fresh: Fresh) -> None:
    _keep(city, fresh)
    _keep(city, fresh)
    with city.unit() as unit:
        unit.connection.execute(update(advice_models).where(advice_models.c.version == 1).values(bytes=b"junk"))
        unit.commit()
    with city.unit() as unit, pytest.raises(Refusal) as refused:
        roll_back(unit, 1, "admin")
    assert refused.value.code == "advice.damaged"
    assert _in_use(city) == 2


def test_that_the_shelf_gives_another_model_as_soon_as_it_is_in_use(city: Database, fresh: Fresh) -> None:
    shelf = Shelf()
    _keep(city, fresh)
    with city.reading() as reader:
        first = shelf.in_use(reader)
        assert first is not None
        assert shelf.in_use(reader) is first
    _keep(city, fresh)
    with city.reading() as reader:
        second = shelf.in_use(reader)
        assert second is not None
        assert second.version.number == 2


def test_that_places_are_those_of_the_city_with_and_without_their_kind(city: Database) -> None:
    with city.unit() as unit:
        unit.connection.exec_driver_sql("update areas set name = '茴村镇' where code = '410000001000'")
        unit.commit()
    with city.reading() as reader:
        places = places_of(reader)
    assert places.masked("茴村镇与茴村") == f"{PLACE}与{PLACE}"

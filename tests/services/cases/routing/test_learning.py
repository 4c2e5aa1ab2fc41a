"""Learning from the city's own cases, labelled texts and catalogue; and when it is time to."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.cases.routing.advise import Adviser, Asked
from services.cases.routing.learning import learn, lesson_of
from services.cases.routing.retraining import AFTER_CLOSED, LEAST_CLOSED, Retraining, cause_to_learn, training_command
from services.cases.routing.versions import versions
from services.domain.refusals import Refusal
from services.live.lease import Lease
from services.store.engine import Database


def _cause(database: Database, **later: float) -> str:
    with database.reading() as reader:
        return cause_to_learn(reader, database.clock() + timedelta(**later))


def test_that_it_learns_from_closed_cases_each_text_once(taught: Database, add_case: Callable[..., int]) -> None:
    with taught.unit() as unit:
        for _ in range(3):
            add_case(unit, "leak", "water", "文化路水管漏水，路面积水", unit.now)
        add_case(unit, "leak", None, "没有主办的不算", unit.now)
        add_case(unit, "leak", "water", "没办结的不算", unit.now, state=3)
        add_case(unit, "leak", "water", "", unit.now)
        unit.commit()
    with taught.reading() as reader:
        lesson = lesson_of(reader, taught.clock().date())
    assert len(lesson.examples) == 200
    assert not [one for one in lesson.examples if "不算" in one.said.text]
    assert lesson.finished["leak"] == {"water": 54}


def test_that_of_equal_texts_the_newest_owner_counts(taught: Database, add_case: Callable[..., int]) -> None:
    with taught.unit() as unit:
        add_case(unit, "leak", "housing", "文化路水管漏水，路面积水", unit.now)
        unit.commit()
    with taught.reading() as reader:
        lesson = lesson_of(reader, taught.clock().date())
    assert [one.label for one in lesson.examples if one.said.text == "文化路水管漏水,路面积水"] == ["housing"]


def test_that_a_model_is_kept_with_its_figures(taught: Database) -> None:
    number, used, trained = learn(taught, "asked", "admin")
    assert (number, used) == (1, True)
    with taught.reading() as reader:
        found = versions(reader)[0]
    assert found.examples == trained.figures.examples == 200
    assert found.closed == 200
    assert found.macro_f1 == pytest.approx(trained.figures.macro_f1)
    assert 0 <= found.ece < 0.2


def test_that_a_city_without_cases_says_so(city: Database) -> None:
    with pytest.raises(Refusal) as refused:
        learn(city, "asked")
    assert refused.value.code == "advice.too_little"
    with city.reading() as reader:
        assert versions(reader) == ()


def test_that_it_is_time_for_a_first_model_when_enough_is_closed(taught: Database, city: Database) -> None:
    assert LEAST_CLOSED == 200
    assert _cause(taught) == "first"


def test_that_it_is_time_after_mistakes_closings_and_each_night(
    taught: Database, send_back: Callable[..., None], add_case: Callable[..., int]
) -> None:
    learn(taught, "asked")
    assert _cause(taught, hours=1) == ""
    with taught.unit() as unit:
        case = add_case(unit, "leak", "water", "新的一件", unit.now)
        unit.commit()
    assert _cause(taught, hours=1) == ""
    with taught.reading() as reader:
        local = taught.clock().astimezone(reader.city().zone)
    at_three = 27 - local.hour
    if at_three < 20:
        at_three += 24
    assert _cause(taught, hours=at_three) == "nightly"
    with taught.unit() as unit:
        unit.remember(AFTER_CLOSED, "1")
        unit.commit()
    assert _cause(taught, hours=1) == "closings"
    for _ in range(5):
        send_back(taught, case, "housing", "water")
    assert _cause(taught, hours=1) == "mistakes"
    assert _cause(taught, minutes=10) == "", "a model of ten minutes ago is fresh enough"


def test_that_what_was_corrected_is_learned(taught: Database, add_case: Callable[..., int]) -> None:
    """Texts on street lamps went to nobody before; after some were closed the words alone name their owner."""
    learn(taught, "asked")
    asked = Asked("北桥路灯不亮，晚上看不清")
    assert not Adviser(taught).of_text(asked).sure
    with taught.unit() as unit:
        for number in range(30):
            add_case(
                unit,
                "noise",
                "housing",
                f"第{'一二三四五六七八九十'[number % 10]}组路灯不亮{'很黑暗看清'[number % 5]}",
                unit.now,
            )
        unit.commit()
    learn(taught, "closings")
    advice = Adviser(taught).of_text(asked)
    assert advice.owners[0].department.code == "housing"


# ---- the thread that looks -------------------------------------------------------------------------------------------


def _command(code: str) -> Callable[[str], list[str]]:
    return lambda cause: [sys.executable, "-c", code]


def test_that_the_process_gets_the_database_by_its_environment_alone(taught: Database) -> None:
    assert not any("sqlite" in word or "postgres" in word for word in training_command("nightly"))
    worker = Retraining(taught, "one", _command("import os, sys; sys.exit(not os.environ['GRIDCOMMAND_DATABASE'])"))
    assert worker._train("first")
    worker.join()


def test_that_a_training_that_fails_is_not_tried_again_at_once(taught: Database, caplog) -> None:
    worker = Retraining(taught, "one", _command("import sys; print('no', file=sys.stderr); sys.exit(2)"))
    worker._look()
    assert "no" in caplog.text
    caplog.clear()
    worker._look()
    assert not caplog.records
    worker.join()


def test_that_of_two_programs_one_trains(taught: Database) -> None:
    other = Lease(taught, "routing", "other")
    assert other.take()
    worker = Retraining(taught, "one", lambda cause: pytest.fail("it is another's turn"))
    worker._look()
    worker.join()


def test_that_a_running_training_ends_with_its_program(taught: Database) -> None:
    started = threading.Event()

    def command(cause: str) -> list[str]:
        started.set()
        return [sys.executable, "-c", "import time; time.sleep(60)"]

    worker = Retraining(taught, "one", command, grace=timedelta(0))
    worker.start()
    assert started.wait(20)
    worker.join()
    assert not worker._thread.is_alive()


def test_that_nothing_is_looked_for_while_a_seat_has_just_been_opened(taught: Database) -> None:
    worker = Retraining(taught, "one", lambda cause: pytest.fail("too early"))
    worker.start()
    worker.join()
    assert not worker._thread.is_alive()

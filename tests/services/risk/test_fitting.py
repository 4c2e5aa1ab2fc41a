from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.scenarios import ModelKind, Per
from services.risk.brain import Brain
from services.risk.fitting import Fitted, Fitting, fit_one
from services.risk.registry import models
from services.store.queries import warnings


def _standing(city):
    with city.reading() as reader:
        return warnings.standing(reader)


@pytest.fixture
def surge(junction):
    """A week of one town against its own past."""
    return replace(
        junction, model=ModelKind.SURGE, per=Per.TOWN, window=timedelta(days=7), parameters={"least": 4.0}
    )  # fmt: skip


@pytest.mark.timeout(120)
def test_that_a_fit_of_another_program_is_taken_by_the_running_model(
    city, with_scenarios, surge, a_signal, take, clock
) -> None:
    with_scenarios(surge)
    take(*(a_signal(24 * day + 3) for day in range(1, 400, 3)))
    fitting = Fitting(city)
    try:
        fitted = fitting.begin(ModelKind.SURGE, clock()).result(timeout=90)
    finally:
        fitting.close()
    with city.reading() as reader:
        mind = Brain.load(city, reader, clock(), models())
        assert fitted.areas == reader.areas_version()
    try:
        running = mind.live.scheduled()[ModelKind.SURGE]
        assert running.due(clock().timestamp())
        running.adopt(fitted.value, clock().timestamp())
        assert not running.due(clock().timestamp())
    finally:
        mind.close()


def test_that_a_drill_is_compared_with_the_real_past_whenever_it_begins(
    city, with_scenarios, surge, a_signal, take, clock
) -> None:
    with_scenarios(surge)
    take(*(a_signal(24 * day + 3) for day in range(1, 400, 3)))
    with city.reading() as reader:
        mind = Brain.load(city, reader, clock(), models())
    try:
        mind.perceive({take(*(a_signal(ago) for ago in range(1, 15)), drill=7).batch: 7}, [])
        assert [found.drill for found in _standing(city)] == []
        fitted: Future[Fitted] = Future()
        fitted.set_result(fit_one(city.url.render_as_string(hide_password=False), "surge", clock().timestamp()))
        mind._adopt(ModelKind.SURGE, mind.live.scheduled()[ModelKind.SURGE], fitted, clock())
        mind.pass_time()
        mind.perceive({take(*(a_signal(ago) for ago in range(1, 15)), drill=8).batch: 8}, [])
        assert sorted((found.drill, found.members) for found in _standing(city)) == [(7, 14), (8, 14)]
    finally:
        mind.close()

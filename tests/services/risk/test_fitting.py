from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.scenarios import ModelKind, Per
from services.risk.brain import Brain
from services.risk.fitting import Fitting
from services.risk.registry import models


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

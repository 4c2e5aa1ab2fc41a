from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.signals import SourceState
from services.risk.watching_sources import WatchedSources

CHIEF = Officer(1, "chief", "", OfficerRole.SUPERVISOR)


def test_that_what_is_expected_of_a_source_is_set_with_a_reason_in_the_journal(city, a_signal, take) -> None:
    take(a_signal(2))
    sources = WatchedSources(city)
    sources.expect("hotline", "police", timedelta(minutes=30), CHIEF, "hotline never rests")
    sources.expect("hotline", "police", timedelta(minutes=15), CHIEF, "still more")
    _, lines = sources.read()
    hotline = next(line for line in lines if line.source == "hotline")
    assert (hotline.owner, hotline.cadence, hotline.state) == ("police", timedelta(minutes=15), SourceState.HEARD)
    with city.reading() as reader:
        said = reader.all(
            text("select officer, why, before, after from journal where verb = 'expect_source' order by id")
        )
    assert [tuple(row) for row in said] == [
        ("chief", "hotline never rests", "", "police 30"), ("chief", "still more", "police 30", "police 15"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("owner", "minutes", "why", "code"),
    [
        ("nobody", 30, "x", "scenario.department"), ("police", 0, "x", "source.cadence"),
        ("police", 30, " ", "source.why"),
    ],
)  # fmt: skip
def test_that_nonsense_is_refused(city, owner, minutes, why, code) -> None:
    with pytest.raises(Refusal) as refused:
        WatchedSources(city).expect("hotline", owner, timedelta(minutes=minutes), CHIEF, why)
    assert refused.value.code == code


def test_that_a_dispatcher_does_not_set_it(city) -> None:
    with pytest.raises(Refusal, match=r"source\.not_yours"):
        WatchedSources(city).expect("hotline", None, None, Officer(2, "li", "", OfficerRole.DISPATCHER), "x")


def test_that_batches_tell_what_was_refused_and_why(city, a_signal, take) -> None:
    take(a_signal(), a_signal(kind="nonsense"))
    take(a_signal(), drill=4)
    (found,) = WatchedSources(city).batches("hotline")
    assert (found.rows, found.refused, found.why) == (1, 1, ("signal.kind",))

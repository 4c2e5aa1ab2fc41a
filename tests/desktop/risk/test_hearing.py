"""What is new to a seat: what facts bring, and what came while the line was cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from desktop.risk.hearing import Hearing
from services.domain.incidents import UNLOCATED, Severity
from services.domain.warnings import LiveWarning, WarningState

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


def one(ident: int, **values: Any) -> LiveWarning:
    usual = LiveWarning(
        ident, 1, "W", "x", 1, "frequency", Severity.RED, WarningState.RAISED, UNLOCATED, NOW, NOW, 90.0, 3, "police"
    )
    return replace(usual, **values)


def picture(*found: LiveWarning) -> Any:
    return SimpleNamespace(warnings={warning.id: warning for warning in found})


def test_that_of_the_first_picture_nothing_is_new() -> None:
    hearing = Hearing()
    assert not hearing.replace(picture(one(1)))
    assert hearing.of(one(1)) == 0.0


def test_that_what_came_while_the_line_was_cut_is_new() -> None:
    hearing = Hearing()
    hearing.replace(picture(one(1)))
    assert hearing.replace(picture(one(1), one(2)))
    assert hearing.of(one(2)) > 0
    assert not hearing.replace(picture(one(1), one(2)))


def test_that_only_a_new_red_is_told() -> None:
    hearing = Hearing()
    hearing.replace(picture())
    assert not hearing.take(picture(one(1, level=Severity.BLUE)), [1])
    assert hearing.take(picture(one(1, level=Severity.BLUE), one(2)), [2])
    assert not hearing.take(picture(one(2, version=2)), [2])


def test_that_one_that_was_seen_or_ended_is_new_no_more() -> None:
    hearing = Hearing()
    hearing.replace(picture())
    hearing.take(picture(one(1), one(2)), [1, 2])
    hearing.take(picture(one(1, acked=True, state=WarningState.ACKNOWLEDGED)), [1, 2])
    assert hearing.heard == {}

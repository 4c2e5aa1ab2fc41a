"""A seat whose clock is changed: the line stays what it is, what was told goes, and the limits are of the new time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from services.domain.incidents import IncidentState
from services.domain.refusals import Refusal
from services.live.tail import Pulse


@pytest.fixture
def jumping(filled, open_seat, make_context, ticking) -> Any:
    """A seat by a clock that a test moves on."""
    seat = open_seat(context=replace(make_context("operator"), clock=ticking))

    def pulse(connected: bool = True) -> None:
        now = ticking()
        seat.context.situation.beat(Pulse(now, now, connected, 1))

    seat.pulse_now = pulse
    return seat


@pytest.mark.parametrize("hours", [3, -5, 24 * 400, -24 * 400])
def test_that_a_clock_that_jumps_cuts_no_line_and_the_seat_shows_the_new_time(jumping, ticking, hours) -> None:
    seat = jumping
    seat.pulse_now()
    ticking.go_on(hours=hours)
    seat.pulse_now()
    seat.line.show_now()
    zone = seat.context.situation.picture.city.zone
    assert not seat.line._stale
    assert seat.line._quiet.isHidden()
    assert ticking().astimezone(zone).strftime("%H:%M:%S") in " ".join(seat.status.texts())


@pytest.mark.parametrize("jump", [timedelta(hours=5), timedelta(hours=-5), timedelta(minutes=2)])
def test_that_trouble_that_passes_is_taken_back_though_the_clock_was_set_back(jumping, ticking, jump) -> None:
    seat = jumping
    seat.pulse_now()
    seat.line.tell_trouble(Refusal("store.gone", "The database is gone."))
    assert not seat.line._quiet.isHidden()
    ticking.go_on(seconds=jump.total_seconds())
    seat.pulse_now()
    assert seat.line._quiet.isHidden()
    assert seat.line._told is None


def test_that_countdowns_follow_a_clock_that_is_set_back(jumping, ticking) -> None:
    seat = jumping
    picture = seat.context.situation.picture
    rows = picture.incidents.rows(np.arange(len(picture.incidents)))
    record = next(row for row in rows if row["state"] == IncidentState.ASSIGNED and np.isfinite(row["due_at"]))
    look = seat.queue.words(record)
    ticking.go_on(hours=24 * 30)
    late, share = look.limit(ticking(), seat.context.words), look.share(ticking()) or 0.0
    ticking.go_on(hours=-24 * 400)
    assert look.limit(ticking(), seat.context.words) != late
    assert (look.share(ticking()) or 0.0) == 0.0 < share

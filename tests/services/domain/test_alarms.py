"""The alarm's table of states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.alarms import ALARM_STEPS, Alarm, Happening, alarm_of

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("alarm", list(Alarm))
@pytest.mark.parametrize("happening", list(Happening))
def test_that_every_pair_leads_to_a_state_or_to_nothing(alarm, happening) -> None:
    after = ALARM_STEPS.get((alarm, happening))
    assert after is None or isinstance(after, Alarm)
    if alarm in (Alarm.NEW, Alarm.ACKNOWLEDGED):
        assert (after is None) == (happening in (Happening.RUN_OUT, Happening.UNSHELVE, Happening.RETURN))


def test_that_nothing_is_seen_by_itself() -> None:
    """Only a hand takes an alarm out of NEW and into one that was seen."""
    leaving = {h: to for (alarm, h), to in ALARM_STEPS.items() if alarm is Alarm.NEW and to is not Alarm.NEW}
    assert leaving.pop(Happening.END) is Alarm.GONE_UNSEEN
    assert set(leaving) == {Happening.ACKNOWLEDGE, Happening.SHELVE}


@given(st.lists(st.sampled_from(list(Happening)), max_size=12))
def test_that_the_state_is_always_what_the_kept_row_says(happenings) -> None:
    """Walks the table beside the row that an incident keeps."""
    alarm, alive, acked, until, now = Alarm.NEW, True, False, None, NOW
    for happening in happenings:
        after = ALARM_STEPS.get((alarm, happening))
        if after is None:
            continue
        match happening:
            case Happening.ACKNOWLEDGE:
                acked = True
            case Happening.SHELVE:
                acked, until = True, now + HOUR
            case Happening.RUN_OUT:
                now += 2 * HOUR
            case Happening.UNSHELVE:
                until = None
            case Happening.WORSEN:
                until = None
            case Happening.END:
                alive = False
            case Happening.RETURN:
                alive, until = True, None
        alarm = after
        assert alarm_of(alive, acked, until, now) is alarm


def test_that_a_shelf_comes_back_by_itself_at_its_time() -> None:
    assert alarm_of(True, True, NOW + HOUR, NOW) is Alarm.SHELVED
    assert alarm_of(True, True, NOW + HOUR, NOW + HOUR) is Alarm.ACKNOWLEDGED

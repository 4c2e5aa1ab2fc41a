from __future__ import annotations

import pytest

from services.domain.refusals import Refusal
from services.domain.rota import DAY, Shift, minute_of, time_of


@pytest.mark.parametrize(
    ("shift", "spans"),
    [
        (Shift("a", 1, 480, 1200), [(1, 480, 1200)]),
        (Shift("a", 0, 1200, 480), [(0, 1200, DAY), (0, 0, 480)]),
        (Shift("a", 7, 1320, 360), [(7, 1320, DAY), (1, 0, 360)]),
        (Shift("a", 3, 0, 0), [(3, 0, DAY)]),
        (Shift("a", 3, 0, DAY), [(3, 0, DAY)]),
    ],
)
def test_that_a_duty_over_midnight_stands_on_both_days(shift: Shift, spans: list[tuple[int, int, int]]) -> None:
    assert shift.spans() == spans


@pytest.mark.parametrize(
    ("text", "minute"), [("8:00", 480), ("08：30", 510), ("24:00", DAY), ("9", 540), ("17:30:00", 1050)]
)
def test_that_times_are_read_as_people_write_them(text: str, minute: int) -> None:
    assert minute_of(text) == minute


@pytest.mark.parametrize("text", ["", "25:00", "24:01", "8:60", "eight", "-1:00", "8:5x"])
def test_that_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        minute_of(text)
    assert refusal.value.code == "rota.time"


def test_that_times_are_written_as_they_are_read() -> None:
    assert time_of(minute_of("08:05")) == "08:05"


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (Shift("nobody", 1, 0, 10), "rota.nobody"),
        (Shift("a", 8, 0, 10), "rota.weekday"),
        (Shift("a", 1, DAY, DAY), "rota.span"),
    ],
)
def test_that_a_line_that_cannot_be_is_refused(shift: Shift, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        shift.check({"a"})
    assert refusal.value.code == code

"""A table of events within a window, all at once."""

from __future__ import annotations

import numpy as np

from services.risk.windows import tabled


def test_that_weights_add_up_by_key_and_the_newest_time_stands() -> None:
    table = tabled(np.array([7, -3, 7]), np.array([1_000, 250, 1_500]), np.array([5.0, 9.0, 4.0]))
    assert table.tolist() == [(-3, 0.25, 9.0), (7, 2.5, 5.0)]


def test_that_nothing_is_a_table_of_nothing() -> None:
    assert len(tabled(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))) == 0

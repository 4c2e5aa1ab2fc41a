"""Signals are kept by their ids for as long as they are needed."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.risk.kept import Kept
from services.risk.world import SIGNAL


def signals(*events: tuple[int, float]) -> Any:
    """Signals of (id, time)."""
    found = np.zeros(len(events), SIGNAL)
    found["id"], found["at"] = [ident for ident, _ in events], [at for _, at in events]
    return found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 900), unique=True, max_size=300), st.integers(1, 40))
def test_that_ids_are_found_in_whatever_order_they_came(idents: list[int], size: int) -> None:
    kept = Kept(1e9)
    for begin in range(0, len(idents), size):
        kept.add(signals(*((ident, float(ident % 7)) for ident in idents[begin : begin + size])), 0.0)
        wanted = np.array(idents[: begin + size][::3], np.int64)
        assert kept.rows(wanted)["id"].tolist() == wanted.tolist()
    found = kept.of(np.array([*idents, *idents, 5_000], np.int64))
    assert found["id"].tolist() == sorted(idents, key=lambda ident: (ident % 7, ident))


def test_that_it_does_not_grow_beyond_its_time() -> None:
    kept = Kept(100.0)
    for second in range(5_000):
        kept.add(signals((second, float(second))), float(second))
    assert len(kept) < 600
    assert kept.of(np.arange(4_901, 5_000))["id"].tolist() == list(range(4_901, 5_000))
    assert len(kept.of(np.array([1, 2, 3]))) == 0


def test_that_nothing_is_kept_of_nothing() -> None:
    kept = Kept(10.0)
    kept.add(signals(), 0.0)
    assert len(kept) == len(kept.of(np.array([4]))) == 0

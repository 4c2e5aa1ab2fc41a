"""The book holds what happened within the windows, whatever comes when, and grows no further than that."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.risk.book import BLOCK, Book
from services.risk.world import SIGNAL

WINDOWS = (10.0, 25.0, 10.0)


def signals(*events: tuple[int, float]) -> Any:
    """Signals of (id, time)."""
    found = np.zeros(len(events), SIGNAL)
    found["id"], found["at"] = [ident for ident, _ in events], [at for _, at in events]
    return found


@st.composite
def steps(draw: Any) -> list[tuple[float, list[tuple[int, int, float, int]]]]:
    """Moments, each with events: scenario, key, time, weight in thousandths."""
    now, found = 0.0, []
    for _ in range(draw(st.integers(1, 12))):
        now += draw(st.integers(0, 15))
        events = draw(
            st.lists(
                st.tuples(
                    st.integers(0, 2), st.sampled_from((-5, 0, 1, 2, 2**62)),
                    st.integers(0, 30).map(lambda ago, now=now: now - ago), st.integers(0, 3000),
                ),
                max_size=12,
            )
        )  # fmt: skip
        found.append((now, events))
    return found


@settings(max_examples=200, deadline=None)
@given(steps(), st.booleans())
def test_that_it_holds_exactly_what_lies_within_the_windows(given_steps: Any, released: bool) -> None:
    book, whole, ident = Book(WINDOWS), [], 0
    for now, events in given_steps:
        fresh = [(ident + at, *event) for at, event in enumerate(events, 1)]
        ident += len(events)
        whole += fresh
        book.add(
            np.array([one[1] for one in fresh], np.int64), np.array([one[2] for one in fresh], np.int64),
            signals(*((one[0], one[3]) for one in fresh)), np.array([one[4] for one in fresh], np.int64), now,
        )  # fmt: skip
        wanted: dict[tuple[int, int], list[tuple[float, int, int]]] = defaultdict(list)
        for number, scenario, key, at, weight in whole:
            if at + WINDOWS[scenario] > now:
                wanted[scenario, key].append((at, number, weight))
        assert len(book) == sum(map(len, wanted.values()))
        for scenario in range(3):
            slots = book.of_scenario(scenario)
            assert book.key[slots].tolist() == sorted(key for one, key in wanted if one == scenario)
            past = book.past(slots)
            edges = [*past.begin.tolist(), len(past.at)]
            for position, slot in enumerate(slots.tolist()):
                events_of = sorted(wanted[scenario, int(book.key[slot])])
                mine = slice(edges[position], edges[position + 1])
                got = zip(past.at[mine].tolist(), past.id[mine].tolist(), past.weight[mine].tolist(), strict=True)
                assert list(got) == events_of
                assert book.weight[slot] == sum(weight for _, _, weight in events_of)
                assert book.last[slot] == events_of[-1][0]
                assert book.slot(scenario, int(book.key[slot])) == slot
        if released:
            book.release()


def test_that_what_was_touched_is_told_once_and_empty_slots_are_used_again() -> None:
    book = Book((10.0,))
    zero, one = np.zeros(1, np.int64), np.ones(1, np.int64)
    for moment in range(0, 2_000, 20):
        book.add(zero, np.array([moment], np.int64), signals((moment, float(moment))), one, float(moment))
        assert book.key[book.touched()].tolist()[-1:] == [moment] or moment in book.key[book.touched()]
        book.release()
        assert len(book.touched()) == 0
    assert len(book) == 1
    assert len(book.count) == 256


def test_that_rows_are_used_again_so_that_it_does_not_grow() -> None:
    book = Book((10.0,))
    for round_ in range(20):
        count = BLOCK // 2
        at = np.full(count, float(20 * round_))
        fresh = signals(*((round_ * count + one, moment) for one, moment in enumerate(at.tolist())))
        book.add(np.zeros(count, np.int64), np.arange(count), fresh, np.ones(count, np.int64), float(20 * round_))
        book.release()
    assert len(book) == BLOCK // 2
    assert len(book._first_out) == 1
